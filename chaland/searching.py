"""Searches that show how far they are and what they have found."""

from collections.abc import Callable

from chaland.invocation import invocation
from chaland.output import Document, note, progress
from chaland.words import say
from routing.model import Comparison, Plan, Problem, totals
from routing.model.units import CostUnits
from routing.solve import Engine, Proof
from routing.typography import number

SEARCHING, LONGEST = 0.25, 1.0
"""Share of the time of a very small problem that is searched, and its most seconds; what is left is
for the proof, which ends as soon as there is one."""

CHOOSING = 0.2
"""Share of the time in which the routes of several searches are combined."""

SEEDS = 2**31
"""So many there are, and the first follows the last."""


def search(
    problem: Problem,
    *,
    seconds: float,
    seed: int,
    engine: Engine,
    write_cost: Callable[[CostUnits], str],
    start: Plan | None = None,
) -> Plan:
    """Solve a problem within so many seconds, with a bar on the standard error.

    Parameters
    ----------
    write_cost
        Writes the cost of the best plan so far.
    start
        A plan to begin with.

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
        plan = solve(problem, stop=stop, seed=seed, start=start, progress=advance, engine=engine)
    require_valid(problem, plan)
    return plan


def search_and_combine(
    problem: Problem,
    *,
    seconds: float,
    seed: int,
    engine: Engine,
    searches: int,
    write_cost: Callable[[CostUnits], str],
    start: Plan | None = None,
) -> Plan:
    """Let searches with own seeds share the seconds; keep the best plan of all their routes.

    Ctrl-C while routes are combined breaks off no more than that: the best plan so far is kept.
    """
    from routing.solve.pool import combine
    from routing.solve.value import value_of

    def one(number: int, seconds: float) -> Plan:
        own = (seed + number) % SEEDS
        return search(
            problem, seconds=seconds, seed=own, engine=engine, write_cost=write_cost, start=start
        )

    if searches == 1:
        return one(0, seconds)
    choosing = seconds * CHOOSING
    plans = [one(number, (seconds - choosing) / searches) for number in range(searches)]
    try:
        return combine(problem, plans, seconds=choosing)
    except KeyboardInterrupt:
        note(say("said.not_combined"))
        return min(plans, key=lambda plan: value_of(problem, plan))


def search_and_prove(
    problem: Problem,
    *,
    seconds: float,
    seed: int,
    engine: Engine,
    searches: int = 1,
    write_cost: Callable[[CostUnits], str],
    start: Plan | None = None,
) -> tuple[Plan, Proof | None]:
    """Solve a problem; if it is very small, prove within the same seconds how good the plan is.

    The plan of another engine is left as it is, and what can be proved is searched once. Ctrl-C
    breaks off no more than the proof.
    """
    from routing.solve import prove
    from routing.solve.exact import SMALL

    small = engine is Engine.SEARCH and len(problem.shipments) <= SMALL
    searching = min(seconds * SEARCHING, LONGEST) if small else seconds
    plan = search_and_combine(
        problem,
        seconds=searching,
        seed=seed,
        engine=engine,
        searches=1 if small else searches,
        write_cost=write_cost,
        start=start,
    )
    if not small:
        return plan, None
    try:
        with progress() as bar:
            bar.add_task(say("said.proving"), total=None, found="")
            proof = prove(problem, plan, seconds=seconds - searching)
    except KeyboardInterrupt:
        return plan, None
    return proof.plan, proof


def proof_document(
    proof: Proof | None, written: Callable[[CostUnits], float] = int
) -> Document | None:
    """What is known of the best plan; None when nothing was asked.

    Parameters
    ----------
    written
        A cost in the units in which the document tells costs.
    """
    if proof is None:
        return None
    least = None if proof.least_cost is None else written(proof.least_cost)
    return {"proved": proof.proved, "least_cost": least, "gap": proof.gap}


def proof_shown(proof: Proof | None) -> list[str]:
    """Whether a plan is the best, and if not, how far from it at most."""
    if proof is None:
        return []
    if proof.proved:
        return [say("said.proved")]
    if proof.gap is None:
        return [say("said.not_proved")]
    return [say("said.gap", percent=number(100 * proof.gap, invocation().language, 1))]


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
