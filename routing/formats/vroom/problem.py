"""A VROOM problem in the terms of our rules, and our plans of it in VROOM's words."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property, reduce
from math import gcd
from pathlib import Path
from typing import Any

import numpy as np

from routing.errors import InputError, InputErrors
from routing.formats.vroom.arcs import (
    DEPOTS,
    DOCK,
    DROP,
    END,
    SCALE,
    START,
    Arcs,
    Kind,
    kind_of,
    place_names,
    shared_rows,
)
from routing.formats.vroom.document import (
    Amounts,
    Square,
    VroomDocument,
    VroomOrder,
    VroomTask,
    VroomVehicle,
)
from routing.formats.vroom.horizon import horizon_of
from routing.formats.vroom.matrices import Ways
from routing.formats.vroom.pauses import can_be_had
from routing.formats.vroom.penalties import penalties_of
from routing.formats.vroom.reading import read_document
from routing.formats.vroom.solution import written_solution
from routing.formats.vroom.start import start_of
from routing.formats.vroom.values import parsed
from routing.model import (
    Break,
    Costs,
    Load,
    Place,
    Plan,
    Problem,
    Shift,
    Shipment,
    Task,
    Vehicle,
    Window,
)
from routing.model.builder import ProblemBuilder

CENTS = 18
"""Of ours in VROOM's unit of cost, as arcs are priced (`routing.formats.vroom.arcs.SCALE`)."""


@dataclass(frozen=True)
class VroomProblem:
    """A problem that is read.

    Parameters
    ----------
    problem
        Shifts are named by the number of the vehicle in the document, shipments by that of the
        order.
    """

    document: VroomDocument
    problem: Problem

    @cached_property
    def start(self) -> Plan | None:
        """The routes that the vehicles' `steps` ask to begin with; None without any."""
        return start_of(self.document, self.problem)

    def solution(self, plan: Plan) -> dict[str, Any]:
        """A plan as VROOM writes its solutions, ready for `json.dumps`."""
        return written_solution(self.document, plan)


def read_vroom(raw: object, ways: Ways | None = None) -> VroomProblem:
    """Read a problem.

    Parameters
    ----------
    raw
        The document as `json.loads` gives it.
    ways
        Streets that are asked where the document has no matrices.

    Raises
    ------
    InputErrors
        All that is wrong or beyond our rules, each with its JSON pointer.
    """
    document = read_document(raw, ways)
    return VroomProblem(document, _Modelling(document).problem())


def read_vroom_file(path: Path, ways: Ways | None = None) -> VroomProblem:
    """Read a problem out of a file.

    Raises
    ------
    InputError
        ``instance.unreadable``, ``vroom.not_json``, and what `read_vroom` raises.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise InputError("instance.unreadable", file=str(path), why=why) from error
    return read_vroom(parsed(content), ways)


class _Modelling:
    def __init__(self, document: VroomDocument) -> None:
        self.document = document
        self.tasks = document.tasks
        self.horizon = horizon_of(document)
        self.shared = shared_rows(document.vehicles, self.tasks)
        self.arcs = Arcs(self.tasks, self.shared, document.matrices)
        self.kinds: dict[Kind, str] = {}
        self.errors: list[InputError] = []

    def problem(self) -> Problem:
        """The whole problem."""
        builder = ProblemBuilder("VROOM")
        for task, name in zip(self.tasks, place_names(self.document), strict=True):
            builder.add_place(Place(name, task.location.position or (0.0, 0.0)))
        for name in DEPOTS:
            builder.add_place(Place(name, (0.0, 0.0)))
        vehicles = [self._vehicle(*pair) for pair in enumerate(self.document.vehicles)]
        shipments = self._shipments()
        self._setups_beside_breaks()
        matrices = {name: self.arcs.of(kind) for kind, name in self.kinds.items()}
        penalties = penalties_of(
            self.document, max(int(costs.max(initial=0)) for _, costs in matrices.values())
        )
        if penalties is None:
            self.errors.append(InputError("vroom.too_dear", pointer="/vehicles"))
        if self.errors:
            raise InputErrors(self.errors)
        part = _common_part(costs for _, costs in matrices.values())
        for name, (times, costs) in matrices.items():
            builder.add_matrix(name, times, np.where(costs > 0, costs // part, costs))
        for vehicle in vehicles:
            prices = replace(vehicle.costs, per_km=part)
            builder.add_vehicle(replace(vehicle, costs=prices))
        for shipment, penalty in zip(shipments, penalties or (), strict=True):
            builder.add_shipment(replace(shipment, penalty=penalty))
        return builder.build()

    def _vehicle(self, number: int, vehicle: VroomVehicle) -> Vehicle:
        kind = kind_of(vehicle)
        profile = self.kinds.setdefault(kind, str(len(self.kinds)))
        self._priced(vehicle)
        breaks = tuple(self._breaks(vehicle))
        return Vehicle(
            id=str(number),
            profile=profile,
            capacity=load_of(vehicle.capacity),
            shifts=(
                Shift(
                    str(number),
                    self.horizon.window(vehicle.hours),
                    DEPOTS[START],
                    DEPOTS[END],
                    breaks,
                ),
            ),
            costs=Costs(fixed=CENTS * vehicle.costs.fixed),
            equipment=_equipment(vehicle.skills),
        )

    def _priced(self, vehicle: VroomVehicle) -> None:
        """A price that cannot be worked out is told."""
        matrices, costs = self.document.matrices[vehicle.profile], vehicle.costs
        where = f"{vehicle.pointer}/costs"
        if matrices.costs is not None and (costs.per_hour != 3_600 or costs.per_km):
            self.errors.append(InputError("vroom.priced_twice", pointer=where))
        elif costs.per_km and matrices.distances is None:
            self.errors.append(InputError("vroom.no_distances", pointer=f"{where}/per_km"))

    def _breaks(self, vehicle: VroomVehicle) -> Iterator[Break]:
        """Breaks that begin and end within a vehicle's hours, one after the other."""
        before = len(self.errors)
        pauses = [pause.within(vehicle.hours) for pause in vehicle.breaks]
        for number, (told, pause) in enumerate(zip(vehicle.breaks, pauses, strict=True)):
            if pause.window.start > pause.window.end:
                self.errors.append(InputError("vroom.break_outside", pointer=told.pointer))
            else:
                yield Break(str(number), self.horizon.window(pause.window), pause.duration)
        if len(self.errors) == before and not can_be_had(pauses):
            pointer = f"{vehicle.pointer}/breaks"
            self.errors.append(InputError("vroom.breaks_clash", pointer=pointer))

    def _setups_beside_breaks(self) -> None:
        """Where set-up may be waived it is part of the way, and a break might fall into it."""
        if any(vehicle.breaks for vehicle in self.document.vehicles):
            for task in self.tasks:
                if task.setup and task.location.row in self.shared:
                    pointer = f"{task.pointer}/setup"
                    self.errors.append(InputError("vroom.setup_beside_breaks", pointer=pointer))

    def _shipments(self) -> list[Shipment]:
        names = iter(place_names(self.document))
        return [
            self._shipment(number, order, [next(names) for _ in order.tasks])
            for number, order in enumerate(self.document.orders)
        ]

    def _shipment(self, number: int, order: VroomOrder, places: list[str]) -> Shipment:
        own = [self._task(task, place) for task, place in zip(order.tasks, places, strict=True)]
        if order.is_shipment:
            pickup, delivery = own
        elif any(order.pickup):
            pickup, delivery = own[0], Task(DEPOTS[DROP])
        else:
            pickup, delivery = Task(DEPOTS[DOCK]), own[0]
        return Shipment(
            id=str(number),
            pickup=pickup,
            delivery=delivery,
            load=load_of(order.delivery if any(order.delivery) else order.pickup),
            needs=_equipment(order.skills),
        )

    def _task(self, task: VroomTask, place: str) -> Task:
        if task.location.row not in self.shared:
            windows = tuple(map(self.horizon.window, task.windows))
            return Task(place, windows, task.setup + task.service)
        windows = tuple(
            Window(window.start + task.setup, window.end)
            for window in task.windows
            if window.start + task.setup <= window.end
        )
        if task.windows and not windows:
            pointer = f"{task.pointer}/time_windows"
            self.errors.append(InputError("vroom.window_too_short", pointer=pointer))
        return Task(place, tuple(map(self.horizon.window, windows)), task.service)


def _common_part(costs: Iterable[Square]) -> int:
    """The greatest part of VROOM's unit of which all prices of arcs are whole multiples."""
    return int(
        reduce(gcd, (int(np.gcd.reduce(one[one > 0])) for one in costs if (one > 0).any()), SCALE)
    )


def load_of(amounts: Amounts) -> Load:
    """Up to three amounts as a load, whatever they stand for."""
    return Load(*amounts)


def _equipment(skills: frozenset[int]) -> frozenset[str]:
    return frozenset(map(str, skills))
