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

from routing.model import Task, Window
from routing.model.units import CostUnits, Instant, Ticks

Spans: TypeAlias = tuple[tuple[Instant, Instant], ...]
"""Sorted, disjoint, both ends included."""
Schedule: TypeAlias = list[Instant]
"""An instant for each event."""


class Gap(NamedTuple):
    """`after` comes at least `ticks` later than `before`; a negative gap is a longest delay."""

    before: int
    after: int
    ticks: Ticks


class Late(NamedTuple):
    """Each tick that an event comes after it was due costs `rate`."""

    event: int
    due: Instant
    rate: CostUnits


class Network(NamedTuple):
    """Rules over events 0, 1, ...; the first is the start, `end` is the one to be reached soon.

    Parameters
    ----------
    spans
        When each event may be.
    gaps
        In such an order that those into an event come before those out of it.
    delays
        Gaps back in time: the latest that one event may come after another.
    end
        Which event ends the route.
    ridden
        Ticks from the start to each event up to the end when nobody ever waits: none comes sooner.
    lates
        What being late costs.
    """

    spans: list[Spans]
    gaps: list[Gap]
    delays: list[Gap]
    end: int
    ridden: list[Ticks]
    lates: tuple[Late, ...]


class Start(NamedTuple):
    """When to start, how long it then takes, and what time costs."""

    cost: CostUnits
    duration: Ticks
    start: Instant


def allowed(task: Task) -> Sequence[Window]:
    """The windows of a task, the last as long as its lateness lasts."""
    if task.lateness is None or not task.windows:
        return task.windows
    *earlier, last = task.windows
    return *earlier, Window(last.start, max(last.end, task.lateness.latest))


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
    while True:
        for before, after, ticks in network.gaps:
            soonest = schedule[before] + ticks
            if schedule[after] < soonest and not _raise(schedule, spans, after, soonest):
                return None
        settled = True
        for before, after, ticks in network.delays:
            soonest = schedule[before] + ticks
            if schedule[after] < soonest:
                if not _raise(schedule, spans, after, soonest):
                    return None
                settled = False
        if settled:
            return schedule


def latest(network: Network) -> Schedule | None:
    """Every event at its latest; None if impossible."""
    spans = network.spans
    if not all(spans):
        return None
    schedule = [of_event[-1][1] for of_event in spans]
    while True:
        for before, after, ticks in reversed(network.gaps):
            last = schedule[after] - ticks
            if schedule[before] > last and not _lower(schedule, spans, before, last):
                return None
        settled = True
        for before, after, ticks in network.delays:
            last = schedule[after] - ticks
            if schedule[before] > last:
                if not _lower(schedule, spans, before, last):
                    return None
                settled = False
        if settled:
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


def cheapest_start(network: Network, paid_tick: CostUnits, minimum_paid: Ticks) -> Start | None:
    """The start of least cost, then least duration, then soonest; None if impossible.

    For a start, the earliest schedule is the least late and the soonest over. As long as the start
    moves no event into another window, each event comes at its earliest instant or when the start
    pushes it there, whichever is later; so the cost is convex, and least where it bends. Each round
    looks at one choice of windows and goes on just after the last start that allows it: there are
    at most as many rounds as windows. Lateness grows with the start, so once nobody waits, no later
    start is better.
    """
    best: Start | None = None
    floor = network.spans[0][0][0] if network.spans[0] else 0
    while True:
        soon = earliest(network, floor)
        late = latest(_in_same_windows(network, soon)) if soon else None
        if soon is None or late is None:
            return best
        for start in _bends(network, soon, late[0], minimum_paid):
            duration = max(soon[network.end] - start, network.ridden[network.end])
            cost = paid_tick * max(minimum_paid, duration) + _lateness(network, soon, start)
            found = Start(cost, duration, start)
            best = min(best, found) if best else found
        if best is not None and best.duration <= network.ridden[network.end]:
            return best
        floor = late[0] + 1


def _in_same_windows(network: Network, schedule: Schedule) -> Network:
    """The rules when each event keeps to the window that it has in a schedule."""
    spans: list[Spans] = [
        of_event if len(of_event) == 1 else (of_event[bisect_left(of_event, at, key=_closing)],)
        for of_event, at in zip(network.spans, schedule, strict=True)
    ]
    return network._replace(spans=spans)


def _bends(network: Network, soon: Schedule, last: Instant, minimum_paid: Ticks) -> set[Instant]:
    """The starts, from that of the earliest schedule to the last, where the cost may be least."""
    end = soon[network.end]
    bends = [end - network.ridden[network.end]]
    if network.lates:
        bends += [soon[0], last, end - minimum_paid]
        bends += [
            max(soon[late.event], late.due) - network.ridden[late.event] for late in network.lates
        ]
    return {min(max(bend, soon[0]), last) for bend in bends}


def _lateness(network: Network, soon: Schedule, start: Instant) -> CostUnits:
    """What it costs to be late from a start that keeps the windows of the earliest schedule."""
    return sum(
        late.rate * max(0, max(soon[late.event], start + network.ridden[late.event]) - late.due)
        for late in network.lates
    )
