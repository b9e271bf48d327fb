"""Instants of a local day: real seconds after local midnight.

On the two days a year when the clocks change, 14:00 is thirteen or fifteen hours after midnight;
zone rules of `zoneinfo` decide.
"""

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from routing.formats.clock import MIDNIGHT, ClockMinutes, ClockSpan
from routing.model import Window
from routing.model.units import Instant


@dataclass(frozen=True, slots=True)
class DayClock:
    """One local date in one zone.

    Parameters
    ----------
    zone
        IANA name.

    Examples
    --------
    >>> clock = DayClock(dt.date(2026, 3, 29), "Europe/Paris")
    >>> clock.instant(14 * 60) / 3600
    13.0
    """

    date: dt.date
    zone: str

    @property
    def origin(self) -> dt.datetime:
        """Local midnight, aware; where the clocks skip it, the first instant of the day."""
        return self._at(0).astimezone(ZoneInfo(self.zone))

    @property
    def end(self) -> Instant:
        """The midnight after."""
        return self.instant(MIDNIGHT)

    def instant(self, minutes: ClockMinutes) -> Instant:
        """Seconds from midnight to a time on the wall clock.

        A time that comes twice is its first; a time that is skipped is as long after midnight as
        if the clocks had not changed.
        """
        return round((self._at(minutes) - self._at(0)).total_seconds())

    def after(self, moment: dt.datetime) -> Instant:
        """Seconds from midnight to an aware moment."""
        return round((moment - self._at(0)).total_seconds())

    def window(self, span: ClockSpan) -> Window:
        """The window of a span on the wall clock."""
        return Window(self.instant(span.start), self.instant(span.end))

    def _at(self, minutes: ClockMinutes) -> dt.datetime:
        wall = dt.datetime.combine(self.date, dt.time()) + dt.timedelta(minutes=minutes)
        return wall.replace(tzinfo=ZoneInfo(self.zone)).astimezone(dt.UTC)
