"""Commiv's model of a day.

Commiv 0.6 knows one matrix that is time and cost, one depot, equal vehicles, one load and one
window a task. It is at its best where vehicles come first. Imported in child processes only.

References
----------
.. [1] https://github.com/grechman/Commiv
"""

import commiv  # type: ignore[import-untyped]
import numpy as np

from routing.model import Objective
from routing.solve.child import Report, Request
from routing.solve.engines.scaled import Scaled
from routing.solve.indexed import Indexed, Nodes
from routing.solve.prices import price

MOST = 1 << 30
"""Commiv's instants have 32 bits."""

UNTIL_TIME_IS_UP = 1 << 40
"""Iterations."""

PAID = 1_000
"""What a unit of a route's duration costs beside one of riding, where hours are paid."""


def search(request: Request, report: Report) -> None:
    """Search for so many seconds, or so many iterations of ruin and recreate."""
    stop = request.stop
    model = _Model(request.day)
    try:
        solution = commiv.solve_pdptw(
            **model.day(),
            **model.objective(timed=stop.seconds is not None),
            seed=request.seed,
            iters=stop.iterations or UNTIL_TIME_IS_UP,
            wall_ms=0 if stop.seconds is None else max(1, int(1_000 * stop.seconds)),
        )
    except commiv.InfeasibleError:
        return
    report(model.nodes(solution.routes))


class _Model:
    """Node 0 is the depot, node n + 1 the task n."""

    def __init__(self, day: Indexed) -> None:
        self._day = day
        self.scaled = Scaled(day, MOST)
        [self.dimension, *_] = [*(d for d in range(3) if any(load[d] for load in day.loads)), 0]

    def day(self) -> dict[str, object]:
        """The day as commiv reads it."""
        day, shift = self._day, self._day.shifts[0]
        tasks = range(len(day.tasks))
        spans = [(0, self.scaled.horizon), *(self.scaled.spans(node)[0] for node in tasks)]
        hops = self.scaled.hops(shift.vehicle.profile)
        matrix = np.zeros((len(spans), len(spans)), dtype=np.uint32)
        matrix[1:, 1:] = hops[: len(tasks), : len(tasks)]
        matrix[0, 1:] = hops[shift.start, : len(tasks)]
        matrix[1:, 0] = hops[: len(tasks), shift.end]
        return {
            "matrix": matrix,
            "pickups": [node + 1 for node in tasks[::2]],
            "deliveries": [node + 1 for node in tasks[1::2]],
            "demand": [load[self.dimension] for load in day.loads],
            "capacity": self._capacity,
            "ready": [opens for opens, _ in spans],
            "due": [closes for _, closes in spans],
            "service": [0, *self.scaled.service[: len(tasks)]],
        }

    def objective(self, *, timed: bool) -> dict[str, object]:
        """What commiv makes small; its way of sparing vehicles needs a limit of time."""
        problem = self._day.problem
        if problem.objective is Objective.VEHICLES and timed:
            return {"fleet_min": True}
        costs = price(problem, problem.vehicles[0].costs)
        fixed = 0
        if problem.objective is Objective.VEHICLES:
            fixed = self.scaled.horizon
        elif costs.paid_tick:
            fixed = PAID * costs.fixed // costs.paid_tick
        return {
            "time_penalty": PAID if costs.paid_tick else 0,
            "vehicle_types": [(self._capacity, fixed, len(self._day.shifts))],
        }

    def nodes(self, routes: list[list[int]]) -> list[Nodes]:
        """Each route on a shift of its own; there may be more routes than shifts."""
        by_shift = [tuple(node - 1 for node in route) for route in routes]
        shifts = len(self._day.shifts)
        return [*by_shift, *[()] * shifts][:shifts]

    @property
    def _capacity(self) -> int:
        return self._day.shifts[0].vehicle.capacity.amounts[self.dimension]
