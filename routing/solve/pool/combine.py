"""The best of several plans, or a better one of their routes."""

import threading
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from routing.check import require_valid
from routing.model import Plan, Problem, Route
from routing.model.units import CostUnits
from routing.solve.kinds import kind_of
from routing.solve.pool.candidates import Candidates
from routing.solve.pool.choose import choose
from routing.solve.prices import SearchPrices, added_cost
from routing.solve.solver import solve
from routing.solve.stop import Stop
from routing.solve.value import value_of


def combine(
    problem: Problem,
    plans: Sequence[Plan],
    *,
    seconds: float,
    cancel: threading.Event | None = None,
) -> Plan:
    """Put the best plan together from the routes of several.

    It pays where a plan has many short routes, and plans of several seeds or engines are there; see
    the explanation of the exact models. The routes of one search alone combine to nothing new.

    Parameters
    ----------
    plans
        Valid plans of one problem, at least one.
    seconds
        How long a child process may choose.
    cancel
        When set, the choice ends within a tenth of a second.

    Returns
    -------
    A valid plan, never worse than the best of those given.

    Raises
    ------
    InvalidPlanError
        When a plan is not valid.
    """
    for plan in plans:
        require_valid(problem, plan)
    best = min(plans, key=lambda plan: value_of(problem, plan))
    pool = _Pool(problem, [best, *plans])
    start = [pool.number(route) for route in best.routes]
    chosen = choose(pool.candidates(), start, seconds=seconds, cancel=cancel)
    made = solve(problem, stop=Stop(iterations=1), seed=1, start=pool.plan(chosen), cancel=cancel)
    return min(best, made, key=lambda plan: value_of(problem, plan))


class _Known(NamedTuple):
    """A route that may be chosen; what it costs is in search prices."""

    cost: CostUnits
    route: Route


class _Pool:
    """The routes of some plans: of each set of shipments on each kind of shift the cheapest."""

    def __init__(self, problem: Problem, plans: Iterable[Plan]) -> None:
        self.problem = problem
        self.prices = SearchPrices(problem)
        committed = {s.commitment.shift for s in problem.shipments if s.commitment is not None}
        self.kinds = {name: kind_of(*pair, committed) for name, pair in problem.shifts.items()}
        self.known: dict[Hashable, _Known] = {}
        for route in (route for plan in plans for route in plan.routes):
            vehicle, _ = problem.shifts[route.shift]
            lateness = added_cost(problem, route) - route.cost
            price = self.prices.shift(vehicle.costs)
            one = _Known(price.of(route.duration, route.distance) + lateness, route)
            key = self._key(route)
            self.known[key] = min(self.known.get(key, one), one, key=lambda known: known.cost)
        self.numbers = {key: number for number, key in enumerate(self.known)}

    def number(self, route: Route) -> int:
        """Of the cheapest route that serves the same."""
        return self.numbers[self._key(route)]

    def candidates(self) -> Candidates:
        """The routes as arrays."""
        numbers = {shipment.id: number for number, shipment in enumerate(self.problem.shipments)}
        kinds = list(dict.fromkeys(self.kinds.values()))
        routes = [known.route for known in self.known.values()]
        served = [sorted({numbers[s.shipment] for _, s in route.services()}) for route in routes]
        of_shifts = list(self.kinds.values())
        return Candidates(
            kinds=np.array([kinds.index(self.kinds[r.shift]) for r in routes], np.int64),
            costs=np.array([known.cost for known in self.known.values()], np.int64),
            shipments=np.array([number for own in served for number in own], np.int64),
            ends=np.cumsum([len(own) for own in served], dtype=np.int64),
            shifts=np.array([of_shifts.count(kind) for kind in kinds], np.int64),
            left_out=np.array(
                [self.prices.left_out(shipment) for shipment in self.problem.shipments], np.int64
            ),
        )

    def plan(self, chosen: Iterable[int]) -> Plan:
        """Chosen routes as a plan to begin with: each on a shift of its kind, its own if it can."""
        routes = [list(self.known.values())[number].route for number in chosen]
        free = dict(self.kinds)
        placed: list[Route] = []
        for route in routes:
            shift = route.shift
            if shift not in free:
                shift = next(name for name, kind in free.items() if kind == self.kinds[route.shift])
            del free[shift]
            placed.append(replace(route, shift=shift))
        return Plan(tuple(placed), (), 0)

    def _key(self, route: Route) -> Hashable:
        return self.kinds[route.shift], frozenset(s.shipment for _, s in route.services())
