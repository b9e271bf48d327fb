"""OR-Tools' routing model of a day.

Imported in child processes only: while it searches it holds the interpreter's lock.
What OR-Tools knows agrees with docs/reference/rules.md up to times, which are made anew by exact
timing. Its windows are the services' starts; set-up is part of the way to a place.
"""

from collections.abc import Callable
from itertools import pairwise

import numpy as np
import numpy.typing as npt
from ortools.constraint_solver import pywrapcp  # type: ignore[import-untyped]
from ortools.constraint_solver.routing_enums_pb2 import (  # type: ignore[import-untyped]
    FirstSolutionStrategy,
    LocalSearchMetaheuristic,
)

from routing.model import Window
from routing.model.units import CostUnits
from routing.solve.child import Report, Request
from routing.solve.indexed import NEVER, Indexed, IndexedShift, Nodes
from routing.solve.instants import both

UNLIMITED = 1 << 62
BRANCHES_OF_A_SOLUTION = 100
"""Steps of OR-Tools' search tree that it may take to each solution asked for."""


def search(request: Request, report: Report) -> None:
    """Search for so many seconds or solutions, from the plan given or from its own."""
    OrToolsModel(request.day).search(
        start=request.start,
        seconds=request.stop.seconds,
        solutions=request.stop.iterations,
        found=report,
    )


class OrToolsModel:
    """The model of one problem.

    Parameters
    ----------
    day
        Its shifts are the model's vehicles, in the same order.
    """

    def __init__(self, day: Indexed) -> None:
        self.day = day
        windows = [shift.shift.window for shift in day.shifts]
        self._whole = Window(
            min(window.start for window in windows), max(window.end for window in windows)
        )
        self._manager = pywrapcp.RoutingIndexManager(
            len(day.places),
            len(day.shifts),
            [shift.start for shift in day.shifts],
            [shift.end for shift in day.shifts],
        )
        self.routing = pywrapcp.RoutingModel(self._manager)
        self._ticks = {
            profile: self._matrix(roads.hops + np.array(day.service)[:, None])
            for profile, roads in day.roads.items()
        }
        self._add_loads()
        self._add_times()
        self._add_costs()
        self._add_shipments()

    def search(
        self,
        *,
        start: list[Nodes] | None,
        seconds: float | None,
        solutions: int | None,
        found: Callable[[list[Nodes]], None],
    ) -> None:
        """Search by guided local search.

        Parameters
        ----------
        start
            Valid routes to begin with; None: OR-Tools makes its own.
        seconds, solutions
            Where it ends.
        found
            Called with the routes of each solution that is the best so far.
        """
        parameters = pywrapcp.DefaultRoutingSearchParameters()
        parameters.first_solution_strategy = FirstSolutionStrategy.PARALLEL_CHEAPEST_INSERTION
        parameters.local_search_metaheuristic = LocalSearchMetaheuristic.GUIDED_LOCAL_SEARCH
        if seconds is not None:
            parameters.time_limit.FromNanoseconds(int(seconds * 1e9))
        if solutions is not None:
            parameters.solution_limit = solutions
            # Where nothing is left to be found, no solution comes any more.
            most = min(solutions * BRANCHES_OF_A_SOLUTION, UNLIMITED)
            limit = self.routing.solver().Limit(UNLIMITED, most, UNLIMITED, UNLIMITED)
            self.routing.AddSearchMonitor(limit)
        best = UNLIMITED

        def report() -> None:
            nonlocal best
            cost = self.routing.CostVar().Min()
            if cost < best:
                best = cost
                found([self._ridden(number) for number in range(len(self.day.shifts))])

        self.routing.CloseModelWithParameters(parameters)
        self.routing.AddAtSolutionCallback(report)
        if start is None:
            self.routing.SolveWithParameters(parameters)
        else:
            routes = [[self._manager.NodeToIndex(node) for node in nodes] for nodes in start]
            assignment = self.routing.ReadAssignmentFromRoutes(routes, True)
            self.routing.SolveFromAssignmentWithParameters(assignment, parameters)

    def _ridden(self, number: int) -> Nodes:
        """What a vehicle does in the solution at hand."""
        nodes = []
        index = self.routing.NextVar(self.routing.Start(number)).Value()
        while not self.routing.IsEnd(index):
            nodes.append(self._manager.IndexToNode(index))
            index = self.routing.NextVar(index).Value()
        return tuple(nodes)

    def _matrix(self, ticks: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
        """Ticks that fit OR-Tools; where there is no way they outlast the day."""
        day = self._whole.end - self._whole.start
        return np.where(ticks >= NEVER, day + 1, ticks)

    def _add_loads(self) -> None:
        for dimension, name in enumerate(("grams", "litres", "parcels")):
            amounts = [0] * len(self.day.places)
            for shipment, load in enumerate(self.day.loads):
                amounts[2 * shipment], amounts[2 * shipment + 1] = load[dimension], -load[dimension]
            self.routing.AddDimensionWithVehicleCapacity(
                self.routing.RegisterUnaryTransitVector(amounts),
                0,
                [shift.vehicle.capacity.amounts[dimension] for shift in self.day.shifts],
                True,
                name,
            )

    def _add_times(self) -> None:
        """Windows, shifts and breaks, counted from the first shift's start."""
        origin, length = self._whole.start, self._whole.end - self._whole.start
        transits = {
            profile: self.routing.RegisterTransitMatrix(ticks.tolist())
            for profile, ticks in self._ticks.items()
        }
        self.routing.AddDimensionWithVehicleTransits(
            [transits[shift.vehicle.profile] for shift in self.day.shifts],
            length,
            length,
            False,
            "time",
        )
        self._time = self.routing.GetMutableDimension("time")
        for node, task in enumerate(self.day.tasks):
            opening = self.day.problem.place(task.place).opening
            spans = both(task.windows, opening, self._whole)
            cumul = self._time.CumulVar(self._manager.NodeToIndex(node))
            cumul.SetRange(spans[0][0] - origin, spans[-1][1] - origin)
            for (_, closes), (opens, _) in pairwise(spans):
                if closes + 1 < opens:
                    cumul.RemoveInterval(closes + 1 - origin, opens - 1 - origin)
        for number, shift in enumerate(self.day.shifts):
            window = shift.shift.window
            for index in (self.routing.Start(number), self.routing.End(number)):
                self._time.CumulVar(index).SetRange(window.start - origin, window.end - origin)
            if shift.shift.breaks:
                self._add_breaks(number, shift)

    def _add_breaks(self, number: int, shift: IndexedShift) -> None:
        solver, origin = self.routing.solver(), self._whole.start
        pauses = [
            solver.FixedDurationIntervalVar(
                pause.window.start - origin,
                pause.window.end - origin,
                pause.duration,
                False,
                pause.id,
            )
            for pause in shift.shift.breaks
        ]
        service = [
            self.day.service[self._manager.IndexToNode(index)]
            for index in range(self.routing.Size())
        ]
        self._time.SetBreakIntervalsOfVehicle(pauses, number, service)

    def _add_costs(self) -> None:
        """Search prices: where all time is paid, each way costs its time, and waiting the rest."""
        evaluators: dict[tuple[str, CostUnits, CostUnits], int] = {}
        for number, shift in enumerate(self.day.shifts):
            price, profile = shift.price, shift.vehicle.profile
            per_way = 0 if price.minimum_paid else price.paid_tick
            key = profile, price.tick, per_way
            if key not in evaluators:
                costs = price.tick * self.day.roads[profile].distances
                costs = costs + per_way * self._ticks[profile]
                evaluators[key] = self.routing.RegisterTransitMatrix(costs.tolist())
            self.routing.SetArcCostEvaluatorOfVehicle(evaluators[key], number)
            self.routing.SetFixedCostOfVehicle(
                price.fixed + price.paid_tick * price.minimum_paid, number
            )
            if price.minimum_paid:
                bound = pywrapcp.BoundCost(price.minimum_paid, price.paid_tick)
                self._time.SetSoftSpanUpperBoundForVehicle(bound, number)
            else:
                self._time.SetSlackCostCoefficientForVehicle(price.paid_tick, number)

    def _add_shipments(self) -> None:
        solver = self.routing.solver()
        for shipment, longest in enumerate(self.day.longest):
            pickup = self._manager.NodeToIndex(2 * shipment)
            delivery = self._manager.NodeToIndex(2 * shipment + 1)
            self.routing.AddPickupAndDelivery(pickup, delivery)
            vehicles = [self.routing.VehicleVar(index) for index in (pickup, delivery)]
            solver.Add(vehicles[0] == vehicles[1])
            taking = [n for n, shift in enumerate(self.day.shifts) if shift.takes[shipment]]
            for vehicle in vehicles:
                vehicle.SetValues([-1, *taking])
            if longest is not None:
                leaving = self._time.CumulVar(pickup) + self.day.service[2 * shipment]
                solver.Add(self._time.CumulVar(delivery) - leaving <= longest)
            self.routing.AddDisjunction([pickup, delivery], self.day.left_out[shipment], 2)
