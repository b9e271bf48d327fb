"""A ride with its breaks in their places, and its best times.

Windows, opening hours, lateness and time on board make a lattice of schedules, whose cheapest
member is found without guessing (`routing.solve.instants`).
"""

from collections.abc import Iterator
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

Breaks: TypeAlias = tuple[Break, ...]
Taken: TypeAlias = tuple[Breaks, ...]
"""Breaks in the order in which they are taken: before the route, on each leg, after the route."""


def nothing_taken(ride: Ride) -> Taken:
    """No break in any place."""
    return ((),) * (len(ride.legs) + 2)


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


def timing(ride: Ride, taken: Taken) -> Timing | None:
    """The best times of a ride with its breaks in these places; None when there are none."""
    price = ride.price
    found = cheapest_start(_network(ride, taken), price.paid_tick, price.minimum_paid)
    if found is None:
        return None
    cost = price.fixed + price.tick * ride.distance + found.cost
    return Timing(cost, found.duration, found.start, taken)


def _network(ride: Ride, taken: Taken) -> Network:
    """The rules of time, with each break in its place.

    Events: 0 the start, then the tasks, the end, and the breaks in the order of `taken`.
    """
    end = len(ride.legs)
    window = ride.shift.window
    whole = ((window.start, window.end),)
    spans = [whole, *ride.spans, whole]
    gaps: list[Gap] = []
    delays = [Gap(limit.delivery, limit.pickup, -limit.ticks) for limit in ride.on_board]
    ridden = [0]
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
                delays.append(Gap(event, before, -still_riding))
            previous, wait = event, pause.duration
            paused += pause.duration
        if pauses and after <= end:
            gaps.append(Gap(previous, after, wait))
        if 0 <= before < end:
            gaps.append(Gap(before, after, ride.legs[before].ticks + paused))
            ridden.append(ridden[-1] + ride.legs[before].ticks + paused)
    return Network(spans, gaps, delays, end, ridden, ride.lates)


def with_schedule(ride: Ride, timing: Timing) -> Timed | None:
    """The ride with every service as soon as its timing allows."""
    schedule = earliest(_network(ride, timing.taken), timing.start)
    return Timed(ride, timing, schedule) if schedule else None


def slack(ride: Ride) -> tuple[Schedule, Schedule] | None:
    """The soonest and the latest that each event of a ride can be, breaks aside."""
    network = _network(ride, nothing_taken(ride))
    soon, late = earliest(network, network.spans[0][0][0]), latest(network)
    return None if soon is None or late is None else (soon, late)
