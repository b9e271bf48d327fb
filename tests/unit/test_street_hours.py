"""Access by hour: pedestrian streets until eleven, markets, nights."""

import datetime as dt

import pytest

from routing.formats.clock import read_span
from routing.street.conditional import Clause, clauses
from routing.street.profile import PROFILES
from routing.street.rules import Profile
from tests.asciitown import draw

MONDAY = dt.date(2026, 11, 30)
SATURDAY = dt.date(2026, 12, 5)

BLOCK = """
    a---b---c
    |       |
    d-------e
"""


def tags(text: str) -> dict[str, str]:
    """Tags between bars, because conditions have spaces in them."""
    return dict(tag.strip().split("=", 1) for tag in text.split("|"))


def windows(profile: Profile, text: str, date: dt.date = MONDAY) -> str:
    spans = profile.open_windows(tags(text), date)
    return "always" if spans is None else " ".join(map(str, spans)) or "never"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("no @ (11:00-19:00)", [Clause("no", ("11:00-19:00",))]),
        ("no@11:00-19:00", [Clause("no", ("11:00-19:00",))]),
        (
            "no @ (Mo-Fr 07:00-09:00; Sa 10:00-12:00); delivery @ (wet AND weight<3.5)",
            [
                Clause("no", ("Mo-Fr 07:00-09:00; Sa 10:00-12:00",)),
                Clause("delivery", ("wet", "weight<3.5")),
            ],
        ),
        ("no", []),
    ],
)
def test_a_condition_is_cut_into_its_parts(text: str, expected: list[Clause]) -> None:
    assert list(clauses(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("highway=residential", "always"),
        ("highway=pedestrian", "never"),
        ("highway=pedestrian|motor_vehicle:conditional=delivery @ (06:00-11:00)", "06:00-11:00"),
        (
            "highway=residential|motor_vehicle:conditional=no @ (Mo-Sa 11:00-19:00)",
            "00:00-11:00 19:00-24:00",
        ),
        ("highway=residential|motor_vehicle:conditional=no @ (Su 11:00-19:00)", "always"),
        ("highway=residential|access:conditional=no @ (22:00-06:00)", "06:00-22:00"),
        ("highway=service|opening_hours=08:00-18:00", "08:00-18:00"),
        # Of the clauses in force the last one decides.
        (
            "highway=residential|vehicle:conditional=no @ (10:00-20:00); yes @ (12:00-14:00)",
            "00:00-10:00 12:00-14:00 20:00-24:00",
        ),
        # The more special key decides, by the hour too.
        ("highway=residential|vehicle:conditional=no @ (10:00-20:00)|goods=yes", "always"),
        # Who delivers, or is light enough, is meant or not meant.
        (
            "highway=residential|access=no|motor_vehicle:conditional=yes @ destination",
            "always",
        ),
        ("highway=residential|vehicle:conditional=no @ (weight>3.5)", "always"),
        ("highway=residential|vehicle:conditional=no @ (weight>2)", "never"),
        # What cannot be read keeps out, as long as the rest of the condition says.
        ("highway=residential|vehicle:conditional=no @ (school run)", "never"),
        (
            "highway=residential|vehicle:conditional=no @ (10:00-12:00 AND wet)",
            "00:00-10:00 12:00-24:00",
        ),
        ("highway=residential|vehicle=no|vehicle:conditional=yes @ snow", "never"),
        ("highway=service|opening_hours=when the owner is in", "never"),
        # Conditions for others are none.
        ("highway=residential|motorcycle:conditional=no @ (22:00-07:00)", "always"),
    ],
)
def test_a_van_may_enter_at_the_hours_that_the_signs_say(text: str, expected: str) -> None:
    assert windows(PROFILES["van"], text) == expected


def test_hours_are_those_of_the_date() -> None:
    market = "highway=residential|vehicle:conditional=no @ (Sa 06:00-14:00)"
    assert windows(PROFILES["van"], market, MONDAY) == "always"
    assert windows(PROFILES["van"], market, SATURDAY) == "00:00-06:00 14:00-24:00"


def test_a_bike_is_pushed_while_it_may_not_be_ridden() -> None:
    street = "highway=pedestrian|bicycle:conditional=no @ (11:00-19:00)"
    assert windows(PROFILES["bike"], street) == "always"
    assert PROFILES["bike"].ride(tags(street)) == (4_000, 4_000)
    assert PROFILES["bike"].pushes(tags(street)) == (True, True)
    assert PROFILES["bike"].only_destination(tags(street)) == (False, False)


@pytest.mark.parametrize(
    ("text", "pace", "only_destination"),
    [
        # Open whenever couriers ride, closed whenever they ride, and now this, now that.
        ("highway=residential|vehicle:conditional=no @ (22:00-06:00)", 20_000, False),
        ("highway=residential|vehicle:conditional=no @ (07:00-21:00)", 0, False),
        ("highway=residential|vehicle:conditional=no @ (11:00-19:00)", 20_000, True),
        ("highway=residential|vehicle:conditional=no @ (Sa 06:00-14:00)", 20_000, True),
        ("highway=pedestrian|motor_vehicle:conditional=delivery @ (06:00-11:00)", 5_000, True),
        ("highway=pedestrian|motor_vehicle:conditional=delivery @ (06:00-07:00)", 0, False),
    ],
)
def test_a_street_by_hour_is_for_delivering_and_not_for_riding_through(
    text: str, pace: int, only_destination: bool
) -> None:
    van = PROFILES["van"]
    assert van.ride(tags(text)) == (pace, pace)
    assert van.only_destination(tags(text)) == (only_destination, only_destination)


def test_a_condition_that_cannot_be_read_is_told() -> None:
    way = tags("highway=residential|vehicle:conditional=no @ (10:00-12:00 AND wet)")
    assert PROFILES["van"].not_understood(way) == ("wet",)
    assert PROFILES["van"].not_understood({"highway": "residential"}) == ()


def test_a_way_is_taken_when_its_hours_allow() -> None:
    town = draw(BLOCK, "abc residential vehicle:conditional=no@09:00-18:00\n adec residential")
    assert town.way("van", "a", "c") == "abc"
    town = draw(BLOCK, "abc residential vehicle:conditional=no@07:00-20:00\n adec residential")
    assert town.way("van", "a", "c") == "adec"
    assert read_span("08:00-20:00") == PROFILES["van"].hours
