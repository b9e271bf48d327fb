"""A route read beside its problem: every id looked up, every leg measured.

What cannot be looked up is reported once, here, and left out of all other rules; so one wrong id
is one violation and not twenty.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from routing.check.violation import Violation, ViolationCode, broken
from routing.model import (
    Matrix,
    Place,
    Plan,
    Problem,
    Route,
    Service,
    Shift,
    Shipment,
    Task,
    Vehicle,
    Visit,
)
from routing.model.units import Ticks


@dataclass(frozen=True, slots=True)
class Done:
    """A service with the task that it does.

    Parameters
    ----------
    position
        Among the services of the route, from 0.
    """

    service: Service
    shipment: Shipment
    position: int

    @property
    def task(self) -> Task:
        """What is done."""
        return self.shipment.task(self.service.kind)


@dataclass(frozen=True, slots=True)
class Halt:
    """A visit with its place (None: unknown) and those of its services whose shipment is known.

    Parameters
    ----------
    first_position
        Of its first service among the services of the route.
    """

    visit: Visit
    place: Place | None
    first_position: int
    done: tuple[Done, ...]


@dataclass(frozen=True, slots=True)
class Leg:
    """The way between two halts; None: it cannot be measured."""

    duration: Ticks | None = None
    distance: Ticks | None = None


@dataclass(frozen=True, slots=True)
class Ride:
    """A route with its vehicle, its shift, its halts and one leg more than halts."""

    route: Route
    vehicle: Vehicle
    shift: Shift
    halts: tuple[Halt, ...]
    legs: tuple[Leg, ...]

    def services(self) -> Iterator[tuple[Halt, Done]]:
        """Every known service with its halt, in order."""
        for halt in self.halts:
            for done in halt.done:
                yield halt, done

    @property
    def distance(self) -> Ticks | None:
        """Of all legs, where all can be measured."""
        known = [leg.distance for leg in self.legs if leg.distance is not None]
        return sum(known) if len(known) == len(self.legs) else None


def read_rides(problem: Problem, plan: Plan) -> tuple[Ride, ...]:
    """Every route whose shift is known."""
    return tuple(
        _read_ride(problem, route, *problem.shifts[route.shift])
        for route in plan.routes
        if route.shift in problem.shifts
    )


def check_ids(problem: Problem, plan: Plan) -> Iterator[Violation]:
    """Everything that the plan names and the problem does not have."""
    named = [
        (route.shift, name) for route in plan.routes for name in _unknown_names(problem, route)
    ]
    named += [
        ("", unserved.shipment)
        for unserved in plan.unserved
        if unserved.shipment not in problem.shipment_by_id
    ]
    for shift, name in named:
        yield broken(ViolationCode.UNKNOWN, shift=shift, id=name)


def check_paths(ride: Ride) -> Iterator[Violation]:
    """A path exists between all neighbours."""
    stations: list[str | None] = [
        ride.shift.start_place,
        *(halt.visit.place if halt.place else None for halt in ride.halts),
        ride.shift.end_place,
    ]
    for leg, (origin, place) in zip(ride.legs, pairwise(stations), strict=True):
        if leg.duration is None and origin is not None and place is not None:
            yield broken(ViolationCode.UNREACHABLE, shift=ride.shift.id, origin=origin, place=place)


def _unknown_names(problem: Problem, route: Route) -> Iterator[str]:
    if route.shift not in problem.shifts:
        yield route.shift
        return
    _, shift = problem.shifts[route.shift]
    owed = {pause.id for pause in shift.breaks}
    yield from (taken.break_id for taken in route.breaks if taken.break_id not in owed)
    for visit in route.visits:
        if visit.place not in problem.place_index:
            yield visit.place
        for service in visit.services:
            if service.shipment not in problem.shipment_by_id:
                yield service.shipment


def _read_ride(problem: Problem, route: Route, vehicle: Vehicle, shift: Shift) -> Ride:
    halts = []
    position = 0
    for visit in route.visits:
        row = problem.place_index.get(visit.place)
        place = None if row is None else problem.places[row]
        done = tuple(
            Done(service, problem.shipment_by_id[service.shipment], position + index)
            for index, service in enumerate(visit.services)
            if service.shipment in problem.shipment_by_id
        )
        halts.append(Halt(visit, place, position, done))
        position += len(visit.services)
    matrix = problem.matrices[vehicle.profile]
    names = (shift.start_place, *(visit.place for visit in route.visits), shift.end_place)
    rows = [problem.place_index.get(name) for name in names]
    legs = tuple(_measure(matrix, origin, end) for origin, end in pairwise(rows))
    return Ride(route, vehicle, shift, tuple(halts), legs)


def _measure(matrix: Matrix, origin: int | None, destination: int | None) -> Leg:
    if origin is None or destination is None or not matrix.reachable(origin, destination):
        return Leg()
    return Leg(
        int(matrix.durations[origin, destination]), int(matrix.distances[origin, destination])
    )
