"""What makes one plan better than another."""

from typing import NamedTuple

from routing.model import Objective, Plan, Problem
from routing.model.units import CostUnits


class Value(NamedTuple):
    """What is made small, the most important first (rule 13).

    Parameters
    ----------
    must_left_out
        Shipments left out that must be served.
    routes
        0 unless vehicles come first.
    cost
        As `Plan.cost`.
    """

    must_left_out: int
    routes: int
    cost: CostUnits


def value_of(problem: Problem, plan: Plan) -> Value:
    """The value of a valid plan."""
    must = sum(problem.shipment_by_id[u.shipment].penalty is None for u in plan.unserved)
    routes = len(plan.routes) if problem.objective is Objective.VEHICLES else 0
    return Value(must, routes, plan.cost)
