"""When things happen on the demo's day: its clock stands at what happens now."""

import datetime as dt
import heapq
import itertools
from collections.abc import Callable
from zoneinfo import ZoneInfo

from api.services.days import is_holiday

Act = Callable[[], object]

SUNDAY = 6

SHOWN_AT = "15:00"
"""The demo's clock when somebody looks at it: rounds are under way, the evening is still open."""


def working_day(now: dt.datetime, zone: ZoneInfo, holidays: str) -> dt.date:
    """The first day whose afternoon is not over: no Sunday, and no holiday of the town.

    Parameters
    ----------
    now
        Aware.
    holidays
        As `api.domain.town_settings.TownSettings` has it.
    """
    here = now.astimezone(zone)
    date = (
        here.date()
        if here.time() < dt.time.fromisoformat(SHOWN_AT)
        else here.date() + dt.timedelta(days=1)
    )
    while date.weekday() == SUNDAY or is_holiday(holidays, date):
        date += dt.timedelta(days=1)
    return date


class Agenda:
    """What is to happen, in the order of its times; an act may put more on it.

    Parameters
    ----------
    start
        What the clock shows before anything happens; aware.
    """

    def __init__(self, start: dt.datetime) -> None:
        self.now = start
        self._coming: list[tuple[dt.datetime, int, Act]] = []
        self._turns = itertools.count()

    def at(self, when: dt.datetime, act: Act) -> None:
        """Let something happen; of two things at one time the first that was put down."""
        heapq.heappush(self._coming, (when, next(self._turns), act))

    def run_until(self, end: dt.datetime) -> None:
        """Let everything happen that comes before an instant, and leave the clock there."""
        while self._coming and self._coming[0][0] < end:
            when, _, act = heapq.heappop(self._coming)
            self.now = max(self.now, when)
            act()
        self.now = end
