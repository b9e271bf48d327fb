"""Exact best times of a fixed sequence of tasks for one shift.

Windows, opening hours and time on board make a lattice of schedules (`routing.solve.instants`),
whose shortest member is found without guessing. Only breaks are searched: depth first over the leg
in which each is taken, or before or after the route, cut off where the rest cannot beat the best. A
break never makes a route shorter, so the bound is the route with the breaks placed so far.
"""

from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple, TypeAlias

from routing.model import (
    Break,
    Load,
    Problem,
    Route,
    Service,
    TakenBreak,
    Task,
    TaskKind,
    Visit,
)
from routing.model.units import Instant, Ticks
from routing.solve.instants import (
    Gap,
    Network,
    Schedule,
    earliest,
    latest,
    tightest_start,
)
from routing.solve.prices import price
from routing.solve.ride import Ride, Rides
from routing.solve.sequence import Sequence, TaskId

Taken: TypeAlias = tuple[tuple[Break, ...], ...]
"""Breaks in the order in which they are taken: before the route, on each leg, after the route."""


class Timing(NamedTuple):
    """How long a ride takes at best, from when, with its breaks where."""

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


class RouteTimer:
    """Times rides of one problem."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.rides = Rides(problem)

    def timed(self, shift_id: str, sequence: Sequence) -> Timed | None:
        """The shortest, then earliest times; None when there are none, or nothing is done."""
        ride = self.rides.ride(shift_id, sequence) if sequence else None
        timing = best_timing(ride) if ride else None
        schedule = earliest(_network(ride, timing.taken), timing.start) if ride and timing else None
        return Timed(ride, timing, schedule) if ride and timing and schedule else None

    def route(self, shift_id: str, sequence: Sequence) -> Route | None:
        """The cheapest, then shortest, then earliest route; None when there is none."""
        timed = self.timed(shift_id, sequence)
        if timed is None:
            return None
        ride, timing, schedule = timed
        pauses = _pauses(ride, timing.taken, schedule)
        costs = price(self.problem, ride.vehicle.costs)
        return Route(
            shift=shift_id,
            start=timing.start,
            end=timing.start + timing.duration,
            visits=_visits(self.problem, ride, schedule, pauses),
            breaks=tuple(
                TakenBreak(pause.id, start, start + pause.duration) for _, pause, start in pauses
            ),
            distance=ride.distance,
            cost=costs.of(timing.duration, ride.distance),
        )


def timed_route(problem: Problem, shift_id: str, tasks: Sequence) -> Route | None:
    """The best route that does these tasks in this order.

    Parameters
    ----------
    tasks
        Shipment ids with the half to be done.

    Returns
    -------
    The route of least cost, then least duration, then soonest start; every service as soon as that
    allows. None when no times keep the rules, or when nothing is to be done. Reloads, lateness and
    commitments are not looked at.
    """
    return RouteTimer(problem).route(shift_id, tasks)


def best_timing(ride: Ride) -> Timing | None:
    """The shortest timing, then the soonest start; None when no times keep the rules."""
    nothing_taken: Taken = ((),) * (len(ride.legs) + 2)
    without_breaks = _timing(ride, nothing_taken)
    if without_breaks is None or not ride.shift.breaks:
        return without_breaks
    return _placed(ride, without_breaks, ride.shift.breaks, None)


def _placed(
    ride: Ride, so_far: Timing, breaks: tuple[Break, ...], best: Timing | None
) -> Timing | None:
    """The best timing that also takes `breaks`, or `best` when none is better."""
    if not breaks:
        return so_far if best is None or so_far[:2] < best[:2] else best
    for taken in _ways(ride, so_far.taken, breaks[0]):
        if best is not None and so_far[:2] >= best[:2]:
            break
        timing = _timing(ride, taken)
        if timing is not None:
            best = _placed(ride, timing, breaks[1:], best)
    return best


def _ways(ride: Ride, taken: Taken, pause: Break) -> Iterator[Taken]:
    """Where one more break may be taken: outside the route first, then on each leg in reach."""
    network = _network(ride, taken)
    soon = earliest(network, network.spans[0][0][0])
    late = latest(network, network.spans[network.end][-1][1])
    if soon is None or late is None:
        return
    last = len(taken) - 1
    for slot in (0, last, *range(1, last)):
        opens = pause.window.start if slot == 0 else soon[slot - 1]
        closes = pause.window.end + pause.duration if slot == last else late[slot]
        if opens <= pause.window.end and pause.window.start + pause.duration <= closes:
            here = taken[slot]
            for position in range(len(here) + 1):
                more = (*here[:position], pause, *here[position:])
                yield (*taken[:slot], more, *taken[slot + 1 :])


def _timing(ride: Ride, taken: Taken) -> Timing | None:
    if _too_long_on_board(ride, taken) or (taken[-2] and not ride.legs[-1].travel):
        return None  # a break at the end place comes after the route
    found = tightest_start(_network(ride, taken))
    return Timing(*found, taken) if found else None


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
    shortest = sum(leg.ticks for leg in ride.legs)
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
            shortest += paused
    return Network(spans, gaps + delays, end, shortest)


def _pauses(ride: Ride, taken: Taken, schedule: Schedule) -> list[tuple[int, Break, Instant]]:
    """The breaks inside the route: on which leg, which, from when."""
    event = len(ride.legs) + 1 + len(taken[0])
    pauses = []
    for leg, here in enumerate(taken[1:-1]):
        for pause in here:
            pauses.append((leg, pause, schedule[event]))
            event += 1
    return pauses


def _visits(
    problem: Problem, ride: Ride, schedule: Schedule, pauses: list[tuple[int, Break, Instant]]
) -> tuple[Visit, ...]:
    """The stops, each with its arrival, its services and what is on board when it is left."""
    visits = []
    load = Load()
    departure = schedule[0]
    tasks = enumerate(ride.sequence, start=1)
    for place, stop in groupby(tasks, lambda task: _task(problem, task[1]).place):
        services = []
        for event, (shipment_id, kind) in stop:
            shipment = problem.shipment_by_id[shipment_id]
            load = load + shipment.load if kind is TaskKind.PICKUP else load - shipment.load
            end = schedule[event] + shipment.task(kind).service
            services.append((event, Service(shipment_id, kind, schedule[event], end)))
        leg = services[0][0] - 1
        arrival = departure + ride.legs[leg].travel
        for on_leg, pause, start in pauses:
            if on_leg == leg and start < arrival:
                arrival += pause.duration
        departure = services[-1][1].end
        done = tuple(service for _, service in services)
        visits.append(Visit(place, arrival, departure, done, load))
    return tuple(visits)


def _task(problem: Problem, task: TaskId) -> Task:
    shipment_id, kind = task
    return problem.shipment_by_id[shipment_id].task(kind)
