"""``chaland solve``: an instance of the literature, or a problem in VROOM's format, solved."""

from pathlib import Path
from typing import Annotated, NamedTuple

import typer

from chaland.exits import UsageError
from chaland.invocation import invocation
from chaland.options import EngineName, OutFile, Searches, Seconds, Seed
from chaland.output import show
from chaland.words import say
from routing.model.units import CostUnits
from routing.solve import Engine
from routing.typography import number

Instance = Annotated[
    Path, typer.Argument(help=say("help.solve.instance"), metavar="INSTANCE", show_default=False)
]


TownOption = Annotated[
    str | None, typer.Option("--town", help=say("help.solve.town_name"), metavar="TOWN")
]


def solve(
    instance: Instance,
    out: OutFile,
    seconds: Seconds = 10,
    seed: Seed = 1,
    engine: EngineName = Engine.SEARCH,
    searches: Searches = 1,
    town: TownOption = None,
) -> None:
    """Solve an instance and write its routes; the plan is verified first."""
    searched = Searched(seconds, seed, engine, searches)
    if instance.suffix.lower() == ".json":
        _solve_vroom(instance, out, searched, town)
    elif town is not None:
        raise UsageError("usage.town_of_instance", file=str(instance))
    else:
        _solve_instance(instance, out, searched)


class Searched(NamedTuple):
    """How it is searched."""

    seconds: float
    seed: int
    engine: Engine
    searches: int


def _solve_vroom(file: Path, out: Path, searched: Searched, town: str | None) -> None:
    """A problem in VROOM's format; its solution is written as VROOM writes it."""
    import json

    from chaland.folders import try_file, write_file
    from chaland.searching import proof_document, proof_shown, search_and_prove
    from chaland.towns import open_town
    from routing.day.engines import OwnEngine
    from routing.day.vroom_ways import TownWays
    from routing.formats.vroom import COST_UNIT, read_vroom_file

    ways = None if town is None else TownWays(OwnEngine(open_town(town).network))
    read = read_vroom_file(file, ways)
    try_file(out)

    def in_its_units(cost: CostUnits) -> float:
        return cost / COST_UNIT

    def write_cost(cost: CostUnits) -> str:
        return number(in_its_units(cost), invocation().language, 0)

    plan, proof = search_and_prove(
        read.problem, **searched._asdict(), write_cost=write_cost, start=read.start
    )
    solution = read.solution(plan)
    write_file(out, json.dumps(solution, ensure_ascii=False, indent=1) + "\n")
    summary = solution["summary"]
    solved = say(
        "said.solved",
        vehicles=summary["routes"],
        cost=number(summary["cost"], invocation().language, 0),
        file=str(out),
    )
    unserved = [left_out.shipment for left_out in plan.unserved]
    left_out = [say("said.unserved_requests", count=len(unserved))] if unserved else []
    document = {
        "file": str(out),
        "summary": summary,
        "proof": proof_document(proof, in_its_units),
    }
    show(document, solved, *proof_shown(proof), *left_out)


def _solve_instance(instance: Path, out: Path, searched: Searched) -> None:
    """An instance of the literature; its routes are written as SINTEF text."""
    from chaland.folders import try_file, write_file
    from chaland.searching import proof_document, proof_shown, search_and_prove
    from routing.formats.instances import read_instance
    from routing.formats.sintef import write_solution

    problem = read_instance(instance)
    try_file(out)

    def in_its_units(cost: CostUnits) -> float:
        return cost / problem.ticks_per_unit

    def write_cost(cost: CostUnits) -> str:
        return number(in_its_units(cost), invocation().language, 2)

    plan, proof = search_and_prove(problem, **searched._asdict(), write_cost=write_cost)
    write_file(out, write_solution(problem, plan))
    vehicles, cost = len(plan.routes), in_its_units(plan.cost)
    unserved = [left_out.shipment for left_out in plan.unserved]
    solved = say("said.solved", vehicles=vehicles, cost=write_cost(plan.cost), file=str(out))
    left_out = [say("said.unserved_requests", count=len(unserved))] if unserved else []
    document = {
        "file": str(out),
        "vehicles": vehicles,
        "cost": cost,
        "unserved": unserved,
        "proof": proof_document(proof, in_its_units),
    }
    show(document, solved, *proof_shown(proof), *left_out)
