"""Which shipments may be served at all, told for all of them at once.

What is sorted out here could not be served even alone: no vehicle takes it, no path leads there, or
the windows close before anybody can come. Breaks, ranges and times on board are not looked at.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from routing.model import UNREACHABLE, Problem, Shift, TaskKind, Vehicle, Window
from routing.solve.instants import Spans
from routing.solve.kinds import one_of_each
from routing.solve.ride import is_on_board, spans_of

Integers = npt.NDArray[np.int64]
Booleans = npt.NDArray[np.bool_]

EVER = Window(-(10**15), 10**15)
NEVER = 1 << 60


def hopeful(problem: Problem) -> tuple[str, ...]:
    """Ids of the shipments that might be served, in the problem's order."""
    if not problem.shipments:
        return ()
    goods = _Goods(problem)
    found = np.zeros(len(problem.shipments), dtype=bool)
    for vehicle, shift in one_of_each(problem):
        found |= goods.taken(vehicle, shift) & goods.in_time(problem, vehicle, shift)
    return tuple(s.id for s, may in zip(problem.shipments, found.tolist(), strict=True) if may)


class _Tasks:
    """All pickups, or all deliveries, of a problem: arrays by shipment."""

    def __init__(self, problem: Problem, kind: TaskKind) -> None:
        tasks = [shipment.task(kind) for shipment in problem.shipments]
        self.rows = np.array([problem.place_index[task.place] for task in tasks], dtype=np.intp)
        setups = np.array([place.setup for place in problem.places], dtype=np.int64)
        self.setups = setups[self.rows]
        self.services = np.array([task.service for task in tasks], dtype=np.int64)
        self.spans = _padded([spans_of(problem, EVER, s, kind) for s in problem.shipments])

    def soonest(self, now: Integers) -> Integers:
        """The first start from now on."""
        opens, closes = self.spans[..., 0], self.spans[..., 1]
        starts = np.where(now[:, None] <= closes, np.maximum(now[:, None], opens), NEVER)
        soonest: Integers = starts.min(axis=1)
        return soonest


def _padded(spans: Sequence[Spans]) -> Integers:
    """Shape (tasks, most spans, 2); what is missing is over before it begins."""
    most = max(map(len, spans), default=0)
    padded = np.empty((len(spans), max(most, 1), 2), dtype=np.int64)
    padded[:] = NEVER, -NEVER
    for number, of_task in enumerate(spans):
        if of_task:
            padded[number, : len(of_task)] = of_task
    return padded


class _Goods:
    """All shipments of a problem: arrays by shipment."""

    def __init__(self, problem: Problem) -> None:
        shipments = problem.shipments
        self.pickups, self.deliveries = (_Tasks(problem, kind) for kind in TaskKind)
        self.aboard = np.array([is_on_board(shipment) for shipment in shipments], dtype=bool)
        self.loads = np.array([shipment.load.amounts for shipment in shipments], dtype=np.int64)
        self.promised = np.array([s.commitment.shift if s.commitment else "" for s in shipments])
        number = {needs: index for index, needs in enumerate({s.needs for s in shipments})}
        self.needs = list(number)
        self.need = np.array([number[shipment.needs] for shipment in shipments], dtype=np.intp)

    def taken(self, vehicle: Vehicle, shift: Shift) -> Booleans:
        """Whether commitments, loads and equipment allow a shift."""
        fits = (self.loads <= np.array(vehicle.capacity.amounts)).all(axis=1)
        equipped = np.array([needs <= vehicle.equipment for needs in self.needs])
        mine = np.isin(self.promised, ["", shift.id])
        taken: Booleans = fits & equipped[self.need] & mine
        return taken

    def in_time(self, problem: Problem, vehicle: Vehicle, shift: Shift) -> Booleans:
        """Whether a shift can serve each shipment alone, riding as soon as it can."""
        durations = problem.matrices[vehicle.profile].durations
        start, end = (problem.place_index[name] for name in (shift.start_place, shift.end_place))
        pickups, deliveries, aboard = self.pickups, self.deliveries, self.aboard
        ways = (
            np.where(aboard, 0, durations[start, pickups.rows]),
            durations[np.where(aboard, start, pickups.rows), deliveries.rows],
            durations[deliveries.rows, end],
        )
        reached: Booleans = np.all([way != UNREACHABLE for way in ways], axis=0)
        if shift.reload is not None:
            reached[:] = True  # there may be a way over the reload's place
        to_pickup, between, home = (np.maximum(way, 0) for way in ways)
        leaves = np.full(len(aboard), shift.window.start)
        picked_up = pickups.soonest(leaves + to_pickup + pickups.setups) + pickups.services
        inside_stop = ~aboard & (pickups.rows == deliveries.rows)
        arrives = np.where(aboard, leaves, picked_up) + between
        delivered = deliveries.soonest(arrives + np.where(inside_stop, 0, deliveries.setups))
        in_time: Booleans = reached & (delivered + deliveries.services + home <= shift.window.end)
        return in_time
