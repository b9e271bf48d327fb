"""What a search makes small: one whole number for a whole plan."""

from dataclasses import dataclass

from routing.errors import SolverError
from routing.model import Costs, Objective, Problem, Route, Shipment, Task
from routing.model.cost import (
    UNITS_PER_CENT,
    UNITS_PER_CENT_PER_HOUR_SECOND,
    UNITS_PER_CENT_PER_KM_METRE,
)
from routing.model.units import CostUnits, Ticks

_MOST_OF_ONE, _MOST_OF_ALL = 1 << 55, 1 << 62
"""Of leaving one shipment out, and all of them: the native search adds them up in 64 bits."""


@dataclass(frozen=True, slots=True)
class Price:
    """What a shift costs: `fixed + paid_tick x max(minimum_paid, duration) + tick x distance`."""

    fixed: CostUnits
    paid_tick: CostUnits
    minimum_paid: Ticks
    tick: CostUnits

    def of(self, duration: Ticks, distance: Ticks) -> CostUnits:
        """The cost of a route."""
        paid = max(self.minimum_paid, duration)
        return self.fixed + self.paid_tick * paid + self.tick * distance


def price(problem: Problem, costs: Costs) -> Price:
    """What rule 9 says that a shift costs; in a literature problem its distance."""
    if problem.objective is not Objective.MONEY:
        return Price(0, 0, 0, 1)
    return Price(
        costs.fixed * UNITS_PER_CENT,
        costs.per_hour * UNITS_PER_CENT_PER_HOUR_SECOND,
        costs.minimum_paid,
        costs.per_km * UNITS_PER_CENT_PER_KM_METRE,
    )


def left_out_cost(problem: Problem, shipment: Shipment) -> CostUnits:
    """What leaving a shipment out adds to a plan's cost by rules 9 and 13."""
    money = problem.objective is Objective.MONEY
    return (shipment.penalty or 0) * UNITS_PER_CENT if money else 0


def lateness_rate(problem: Problem, task: Task) -> CostUnits:
    """What rule 11 asks for each tick that a task starts after its last window."""
    if task.lateness is None or problem.objective is not Objective.MONEY:
        return 0
    return task.lateness.cents_per_hour * UNITS_PER_CENT_PER_HOUR_SECOND


def added_cost(problem: Problem, route: Route) -> CostUnits:
    """What a route adds to its plan's cost: its own, and that of being late."""
    tasks = (
        (problem.shipment_by_id[service.shipment].task(service.kind), service.start)
        for _, service in route.services()
    )
    return route.cost + sum(
        lateness_rate(problem, task) * max(0, start - task.windows[-1].end)
        for task, start in tasks
        if task.lateness is not None
    )


class SearchPrices:
    """Prices in which, of two plans, the one that rule 13 calls better is the cheaper.

    A shipment that must be served costs more than all routes, lateness and penalties together, and
    where vehicles come first a route costs more than any distance.

    Raises
    ------
    SolverError
        ``solver.beyond_counting`` when they have no room in 64 bits.
    """

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        legs = 2 * len(problem.shipments) + len(problem.shifts)
        if any(shift.reload is not None for _, shift in problem.shifts.values()):
            legs *= 2
        leg = max((int(m.distances.max(initial=0)) for m in problem.matrices.values()), default=0)
        self._farthest = leg * legs
        shifts = problem.shifts.values()
        prices = [self.shift(vehicle.costs) for vehicle, _ in shifts]
        dearest = max((one.tick for one in prices), default=0)
        times = (shift.window.end - shift.window.start for _, shift in shifts)
        routes = sum(map(_without_ways, prices, times)) + dearest * self._farthest
        end = max((shift.window.end for _, shift in shifts), default=0)
        lateness = sum(
            _latest_cost(problem, task, end)
            for shipment in problem.shipments
            for task in (shipment.pickup, shipment.delivery)
        )
        penalties = sum(left_out_cost(problem, shipment) for shipment in problem.shipments)
        self._mandatory = routes + lateness + penalties + 1
        _require_countable(self._mandatory, len(problem.shipments))

    def shift(self, costs: Costs) -> Price:
        """Of a shift."""
        if self.problem.objective is Objective.VEHICLES:
            return Price(self._farthest + 1, 0, 0, 1)
        return price(self.problem, costs)

    def left_out(self, shipment: Shipment) -> CostUnits:
        """Of a shipment that is not served."""
        if shipment.penalty is None:
            return self._mandatory
        return left_out_cost(self.problem, shipment)


def _without_ways(price: Price, longest: Ticks) -> CostUnits:
    """The most that a shift costs beside its ways, which are bounded for all shifts together."""
    return price.of(longest, 0)


def _latest_cost(problem: Problem, task: Task, end: Ticks) -> CostUnits:
    """The most that being late may cost: nothing starts after the last shift."""
    if task.lateness is None or not task.windows:
        return 0
    latest = min(task.lateness.latest, end)
    return lateness_rate(problem, task) * max(0, latest - task.windows[-1].end)


def _require_countable(mandatory: CostUnits, shipments: int) -> None:
    if mandatory >= _MOST_OF_ONE or mandatory * (shipments + 1) >= _MOST_OF_ALL:
        raise SolverError("solver.beyond_counting")
