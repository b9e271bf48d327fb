"""Rule 7: the pauses that the courier is owed."""

from collections import Counter
from collections.abc import Iterator
from itertools import combinations

from routing.check.ride import Ride
from routing.check.violation import Violation, ViolationCode, broken
from routing.model import Break, Route, Service, TakenBreak


def check_breaks(ride: Ride) -> Iterator[Violation]:
    """Each break that is owed is had, once, in its window, whole, and in nobody's way."""
    owed = {pause.id: pause for pause in ride.shift.breaks}
    taken = Counter(pause.break_id for pause in ride.route.breaks)
    for pause in owed.values():
        if not taken[pause.id] and not _is_had_outside(pause, ride.route):
            yield broken(
                ViolationCode.BREAK,
                shift=ride.shift.id,
                pause=pause.id,
                earliest=pause.window.start,
                latest=pause.window.end,
            )
    for break_id, times in taken.items():
        if times > 1:
            yield broken(ViolationCode.DOUBLED, id=break_id)
    for written in ride.route.breaks:
        if written.break_id in owed:
            yield from _check_taken(ride, owed[written.break_id], written)
    yield from _check_clashes(ride)


def _is_had_outside(pause: Break, route: Route) -> bool:
    """Whether it fits before the route, or can start after it."""
    return pause.window.start + pause.duration <= route.start or pause.window.end >= route.end


def _check_taken(ride: Ride, pause: Break, taken: TakenBreak) -> Iterator[Violation]:
    if taken.start not in pause.window:
        yield broken(
            ViolationCode.BREAK_START,
            shift=ride.shift.id,
            pause=pause.id,
            start=taken.start,
            earliest=pause.window.start,
            latest=pause.window.end,
        )
    expected = taken.start + pause.duration
    if taken.end != expected:
        yield broken(
            ViolationCode.BREAK_END,
            shift=ride.shift.id,
            pause=pause.id,
            start=taken.start,
            end=taken.end,
            expected_time=expected,
        )


def _check_clashes(ride: Ride) -> Iterator[Violation]:
    route = ride.route
    clashing = {
        index
        for index, taken in enumerate(route.breaks)
        if taken.start < route.start
        or taken.start >= route.end
        or taken.end > route.end
        or any(_overlap(taken, service) for _, service in route.services())
    }
    clashing.update(
        index
        for (_, one), (index, other) in combinations(enumerate(route.breaks), 2)
        if one.break_id != other.break_id and _overlap(one, other)
    )
    for index in sorted(clashing):
        taken = route.breaks[index]
        yield broken(
            ViolationCode.BREAK_CLASH,
            shift=ride.shift.id,
            pause=taken.break_id,
            start=taken.start,
            end=taken.end,
        )


def _overlap(taken: TakenBreak, other: TakenBreak | Service) -> bool:
    return taken.start < other.end and other.start < taken.end
