"""Whether a plan of a very small day is the best possible, and if not, a better one.

The model is CP-SAT's (see `routing.solve.exact.model`), which runs in a child process. Whatever it
finds gets its times from `routing.solve.timing` and passes the verifier, so a mistake in the model
could make a proof wrong, never a plan.
"""

import threading
import time
from dataclasses import dataclass

from routing.check import require_valid
from routing.model import Plan, Problem
from routing.model.units import CostUnits
from routing.solve.children import replies
from routing.solve.exact.question import Better, Bound, Question
from routing.solve.finish import finished
from routing.solve.value import Value, value_of

SMALL = 8
"""Up to so many shipments a proof mostly takes seconds."""


@dataclass(frozen=True, slots=True)
class Proof:
    """What is known of a day's best plan.

    Parameters
    ----------
    plan
        The best plan known.
    improved
        Whether it is better than the one that was given.
    proved
        Whether no plan is better.
    least_cost
        No better plan costs less. None while it might still serve more shipments that must be
        served, or in `vehicles` have fewer routes.
    """

    plan: Plan
    improved: bool
    proved: bool
    least_cost: CostUnits | None

    @property
    def gap(self) -> float | None:
        """By what share of its cost the plan may still be too dear; None when that is unknown."""
        if self.least_cost is None or self.least_cost >= self.plan.cost:
            return None if self.least_cost is None else 0.0
        return 1 - self.least_cost / self.plan.cost


def prove(
    problem: Problem, plan: Plan, *, seconds: float, cancel: threading.Event | None = None
) -> Proof:
    """Prove that a plan is the best, or find a better one.

    Parameters
    ----------
    problem
        A very small day, `SMALL` shipments or so: more take minutes, then hours.
    plan
        A valid plan.
    seconds
        How long a child process may search.
    cancel
        When set, the search ends within a tenth of a second with what is known by then.

    Raises
    ------
    InvalidPlanError
        When the plan is not valid.

    References
    ----------
    L. Perron, F. Didier, S. Gay, "The CP-SAT-LP solver", Principles and Practice of Constraint
    Programming, 2023, doi:10.4230/LIPIcs.CP.2023.3
    """
    require_valid(problem, plan)
    best = plan
    bound: Value | None = None
    question = Question(problem, plan, time.monotonic() + seconds)
    answers = replies(
        "routing.solve.exact.child", question, deadline=question.deadline, cancel=cancel
    )
    for answer in answers:
        match answer:
            case Better(sequences):
                found = finished(problem, sequences)
                best = min(best, found, key=lambda plan: value_of(problem, plan))
            case Bound(value):
                bound = value if bound is None else max(bound, value)
    require_valid(problem, best)
    value = value_of(problem, best)
    return Proof(
        plan=best,
        improved=value < value_of(problem, plan),
        proved=bound is not None and bound >= value,
        least_cost=bound.cost if bound is not None and bound[:2] == value[:2] else None,
    )
