"""``chaland solve``: an instance of the literature, solved and written as SINTEF text."""

from pathlib import Path
from typing import Annotated

import typer

from chaland.options import OutFile, Seconds, Seed
from chaland.output import progress, show
from chaland.words import say
from routing.model import Plan, Problem

Instance = Annotated[
    Path, typer.Argument(help=say("help.solve.instance"), metavar="INSTANCE", show_default=False)
]


def solve(instance: Instance, out: OutFile, seconds: Seconds = 10, seed: Seed = 1) -> None:
    """Solve and write an instance; the plan is verified first."""
    from routing.formats.instances import read_instance
    from routing.formats.sintef import write_solution

    from chaland.folders import write_file
    from routing.check.verify import require_valid

    problem = read_instance(instance)
    plan = _search(problem, seconds, seed)
    require_valid(problem, plan)
    write_file(out, write_solution(problem, plan))
    cost = plan.cost / problem.ticks_per_unit
    document = {
        "file": str(out),
        "vehicles": len(plan.routes),
        "cost": cost,
        "unserved": [left_out.shipment for left_out in plan.unserved],
    }
    solved = say("said.solved", vehicles=len(plan.routes), cost=f"{cost:.2f}", file=str(out))
    left_out = say("said.unserved_requests", count=len(plan.unserved))
    show(document, solved, *([left_out] if plan.unserved else []))


def _search(problem: Problem, seconds: int, seed: int) -> Plan:
    from routing.solve import Progress, Stop
    from routing.solve import solve as search

    with progress() as bar:
        task = bar.add_task(say("said.searching"), total=seconds, found="")

        def advance(state: Progress) -> None:
            found = "" if state.cost is None else f"{state.cost / problem.ticks_per_unit:.2f}"
            bar.update(task, completed=state.seconds, found=found)

        return search(problem, stop=Stop(seconds=seconds), seed=seed, progress=advance)
