"""VROOM's way of counting, put into matrices.

Every task is a place of its own, so that what lies between two tasks can say all that VROOM means:
travel by the vehicle's speed, set-up unless the vehicle is at the location already, the price of
riding and of working. Beside the tasks there are four places:

    start ──> dock ──> tasks ──> drop ──> end
        └─────────────────┘└──────────────┘

At the *dock* a vehicle takes what jobs are brought, before all else; at the *drop* it gives what
jobs had to be taken along, after all else. Both lie where the vehicle starts and ends; there is no
way back to the one or on from the other. So vehicles that start elsewhere have another matrix.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from routing.formats.vroom.document import (
    Square,
    VroomCosts,
    VroomDocument,
    VroomMatrices,
    VroomTask,
    VroomVehicle,
)
from routing.model import UNREACHABLE

SCALE = 18_000
"""Arcs are priced in so many parts of VROOM's unit of cost: seconds by a price an hour and metres
by a price a kilometre are whole then."""

_HOUR, _KM = SCALE // 3_600, SCALE // 1_000
START, DOCK, DROP, END = range(4)
"""Rows behind those of the tasks."""

DEPOTS = ("start", "dock", "drop", "end")
"""Ids of these places."""


@dataclass(frozen=True, slots=True)
class Kind:
    """What vehicles share that follow one matrix.

    Parameters
    ----------
    start, end
        Rows of their locations; None: the route begins, or ends, at a task.
    """

    profile: str
    speed_factor: float
    costs: VroomCosts
    start: int | None
    end: int | None


def kind_of(vehicle: VroomVehicle) -> Kind:
    """The kind of a vehicle; what it costs to use it at all is no part of that."""
    costs = vehicle.costs
    return Kind(
        vehicle.profile,
        vehicle.speed_factor,
        VroomCosts(0, costs.per_hour, costs.per_km, costs.per_task_hour),
        None if vehicle.start is None else vehicle.start.row,
        None if vehicle.end is None else vehicle.end.row,
    )


def ridden(matrices: VroomMatrices, speed_factor: float) -> Square:
    """Seconds between locations at a vehicle's speed, rounded half up.

    Examples
    --------
    >>> ridden(VroomMatrices(np.array([[0, 10], [UNREACHABLE, 0]])), 1.5).tolist()
    [[0, 7], [-1, 0]]
    """
    scaled = np.floor(matrices.durations / speed_factor + 0.5).astype(np.int64)
    return np.where(matrices.durations == UNREACHABLE, UNREACHABLE, scaled)


def shared_rows(vehicles: Sequence[VroomVehicle], tasks: Sequence[VroomTask]) -> frozenset[int]:
    """Locations where a vehicle may be already when it comes to a task: there set-up is waived."""
    times = Counter(task.location.row for task in tasks)
    starts = {vehicle.start.row for vehicle in vehicles if vehicle.start is not None}
    return frozenset(row for row, often in times.items() if often > 1 or row in starts)


class Arcs:
    """The matrices of all kinds of vehicles.

    Parameters
    ----------
    shared
        Locations where set-up may be waived; elsewhere it is part of the service.
    """

    def __init__(
        self,
        tasks: Sequence[VroomTask],
        shared: frozenset[int],
        matrices: Mapping[str, VroomMatrices],
    ) -> None:
        self.matrices = matrices
        self.rows = np.array([task.location.row for task in tasks], dtype=np.intp)
        is_shared = np.array([task.location.row in shared for task in tasks], dtype=bool)
        setups = np.array([task.setup for task in tasks], dtype=np.int64)
        services = np.array([task.service for task in tasks], dtype=np.int64)
        self.setups = np.where(is_shared, setups, 0)
        self.services = np.where(is_shared, services, setups + services)
        self.size = len(tasks) + 4

    def of(self, kind: Kind) -> tuple[Square, Square]:
        """Seconds, and costs in `SCALE` parts, between all places; shape (places, places)."""
        matrices = self.matrices[kind.profile]
        seconds = ridden(matrices, kind.speed_factor)
        prices = _prices(matrices, seconds, kind.costs)
        working = kind.costs.per_task_hour * _HOUR
        times = self._laid_out(seconds, kind, self.setups, 0 * self.services)
        costs = self._laid_out(prices, kind, self.setups * working, self.services * working)
        nowhere = (times == UNREACHABLE) | (costs == UNREACHABLE)
        times[nowhere] = costs[nowhere] = UNREACHABLE
        return times, costs

    def _laid_out(self, between: Square, kind: Kind, arriving: Square, always: Square) -> Square:
        """What lies between locations, laid out for the places.

        Parameters
        ----------
        arriving, always
            What is added on the way to a task: unless one is at its location already; in any case.
        """
        tasks, rows = len(self.rows), self.rows
        start, dock, drop, end = (tasks + place for place in (START, DOCK, DROP, END))
        laid = np.full((self.size, self.size), UNREACHABLE, dtype=np.int64)
        here = rows[:, None] == rows[None, :]
        laid[:tasks, :tasks] = _plus(between[np.ix_(rows, rows)], np.where(here, 0, arriving))
        out = np.zeros(tasks, dtype=np.int64) if kind.start is None else between[kind.start, rows]
        at_start = rows == (-1 if kind.start is None else kind.start)
        laid[start, :tasks] = laid[dock, :tasks] = _plus(out, np.where(at_start, 0, arriving))
        laid[: dock + 1, :tasks] = _plus(laid[: dock + 1, :tasks], always)
        back = np.zeros(tasks, dtype=np.int64) if kind.end is None else between[rows, kind.end]
        laid[:tasks, drop] = laid[:tasks, end] = back
        laid[start, dock] = laid[drop, end] = 0
        # Nobody rides these, but engines ask what half of an order would cost.
        laid[np.ix_([start, dock], [drop, end])] = 0
        np.fill_diagonal(laid, 0)
        return laid


def _prices(matrices: VroomMatrices, seconds: Square, costs: VroomCosts) -> Square:
    """What riding costs between locations, in `SCALE` parts."""
    if matrices.costs is not None:
        return _where_known(matrices.costs, matrices.costs * SCALE)
    priced = _where_known(seconds, seconds * costs.per_hour * _HOUR)
    if matrices.distances is None or costs.per_km == 0:
        return priced
    metres = _where_known(matrices.distances, matrices.distances * costs.per_km * _KM)
    return np.where((priced == UNREACHABLE) | (metres == UNREACHABLE), UNREACHABLE, priced + metres)


def _where_known(known: Square, values: Square) -> Square:
    return np.where(known == UNREACHABLE, UNREACHABLE, values)


def _plus(way: Square, more: Square) -> Square:
    """A way and what is added to it; no way stays none."""
    return _where_known(way, way + more)


def place_names(document: VroomDocument) -> list[str]:
    """Ids of the tasks' places, in the order of the document."""
    return [
        f"{number} {task.kind}"
        for number, order in enumerate(document.orders)
        for task in order.tasks
    ]
