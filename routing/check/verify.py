"""The verifier: whether a plan keeps every rule, whoever made it."""

from routing.check.breaks import check_breaks
from routing.check.commitments import check_commitments
from routing.check.costs import check_costs
from routing.check.loads import check_equipment, check_loads
from routing.check.ride import check_ids, check_paths, read_rides
from routing.check.shipments import check_shipments
from routing.check.stops import check_reloads, check_stops
from routing.check.times import check_times
from routing.check.violation import Violation
from routing.check.windows import check_time_on_board, check_windows
from routing.errors import CheckError
from routing.model import Plan, Problem


class InvalidPlanError(CheckError):
    """A plan that breaks rules where only a valid one may pass.

    Parameters
    ----------
    violations
        All of them.
    """

    def __init__(self, violations: tuple[Violation, ...]) -> None:
        self.violations = violations
        super().__init__("check.invalid_plan", count=len(violations), first=violations[0].code)


def verify(problem: Problem, plan: Plan) -> tuple[Violation, ...]:
    """Everything that is wrong with a plan; empty when it is valid.

    Written from docs/reference/rules.md, and independent of every solver: it looks only at the
    problem and at what the plan says.

    Parameters
    ----------
    problem
        As `ProblemBuilder` makes it.
    plan
        However broken: unknown ids, legs without a path and absurd times are violations too.
    """
    rides = read_rides(problem, plan)
    violations = [*check_ids(problem, plan), *check_shipments(problem, plan)]
    for ride in rides:
        violations += check_paths(ride)
        violations += check_stops(ride)
        violations += check_times(ride)
        violations += check_windows(ride)
        violations += check_time_on_board(ride)
        violations += check_loads(problem, ride)
        violations += check_equipment(ride)
        violations += check_breaks(ride)
        violations += check_reloads(ride)
        violations += check_commitments(ride)
    violations += check_costs(problem, plan, rides)
    return tuple(violations)


def require_valid(problem: Problem, plan: Plan) -> None:
    """Let only a valid plan pass.

    Raises
    ------
    InvalidPlanError
        With all violations.
    """
    violations = verify(problem, plan)
    if violations:
        raise InvalidPlanError(violations)
