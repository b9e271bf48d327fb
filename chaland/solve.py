"""``chaland solve``: an instance of the literature, solved and written as SINTEF text."""

from pathlib import Path
from typing import Annotated

import typer

from chaland.invocation import invocation
from chaland.options import EngineName, OutFile, Seconds, Seed
from chaland.output import show
from chaland.words import say
from routing.model.units import CostUnits
from routing.solve import Engine
from routing.typography import number

Instance = Annotated[
    Path, typer.Argument(help=say("help.solve.instance"), metavar="INSTANCE", show_default=False)
]


def solve(
    instance: Instance,
    out: OutFile,
    seconds: Seconds = 10,
    seed: Seed = 1,
    engine: EngineName = Engine.SEARCH,
) -> None:
    """Solve an instance and write its routes; the plan is verified first."""
    from chaland.folders import write_file
    from chaland.searching import proof_document, proof_shown, search_and_prove
    from routing.formats.instances import read_instance
    from routing.formats.sintef import write_solution

    problem = read_instance(instance)

    def write_cost(cost: CostUnits) -> str:
        return number(cost / problem.ticks_per_unit, invocation().language, 2)

    plan, proof = search_and_prove(
        problem, seconds=seconds, seed=seed, engine=engine, write_cost=write_cost
    )
    write_file(out, write_solution(problem, plan))
    vehicles, cost = len(plan.routes), plan.cost / problem.ticks_per_unit
    unserved = [left_out.shipment for left_out in plan.unserved]
    solved = say("said.solved", vehicles=vehicles, cost=write_cost(plan.cost), file=str(out))
    left_out = [say("said.unserved_requests", count=len(unserved))] if unserved else []
    document = {
        "file": str(out),
        "vehicles": vehicles,
        "cost": cost,
        "unserved": unserved,
        "proof": proof_document(proof),
    }
    show(document, solved, *proof_shown(proof), *left_out)
