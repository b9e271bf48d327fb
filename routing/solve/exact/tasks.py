"""The tasks of a day in CP-SAT: when each is done, how late that is, what is on board after it."""

from collections.abc import Iterator
from dataclasses import dataclass

from ortools.sat.python import cp_model

from routing.model import Problem, Shipment, Task, TaskKind, Window
from routing.solve.instants import Spans, allowed, both
from routing.solve.ride import is_on_board
from routing.solve.sequence import TaskId

AMOUNTS = 4
"""Counted on board: grams, litres, parcels, and shipments: a vehicle reloads without any."""

Board = tuple[cp_model.IntVar | None, ...]
"""What is on board, by amount; None where no amount could ever be too much."""


@dataclass(frozen=True, slots=True)
class ExactTask:
    """One half of a shipment; unless it is served, its variables mean nothing.

    Parameters
    ----------
    shipment
        Its number.
    row, setup
        Of its place.
    spans, start
        When the service may start, and when it does.
    late
        Ticks after the last window; None where that costs nothing.
    change
        What it adds on board, by amount.
    board
        After the service.
    rank
        How many services come before it on its route; None where nothing depends on it.
    alone
        Whether the other half was done before the plan's origin.
    """

    id: TaskId
    shipment: int
    task: Task
    row: int
    setup: int
    spans: Spans
    start: cp_model.IntVar
    late: cp_model.IntVar | None
    change: tuple[int, ...]
    board: Board
    rank: cp_model.IntVar | None

    alone: bool

    @property
    def is_pickup(self) -> bool:
        """Whether goods come on board."""
        return self.id[1] is TaskKind.PICKUP


def amounts(shipment: Shipment) -> tuple[int, ...]:
    """What it comes to on board."""
    return (*shipment.load.amounts, 1)


class ExactTasks:
    """Makes the tasks of one problem."""

    def __init__(self, model: cp_model.CpModel, problem: Problem) -> None:
        self.model, self.problem = model, problem
        windows = [shift.window for _, shift in problem.shifts.values()]
        self._duty = Window(
            min(window.start for window in windows), max(window.end for window in windows)
        )
        totals = [sum(column) for column in zip(*map(amounts, problem.shipments), strict=True)]
        self._most = [most if self._counts(d, most) else None for d, most in enumerate(totals)]
        self._ranked = any(
            _is_placed(shipment) or self._may_tie(shipment) for shipment in problem.shipments
        )
        self.left_out = [model.new_bool_var(f"{s.id} left out") for s in problem.shipments]
        self.by_shipment = [tuple(self._halves(n)) for n in range(len(problem.shipments))]

    def _counts(self, amount: int, most: int) -> bool:
        """Whether an amount can be too much, in some vehicle or where one reloads."""
        if amount == AMOUNTS - 1:
            return any(shift.reload is not None for _, shift in self.problem.shifts.values())
        return any(vehicle.capacity.amounts[amount] < most for vehicle in self.problem.vehicles)

    def _may_tie(self, shipment: Shipment) -> bool:
        """Whether pickup and delivery may start at once, so that times do not tell their order."""
        rows = self.problem.place_index
        way = rows[shipment.pickup.place], rows[shipment.delivery.place]
        return shipment.pickup.service == 0 and any(
            matrix.durations[way] == 0 for matrix in self.problem.matrices.values()
        )

    def _halves(self, number: int) -> Iterator[ExactTask]:
        shipment = self.problem.shipments[number]
        kinds = (TaskKind.DELIVERY,) if is_on_board(shipment) else tuple(TaskKind)
        spans = {kind: self._spans(shipment.task(kind)) for kind in kinds}
        if all(spans.values()):
            yield from (self._task(number, kind, spans[kind]) for kind in kinds)

    def _spans(self, task: Task) -> Spans:
        return both(allowed(task), self.problem.place(task.place).opening, self._duty)

    def _task(self, number: int, kind: TaskKind, spans: Spans) -> ExactTask:
        shipment, model = self.problem.shipments[number], self.model
        task = shipment.task(kind)
        name = f"{kind} of {shipment.id}"
        sign = 1 if kind is TaskKind.PICKUP else -1
        domain = cp_model.Domain.from_intervals(spans)
        start = model.new_int_var_from_domain(domain, f"{name}: start")
        return ExactTask(
            id=(shipment.id, kind),
            shipment=number,
            task=task,
            row=self.problem.place_index[task.place],
            setup=self.problem.place(task.place).setup,
            spans=spans,
            start=start,
            late=self._late(number, task, start, spans[-1][1]),
            change=tuple(sign * amount for amount in amounts(shipment)),
            board=self.board(name),
            rank=self.rank(name),
            alone=is_on_board(shipment),
        )

    def _late(
        self, number: int, task: Task, start: cp_model.IntVar, last: int
    ) -> cp_model.IntVar | None:
        if task.lateness is None or last <= task.windows[-1].end:
            return None
        due = task.windows[-1].end
        late = self.model.new_int_var(0, last - due, "late")
        self.model.add(late >= start - due).only_enforce_if(~self.left_out[number])
        return late

    def board(self, name: str) -> Board:
        """What is on board at an event."""
        return tuple(
            None if most is None else self.model.new_int_var(0, most, f"{name}: {amount}")
            for amount, most in enumerate(self._most)
        )

    def rank(self, name: str) -> cp_model.IntVar | None:
        """How many services come before an event."""
        most = 2 * len(self.problem.shipments)
        return self.model.new_int_var(0, most, f"{name}: rank") if self._ranked else None


def _is_placed(shipment: Shipment) -> bool:
    return shipment.commitment is not None and shipment.commitment.position is not None
