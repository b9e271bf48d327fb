"""A search that shows how far it is and what it has found."""

from collections.abc import Callable

from chaland.output import progress
from chaland.words import say
from routing.model import Plan, Problem
from routing.model.units import CostUnits


def search(
    problem: Problem, *, seconds: int, seed: int, write_cost: Callable[[CostUnits], str]
) -> Plan:
    """Solve a problem within so many seconds, with a bar on the standard error.

    Parameters
    ----------
    write_cost
        Writes the cost of the best plan so far.

    Raises
    ------
    InvalidPlanError
        When the search gives back a plan that breaks a rule.
    """
    from routing.check.verify import require_valid
    from routing.solve import Progress, Stop, solve

    with progress() as bar:
        task = bar.add_task(say("said.searching"), total=seconds, found="")

        def advance(state: Progress) -> None:
            found = say("said.found", cost=write_cost(state.cost), left_out=state.left_out)
            bar.update(task, completed=state.seconds, found=found)

        plan = solve(problem, stop=Stop(seconds=seconds), seed=seed, progress=advance)
    require_valid(problem, plan)
    return plan
