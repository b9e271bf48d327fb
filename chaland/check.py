"""``chaland check``: whether a plan, or a solution of an instance, keeps every rule."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from chaland.exits import ExitCode, UsageError
from chaland.failure import Fault, documents, explained
from chaland.invocation import invocation
from chaland.output import Document, note, show
from chaland.street_engines import Streets
from chaland.words import say
from routing import typography
from routing.model.cost import shown_cents

Checked = Annotated[
    Path, typer.Argument(help=say("help.check.checked"), metavar="DIR|INSTANCE", show_default=False)
]
Solution = Annotated[
    Path | None,
    typer.Argument(help=say("help.check.solution"), metavar="[SOLUTION]", show_default=False),
]
TownOption = Annotated[
    str | None, typer.Option("--town", help=say("help.check.town_name"), metavar="TOWN")
]


def check(
    checked: Checked,
    solution: Solution = None,
    town: TownOption = None,
    streets: Streets = None,
) -> int:
    """Check a folder of `chaland plan`, or a solution on the instance's own figures."""
    if solution is not None:
        return _check_solution(checked, solution)
    if not checked.is_dir():
        raise UsageError("usage.check_what", path=str(checked))
    return _check_folder(checked, town, streets)


def _check_solution(instance: Path, solution: Path) -> int:
    from routing.check.literature import check_solution

    found = check_solution(instance, solution)
    document = {"vehicles": found.vehicles, "cost": found.cost}
    valid = say(
        "said.solution_valid",
        vehicles=found.vehicles,
        cost=typography.number(found.cost, invocation().language, 2),
    )
    return _tell(found.violations, document, valid)


def _check_folder(folder: Path, town: str | None, streets: list[str] | None) -> int:
    from chaland.file_faults import file_faults, in_money
    from chaland.profiles import kept_in, profiles_of
    from chaland.recompute import recompute
    from routing.check.verify import verify
    from routing.formats.plan_json import read_plan

    file = read_plan(folder)
    recomputed = recompute(file, town, streets, profiles_of(kept_in(folder)))
    problem = replace(file.problem, matrices=recomputed.matrices)
    violations = map(in_money, verify(problem, file.plan))
    faults: tuple[Fault, ...] = (*file_faults(file), *recomputed.faults, *violations)
    told = "said.recomputed" if recomputed.town else "said.not_recomputed"
    note(say(told, town=file.heading.town))
    if not file.problem.matrices:
        note(say("said.no_matrices_file"))
    cost = shown_cents(file.plan.cost)
    document = {
        "cost": {"units": file.plan.cost, "cents": cost},
        "matrices_recomputed": bool(recomputed.town),
        "matrices_beside": bool(file.problem.matrices),
    }
    language = invocation().language
    valid = say("said.plan_valid", cost=typography.money(cost, language))
    return _tell(faults, document, valid)


def _tell(faults: Sequence[Fault], document: Document, valid: str) -> int:
    if not faults:
        show({"valid": True, **document, "violations": []}, valid)
        return ExitCode.DONE
    headline = say("said.violations", count=len(faults))
    shown = explained(faults)
    show({"valid": False, **document, "violations": documents(faults)}, headline, shown)
    return ExitCode.VIOLATIONS
