"""A timed ride as a plan writes it: visits with their arrivals, services and loads."""

from collections.abc import Iterator

from routing.model import Problem, Route, Service, TakenBreak, TaskKind, Visit
from routing.model.units import Instant, Ticks
from routing.solve.ride import Ride
from routing.solve.timed import Timed

Rest = tuple[Instant, Ticks]
"""A break: from when, how long."""


def written(problem: Problem, timed: Timed) -> Route:
    """The route that rides so."""
    ride, timing = timed.ride, timed.timing
    return Route(
        shift=ride.shift.id,
        start=timing.start,
        end=timing.start + timing.duration,
        visits=tuple(_visits(problem, timed)),
        breaks=tuple(
            TakenBreak(pause.id, start, start + pause.duration)
            for _, pause, start in timed.pauses()
        ),
        distance=ride.distance,
        cost=timed.cost,
    )


def _visits(problem: Problem, timed: Timed) -> Iterator[Visit]:
    """The stops and reloads, each with what is on board when it is left."""
    ride, schedule = timed.ride, timed.schedule
    rests: dict[int, list[Rest]] = {}
    for number, pause, start in timed.pauses():
        rests.setdefault(number, []).append((start, pause.duration))
    now, load = schedule[0], ride.load
    for place, events in _stops(problem, ride):
        leg, rested = ride.legs[events.start - 1], rests.get(events.start - 1, [])
        travel = leg.travel
        if leg.halt is not None and ride.shift.reload is not None:
            reload = ride.shift.reload
            arrival = _over(now, leg.halt.travel, rested)
            now = _over(arrival, reload.duration, rested)
            travel -= leg.halt.travel + reload.duration
            yield Visit(reload.place, arrival, now, (), load, reload=True)
        if place is None:
            return
        arrival = _over(now, travel, rested)
        services = []
        for event in events:
            shipment_id, kind = ride.sequence[event - 1]
            shipment = problem.shipment_by_id[shipment_id]
            load = load + shipment.load if kind is TaskKind.PICKUP else load - shipment.load
            now = schedule[event] + shipment.task(kind).service
            services.append(Service(shipment_id, kind, schedule[event], now))
        yield Visit(place, arrival, now, tuple(services), load)


def _stops(problem: Problem, ride: Ride) -> Iterator[tuple[str | None, range]]:
    """The places where services are done with the events there; last the route's end, no stop."""
    places = [problem.shipment_by_id[name].task(kind).place for name, kind in ride.sequence]
    first, end = 1, len(ride.legs)
    for event in range(2, end):
        if places[event - 1] != places[event - 2] or ride.legs[event - 1].halt is not None:
            yield places[first - 1], range(first, event)
            first = event
    yield places[first - 1], range(first, end)
    yield None, range(end, end + 1)


def _over(start: Instant, work: Ticks, rests: list[Rest]) -> Instant:
    """When work is over that rests during each break which begins before."""
    end = start + work
    for begins, duration in rests:
        if start <= begins < end:
            end += duration
    return end
