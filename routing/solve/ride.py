"""A sequence of tasks as one shift would ride it: its legs, its windows, its loads, its reloads."""

from collections.abc import Iterator
from typing import NamedTuple

from routing.model import Load, Problem, Reload, Shift, Shipment, Stage, TaskKind, Vehicle, Window
from routing.model.units import CostUnits, Instant, Ticks
from routing.solve.instants import Late, Spans, allowed, both
from routing.solve.legs import Leg, Track
from routing.solve.prices import Price, lateness_rate, price
from routing.solve.reloads import Trips
from routing.solve.sequence import Sequence


class OnBoard(NamedTuple):
    """Most ticks from the start of the pickup's service to the start of the delivery's."""

    pickup: int
    delivery: int
    ticks: Ticks


class Ride(NamedTuple):
    """A sequence that breaks no rule but perhaps those of time.

    Parameters
    ----------
    legs
        From the start to the first task, ..., from the last task to the end.
    spans
        When each task may start.
    on_board
        Longest times on board; events are counted from 1, for 0 is the start.
    lates
        What late tasks cost.
    load
        On board at the start.
    """

    vehicle: Vehicle
    shift: Shift
    sequence: Sequence
    legs: tuple[Leg, ...]
    spans: tuple[Spans, ...]
    on_board: tuple[OnBoard, ...]
    lates: tuple[Late, ...]
    load: Load
    price: Price

    @property
    def distance(self) -> Ticks:
        """Of all legs."""
        return sum(leg.distance for leg in self.legs)


class _Stop(NamedTuple):
    """A task, looked up."""

    place: int
    setup: Ticks
    service: Ticks
    spans: Spans
    due: Instant
    late_rate: CostUnits


class Rides:
    """What a problem says of every ride, looked up once."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self._prices = {vehicle.id: price(problem, vehicle.costs) for vehicle in problem.vehicles}
        self._stops: dict[tuple[str, str, TaskKind], _Stop] = {}
        self._aboard: dict[str, dict[str, Load]] = {shift: {} for shift in problem.shifts}
        for shipment in problem.shipments:
            if shipment.commitment is not None and is_on_board(shipment):
                self._aboard[shipment.commitment.shift][shipment.id] = shipment.load

    def rides(self, shift_id: str, sequence: Sequence) -> Iterator[tuple[CostUnits, Ride]]:
        """The ways to ride a sequence, with what each costs at least; cheap ones first.

        They differ in their reloads. There are none when pairs are torn, when commitments,
        equipment, loads, range or windows forbid the sequence, or where there is no path.
        """
        vehicle, shift = self.problem.shifts[shift_id]
        empty = self._legs_empty(vehicle, shift, sequence)
        if empty is None or not sequence:
            return
        stops = [self._stop(shift, shipment, kind) for shipment, kind in sequence]
        if not all(stop.spans for stop in stops):
            return
        track = self._track(vehicle, shift, stops)
        legs = track.legs()
        ride = Ride(
            vehicle=vehicle,
            shift=shift,
            sequence=sequence,
            legs=tuple(leg for leg in legs if leg is not None),
            spans=tuple(stop.spans for stop in stops),
            on_board=self._on_board(sequence),
            lates=tuple(
                Late(event, stop.due, stop.late_rate)
                for event, stop in enumerate(stops, start=1)
                if stop.late_rate
            ),
            load=sum(self._aboard[shift_id].values(), Load()),
            price=self._prices[vehicle.id],
        )
        if shift.reload is not None:
            yield from self._reloading(ride, track, legs, shift.reload, empty)
        elif len(ride.legs) == len(legs):
            yield 0, ride

    def _reloading(
        self,
        ride: Ride,
        track: Track,
        legs: list[Leg | None],
        reload: Reload,
        empty: list[int],
    ) -> Iterator[tuple[CostUnits, Ride]]:
        """The ride with each choice of reloads that keeps the range."""
        row = self.problem.place_index[reload.place]
        over = {number: track.over(row, reload.duration, number) for number in empty}
        detours = {number: leg for number, leg in over.items() if leg is not None}
        trips = Trips(legs, detours, reload.range, ride.price.paid_tick, ride.price.tick)
        for at_least, choice in trips.choices():
            chosen = (detours[n] if n in choice else leg for n, leg in enumerate(legs))
            ridden = tuple(leg for leg in chosen if leg is not None)
            yield ride.price.fixed + at_least, ride._replace(legs=ridden)

    def _track(self, vehicle: Vehicle, shift: Shift, stops: list[_Stop]) -> Track:
        index = self.problem.place_index
        return Track(
            self.problem.matrices[vehicle.profile],
            [index[shift.start_place], *(stop.place for stop in stops), index[shift.end_place]],
            [0, *(stop.service for stop in stops), 0],
            [0, *(stop.setup for stop in stops), 0],
        )

    def _stop(self, shift: Shift, shipment_id: str, kind: TaskKind) -> _Stop:
        key = shift.id, shipment_id, kind
        if key not in self._stops:
            shipment = self.problem.shipment_by_id[shipment_id]
            task = shipment.task(kind)
            place = self.problem.place(task.place)
            self._stops[key] = _Stop(
                self.problem.place_index[task.place],
                place.setup,
                task.service,
                spans_of(self.problem, shift.window, shipment, kind),
                task.windows[-1].end if task.windows else shift.window.end,
                lateness_rate(self.problem, task),
            )
        return self._stops[key]

    def _legs_empty(self, vehicle: Vehicle, shift: Shift, sequence: Sequence) -> list[int] | None:
        """The legs on which nothing is on board; None when a rule forbids the sequence.

        Pairs whole and in order, commitments kept, equipment and loads sufficient.
        """
        board = dict(self._aboard[shift.id])
        load = sum(board.values(), Load())
        done: set[str] = set()
        empty = [] if board else [0]
        for position, (shipment_id, kind) in enumerate(sequence):
            shipment = self.problem.shipment_by_id[shipment_id]
            if not _keeps_commitment(shipment, shift, position, kind):
                return None
            if kind is TaskKind.PICKUP:
                if shipment_id in board or shipment_id in done:
                    return None
                board[shipment_id] = shipment.load
                load += shipment.load
            else:
                if board.pop(shipment_id, None) is None:
                    return None
                done.add(shipment_id)
                load -= shipment.load
            if not (load.fits(vehicle.capacity) and shipment.needs <= vehicle.equipment):
                return None
            if not board:
                empty.append(position + 1)
        return empty if board.keys() <= self._aboard[shift.id].keys() else None

    def _on_board(self, sequence: Sequence) -> tuple[OnBoard, ...]:
        events = {task: event for event, task in enumerate(sequence, start=1)}
        limits = []
        for (shipment_id, kind), event in events.items():
            shipment = self.problem.shipment_by_id[shipment_id]
            pickup = events.get((shipment_id, TaskKind.PICKUP))
            if kind is TaskKind.DELIVERY and shipment.longest_on_board is not None and pickup:
                longest = shipment.pickup.service + shipment.longest_on_board
                limits.append(OnBoard(pickup, event, longest))
        return tuple(limits)


def is_on_board(shipment: Shipment) -> bool:
    """Whether a shipment is in its vehicle from the start."""
    return shipment.commitment is not None and shipment.commitment.stage is Stage.ON_BOARD


def spans_of(problem: Problem, within: Window, shipment: Shipment, kind: TaskKind) -> Spans:
    """When a task may start in a window.

    Its windows with their lateness, opening hours, the promised start, and for goods on board from
    the start how long they may be.
    """
    task = shipment.task(kind)
    if kind is TaskKind.DELIVERY and shipment.commitment is not None:
        promised = shipment.commitment.start
        if promised is not None:
            within = Window(max(within.start, promised), min(within.end, promised))
        if is_on_board(shipment) and shipment.longest_on_board is not None:
            within = Window(within.start, min(within.end, shipment.longest_on_board))
    return both(allowed(task), problem.place(task.place).opening, within)


def _keeps_commitment(shipment: Shipment, shift: Shift, position: int, kind: TaskKind) -> bool:
    """Whether a shipment may be served on a shift, and its delivery at a position."""
    commitment = shipment.commitment
    if commitment is None:
        return True
    promised = commitment.position if kind is TaskKind.DELIVERY else None
    return commitment.shift == shift.id and promised in (None, position)
