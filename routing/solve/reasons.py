"""Why a shipment is left out: the truth, found by trying it alone on every shift."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property

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
from routing.solve.sequence import Sequence as Tasks
from routing.solve.timing import RouteTimer

EVER = Window(-(10**15), 10**15)


class Reasons:
    """Why shipments of one problem are left out.

    Shifts that differ in nothing but their names are asked once.

    Parameters
    ----------
    timer
        Of the problem.
    """

    def __init__(self, timer: RouteTimer) -> None:
        self.problem = timer.problem
        self._timer = timer
        self._shifts = tuple(one_of_each(self.problem))
        self._fleet = tuple({(v.equipment, v.capacity) for v in self.problem.vehicles})

    def of(self, shipment: Shipment, more: CostUnits | None) -> Unserved:
        """Why a plan does not serve a shipment.

        Parameters
        ----------
        more
            What serving it too would cost at least, where a place was found for it.
        """
        if more is not None and shipment.penalty is not None:
            return too_dear(shipment, more)
        return self.impossible(shipment) or no_room(shipment)

    def impossible(self, shipment: Shipment) -> Unserved | None:
        """Why a shipment cannot be served even alone, or None when it can.

        Also None when nothing but a commitment stands in the way.
        """
        if self._served_alone(shipment):
            return None
        free = replace(shipment, commitment=None)
        if shipment.commitment is not None and (
            is_on_board(shipment) or self._serves(self._with_only(free), free)
        ):
            return None
        return self._obstacle(free)

    def _obstacle(self, shipment: Shipment) -> Unserved:
        """What stands in the way of a shipment that cannot be served even alone."""
        if not any(shipment.needs <= equipment for equipment, _ in self._fleet):
            missing = ", ".join(sorted(shipment.needs))
            return Unserved(shipment.id, Reason.NO_EQUIPMENT, {"needs": missing})
        if not any(_carries(*carrier, shipment) for carrier in self._fleet):
            return Unserved(shipment.id, Reason.TOO_LARGE, _amounts(shipment.load))
        return self._obstacle_on_the_way(shipment, list(self._ways(shipment)))

    def _obstacle_on_the_way(self, shipment: Shipment, ways: Sequence["_Way"]) -> Unserved:
        """What stands in the way of a shipment that some vehicle can carry.

        Breaks and ranges are asked last: minutes are true only of what neither of them prevents.
        """
        if not ways:
            return Unserved(shipment.id, Reason.UNREACHABLE)
        if not ways[0].is_open:
            return Unserved(shipment.id, Reason.CLOSED)
        in_time = [way for way in ways if not way.late]
        if not in_time:
            return self._too_late(shipment, min(ways, key=lambda way: way.late))
        longest = shipment.longest_on_board
        suited = [way for way in in_time if longest is None or way.on_board <= longest]
        if not suited:
            return self._too_long(shipment, min(way.on_board for way in in_time))
        if any(self._only_breaks_hinder(way.shift, shipment) for way in suited):
            return Unserved(shipment.id, Reason.BREAK)
        return Unserved(shipment.id, Reason.OUT_OF_RANGE)

    def _too_late(self, shipment: Shipment, nearest: "_Way") -> Unserved:
        minutes = _minutes(self.problem, nearest.late)
        values: dict[str, Value] = {"shift": nearest.shift.id, "minutes": minutes}
        return Unserved(shipment.id, Reason.NO_SHIFT, values)

    def _too_long(self, shipment: Shipment, shortest: Ticks) -> Unserved:
        most = (shipment.longest_on_board or 0) // (60 * self.problem.ticks_per_unit)
        values = {"minutes": _minutes(self.problem, shortest), "most": most}
        return Unserved(shipment.id, Reason.TOO_LONG_ON_BOARD, values)

    def _only_breaks_hinder(self, shift: Shift, shipment: Shipment) -> bool:
        """Whether a shift that suits a shipment otherwise could serve it without its breaks."""
        if shift.reload is None or not shift.breaks:
            return bool(shift.breaks)
        return self._without_breaks.timed(shift.id, _alone(shipment)) is not None

    def _ways(self, shipment: Shipment) -> Iterator["_Way"]:
        """The shifts that could carry a shipment and have a path."""
        for vehicle, shift in self._shifts:
            if _carries(vehicle.equipment, vehicle.capacity, shipment):
                way = _Way(self.problem, vehicle, shift, shipment)
                if way.exists:
                    yield way

    def _served_alone(self, shipment: Shipment) -> bool:
        if not self._anything_promised:
            return self._serves(self._timer, shipment)
        if is_on_board(shipment):
            own = _unplaced(shipment)
            return self._serves(self._with_only(own), own)
        return self._serves(self._undisturbed, shipment)

    def _serves(self, timer: RouteTimer, shipment: Shipment) -> bool:
        """Whether some shift can serve a shipment and nothing else."""
        sequence = _alone(shipment)
        return any(timer.timed(shift.id, sequence) is not None for _, shift in self._shifts)

    @cached_property
    def _anything_promised(self) -> bool:
        return any(shipment.commitment is not None for shipment in self.problem.shipments)

    @cached_property
    def _undisturbed(self) -> RouteTimer:
        """Of the day without what would disturb one who is alone.

        Goods on board may never leave their vehicle; a promised position asks for others before.
        """
        free = (_unplaced(one) for one in self.problem.shipments if not is_on_board(one))
        return RouteTimer(replace(self.problem, shipments=tuple(free)))

    @cached_property
    def _without_breaks(self) -> RouteTimer:
        """Of the day if nobody rested, and nothing were promised."""
        vehicles = (
            replace(vehicle, shifts=tuple(replace(shift, breaks=()) for shift in vehicle.shifts))
            for vehicle in self.problem.vehicles
        )
        free = (replace(one, commitment=None) for one in self.problem.shipments)
        return RouteTimer(replace(self.problem, shipments=tuple(free), vehicles=tuple(vehicles)))

    def _with_only(self, shipment: Shipment) -> RouteTimer:
        return RouteTimer(replace(self.problem, shipments=(shipment,)))


def too_dear(shipment: Shipment, more: CostUnits) -> Unserved:
    """Left out because serving it would cost more than its penalty."""
    values = {"cents": shown_cents(more), "penalty": shipment.penalty or 0}
    return Unserved(shipment.id, Reason.TOO_DEAR, values)


def no_room(shipment: Shipment) -> Unserved:
    """Left out although it could be served alone."""
    return Unserved(shipment.id, Reason.NO_ROOM)


def time_up(shipment: Shipment) -> Unserved:
    """Left out because no place was found in time, nor why there may be none."""
    return Unserved(shipment.id, Reason.TIME_UP)


def _alone(shipment: Shipment) -> Tasks:
    """All that a shift does when it serves nothing else."""
    kinds = (TaskKind.DELIVERY,) if is_on_board(shipment) else tuple(TaskKind)
    return tuple((shipment.id, kind) for kind in kinds)


def _unplaced(shipment: Shipment) -> Shipment:
    """The shipment without a promised position."""
    if shipment.commitment is None:
        return shipment
    return replace(shipment, commitment=replace(shipment.commitment, position=None))


def _carries(equipment: frozenset[str], capacity: Load, shipment: Shipment) -> bool:
    return shipment.needs <= equipment and shipment.load.fits(capacity)


def _amounts(load: Load) -> dict[str, Value]:
    return {"grams": load.grams, "litres": load.litres, "parcels": load.parcels}


def _minutes(problem: Problem, ticks: Ticks) -> int:
    return -(-ticks // (60 * problem.ticks_per_unit))


class _Way:
    """A shipment alone on a shift that neither rests nor reloads, late or not."""

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
    def is_open(self) -> bool:
        """Whether both places are open in some window of their tasks."""
        return all(self._spans(task) for task in self.tasks)

    @property
    def on_board(self) -> Ticks:
        """Least time from leaving the pickup to starting the delivery, of a way in time."""
        pickup, delivery = self.tasks
        soonest = self.shift.window.start + self._hop(0)
        latest = self.shift.window.end - self._hop(2) - delivery.service
        return min(
            max(self._hop(1), opens - closes - pickup.service)
            for first, closes in self._spans(pickup, Window(soonest, EVER.end))
            for opens, last in self._spans(delivery, Window(EVER.start, latest))
            if first + pickup.service + self._hop(1) <= last
        )

    @cached_property
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

    def _spans(self, task: Task, within: Window = EVER) -> Spans:
        """When it may start."""
        return both(allowed(task), self.problem.place(task.place).opening, within)


def _next(spans: Sequence[tuple[Instant, Instant]], now: Instant) -> tuple[Instant, Ticks]:
    """The first instant allowed from now on, or now and how late that is."""
    for opens, closes in spans:
        if now <= closes:
            return max(now, opens), 0
    return now, now - spans[-1][1]
