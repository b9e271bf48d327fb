"""The best times of a ride, and where its breaks are taken.

Windows, opening hours, lateness and time on board make a lattice of schedules
(`routing.solve.instants`), whose cheapest member is found without guessing. Only breaks are
searched: depth first over the leg in which each is taken, or before or after the route, cut off
where the rest cannot beat the best. A break never makes a route better, so the bound is the route
with the breaks placed so far. It may only make room for another on the way to the end place, where
nobody rests who has arrived; so there, as long as breaks are to be placed, they count as placed.
"""

from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple, TypeAlias

from routing.model import Break
from routing.model.units import CostUnits, Instant, Ticks
from routing.solve.instants import (
    Gap,
    Network,
    Schedule,
    cheapest_start,
    earliest,
    latest,
)
from routing.solve.ride import Ride
from routing.solve.stretch import heads, joined, tails

Breaks: TypeAlias = tuple[Break, ...]
Taken: TypeAlias = tuple[Breaks, ...]
"""Breaks in the order in which they are taken: before the route, on each leg, after the route."""


Bound: TypeAlias = tuple[CostUnits, Ticks, Instant]
"""Least cost, duration, start: compared in this order."""


class Timing(NamedTuple):
    """What a ride costs at best, how long it takes then, from when, with its breaks where."""

    cost: CostUnits
    duration: Ticks
    start: Instant
    taken: Taken


class Timed(NamedTuple):
    """A ride with its best times.

    Parameters
    ----------
    schedule
        When the route starts, each task starts, the route ends; then each break.
    """

    ride: Ride
    timing: Timing
    schedule: Schedule

    @property
    def cost(self) -> CostUnits:
        """Of the route by rule 9."""
        return self.ride.price.of(self.timing.duration, self.ride.distance)

    @property
    def lateness(self) -> CostUnits:
        """What rule 11 adds to the plan's cost."""
        return self.timing.cost - self.cost

    def pauses(self) -> Iterator[tuple[int, Break, Instant]]:
        """The breaks inside the route: on which leg, which, from when."""
        event = len(self.ride.legs) + 1 + len(self.timing.taken[0])
        for leg, here in enumerate(self.timing.taken[1:-1]):
            for pause in here:
                yield leg, pause, self.schedule[event]
                event += 1


def best_timing(ride: Ride, best: Timing | None) -> Timing | None:
    """The best timing of a ride if it is better than `best`; None otherwise."""
    nothing_taken: Taken = ((),) * (len(ride.legs) + 2)
    without_breaks = _timing(ride, nothing_taken, ride.shift.breaks)
    if without_breaks is None:
        return None
    found = _placed(ride, without_breaks, ride.shift.breaks, best)
    return None if found is best else found


def with_schedule(ride: Ride, timing: Timing) -> Timed | None:
    """The ride with every service as soon as its timing allows."""
    schedule = earliest(_network(ride, timing.taken), timing.start)
    return Timed(ride, timing, schedule) if schedule else None


def slack(ride: Ride) -> tuple[Schedule, Schedule] | None:
    """The soonest and the latest that each event of a ride can be, breaks aside."""
    nothing_taken: Taken = ((),) * (len(ride.legs) + 2)
    network = _network(ride, nothing_taken)
    soon, late = earliest(network, network.spans[0][0][0]), latest(network)
    return None if soon is None or late is None else (soon, late)


def _placed(ride: Ride, so_far: Timing, breaks: Breaks, best: Timing | None) -> Timing | None:
    """The best timing that also takes `breaks`, or `best` when none is better."""
    if best is not None and so_far[:3] >= best[:3]:
        return best
    if not breaks:
        return so_far
    for bound, taken in _ways(ride, so_far, breaks):
        if best is not None and bound >= best[:3]:
            break
        timing = _timing(ride, taken, breaks[1:])
        if timing is not None:
            best = _placed(ride, timing, breaks[1:], best)
    return best


def _ways(ride: Ride, so_far: Timing, breaks: Breaks) -> Iterator[tuple[Bound, Taken]]:
    """Where the next break may be taken, and how good that is at best; promising ones first."""
    pause, taken = breaks[0], so_far.taken
    for bound, slot in sorted(_slots(ride, so_far, breaks)):
        here = taken[slot]
        for position in range(len(here) + 1):
            more = (*here[:position], pause, *here[position:])
            yield bound, (*taken[:slot], more, *taken[slot + 1 :])


def _slots(ride: Ride, so_far: Timing, breaks: Breaks) -> Iterator[tuple[Bound, int]]:
    """The slots in reach of a break, were windows whole and no other break's window to be met."""
    network = _network(ride, so_far.taken, breaks)
    pause, end = breaks[0], network.end
    opens, closes = pause.window.start, pause.window.end
    events = [(0, spans[0][0], spans[-1][1]) for spans in network.spans[: end + 1]]
    hops = [later - sooner for sooner, later in pairwise(network.ridden)]
    to, back = heads(events, hops), tails(events, hops)
    if len(to) <= end or len(back) <= end:
        return
    whole: Bound = so_far[:3]
    yield whole, 0
    yield whole, end + 1
    for slot, hop in enumerate(hops, start=1):
        # As good as after the whole way, in a window that closes later by the way.
        on_the_way = hop - ride.legs[slot - 1].service
        rest = pause.duration, opens, closes + on_the_way
        rested = joined(to[slot - 1], hop, rest)
        found = joined(rested, 0, back[slot]) if rested else None
        if found is not None:
            duration, start, _ = found
            cost = max(so_far.cost, ride.price.of(duration, ride.distance))
            yield max(whole, (cost, duration, start)), slot


def _timing(ride: Ride, taken: Taken, unplaced: Breaks) -> Timing | None:
    if _too_long_on_board(ride, taken) or (taken[-2] and not ride.legs[-1].travel):
        return None  # a break at the end place comes after the route
    price = ride.price
    found = cheapest_start(_network(ride, taken, unplaced), price.paid_tick, price.minimum_paid)
    if found is None:
        return None
    cost = price.fixed + price.tick * ride.distance + found.cost
    return Timing(cost, found.duration, found.start, taken)


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


def _network(ride: Ride, taken: Taken, unplaced: Breaks = ()) -> Network:
    """The rules of time, with each break in its place.

    Events: 0 the start, then the tasks, the end, and the breaks in the order of `taken`.
    """
    end = len(ride.legs)
    window = ride.shift.window
    whole = ((window.start, window.end),)
    spans = [whole, *ride.spans, whole]
    gaps: list[Gap] = []
    delays = [Gap(limit.delivery, limit.pickup, -limit.ticks) for limit in ride.on_board]
    ridden, more = [0], sum(pause.duration for pause in unplaced)
    for slot, pauses in enumerate(taken):
        before, after = slot - 1, slot
        previous, wait = before, ride.legs[before].service if 0 <= before < end else 0
        paused = 0
        for pause in pauses:
            event = len(spans)
            spans.append(((pause.window.start, pause.window.end),))
            if previous >= 0:
                gaps.append(Gap(previous, event, wait))
            if after == end:
                # On the way to the end place nobody waits: a break begins before the arrival.
                still_riding = ride.legs[before].service + ride.legs[before].travel + paused - 1
                delays.append(Gap(event, before, -still_riding - more))
            previous, wait = event, pause.duration
            paused += pause.duration
        if pauses and after <= end:
            gaps.append(Gap(previous, after, wait))
        if 0 <= before < end:
            gaps.append(Gap(before, after, ride.legs[before].ticks + paused))
            ridden.append(ridden[-1] + ride.legs[before].ticks + paused)
    return Network(spans, gaps, delays, end, ridden, ride.lates)
