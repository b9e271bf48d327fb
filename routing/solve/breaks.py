"""Where the breaks of a ride are taken.

They are tried one after the other: before the route, on each leg, after it. What a choice costs at
best is known from the stretches before and after each break, so promising ones come first, and
those that cannot beat the best are never timed.
"""

from collections.abc import Iterator
from typing import NamedTuple, TypeAlias

from routing.model import Break
from routing.model.units import CostUnits, Instant, Ticks
from routing.solve.ride import Ride
from routing.solve.stretch import Stretch, heads, joined, tails
from routing.solve.timed import Breaks, Taken, Timing, nothing_taken, timing

NEVER = 1 << 60

Bound: TypeAlias = tuple[CostUnits, Ticks, Instant]
"""Least cost, duration, start: compared in this order."""


def best_timing(ride: Ride, best: Timing | None) -> Timing | None:
    """The best timing of a ride if it is better than `best`; None otherwise."""
    found = _best(ride, nothing_taken(ride), ride.shift.breaks, best)
    return None if found is best else found


def _best(ride: Ride, taken: Taken, breaks: Breaks, best: Timing | None) -> Timing | None:
    """The best timing that also takes `breaks`, or `best` when none is better."""
    if _too_long_on_board(ride, taken):
        return best
    if not breaks:
        found = timing(ride, taken)
        return found if found and (best is None or found[:3] < best[:3]) else best
    for bound, more in sorted(_places(ride, taken, breaks[0]), key=_bound):
        if best is not None and bound >= best[:3]:
            break
        best = _best(ride, more, breaks[1:], best)
    return best


def _bound(place: tuple[Bound, Taken]) -> Bound:
    return place[0]


def _places(ride: Ride, taken: Taken, pause: Break) -> Iterator[tuple[Bound, Taken]]:
    """Where one more break may be taken, and how good that is at best."""
    chain = _chain(ride, taken)
    end = len(ride.legs)
    to, back = heads(chain.events, chain.hops), tails(chain.events, chain.hops)
    if len(to) < len(chain.events):
        return
    whole = _at_best(ride, to[-1])
    for slot in (0, end + 1):
        for position in range(len(taken[slot]) + 1):
            yield whole, _with(taken, pause, slot, position)
    for slot, leg in enumerate(ride.legs, start=1):
        if slot == end and not leg.travel:
            continue  # a break at the end place comes after the route
        rest = _rest(pause, leg.travel + leg.setup)
        first = chain.place[slot - 1]
        for position, before in enumerate(range(first, chain.place[slot])):
            rested = joined(to[before], 0 if position else leg.ticks, rest)
            found = joined(rested, 0, back[before + 1]) if rested else None
            if found is not None:
                bound = max(whole, _at_best(ride, found))
                yield bound, _with(taken, pause, slot, position)


class _Chain(NamedTuple):
    """The events of a ride and its breaks as stretches, were tasks' windows whole.

    Parameters
    ----------
    place
        Of the ride's own events among all.
    """

    events: list[Stretch]
    hops: list[Ticks]
    place: list[int]


def _chain(ride: Ride, taken: Taken) -> _Chain:
    window = ride.shift.window
    opens, closes = -NEVER, NEVER
    for pause in taken[0]:
        opens = max(opens, pause.window.start) + pause.duration
    for pause in reversed(taken[-1]):
        closes = min(closes - pause.duration, pause.window.end)
    events: list[Stretch] = [(0, max(opens, window.start), window.end)]
    hops: list[Ticks] = []
    place = [0]
    home = window.start, min(closes, window.end)
    spans = [*((of_task[0][0], of_task[-1][1]) for of_task in ride.spans), home]
    for leg, pauses, span in zip(ride.legs, taken[1:-1], spans, strict=True):
        hop = leg.ticks
        for pause in pauses:
            events.append(_rest(pause, leg.travel + leg.setup))
            hops.append(hop)
            hop = 0
        place.append(len(events))
        events.append((0, *span))
        hops.append(hop)
    return _Chain(events, hops, place)


def _rest(pause: Break, way: Ticks) -> Stretch:
    """A break on the way, as good as one after all of it in a window that closes later by it."""
    return pause.duration, pause.window.start, pause.window.end + way


def _at_best(ride: Ride, stretch: Stretch) -> Bound:
    duration, start, _ = stretch
    return ride.price.of(duration, ride.distance), duration, start


def _with(taken: Taken, pause: Break, slot: int, position: int) -> Taken:
    """The breaks with one more in a slot."""
    here = taken[slot]
    more = (*here[:position], pause, *here[position:])
    return (*taken[:slot], more, *taken[slot + 1 :])


def _too_long_on_board(ride: Ride, taken: Taken) -> bool:
    """Whether a parcel is too long on board even when nobody waits."""
    return any(
        sum(leg.ticks for leg in ride.legs[limit.pickup : limit.delivery])
        + sum(
            pause.duration
            for here in taken[limit.pickup + 1 : limit.delivery + 1]
            for pause in here
        )
        > limit.ticks
        for limit in ride.on_board
    )
