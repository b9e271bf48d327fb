"""What it costs at least to serve one more shipment on a route, for all pairs of gaps.

Gap g lies before service g; the last one before the end place. Waiting, loads and breaks that would
have to move are left to the exact timing.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from routing.model import UNREACHABLE, Problem, Shipment, TaskKind
from routing.model.units import Instant, Ticks
from routing.solve.prices import price
from routing.solve.ride import spans_of
from routing.solve.timed import Timed, slack

Rows = npt.NDArray[np.intp]
Floats = npt.NDArray[np.float64]
"""Times and costs; infinite where something is impossible."""


class _Task(NamedTuple):
    """A task as it would be put in each gap."""

    row: int
    setup: Ticks
    service: Ticks
    opens: Instant
    closes: Instant


class Detours:
    """The gaps of a shift's route.

    Parameters
    ----------
    timed
        None: the shift does nothing yet.
    """

    def __init__(self, problem: Problem, shift_id: str, timed: Timed | None) -> None:
        self.problem = problem
        self.vehicle, self.shift = problem.shifts[shift_id]
        self.matrix = problem.matrices[self.vehicle.profile]
        self.price = price(problem, self.vehicle.costs)
        sequence = timed.ride.sequence if timed else ()
        tasks = [problem.shipment_by_id[name].task(kind) for name, kind in sequence]
        places = [self.shift.start_place, *(task.place for task in tasks), self.shift.end_place]
        self.rows = np.array([problem.place_index[place] for place in places], dtype=np.intp)
        known = slack(timed.ride) if timed else None
        soon, late = known or ([self.shift.window.start] * 2, [self.shift.window.end] * 2)
        services = [0, *(task.service for task in tasks)]
        self.leaves = np.array(soon[:-1], dtype=np.float64) + services
        self.until = np.array(late[1:], dtype=np.float64)

    def costs(self, shipment: Shipment) -> Floats:
        """Shape (gaps, gaps): the pickup in the first, the delivery in the second or later."""
        pickup, delivery = (self._task(shipment, kind) for kind in TaskKind)
        here = self.rows[:-1]
        after_pickup = self._done(self.leaves, here, pickup)
        after_both = self._done(after_pickup, np.full_like(here, pickup.row), delivery)
        to_pickup = self._to(here, pickup)
        apart = np.add.outer(
            to_pickup + self._back(after_pickup, pickup), self.delivery_costs(shipment)
        )
        at_once = to_pickup + self._between(pickup.row, delivery.row)
        at_once += self._back(after_both, delivery)
        costs: Floats = np.where(np.triu(np.ones_like(apart, dtype=bool), 1), apart, np.inf)
        np.fill_diagonal(costs, at_once)
        return costs

    def delivery_costs(self, shipment: Shipment) -> Floats:
        """Shape (gaps,): of the delivery alone."""
        delivery, here = self._task(shipment, TaskKind.DELIVERY), self.rows[:-1]
        done = self._done(self.leaves, here, delivery)
        return self._to(here, delivery) + self._back(done, delivery)

    def _task(self, shipment: Shipment, kind: TaskKind) -> _Task:
        task = shipment.task(kind)
        spans = spans_of(self.problem, self.shift.window, shipment, kind) or ((1, 0),)
        return _Task(
            self.problem.place_index[task.place],
            self.problem.place(task.place).setup,
            task.service,
            spans[0][0],
            spans[-1][1],
        )

    def _done(self, leaves: Floats, here: Rows, task: _Task) -> Floats:
        """When a task is over at best; infinite where its windows close before."""
        setup = np.where(here == task.row, 0, task.setup)
        starts = np.maximum(task.opens, leaves + self._ticks(here, task.row) + setup)
        return np.where(starts <= task.closes, starts + task.service, np.inf)

    def _to(self, here: Rows, task: _Task) -> Floats:
        """What it costs to come, instead of what it cost to ride on."""
        on = self._between(here, self.rows[1:])
        return self._between(here, task.row) - np.where(np.isfinite(on), on, 0)

    def _back(self, leaves: Floats, task: _Task) -> Floats:
        """What it costs to ride on from a task; infinite where that is too late."""
        there = self.rows[1:]
        in_time = leaves + self._ticks(task.row, there) <= self.until
        return np.where(in_time, self._between(task.row, there), np.inf)

    def _ticks(self, here: Rows | int, there: Rows | int) -> Floats:
        ticks = self.matrix.durations[here, there]
        return np.where(ticks == UNREACHABLE, np.inf, ticks)

    def _between(self, here: Rows | int, there: Rows | int) -> Floats:
        way = here, there
        ticks, far = self.matrix.durations[way], self.matrix.distances[way]
        costs = self.price.paid_tick * ticks + self.price.tick * far
        return np.where(ticks == UNREACHABLE, np.inf, costs)
