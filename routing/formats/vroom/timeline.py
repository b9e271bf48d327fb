"""One route as VROOM tells it: step by step, with its waiting and what has been ridden so far."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from routing.formats.vroom.document import (
    Amounts,
    Location,
    Square,
    StepKind,
    VroomBreak,
    VroomDocument,
    VroomOrder,
    VroomTask,
    VroomVehicle,
)
from routing.formats.vroom.pauses import outside
from routing.model import Route, TaskKind


@dataclass(frozen=True, slots=True)
class DoneTask:
    """A task of a route.

    Parameters
    ----------
    begins
        When set-up and service begin.
    setup
        0 where the vehicle was at the location already.
    """

    begins: int
    setup: int
    task: VroomTask
    order: VroomOrder

    @property
    def delivery(self) -> Amounts:
        """What is given here."""
        return () if self.task.kind is StepKind.PICKUP else self.order.delivery

    @property
    def pickup(self) -> Amounts:
        """What is taken here."""
        return () if self.task.kind is StepKind.DELIVERY else self.order.pickup


@dataclass(frozen=True, slots=True)
class DoneBreak:
    """A break, from when it begins."""

    begins: int
    pause: VroomBreak


def tasks_of(
    document: VroomDocument, route: Route, vehicle: VroomVehicle, shared: frozenset[int]
) -> list[DoneTask]:
    """The tasks of a route that VROOM knows: those neither at the dock nor at the drop."""
    done: list[DoneTask] = []
    here = None if vehicle.start is None else vehicle.start.row
    for _, service in route.services():
        order = document.orders[int(service.shipment)]
        if order.is_shipment:
            task = order.tasks[0 if service.kind is TaskKind.PICKUP else 1]
        elif service.kind is (TaskKind.PICKUP if any(order.pickup) else TaskKind.DELIVERY):
            (task,) = order.tasks
        else:
            continue
        row = task.location.row
        setup = 0 if row == here else task.setup
        done.append(DoneTask(service.start - (setup if row in shared else 0), setup, task, order))
        here = row
    return done


def breaks_of(route: Route, vehicle: VroomVehicle) -> list[DoneBreak]:
    """The breaks of a vehicle's day. Those that are had outside the route are put there.

    One that finds no place beside the others is left out.
    """
    taken = {int(one.break_id): one.start for one in route.breaks}
    free = [pause for number, pause in enumerate(vehicle.breaks) if number not in taken]
    found = outside([pause.within(vehicle.hours) for pause in free], route.start, route.end)
    done = [DoneBreak(start, vehicle.breaks[number]) for number, start in taken.items()]
    done += [DoneBreak(start, free[number]) for number, start in found.items()]
    return sorted(done, key=lambda one: one.begins)


class Timeline:
    """The steps of one route, written one after the other.

    Parameters
    ----------
    seconds, metres
        Between locations, at the vehicle's speed; metres may be unknown.
    """

    def __init__(
        self, vehicle: VroomVehicle, seconds: Square, metres: Square | None, dimensions: int
    ) -> None:
        self.vehicle, self.seconds, self.metres = vehicle, seconds, metres
        self.dimensions = dimensions
        self.steps: list[dict[str, Any]] = []
        self.duration = self.distance = self.waiting = 0
        self._clock = 0
        self._here: int | None = None
        self._ahead: int | None = None
        self._left = 0
        self._load: Sequence[int] = ()

    def write(self, start: int, tasks: Sequence[DoneTask], breaks: Sequence[DoneBreak]) -> None:
        """Write all steps.

        Parameters
        ----------
        start
            When the route leaves, unless a break comes before it.
        """
        first, last = tasks[0].task.location, tasks[-1].task.location
        self._clock = min([start, *(one.begins for one in breaks)])
        self._here = None if self.vehicle.start is None else self.vehicle.start.row
        brought = (one.delivery for one in tasks if not one.order.is_shipment)
        self._load = total(self.dimensions, brought)
        self._step(StepKind.START, self.vehicle.start or first)
        rows = [*(one.task.location.row for one in tasks[1:]), _row(self.vehicle.end)]
        self._set_out(first.row)
        waiting = list(breaks)
        for one, following in zip(tasks, rows, strict=True):
            while waiting and waiting[0].begins < one.begins:
                self._pause(waiting.pop(0))
            self._do(one)
            self._set_out(following)
        for pause in waiting:
            self._pause(pause)
        self._arrive()
        self._step(StepKind.END, self.vehicle.end or last)

    def _set_out(self, row: int | None) -> None:
        self._ahead = row
        known = self._here is not None and row is not None
        self._left = int(self.seconds[self._here, row]) if known else 0

    def _ride(self, seconds: int) -> None:
        self._clock += seconds
        self._left -= seconds
        self.duration += seconds

    def _arrive(self) -> None:
        self._ride(self._left)
        if self.metres is not None and self._here is not None and self._ahead is not None:
            self.distance += int(self.metres[self._here, self._ahead])
        self._here = self._ahead

    def _pause(self, one: DoneBreak) -> None:
        """A break, before which as much is ridden as there is time for."""
        self._ride(min(self._left, one.begins - self._clock))
        told = {"id": one.pause.id, "service": one.pause.service}
        self._step(StepKind.BREAK, None, one.begins, told, one.pause.description)
        self._clock = one.begins + one.pause.service

    def _do(self, one: DoneTask) -> None:
        self._arrive()
        self._load = total(self.dimensions, (self._load, one.pickup), minus=one.delivery)
        task = one.task
        told = {"id": task.id, "setup": one.setup, "service": task.service}
        if task.kind is StepKind.JOB:
            told["job"] = task.id
        self._step(task.kind, task.location, one.begins, told, task.description)
        self._clock = one.begins + one.setup + task.service

    def _step(
        self,
        kind: StepKind,
        location: Location | None,
        begins: int | None = None,
        told: dict[str, Any] | None = None,
        description: str = "",
    ) -> None:
        waiting = 0 if begins is None else begins - self._clock
        self.waiting += waiting
        step: dict[str, Any] = {
            "type": str(kind),
            **described(description, location),
            "setup": 0,
            "service": 0,
            **(told or {}),
            "waiting_time": waiting,
            "arrival": self._clock,
            "duration": self.duration,
            "violations": [],
        }
        if self.dimensions:
            step["load"] = list(self._load)
        if self.metres is not None:
            step["distance"] = self.distance
        self.steps.append(step)


def described(description: str, location: Location | None) -> dict[str, Any]:
    """What the document says of a thing and where it is, as far as it does."""
    told: dict[str, Any] = {"description": description} if description else {}
    if location is not None and location.position is not None:
        told["location"] = list(location.position)
    if location is not None and location.index is not None:
        told["location_index"] = location.index
    return told


def total(dimensions: int, amounts: Iterable[Sequence[int]], *, minus: Amounts = ()) -> list[int]:
    """Amounts together; no amounts at all are 0."""
    summed = [0] * dimensions
    for one in amounts:
        for number, amount in enumerate(one):
            summed[number] += amount
    for number, amount in enumerate(minus):
        summed[number] -= amount
    return summed


def _row(location: Location | None) -> int | None:
    return None if location is None else location.row
