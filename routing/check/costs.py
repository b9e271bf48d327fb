"""Rules 9, 11 and 13: what a plan costs, added up anew."""

from collections.abc import Iterator, Sequence

from routing.check.ride import Ride
from routing.check.violation import Violation, ViolationCode, broken
from routing.check.windows import ticks_late
from routing.model import Objective, Plan, Problem
from routing.model.cost import (
    UNITS_PER_CENT,
    UNITS_PER_CENT_PER_HOUR_SECOND,
    UNITS_PER_CENT_PER_KM_METRE,
)
from routing.model.units import CostUnits


def check_costs(problem: Problem, plan: Plan, rides: Sequence[Ride]) -> Iterator[Violation]:
    """Distance and cost of each route, cost of the plan; where a leg has no length, neither."""
    known = []
    for ride in rides:
        shift, written = ride.shift.id, ride.route
        if ride.distance is None:
            continue
        if written.distance != ride.distance:
            yield broken(
                ViolationCode.DISTANCE,
                shift=shift,
                distance=written.distance,
                expected=ride.distance,
            )
        cost = _route_cost(problem, ride, ride.distance)
        if written.cost != cost:
            yield broken(ViolationCode.ROUTE_COST, shift=shift, cost=written.cost, expected=cost)
        known.append(cost)
    if len(known) == len(plan.routes):
        expected = sum(known) + _extra_cost(problem, plan, rides)
        if plan.cost != expected:
            yield broken(ViolationCode.COST, cost=plan.cost, expected=expected)


def _route_cost(problem: Problem, ride: Ride, distance: int) -> CostUnits:
    if problem.objective is not Objective.MONEY:
        return distance
    costs = ride.vehicle.costs
    paid = max(costs.minimum_paid, ride.route.end - ride.route.start)
    return (
        costs.fixed * UNITS_PER_CENT
        + costs.per_hour * paid * UNITS_PER_CENT_PER_HOUR_SECOND
        + costs.per_km * distance * UNITS_PER_CENT_PER_KM_METRE
    )


def _extra_cost(problem: Problem, plan: Plan, rides: Sequence[Ride]) -> CostUnits:
    """Lateness and penalties."""
    if problem.objective is not Objective.MONEY:
        return 0
    lateness = sum(
        done.task.lateness.cents_per_hour * ticks_late(done.task, done.service.start)
        for ride in rides
        for _, done in ride.services()
        if done.task.lateness is not None
    )
    left_out = {unserved.shipment for unserved in plan.unserved}
    penalties = sum(
        shipment.penalty or 0 for shipment in problem.shipments if shipment.id in left_out
    )
    return lateness * UNITS_PER_CENT_PER_HOUR_SECOND + penalties * UNITS_PER_CENT
