"""A sequence of tasks as one shift would ride it: its legs, its windows, its loads."""

from dataclasses import dataclass
from typing import NamedTuple

from routing.model import (
    UNREACHABLE,
    Load,
    Problem,
    Shift,
    Shipment,
    Task,
    TaskKind,
    Vehicle,
)
from routing.model.units import Ticks
from routing.solve.instants import Spans, both
from routing.solve.sequence import Sequence


class Leg(NamedTuple):
    """What lies between an event (the route's start, a service) and the next.

    Parameters
    ----------
    service
        Of the event it comes from; 0 at the route's start.
    travel, setup
        0 inside a stop.
    """

    service: Ticks
    travel: Ticks
    setup: Ticks

    @property
    def ticks(self) -> Ticks:
        """From the start of one event to the start of the next, when nobody waits."""
        return self.service + self.travel + self.setup


class OnBoard(NamedTuple):
    """Most ticks from the start of the pickup's service to the start of the delivery's."""

    pickup: int
    delivery: int
    ticks: Ticks


@dataclass(frozen=True, slots=True)
class Ride:
    """A sequence that breaks no rule but perhaps those of time.

    Parameters
    ----------
    legs
        From the start to the first task, ..., from the last task to the end.
    spans
        When each task may start.
    on_board
        Longest times on board; events are counted from 1, for 0 is the start.
    """

    vehicle: Vehicle
    shift: Shift
    sequence: Sequence
    legs: tuple[Leg, ...]
    spans: tuple[Spans, ...]
    on_board: tuple[OnBoard, ...]
    distance: Ticks


class _Stop(NamedTuple):
    """A task, looked up."""

    place: int
    setup: Ticks
    service: Ticks
    spans: Spans


class Rides:
    """What a problem says of every ride, looked up once."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self._durations = {
            profile: matrix.durations.tolist() for profile, matrix in problem.matrices.items()
        }
        self._distances = {
            profile: matrix.distances.tolist() for profile, matrix in problem.matrices.items()
        }
        self._stops: dict[tuple[str, str, TaskKind], _Stop] = {}

    def ride(self, shift_id: str, sequence: Sequence) -> Ride | None:
        """The ride, or None when it cannot be: pairing, equipment, load, or no path."""
        vehicle, shift = self.problem.shifts[shift_id]
        if not self._carries(vehicle, sequence):
            return None
        durations, distances = self._durations[vehicle.profile], self._distances[vehicle.profile]
        index = self.problem.place_index
        here, service, distance = index[shift.start_place], 0, 0
        legs: list[Leg] = []
        spans: list[Spans] = []
        for shipment, kind in sequence:
            stop = self._stop(shift, shipment, kind)
            if legs and stop.place == here:
                legs.append(Leg(service, 0, 0))
            else:
                travel = durations[here][stop.place]
                if travel == UNREACHABLE:
                    return None
                legs.append(Leg(service, travel, stop.setup))
                distance += distances[here][stop.place]
            spans.append(stop.spans)
            here, service = stop.place, stop.service
        end = index[shift.end_place]
        if durations[here][end] == UNREACHABLE:
            return None
        legs.append(Leg(service, durations[here][end], 0))
        return Ride(
            vehicle,
            shift,
            sequence,
            tuple(legs),
            tuple(spans),
            self._on_board(sequence),
            distance + distances[here][end],
        )

    def _stop(self, shift: Shift, shipment_id: str, kind: TaskKind) -> _Stop:
        key = shift.id, shipment_id, kind
        if key not in self._stops:
            task: Task = self.problem.shipment_by_id[shipment_id].task(kind)
            place = self.problem.place(task.place)
            self._stops[key] = _Stop(
                self.problem.place_index[task.place],
                place.setup,
                task.service,
                both(task.windows, place.opening, shift.window),
            )
        return self._stops[key]

    def _carries(self, vehicle: Vehicle, sequence: Sequence) -> bool:
        """Whether pairs are whole and in order, and equipment and loads suffice."""
        board: set[str] = set()
        done: set[str] = set()
        load = Load()
        for shipment_id, kind in sequence:
            shipment: Shipment = self.problem.shipment_by_id[shipment_id]
            if kind is TaskKind.PICKUP:
                if shipment_id in board or shipment_id in done:
                    return False
                board.add(shipment_id)
                load += shipment.load
                if not (load.fits(vehicle.capacity) and shipment.needs <= vehicle.equipment):
                    return False
            elif shipment_id in board:
                board.remove(shipment_id)
                done.add(shipment_id)
                load -= shipment.load
            else:
                return False
        return not board

    def _on_board(self, sequence: Sequence) -> tuple[OnBoard, ...]:
        events = {task: event for event, task in enumerate(sequence, start=1)}
        limits = []
        for (shipment_id, kind), event in events.items():
            shipment = self.problem.shipment_by_id[shipment_id]
            if kind is TaskKind.DELIVERY and shipment.longest_on_board is not None:
                pickup = events[shipment_id, TaskKind.PICKUP]
                longest = shipment.pickup.service + shipment.longest_on_board
                limits.append(OnBoard(pickup, event, longest))
        return tuple(limits)
