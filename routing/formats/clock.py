"""Times as people write them: on the wall clock of the town, to the minute.

They stay wall-clock minutes until a date and a zone are known (`routing.day.clock`), because on
two days of the year 14:00 is not fourteen hours after midnight.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

ClockMinutes: TypeAlias = int
"""Minutes on the wall clock: 0 is 00:00, 1440 is 24:00."""

MIDNIGHT: ClockMinutes = 24 * 60

_TIME = re.compile(r"(\d{1,2})\s*(?:[:hH]\s*(\d{2})?|$)\s*(?::00)?", re.ASCII)
_SPAN = re.compile(r"([^-–]*)[-–]\u2060?([^-–]*)")


@dataclass(frozen=True, slots=True, order=True)
class ClockSpan:
    """A span on the wall clock, both ends included."""

    start: ClockMinutes
    end: ClockMinutes

    def __str__(self) -> str:
        return f"{clock_text(self.start)}-{clock_text(self.end)}"


def clock_text(minutes: ClockMinutes) -> str:
    """Hours and minutes.

    Examples
    --------
    >>> clock_text(570), clock_text(1440)
    ('09:30', '24:00')
    """
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def read_time(text: str) -> ClockMinutes | None:
    """The time that a text tells, or None.

    Examples
    --------
    >>> read_time("9:30"), read_time("14 h"), read_time("24:00"), read_time("24:01")
    (570, 840, 1440, None)
    """
    match = _TIME.fullmatch(text.strip())
    if match is None:
        return None
    hours, minutes = int(match[1]), int(match[2] or 0)
    total = hours * 60 + minutes
    return total if minutes < 60 and total <= MIDNIGHT else None


def read_span(text: str) -> ClockSpan | None:
    """The span that a text tells, or None; an open side reaches to midnight.

    Its end may lie before its start: whoever asks says so in his own words.

    Examples
    --------
    >>> str(read_span("14:00-15:30")), str(read_span("-12h")), read_span("14:00")
    ('14:00-15:30', '00:00-12:00', None)
    """
    match = _SPAN.fullmatch(text.strip())
    if match is None or not (match[1].strip() or match[2].strip()):
        return None
    start = read_time(match[1]) if match[1].strip() else 0
    end = read_time(match[2]) if match[2].strip() else MIDNIGHT
    return None if start is None or end is None else ClockSpan(start, end)


def merged(spans: Iterable[ClockSpan]) -> tuple[ClockSpan, ...]:
    """The same times as sorted, disjoint spans.

    Examples
    --------
    >>> merged([ClockSpan(60, 90), ClockSpan(0, 10), ClockSpan(80, 95)])
    (ClockSpan(start=0, end=10), ClockSpan(start=60, end=95))
    """
    joined: list[ClockSpan] = []
    for span in sorted(spans):
        if joined and span.start <= joined[-1].end:
            joined[-1] = ClockSpan(joined[-1].start, max(joined[-1].end, span.end))
        else:
            joined.append(span)
    return tuple(joined)
