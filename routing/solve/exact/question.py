"""What a proof's child process is asked, and what it answers."""

from dataclasses import dataclass
from typing import NamedTuple

from routing.model import Objective, Plan, Problem
from routing.model.units import CostUnits
from routing.solve.sequence import Sequences


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
    """The value of a plan."""
    must = sum(problem.shipment_by_id[u.shipment].penalty is None for u in plan.unserved)
    routes = len(plan.routes) if problem.objective is Objective.VEHICLES else 0
    return Value(must, routes, plan.cost)


@dataclass(frozen=True, slots=True)
class Question:
    """Whether a plan is the best.

    Parameters
    ----------
    plan
        A valid one.
    deadline
        By `time.monotonic`, which all processes share.
    """

    problem: Problem
    plan: Plan
    deadline: float


class Better(NamedTuple):
    """Who does what in a plan that is better than all before it."""

    sequences: Sequences


class Bound(NamedTuple):
    """No plan is better than this value."""

    value: Value
