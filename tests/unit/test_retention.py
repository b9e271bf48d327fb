"""When a value's days are over: on the town's clock, whatever its clocks do."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.domain.retention import (
    LEAST_DAYS,
    MOST_DAYS,
    check_days,
    due_before,
    purge_day,
    purpose_named,
)
from routing.errors import InputError

PARIS = ZoneInfo("Europe/Paris")
ZONES = ["Europe/Paris", "Indian/Reunion", "America/Martinique", "Pacific/Noumea"]


def is_due(date: dt.date, days: int, now: dt.datetime, zone: ZoneInfo) -> bool:
    return date < due_before(purge_day(now, zone), days)


@pytest.mark.parametrize(
    ("now", "due"),
    [
        (dt.datetime(2026, 11, 2, 12, tzinfo=dt.UTC), False),
        (dt.datetime(2026, 11, 4, 0, 59, tzinfo=dt.UTC), False),  # 1:59 in Paris
        (dt.datetime(2026, 11, 4, 1, 0, tzinfo=dt.UTC), True),
        (dt.datetime(2027, 1, 1, tzinfo=dt.UTC), True),
    ],
)
def test_two_days_after_the_first_of_november_end_in_the_night_to_the_fourth(
    now: dt.datetime, due: bool
) -> None:
    assert is_due(dt.date(2026, 11, 1), 2, now, PARIS) is due


@pytest.mark.parametrize(
    ("date", "last", "first"),
    [
        # To 29 March 2026 clocks jump from two to three, on 25 October from three back to two.
        (dt.date(2026, 3, 26), "2026-03-29T00:59:59+00:00", "2026-03-29T01:00:00+00:00"),
        (dt.date(2026, 10, 22), "2026-10-24T23:59:59+00:00", "2026-10-25T00:00:00+00:00"),
    ],
)
def test_a_night_in_which_clocks_change_has_one_moment_too(
    date: dt.date, last: str, first: str
) -> None:
    assert not is_due(date, 2, dt.datetime.fromisoformat(last), PARIS)
    assert is_due(date, 2, dt.datetime.fromisoformat(first), PARIS)


@given(
    date=st.dates(dt.date(2020, 1, 1), dt.date(2035, 1, 1)),
    days=st.integers(1, 1_095),
    hours=st.integers(-72, 72),
    minutes=st.integers(0, 59),
    name=st.sampled_from(ZONES),
)
def test_a_value_is_due_from_two_in_the_night_after_its_last_day(
    date: dt.date, days: int, hours: int, minutes: int, name: str
) -> None:
    zone = ZoneInfo(name)
    night = dt.datetime.combine(date + dt.timedelta(days=days + 1), dt.time(2), zone)
    moment = night.astimezone(dt.UTC)
    now = moment + dt.timedelta(hours=hours, minutes=minutes)
    assert is_due(date, days, now, zone) is (now >= moment)


@pytest.mark.parametrize("purpose", MOST_DAYS)
def test_nobody_keeps_longer_than_the_cap_or_for_no_time(purpose: str) -> None:
    check_days(purpose, LEAST_DAYS)
    check_days(purpose, MOST_DAYS[purpose])
    for days in (LEAST_DAYS - 1, MOST_DAYS[purpose] + 1):
        with pytest.raises(InputError, match=r"retention\.days"):
            check_days(purpose, days)


def test_a_purpose_is_called_by_its_short_name() -> None:
    assert purpose_named("proof") == "purpose.proof"
    with pytest.raises(InputError, match=r"retention\.unknown_purpose"):
        purpose_named("purpose.proof")
