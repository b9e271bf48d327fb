"""The schedules that differences and windows allow.

A schedule gives an instant to each of some events, in an order known beforehand. Two kinds of rule
bind them: one event comes at least so many ticks after another (a simple temporal network [1]_),
and an event lies in one of its windows. Both kinds survive taking the later, or the earlier, of two
schedules event by event, so the schedules form a lattice [2]_: pushing every event only as far as
its rules demand ends in *the* earliest schedule or proves that there is none, and several windows
need no guessing.

References
----------
.. [1] R. Dechter, I. Meiri, J. Pearl, "Temporal constraint networks", Artificial Intelligence
   49 (1991) 61-95. https://doi.org/10.1016/0004-3702(91)90006-6
.. [2] P. Jeavons, M. Cooper, "Tractable constraints on ordered domains", Artificial Intelligence
   79 (1995) 327-339. https://doi.org/10.1016/0004-3702(95)00107-7
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import NamedTuple, TypeAlias

from routing.model import Window
from routing.model.units import Instant, Ticks

Spans: TypeAlias = tuple[tuple[Instant, Instant], ...]
"""Sorted, disjoint, both ends included."""
Schedule: TypeAlias = list[Instant]
"""An instant for each event."""


class Gap(NamedTuple):
    """`after` comes at least `ticks` later than `before`; a negative gap is a longest delay."""

    before: int
    after: int
    ticks: Ticks


class Network(NamedTuple):
    """Rules over events 0, 1, ...; the first is the start, `end` is the one to be reached soon.

    Parameters
    ----------
    spans
        When each event may be.
    gaps
        In such an order that those into an event come before those out of it, as far as they
        follow time; the longest delays stand at the end.
    end
        Which event ends the route.
    shortest
        Ticks from the start to the end when nobody ever waits: no schedule is shorter.
    """

    spans: list[Spans]
    gaps: list[Gap]
    end: int
    shortest: Ticks


def both(some: Sequence[Window], others: Sequence[Window], within: Window) -> Spans:
    """When an instant lies in `within`, in one of some windows and in one of others.

    No windows at all stand for any time.

    Examples
    --------
    >>> both((Window(0, 5), Window(8, 9)), (Window(4, 8),), Window(1, 20))
    ((4, 5), (8, 8))
    """
    spans = (
        (max(one.start, other.start, within.start), min(one.end, other.end, within.end))
        for one in some or (within,)
        for other in others or (within,)
    )
    return tuple(sorted(span for span in spans if span[0] <= span[1]))


def earliest(network: Network, floor: Instant) -> Schedule | None:
    """Every event at its soonest, when the start is at `floor` or later; None if impossible."""
    spans = network.spans
    if not all(spans):
        return None
    schedule = [of_event[0][0] for of_event in spans]
    if not _raise(schedule, spans, 0, floor):
        return None
    settled = False
    while not settled:
        settled = True
        for before, after, ticks in network.gaps:
            soonest = schedule[before] + ticks
            if schedule[after] < soonest:
                if not _raise(schedule, spans, after, soonest):
                    return None
                settled = False
    return schedule


def latest(network: Network, ceiling: Instant) -> Schedule | None:
    """Every event at its latest, when the end is at `ceiling` or sooner; None if impossible."""
    spans = network.spans
    if not all(spans):
        return None
    schedule = [of_event[-1][1] for of_event in spans]
    if not _lower(schedule, spans, network.end, ceiling):
        return None
    settled = False
    while not settled:
        settled = True
        for before, after, ticks in reversed(network.gaps):
            last = schedule[after] - ticks
            if schedule[before] > last:
                if not _lower(schedule, spans, before, last):
                    return None
                settled = False
    return schedule


def _raise(schedule: Schedule, spans: list[Spans], event: int, soonest: Instant) -> bool:
    """Move an event to its first instant at or after `soonest`."""
    of_event = spans[event]
    index = bisect_left(of_event, soonest, key=_closing)
    if index == len(of_event):
        return False
    schedule[event] = max(soonest, of_event[index][0])
    return True


def _lower(schedule: Schedule, spans: list[Spans], event: int, last: Instant) -> bool:
    """Move an event to its last instant at or before `last`."""
    of_event = spans[event]
    index = bisect_right(of_event, last, key=_opening) - 1
    if index < 0:
        return False
    schedule[event] = min(last, of_event[index][1])
    return True


def _opening(span: tuple[Instant, Instant]) -> Instant:
    return span[0]


def _closing(span: tuple[Instant, Instant]) -> Instant:
    return span[1]


def tightest_start(network: Network) -> tuple[Ticks, Instant] | None:
    """Shortest time from start to end, and the soonest start that allows it; None if impossible.

    For the soonest end, the latest start gives the shortest schedule. A shorter one must start
    later; then some event misses the window whose end holds the start back, so the search has at
    most as many rounds as there are windows.
    """
    best: tuple[Ticks, Instant] | None = None
    floor = network.spans[0][0][0] if network.spans[0] else 0
    while True:
        soon = earliest(network, floor)
        late = latest(network, soon[network.end]) if soon else None
        if soon is None or late is None:
            return best
        found = soon[network.end] - late[0], late[0]
        best = min(best, found) if best else found
        if best[0] <= network.shortest:
            return best
        floor = late[0] + 1
