"""A pool as it stands at an instant: what is still to be done, by whom, from where.

Whoever has a round rides it until then as they know it: with all orders that will be in it by then,
without those that are accepted for later closings. Only what comes after may still be otherwise.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from api.domain.order import Order
from api.domain.round import Seconds
from api.services.hours import most_on_board, not_before, with_lateness
from api.services.riding import Riding, Standing
from routing.model import Load, Matrix, Place, Problem, Shipment, TaskKind, Vehicle
from routing.model.builder import ProblemBuilder
from routing.solve.sequence import Sequence, Sequences, TaskId
from routing.solve.timing import RouteTimer

Standings = Mapping[str, Standing | None]
"""By shift; None: who has not left."""


@dataclass(frozen=True)
class Ground:
    """What all instants of a day have in common.

    Parameters
    ----------
    matrices
        By profile.
    vehicles
        By shift.
    promised
        What is accepted and in no round, with when that will be known to whoever rides it.
    shipment
        Makes one of an order.
    first
        Now, or soon: nothing that is open begins before, in seconds after the local midnight.
    """

    name: str
    places: tuple[Place, ...]
    matrices: Mapping[str, Matrix]
    vehicles: Mapping[str, Vehicle]
    promised: Mapping[str, tuple[Order, Seconds]]
    riding: Mapping[str, Riding]
    shipment: Callable[[Order], Shipment]
    first: Seconds

    @property
    def setups(self) -> dict[str, Seconds]:
        """By place."""
        return {place.id: place.setup for place in self.places}

    @property
    def marks(self) -> frozenset[str]:
        """The shipments that stand for where couriers are."""
        return frozenset(one.round.id for one in self.riding.values())

    def rest_of(self, sequences: Sequences, standings: Standings) -> dict[str, Sequence]:
        """What of some sequences is still to be done."""
        known = {task for one in self.riding.values() for task in one.open}
        known |= {(order, kind) for order in self.promised for kind in TaskKind}
        rest = {}
        for shift in dict.fromkeys((*sequences, *self.riding)):
            tasks = tuple(task for task in sequences.get(shift, ()) if task in known)
            riding = self.riding.get(shift)
            rest[shift] = tasks if riding is None else riding.rest(tasks, standings[shift])
        return {shift: tasks for shift, tasks in rest.items() if tasks}


@dataclass(frozen=True)
class Moment:
    """A pool at an instant.

    Parameters
    ----------
    sequences
        What is still to be done, each courier's with a round from where they are.
    before
        What will have been done until then of what is open, by shift.
    late
        By how many seconds all that is late already is late together.
    """

    problem: Problem
    sequences: Mapping[str, Sequence]
    standings: Standings
    before: Mapping[str, Sequence]
    late: Seconds = 0


def moment(ground: Ground, stored: Sequences, at: Seconds) -> Moment:
    """A pool at an instant, if couriers ride until then as they know.

    Parameters
    ----------
    stored
        The proof of all promises.

    Raises
    ------
    ModelErrors
        When what is stored contradicts itself.
    """
    told = {shift: one.told(at) for shift, one in ground.riding.items()}
    if not ground.riding:
        return _moment(ground, stored, told, ground.first)
    now = _moment(ground, stored, told, ground.first)
    timer = RouteTimer(now.problem)
    standings: dict[str, Standing | None] = {}
    for shift, riding in ground.riding.items():
        known = tuple(_known_by(ground, now.sequences.get(shift, ()), at))
        route = None if told[shift] is None else timer.route(shift, known)
        standings[shift] = (
            told[shift] if route is None else riding.standing(route, at, ground.setups)
        )
    return _moment(ground, stored, standings, at)


def _known_by(ground: Ground, tasks: Sequence, at: Seconds) -> Iterator[TaskId]:
    """The tasks that a courier knows of by an instant."""
    for task in tasks:
        promised = ground.promised.get(task[0])
        if promised is None or promised[1] < at:
            yield task


def _moment(ground: Ground, stored: Sequences, standings: Standings, at: Seconds) -> Moment:
    sequences = ground.rest_of(stored, standings)
    problem = _problem(ground, sequences, standings, at)
    problem = _with_room(problem, sequences, standings)
    begun = [
        shift
        for shift, (_, hours) in problem.shifts.items()
        if shift in ground.riding or hours.window.start < at
    ]
    problem, late = with_lateness(problem, sequences, begun)
    done = {shift: one.done for shift, one in standings.items() if one is not None}
    before = {
        shift: tuple(task for task in stored.get(shift, ()) if task in tasks)
        for shift, tasks in done.items()
    }
    return Moment(problem, sequences, standings, before, late)


def _problem(ground: Ground, sequences: Sequences, standings: Standings, at: Seconds) -> Problem:
    builder = ProblemBuilder(ground.name)
    for place in ground.places:
        builder.add_place(place)
    for shipment in _shipments(ground, sequences, standings, at):
        builder.add_shipment(shipment)
    setups = ground.setups
    for shift, vehicle in ground.vehicles.items():
        riding = ground.riding.get(shift)
        on_way = None if riding is None else riding.vehicle(vehicle, setups, standings[shift])
        builder.add_vehicle(on_way or vehicle)
    for profile, matrix in ground.matrices.items():
        builder.add_matrix(profile, matrix.durations, matrix.distances)
    return builder.build()


def _shipments(
    ground: Ground, sequences: Sequences, standings: Standings, at: Seconds
) -> Iterator[Shipment]:
    done = {task for one in standings.values() if one is not None for task in one.done}
    with_riders = {
        order: ground.riding[shift]
        for shift, tasks in sequences.items()
        if shift in ground.riding
        for order, _ in tasks
    }
    for order, (promised, _) in ground.promised.items():
        if (order, TaskKind.DELIVERY) in done:
            continue
        shipment, rider = ground.shipment(promised), with_riders.get(order)
        first = ground.first if rider is None else at
        fetched = (order, TaskKind.PICKUP) in done
        shipment = not_before(first, shipment)
        yield rider.committed(shipment, fetched=True) if rider and fetched else shipment
    for shift, riding in ground.riding.items():
        yield from riding.shipments(ground.shipment, at, standings[shift])


def _with_room(problem: Problem, sequences: Sequences, standings: Standings) -> Problem:
    """The problem in which what a courier has taken in another order has its room all the same."""

    def roomy(vehicle: Vehicle) -> Vehicle:
        shift = vehicle.shifts[0].id
        if standings.get(shift) is None:
            return vehicle
        most = most_on_board(problem, shift, sequences.get(shift, ()))
        room = (max(pair) for pair in zip(vehicle.capacity.amounts, most.amounts, strict=True))
        return replace(vehicle, capacity=Load(*room))

    return replace(problem, vehicles=tuple(map(roomy, problem.vehicles)))
