"""A town day for PyVRP: what it would have each shift do.

PyVRP 0.14 knows pickups and deliveries, loads in several dimensions, costs of distance, time and
overtime, and one window a task. So several windows become the one that a given plan uses, equipment
becomes a load for which only equipped vehicles have room, and minimum paid hours a fixed cost with
overtime. Breaks and time on board it does not know.
"""

import math

import numpy as np
import pyvrp
from pyvrp.stop import MaxRuntime

from routing.model import UNREACHABLE, Plan, Problem, Shift, Shipment, TaskKind, Vehicle, Window
from routing.model.units import Instant
from routing.solve.instants import both
from routing.solve.prices import price
from routing.solve.sequence import Sequences

FAR = 1 << 24
"""Ticks of a leg without a path."""

MANY = 1 << 20
"""Room for a load that is never reached."""


def search(problem: Problem, like: Plan, *, seconds: float, seed: int) -> Sequences:
    """Let PyVRP search.

    Parameters
    ----------
    problem
        In money, of one profile.
    like
        A plan that tells which shipments can be served, and in which of several windows.
    """
    data = _Translation(problem, like).data()
    result = pyvrp.solve(data, MaxRuntime(seconds), seed=seed, collect_stats=False)
    shifts = list(problem.shifts)
    return {
        shifts[route.vehicle_type()]: tuple(
            (
                problem.shipments[one.idx].id,
                TaskKind.PICKUP if one.is_pickup() else TaskKind.DELIVERY,
            )
            for one in route
            if one.is_shipment()
        )
        for route in result.best.routes()
    }


class _Translation:
    def __init__(self, problem: Problem, like: Plan) -> None:
        self.problem = problem
        self.started = {
            (service.shipment, service.kind): service.start
            for route in like.routes
            for _, service in route.services()
        }
        ends = [(shift.start_place, shift.end_place) for _, shift in problem.shifts.values()]
        self.depots = list(dict.fromkeys(place for pair in ends for place in pair))
        self.equipment = sorted({one for shipment in problem.shipments for one in shipment.needs})
        prices = [price(problem, vehicle.costs) for vehicle in problem.vehicles]
        amounts = [amount for one in prices for amount in (one.fixed, one.paid_tick, one.tick)]
        self.unit = math.gcd(*amounts) or 1
        windows = [shift.window for _, shift in problem.shifts.values()]
        self.whole = Window(min(w.start for w in windows), max(w.end for w in windows))

    def data(self) -> pyvrp.ProblemData:
        """The day; depots are locations of their own, so that the first stop pays its set-up."""
        places = len(self.problem.places)
        [matrix] = self.problem.matrices.values()
        rows = [*range(places), *(self.problem.place_index[name] for name in self.depots)]
        setup = [place.setup for place in self.problem.places] + [0] * len(self.depots)
        far = matrix.durations == UNREACHABLE
        durations = np.where(far, FAR, matrix.durations)[np.ix_(rows, rows)] + np.array(setup)
        distances = np.where(far, FAR, matrix.distances)[np.ix_(rows, rows)]
        np.fill_diagonal(durations, 0)
        return pyvrp.ProblemData(
            [pyvrp.Location(0, 0) for _ in rows],
            [],
            [pyvrp.Depot(places + number) for number in range(len(self.depots))],
            [self._vehicle(vehicle, shift) for vehicle, shift in self.problem.shifts.values()],
            [distances],  # type: ignore[list-item]  # its stubs give arrays no second dimension
            [durations],
            [],
            [self._shipment(shipment) for shipment in self.problem.shipments],
        )

    def _shipment(self, shipment: Shipment) -> pyvrp.Shipment:
        pickup, delivery = shipment.pickup, shipment.delivery
        return pyvrp.Shipment(
            self.problem.place_index[pickup.place],
            self.problem.place_index[delivery.place],
            *self._span(shipment, TaskKind.PICKUP),
            pickup.service,
            *self._span(shipment, TaskKind.DELIVERY),
            delivery.service,
            amount=[*shipment.load.amounts, *(one in shipment.needs for one in self.equipment)],
            required=(shipment.id, TaskKind.PICKUP) in self.started,
        )

    def _span(self, shipment: Shipment, kind: TaskKind) -> tuple[Instant, Instant]:
        """The window that the plan uses, or from the first to the last."""
        task = shipment.task(kind)
        spans = both(task.windows, self.problem.place(task.place).opening, self.whole)
        start = self.started.get((shipment.id, kind))
        used = [span for span in spans if start is not None and span[0] <= start <= span[1]]
        return used[0] if used else (spans[0][0], spans[-1][1])

    def _vehicle(self, vehicle: Vehicle, shift: Shift) -> pyvrp.VehicleType:
        costs = price(self.problem, vehicle.costs)
        room = [MANY if one in vehicle.equipment else 0 for one in self.equipment]
        paid = costs.paid_tick // self.unit
        return pyvrp.VehicleType(
            capacity=[*vehicle.capacity.amounts, *room],
            start_depot=self.depots.index(shift.start_place),
            end_depot=self.depots.index(shift.end_place),
            fixed_cost=costs.fixed // self.unit + paid * costs.minimum_paid,
            tw_early=shift.window.start,
            tw_late=shift.window.end,
            unit_distance_cost=costs.tick // self.unit,
            shift_duration=costs.minimum_paid,
            max_overtime=shift.window.end - shift.window.start,
            unit_overtime_cost=paid,
        )
