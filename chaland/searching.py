"""Searches that show how far they are and what they have found."""

from collections.abc import Callable

from chaland.output import note, progress
from chaland.words import say
from routing.model import Comparison, Plan, Problem, totals
from routing.model.units import CostUnits
from routing.solve import Engine


def search(
    problem: Problem,
    *,
    seconds: float,
    seed: int,
    engine: Engine,
    write_cost: Callable[[CostUnits], str],
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

        stop = Stop(seconds=seconds)
        plan = solve(problem, stop=stop, seed=seed, progress=advance, engine=engine)
    require_valid(problem, plan)
    return plan


def compared(problem: Problem, plan: Plan, *, seconds: float) -> Comparison:
    """Set a plan beside each shop alone, with a bar on the standard error.

    Ctrl-C breaks off no more than this: the plan is made, and is kept without the comparison.
    """
    from routing.solve.alone import compare

    try:
        with progress() as bar:
            task = bar.add_task(say("said.comparing"), total=1.0, found="")
            return compare(
                problem,
                plan,
                seconds=seconds,
                progress=lambda done: bar.update(task, completed=done),
            )
    except KeyboardInterrupt:
        note(say("said.not_compared"))
        return Comparison(totals(plan), {})
