"""VROOM's JSON, read strictly: what is misspelt, missing or beyond our rules is told, all of it."""

from collections.abc import Sequence

from routing.errors import InputError, InputErrors
from routing.formats.vroom.document import (
    FOREVER,
    Amounts,
    Location,
    StepKind,
    VroomBreak,
    VroomCosts,
    VroomDocument,
    VroomOrder,
    VroomTask,
    VroomVehicle,
)
from routing.formats.vroom.matrices import (
    DEFAULT_PROFILE,
    Ways,
    given_matrices,
    matrices_of_streets,
    rows_beyond,
    unknown_profiles,
)
from routing.formats.vroom.values import MOST_ID, Json
from routing.model import Window
from routing.model.soundness import MOST_BREAKS

MOST_PRIORITY = 100
SLOWEST, FASTEST = 0.01, 5.0

DEAREST = 10_000_000
"""Price of an hour or of a kilometre, in VROOM's unit of cost."""

MOST_AMOUNTS = 3
"""A load has as many dimensions."""

_PLACE = ("location", "location_index")
_TIMES = ("setup", "service", "setup_per_type", "service_per_type", "time_windows")
_STEP = ("id", "description", *_PLACE, *_TIMES)
_JOB = (*_STEP, "amount", "delivery", "pickup", "skills", "priority")
_SHIPMENT = ("pickup", "delivery", "amount", "skills", "priority")
_VEHICLE = (
    *("id", "profile", "description", "start", "start_index", "end", "end_index", "capacity"),
    *("costs", "skills", "type", "time_window", "breaks", "speed_factor", "max_tasks"),
    *("max_travel_time", "max_distance", "steps"),
)
_COSTS = ("fixed", "per_hour", "per_km", "per_task_hour")
_BREAK = ("id", "time_windows", "service", "description", "max_load")
_VEHICLE_STEP = ("type", "id", "service_at", "service_after", "service_before")
_DOCUMENT = ("vehicles", "jobs", "shipments", "matrices", "matrix", "options")


def read_document(raw: object, ways: Ways | None) -> VroomDocument:
    """Read a problem.

    Parameters
    ----------
    raw
        The document as `json.loads` gives it.
    ways
        Asked where no matrices are given.

    Raises
    ------
    InputErrors
        All that is wrong, each with its JSON pointer.
    """
    return _Reader(raw, ways).document()


class _Reader:
    def __init__(self, raw: object, ways: Ways | None) -> None:
        self.errors: list[InputError] = []
        self.root = Json(raw, self.errors).object()
        self.ways = ways
        self.has_matrices = self.root["matrices"].given or self.root["matrix"].given
        self.rows: dict[tuple[float, float], int] = {}
        self.dimensions: int | None = None
        self.vehicles = self.root["vehicles"].items()
        types = (one["type"].raw for one in self.vehicles)
        self.types = {one for one in types if isinstance(one, str)}

    def document(self) -> VroomDocument:
        """The whole problem, when nothing is wrong with it."""
        self.root.only(_DOCUMENT)
        if self.root["options"]["c"].raw is True:
            self.root["options"]["c"].wrong("vroom.not_modelled")
        matrices = given_matrices(self.root)
        vehicles = [self._vehicle(one) for one in self.vehicles]
        if not vehicles:
            self.root["vehicles"].wrong("vroom.no_vehicle")
        orders = [self._job(one) for one in self.root["jobs"].items()]
        orders += [self._shipment(one) for one in self.root["shipments"].items()]
        self._each_once(orders)
        self._limits(sum(len(order.tasks) for order in orders))
        self._stop_here()
        if self.has_matrices or self.ways is None:
            self.errors += unknown_profiles(vehicles, matrices)
            self.errors += rows_beyond(vehicles, orders, matrices)
        else:
            self.errors += unknown_profiles(vehicles, self.ways)
            self._stop_here()
            matrices = matrices_of_streets(vehicles, list(self.rows), self.ways)
        self._stop_here()
        return VroomDocument(tuple(vehicles), tuple(orders), matrices, self.dimensions or 0)

    def _stop_here(self) -> None:
        """Go on only when nothing is wrong yet."""
        if self.errors:
            raise InputErrors(self.errors)

    def _vehicle(self, here: Json) -> VroomVehicle:
        here.object().only(_VEHICLE)
        start = self._location(here, "start", "start_index")
        end = self._location(here, "end", "end_index")
        if start is None and end is None:
            here.wrong("vroom.no_start_or_end")
        breaks = [self._break(one) for one in here["breaks"].items()]
        if len(breaks) > MOST_BREAKS:
            here["breaks"].wrong("vroom.many_breaks", most=MOST_BREAKS)
        window = here["time_window"]
        span = window.span() if window.given else None
        return VroomVehicle(
            id=here["id"].whole(most=MOST_ID),
            profile=here["profile"].text() or DEFAULT_PROFILE,
            start=start,
            end=end,
            capacity=self._amounts(here["capacity"]),
            skills=frozenset(here["skills"].wholes()),
            hours=FOREVER if span is None else Window(*span),
            breaks=tuple(pause for pause in breaks if pause.service),
            costs=self._costs(here["costs"]),
            speed_factor=here["speed_factor"].number(1.0, SLOWEST, FASTEST),
            steps=tuple(step for one in here["steps"].items() for step in self._step(one)),
            description=here["description"].text(),
            pointer=here.pointer,
        )

    def _costs(self, here: Json) -> VroomCosts:
        if not here.given:
            return VroomCosts()
        here.object().only(_COSTS)
        usual = VroomCosts()
        return VroomCosts(
            here["fixed"].whole(usual.fixed),
            here["per_hour"].whole(usual.per_hour, most=DEAREST),
            here["per_km"].whole(usual.per_km, most=DEAREST),
            here["per_task_hour"].whole(usual.per_task_hour, most=DEAREST),
        )

    def _break(self, here: Json) -> VroomBreak:
        here.object().only(_BREAK)
        if here["max_load"].given:
            here["max_load"].wrong("vroom.not_modelled")
        windows = self._windows(here["time_windows"])
        if len(windows) > 1:
            here["time_windows"].wrong("vroom.break_windows")
        return VroomBreak(
            here["id"].whole(most=MOST_ID),
            windows[0] if windows else None,
            here["service"].whole(0),
            here["description"].text(),
            here.pointer,
        )

    def _step(self, here: Json) -> Sequence[tuple[StepKind, int]]:
        here.object().only(_VEHICLE_STEP)
        try:
            kind = StepKind(here["type"].text())
        except ValueError:
            here["type"].wrong("vroom.step_kind", known=", ".join(StepKind))
            return ()
        if kind in {StepKind.START, StepKind.END, StepKind.BREAK}:
            return ()
        return ((kind, here["id"].whole(most=MOST_ID)),)

    def _job(self, here: Json) -> VroomOrder:
        here.object().only(_JOB)
        old_name = not (here["delivery"].given or here["pickup"].given)
        delivery = self._amounts(here["amount" if old_name else "delivery"])
        pickup = self._amounts(here["pickup"])
        if any(delivery) and any(pickup):
            here["pickup"].wrong("vroom.both_ways")
        return VroomOrder(
            (self._task(here, StepKind.JOB),),
            delivery,
            pickup,
            frozenset(here["skills"].wholes()),
            here["priority"].whole(0, most=MOST_PRIORITY),
            here.pointer,
        )

    def _shipment(self, here: Json) -> VroomOrder:
        here.object().only(_SHIPMENT)
        halves = []
        for kind in (StepKind.PICKUP, StepKind.DELIVERY):
            half = here[kind].object()
            half.only(_STEP)
            halves.append(self._task(half, kind))
        amount = self._amounts(here["amount"])
        return VroomOrder(
            tuple(halves),
            amount,
            amount,
            frozenset(here["skills"].wholes()),
            here["priority"].whole(0, most=MOST_PRIORITY),
            here.pointer,
        )

    def _task(self, here: Json, kind: StepKind) -> VroomTask:
        for name in ("setup_per_type", "service_per_type"):
            for other in here[name].names():
                if other in self.types:
                    here[name][other].wrong("vroom.not_modelled")
        location = self._location(here, "location", "location_index")
        if location is None:
            here.wrong("vroom.no_location")
        return VroomTask(
            kind,
            here["id"].whole(most=MOST_ID),
            location or Location(0),
            here["setup"].whole(0),
            here["service"].whole(0),
            self._windows(here["time_windows"]),
            here["description"].text(),
            here.pointer,
        )

    def _location(self, here: Json, coordinates: str, index: str) -> Location | None:
        """Where something is; None where that is not said."""
        position = here[coordinates].position()
        if self.has_matrices:
            if here[index].given:
                row = here[index].whole()
                return Location(row, row, position)
            if here[coordinates].given:
                here.wrong("vroom.no_index", key=index)
            return Location(0) if here[coordinates].given else None
        if position is None:
            if here[index].given and not here[coordinates].given:
                here[index].wrong("vroom.no_matrices")
            return Location(0) if here[index].given or here[coordinates].given else None
        if self.ways is None:
            here[coordinates].wrong("vroom.no_streets")
        return Location(self.rows.setdefault(position, len(self.rows)), None, position)

    def _windows(self, here: Json) -> tuple[Window, ...]:
        """Sorted; those that touch or overlap are one."""
        spans = sorted(span for one in here.items() if (span := one.span()) is not None)
        merged: list[Window] = []
        for start, end in spans:
            if merged and start <= merged[-1].end + 1:
                merged[-1] = Window(merged[-1].start, max(end, merged[-1].end))
            else:
                merged.append(Window(start, end))
        return tuple(merged)

    def _amounts(self, here: Json) -> Amounts:
        """Amounts in as many dimensions as the first that were given; none are all 0."""
        amounts = here.wholes()
        if not amounts:
            return ()
        if self.dimensions is None:
            self.dimensions = len(amounts)
        if len(amounts) != self.dimensions:
            here.wrong("vroom.amounts_differ", found=len(amounts), expected=self.dimensions)
        if len(amounts) > MOST_AMOUNTS:
            here.wrong("vroom.many_amounts", most=MOST_AMOUNTS)
        return amounts

    def _each_once(self, orders: Sequence[VroomOrder]) -> None:
        seen: dict[tuple[StepKind, int], str] = {}
        for order in orders:
            for task in order.tasks:
                first = seen.setdefault((task.kind, task.id), task.pointer)
                if first != task.pointer:
                    twice = InputError(
                        "vroom.id_twice", pointer=f"{task.pointer}/id", id=task.id, first=first
                    )
                    self.errors.append(twice)

    def _limits(self, tasks: int) -> None:
        """Limits of a vehicle that our rules do not know; one that never binds is no limit."""
        for here in self.vehicles:
            if here["max_tasks"].given and here["max_tasks"].whole() < tasks:
                here["max_tasks"].wrong("vroom.not_modelled")
            for name in ("max_travel_time", "max_distance"):
                if here[name].given:
                    here[name].wrong("vroom.not_modelled")
