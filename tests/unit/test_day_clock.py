"""Wall clocks, opening hours and seconds after midnight."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.day.clock import DayClock
from routing.day.opening import opening_windows
from routing.formats.clock import MIDNIGHT
from routing.model import Window

PARIS, HOUR = "Europe/Paris", 3_600
MONACO = (7.42, 43.73)


@pytest.mark.parametrize(
    ("date", "hours"),
    [("2026-03-28", 24), ("2026-03-29", 23), ("2026-10-25", 25), ("2026-12-31", 24)],
)
def test_a_day_is_as_long_as_it_is(date: str, hours: int) -> None:
    assert DayClock(dt.date.fromisoformat(date), PARIS).end == hours * HOUR


@pytest.mark.parametrize("zone", [PARIS, "America/Santiago", "Australia/Lord_Howe", "UTC"])
@given(st.dates(dt.date(1975, 1, 1), dt.date(2037, 1, 1)), st.integers(0, MIDNIGHT))
def test_wall_clock_and_instant_tell_the_same_moment(
    zone: str, date: dt.date, minutes: int
) -> None:
    clock = DayClock(date, zone)
    moment = clock.origin.astimezone(dt.UTC) + dt.timedelta(seconds=clock.instant(minutes))
    wall = moment.astimezone(clock.origin.tzinfo).replace(tzinfo=None, fold=0)
    meant = dt.datetime.combine(date, dt.time()) + dt.timedelta(minutes=minutes)
    skipped = wall - meant
    assert dt.timedelta(0) <= skipped <= dt.timedelta(hours=1)
    assert clock.after(moment) == clock.instant(minutes)


@given(st.dates(dt.date(1990, 1, 1), dt.date(2037, 1, 1)), st.integers(0, MIDNIGHT - 61))
def test_later_on_the_wall_is_never_much_earlier(date: dt.date, minutes: int) -> None:
    clock = DayClock(date, PARIS)
    assert clock.instant(minutes + 61) > clock.instant(minutes)


def windows(expression: str, date: str = "2026-03-18") -> tuple[Window, ...] | None:
    return opening_windows(expression, DayClock(dt.date.fromisoformat(date), PARIS), MONACO)


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("", None),
        ("on Wednesdays, sometimes", None),
        ("We off", ()),
        ("24/7", (Window(0, 24 * HOUR),)),
        ("We 09:00-12:00,14:00-19:00", (Window(9 * HOUR, 12 * HOUR), Window(14 * HOUR, 19 * HOUR))),
        ("Mo-Su 09:00-12:00,12:00-14:00", (Window(9 * HOUR, 14 * HOUR),)),
        ("Mo-Su 18:00-02:00", (Window(0, 2 * HOUR), Window(18 * HOUR, 24 * HOUR))),
        ('We 09:00-12:00 unknown "when I am there"', (Window(9 * HOUR, 12 * HOUR),)),
    ],
)
def test_opening_hours_are_those_of_the_day(
    expression: str, expected: tuple[Window, ...] | None
) -> None:
    assert windows(expression) == expected


def test_public_holidays_are_those_of_the_country() -> None:
    assert windows("Mo-Su 09:00-12:00; PH off", "2026-12-25") == ()
    assert windows("Mo-Su 09:00-12:00; PH off", "2026-12-24") != ()


def test_opening_hours_follow_the_clocks() -> None:
    assert windows("09:00-20:00", "2026-03-29") == (Window(8 * HOUR, 19 * HOUR),)
    assert windows("24/7", "2026-10-25") == (Window(0, 25 * HOUR),)
