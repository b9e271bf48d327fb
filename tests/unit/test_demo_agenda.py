"""The demo's clock: what happens when, and on which day."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from chaland.demo.agenda import Agenda, working_day

ZONE = ZoneInfo("Europe/Monaco")
NOON = dt.datetime(2026, 11, 26, 11, tzinfo=dt.UTC)
MINUTE = dt.timedelta(minutes=1)


def test_things_happen_in_the_order_of_their_times_and_the_clock_shows_them() -> None:
    agenda, seen = Agenda(NOON), []
    agenda.at(NOON + 2 * MINUTE, lambda: seen.append(("second", agenda.now)))
    agenda.at(NOON + MINUTE, lambda: seen.append(("first", agenda.now)))
    agenda.run_until(NOON + 5 * MINUTE)
    assert seen == [("first", NOON + MINUTE), ("second", NOON + 2 * MINUTE)]
    assert agenda.now == NOON + 5 * MINUTE


def test_what_happens_may_put_more_on_the_agenda_and_what_comes_later_waits() -> None:
    agenda, seen = Agenda(NOON), []
    agenda.at(NOON, lambda: agenda.at(NOON + MINUTE, lambda: seen.append("soon")))
    agenda.at(NOON + 5 * MINUTE, lambda: seen.append("late"))
    agenda.run_until(NOON + 5 * MINUTE)
    assert seen == ["soon"]


@pytest.mark.parametrize(
    ("now", "date"),
    [
        (dt.datetime(2026, 11, 26, 14, 59, tzinfo=ZONE), dt.date(2026, 11, 26)),
        (dt.datetime(2026, 11, 26, 15, 0, tzinfo=ZONE), dt.date(2026, 11, 27)),
        (dt.datetime(2026, 11, 26, 23, 30, tzinfo=dt.UTC), dt.date(2026, 11, 27)),
        (dt.datetime(2026, 11, 28, 16, 0, tzinfo=ZONE), dt.date(2026, 11, 30)),
        (dt.datetime(2026, 11, 18, 20, 0, tzinfo=ZONE), dt.date(2026, 11, 20)),
    ],
    ids=["before", "from three on", "in the town's zone", "no Sunday", "no national holiday"],
)
def test_the_day_is_the_first_working_day_whose_afternoon_is_ahead(
    now: dt.datetime, date: dt.date
) -> None:
    assert working_day(now, ZONE, "MC") == date
