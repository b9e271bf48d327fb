"""Why a shipment is left out: the truth, found by trying it alone on every shift."""

from collections.abc import Sequence
from dataclasses import replace

from routing.errors import Value
from routing.model import (
    UNREACHABLE,
    Load,
    Matrix,
    Problem,
    Reason,
    Shift,
    Shipment,
    Task,
    TaskKind,
    Unserved,
    Vehicle,
    Window,
)
from routing.model.cost import shown_cents
from routing.model.units import CostUnits, Instant, Ticks
from routing.solve.instants import Spans, allowed, both
from routing.solve.kinds import one_of_each
from routing.solve.ride import is_on_board
from routing.solve.timing import RouteTimer

EVER = Window(-(10**15), 10**15)


def reason(timer: RouteTimer, shipment: Shipment, more: CostUnits | None) -> Unserved:
    """Why a plan does not serve a shipment.

    Parameters
    ----------
    more
        What serving it too would cost at least, as far as that is known.
    """
    found = impossible(timer, shipment)
    if found is not None:
        return found
    if more is None or shipment.penalty is None:
        return no_room(shipment)
    return too_dear(shipment, more)


def impossible(timer: RouteTimer, shipment: Shipment) -> Unserved | None:
    """Why a shipment cannot be served even alone, or None when it can.

    Also None when nothing but a commitment stands in the way.
    """
    if _served_alone(timer, shipment):
        return None
    free = replace(shipment, commitment=None)
    if shipment.commitment is not None and (is_on_board(shipment) or _served_alone(timer, free)):
        return None
    return _obstacle(timer.problem, free)


def _obstacle(problem: Problem, shipment: Shipment) -> Unserved:
    """What stands in the way of a shipment that cannot be served even alone."""
    able = [vehicle for vehicle in problem.vehicles if shipment.needs <= vehicle.equipment]
    if not able:
        missing = ", ".join(sorted(shipment.needs))
        return Unserved(shipment.id, Reason.NO_EQUIPMENT, {"needs": missing})
    able = [vehicle for vehicle in able if shipment.load.fits(vehicle.capacity)]
    if not able:
        return Unserved(shipment.id, Reason.TOO_LARGE, _amounts(shipment.load))
    ways = [_Way(problem, vehicle, shift, shipment) for vehicle in able for shift in vehicle.shifts]
    ways = [way for way in ways if way.exists]
    if not ways:
        return Unserved(shipment.id, Reason.UNREACHABLE)
    if shipment.longest_on_board is not None:
        unlimited = replace(shipment, longest_on_board=None)
        if _served_alone(RouteTimer(_with_only(problem, unlimited)), unlimited):
            values = {
                "minutes": _minutes(problem, min(way.on_board for way in ways)),
                "most": shipment.longest_on_board // (60 * problem.ticks_per_unit),
            }
            return Unserved(shipment.id, Reason.TOO_LONG_ON_BOARD, values)
    nearest = min(ways, key=lambda way: way.late)
    late = max(1, _minutes(problem, nearest.late))
    return Unserved(shipment.id, Reason.NO_SHIFT, {"shift": nearest.shift.id, "minutes": late})


def too_dear(shipment: Shipment, more: CostUnits) -> Unserved:
    """Left out because serving it would cost more than its penalty."""
    values = {"cents": shown_cents(more), "penalty": shipment.penalty or 0}
    return Unserved(shipment.id, Reason.TOO_DEAR, values)


def no_room(shipment: Shipment) -> Unserved:
    """Left out although it could be served alone."""
    return Unserved(shipment.id, Reason.NO_ROOM)


def _served_alone(timer: RouteTimer, shipment: Shipment) -> bool:
    if any(other.commitment is not None for other in timer.problem.shipments):
        # Others could come before it, or leave the vehicle before it does.
        if shipment.commitment is not None:
            unplaced = replace(shipment.commitment, position=None)
            shipment = replace(shipment, commitment=unplaced)
        timer = RouteTimer(_with_only(timer.problem, shipment))
    kinds = (TaskKind.DELIVERY,) if is_on_board(shipment) else tuple(TaskKind)
    sequence = tuple((shipment.id, kind) for kind in kinds)
    shifts = (shift.id for _, shift in one_of_each(timer.problem))
    return any(timer.timed(shift, sequence) is not None for shift in shifts)


def _with_only(problem: Problem, shipment: Shipment) -> Problem:
    return replace(problem, shipments=(shipment,))


def _amounts(load: Load) -> dict[str, Value]:
    return {"grams": load.grams, "litres": load.litres, "parcels": load.parcels}


def _minutes(problem: Problem, ticks: Ticks) -> int:
    return -(-ticks // (60 * problem.ticks_per_unit))


class _Way:
    """A shipment alone on a shift, were windows and hours no matter."""

    def __init__(
        self, problem: Problem, vehicle: Vehicle, shift: Shift, shipment: Shipment
    ) -> None:
        self.problem = problem
        self.shift = shift
        self.tasks = shipment.pickup, shipment.delivery
        self.matrix: Matrix = problem.matrices[vehicle.profile]
        places = shift.start_place, shipment.pickup.place, shipment.delivery.place, shift.end_place
        self.rows = [problem.place_index[place] for place in places]

    @property
    def exists(self) -> bool:
        """Whether there is a path all the way."""
        legs = zip(self.rows, self.rows[1:], strict=False)
        return all(self.matrix.durations[leg] != UNREACHABLE for leg in legs)

    @property
    def on_board(self) -> Ticks:
        """Least time from leaving the pickup to starting the delivery."""
        pickup, delivery = self.tasks
        return min(
            max(self._hop(1), opens - closes - pickup.service)
            for _, closes in self._spans(pickup)
            for opens, _ in self._spans(delivery)
        )

    @property
    def late(self) -> Ticks:
        """How late it is at worst when everything is done as soon as it can be."""
        now, late = self.shift.window.start, 0
        for leg, task in enumerate(self.tasks):
            now, delay = _next(self._spans(task), now + self._hop(leg))
            late = max(late, delay)
            now += task.service
        return max(late, now + self._hop(2) - self.shift.window.end)

    def _hop(self, leg: int) -> Ticks:
        """Travel and set-up."""
        here, there = self.rows[leg : leg + 2]
        travel = int(self.matrix.durations[here, there])
        stays = leg == 2 or (leg == 1 and here == there)
        return travel if stays else travel + self.problem.places[there].setup

    def _spans(self, task: Task) -> Spans:
        """When it may start; its own windows when the place is closed in all of them."""
        opening = self.problem.place(task.place).opening
        return both(allowed(task), opening, EVER) or both(allowed(task), (), EVER)


def _next(spans: Sequence[tuple[Instant, Instant]], now: Instant) -> tuple[Instant, Ticks]:
    """The first instant allowed from now on, or now and how late that is."""
    for opens, closes in spans:
        if now <= closes:
            return max(now, opens), 0
    return now, now - spans[-1][1]
