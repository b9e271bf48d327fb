"""Places on streets that are open at some hours only."""

import datetime as dt

import pytest

from routing.day.by_hour import ByHour, by_hour
from routing.day.streets import Streets, streets_of
from routing.formats.clock import ClockSpan
from routing.street.network import Network
from tests.asciitown import AsciiTown, draw

MONDAY = dt.date(2026, 11, 30)
SATURDAY = dt.date(2026, 12, 5)


def town(hours: str) -> AsciiTown:
    """A hub and a door on a pedestrian street, and a door beside."""
    drawn = draw(
        """
        h  1    2
        a----b----c
        |         |
        d---------e
        """,
        "abc pedestrian\n adec residential",
    )
    tags = ({**drawn.network.way_tags[0], "motor_vehicle:conditional": hours},)
    ways = (*tags, *drawn.network.way_tags[1:])
    fields = {**vars(drawn.network), "way_tags": ways}
    return AsciiTown(Network(**fields), drawn.points)


def places(hours: str, *profiles: str, date: dt.date = MONDAY) -> ByHour[Streets]:
    drawn = town(hours)
    positions = [drawn.points[name] for name in ("a", "1", "e")]
    return by_hour({name: streets_of(drawn.network, name, positions) for name in profiles}, date)


def streets_in(found: ByHour[Streets], profile: str) -> Streets:
    return found.ways[profile]


def reached(found: ByHour[Streets], profile: str) -> list[bool]:
    return [snap is not None for snap in streets_in(found, profile).snaps]


MORNING = "delivery @ (Mo-Fr 06:00-11:00)"
SIX_TO_ELEVEN = (ClockSpan(360, 660),)


def test_a_door_that_only_vans_serve_opens_when_vans_may_come() -> None:
    found = places(MORNING, "van")
    assert found.hours == {1: SIX_TO_ELEVEN}
    assert reached(found, "van") == [True, True, True]


def test_a_door_is_left_to_those_who_come_at_any_hour() -> None:
    found = places(MORNING, "van", "bike")
    assert found.hours == {}
    assert reached(found, "bike") == [True, True, True]
    assert reached(found, "van") == [True, False, True]


def test_on_a_day_when_nobody_may_enter_nobody_comes() -> None:
    found = places(MORNING, "van", date=SATURDAY)
    assert found.hours == {}
    assert reached(found, "van") == [True, False, True]


@pytest.mark.parametrize(
    ("hours", "expected"),
    [
        ("delivery @ (06:00-11:00)", {1: SIX_TO_ELEVEN}),
        ("delivery @ (06:00-11:00); no @ (07:00-08:00 AND weight>3.5)",
         {1: (ClockSpan(360, 420), ClockSpan(480, 660))}),
    ],
)  # fmt: skip
def test_where_all_are_bound_a_door_opens_when_all_may_come(
    hours: str, expected: dict[int, tuple[ClockSpan, ...]]
) -> None:
    assert places(hours, "van", "small_truck").hours == expected
