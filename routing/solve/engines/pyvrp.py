"""PyVRP's model of a day.

PyVRP 0.14 knows pickups and deliveries, loads in several dimensions, fixed costs and costs of
distance and of time, overtime, optional shipments, and one window a task. Equipment becomes a load
for which only equipped vehicles have room; minimum paid hours a fixed cost with overtime. Imported
in child processes only.

References
----------
.. [1] N. A. Wouda, L. Lan, W. Kool, "PyVRP: a high-performance VRP solver package", INFORMS Journal
   on Computing 36 (2024). https://doi.org/10.1287/ijoc.2023.0055
"""

import math
from collections import defaultdict

import pyvrp
from pyvrp.IteratedLocalSearch import IteratedLocalSearchCallbacks, IteratedLocalSearchParams
from pyvrp.solve import SolveParams
from pyvrp.stop import MaxIterations, MaxRuntime, MultipleCriteria, StoppingCriterion

from routing.model import Objective
from routing.solve.child import Report, Request
from routing.solve.engines.scaled import Scaled
from routing.solve.indexed import Indexed, IndexedShift, Nodes
from routing.solve.prices import left_out_cost, price
from routing.solve.stop import Stop

MOST = 1 << 31
"""Instants beyond this make PyVRP's sums of penalties overflow."""

MANY = 1 << 20
"""Room for a load that is never reached."""


def search(request: Request, report: Report) -> None:
    """Search for so many seconds or iterations, from the plan given or from PyVRP's own."""
    model = _Model(request.day)

    class Reporting(IteratedLocalSearchCallbacks):
        def on_best(self, best: pyvrp.Solution) -> None:
            if best.is_feasible():
                report(model.nodes(best))

    data = model.data()
    result = pyvrp.solve(
        data,
        _stop(request.stop),
        seed=request.seed,
        collect_stats=False,
        params=SolveParams(ils=IteratedLocalSearchParams(callbacks=Reporting())),
        initial_solution=model.solution(data, request.start) if request.start else None,
    )
    report(model.nodes(result.best))


def _stop(stop: Stop) -> StoppingCriterion:
    limits: list[StoppingCriterion] = []
    if stop.seconds is not None:
        limits.append(MaxRuntime(stop.seconds))
    if stop.iterations is not None:
        limits.append(MaxIterations(stop.iterations))
    return MultipleCriteria(limits or [MaxRuntime(math.inf)])


class _Model:
    """A vehicle type for each kind of shift, a location for each node."""

    def __init__(self, day: Indexed) -> None:
        self.day = day
        self.scaled = Scaled(day, MOST)
        self.shifts: dict[int, list[int]] = defaultdict(list)
        for number, shift in enumerate(day.shifts):
            self.shifts[shift.kind].append(number)
        self.kinds = list(self.shifts)
        self.profiles = list(day.roads)
        self.depots = sorted({node for shift in day.shifts for node in (shift.start, shift.end)})
        self.equipment = sorted({name for shipment in day.shipments for name in shipment.needs})
        prices = [price(day.problem, vehicle.costs) for vehicle in day.problem.vehicles]
        amounts = [amount for one in prices for amount in (one.fixed, one.paid_tick, one.tick)]
        self.cost_unit = math.gcd(*amounts) or 1

    def data(self) -> pyvrp.ProblemData:
        """The day as PyVRP reads it."""
        return pyvrp.ProblemData(
            [pyvrp.Location(0, 0) for _ in self.day.places],
            [],
            [pyvrp.Depot(node) for node in self.depots],
            [self._vehicles(kind) for kind in self.kinds],
            [self.scaled.distances(profile) for profile in self.profiles],  # type: ignore[misc]
            [self.scaled.hops(profile) for profile in self.profiles],  # type: ignore[misc]
            [],
            [self._shipment(number) for number in range(len(self.day.shipments))],
        )

    def nodes(self, solution: pyvrp.Solution) -> list[Nodes]:
        """What each shift does in a solution."""
        free = {kind: iter(numbers) for kind, numbers in self.shifts.items()}
        by_shift: list[Nodes] = [()] * len(self.day.shifts)
        for route in solution.routes():
            number = next(free[self.kinds[route.vehicle_type()]])
            by_shift[number] = tuple(
                2 * step.idx + step.is_delivery() for step in route if step.is_shipment()
            )
        return by_shift

    def solution(self, data: pyvrp.ProblemData, by_shift: list[Nodes]) -> pyvrp.Solution:
        """The solution in which each shift does these tasks."""
        halves = (pyvrp.ActivityType.PICKUP, pyvrp.ActivityType.DELIVERY)
        routes = [
            pyvrp.Route(
                data,
                [pyvrp.Activity(halves[node % 2], node // 2) for node in nodes],
                self.kinds.index(self.day.shifts[number].kind),
            )
            for number, nodes in enumerate(by_shift)
            if nodes
        ]
        return pyvrp.Solution(data, routes)

    def _shipment(self, number: int) -> pyvrp.Shipment:
        day, shipment = self.day, self.day.shipments[number]
        pickup, delivery = 2 * number, 2 * number + 1
        return pyvrp.Shipment(
            pickup,
            delivery,
            *self.scaled.spans(pickup)[0],
            self.scaled.service[pickup],
            *self.scaled.spans(delivery)[0],
            self.scaled.service[delivery],
            amount=[*day.loads[number], *(name in shipment.needs for name in self.equipment)],
            prize=left_out_cost(day.problem, shipment) // self.cost_unit,
            required=shipment.penalty is None,
        )

    def _vehicles(self, kind: int) -> pyvrp.VehicleType:
        numbers = self.shifts[kind]
        shift = self.day.shifts[numbers[0]]
        early, late = self.scaled.span(shift.shift.window)
        costs = price(self.day.problem, shift.vehicle.costs)
        paid = costs.paid_tick // self.cost_unit
        room = [MANY if name in shift.vehicle.equipment else 0 for name in self.equipment]
        least = costs.minimum_paid
        return pyvrp.VehicleType(
            num_available=len(numbers),
            capacity=[*shift.vehicle.capacity.amounts, *room],
            start_depot=self.depots.index(shift.start),
            end_depot=self.depots.index(shift.end),
            fixed_cost=self._fixed(shift) + paid * least,
            tw_early=early,
            tw_late=late,
            unit_distance_cost=costs.tick // self.cost_unit,
            unit_duration_cost=0 if least else paid,
            shift_duration=least or late - early,
            max_overtime=late - early if least else 0,
            unit_overtime_cost=paid if least else 0,
            profile=self.profiles.index(shift.vehicle.profile),
        )

    def _fixed(self, shift: IndexedShift) -> int:
        """Where vehicles come first, one costs a day of riding; more would leave more in use."""
        if self.day.problem.objective is Objective.VEHICLES:
            return self.scaled.horizon
        return price(self.day.problem, shift.vehicle.costs).fixed // self.cost_unit
