"""The literature's instances: our search and its rivals on the panel, at equal time.

Our row is the median of several seeds, each rival has one; VROOM has as long as it wants, and that
is told. All engines work on the same cores. Every plan is verified twice: by our rules, and on the
instance's own numbers, which give the figures that stand in the rows.
"""

import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.panel import Instance, read_instances, read_panel
from benchmarks.pdptw_summary import (
    DISTANCE,
    DISTANCE_ENGINES,
    DISTANCE_FROM,
    DISTANCE_OF,
    summary,
)
from benchmarks.rows import Answer, Question, Row, RowsFile
from routing.check import verify
from routing.check.literature import check_solution
from routing.check.violation import SolutionCode
from routing.formats.instances import read_instance
from routing.formats.sintef import write_solution
from routing.model import Objective, Plan, Problem
from routing.solve import Engine, solve
from routing.solve.engines.engine import ABILITIES

RESULTS = Path(__file__).parent / "results"

SEEDS = (1, 2, 3)

PARTS = (*read_panel(), DISTANCE)


def run(  # noqa: PLR0913  # one keyword for each question that can be asked
    instances: Path,
    out: Path = RESULTS,
    *,
    engines: Collection[Engine] = tuple(Engine),
    seeds: Sequence[int] = SEEDS,
    parts: Collection[str] = PARTS,
    only: Collection[str] = (),
    share: float = 1.0,
    told: Callable[[Row], None] | None = None,
) -> dict[str, object]:
    """Measure and keep every row in a file, which is named in what comes back.

    Parameters
    ----------
    instances
        Folder of the instances, each family with its ``bks.csv``.
    out
        Folder for ``pdptw.json``.
    seeds
        Ours; a rival has the first.
    parts
        Out of `PARTS`.
    only
        Names of instances; none: all of the parts. Others than the panel's are measured as if they
        were of each part: keep their rows in a folder of their own.
    share
        Of the seconds, for a quick look: such rows are kept apart from those of the whole time.
    told
        Called with each row as it is known.
    """
    known = read_instances(instances)
    file = RowsFile(out / "pdptw.json", lambda rows: summary(rows, known, share))
    for question in _questions(known, engines, seeds, share, only):
        name = question.name
        if question.part not in parts or (only and name not in only):
            continue
        row = file.answered(question) or file.add(question, _answer(known[name], question))
        if told is not None:
            told(row)
    return {"file": str(file.path), **file.document()}


def _questions(
    known: Mapping[str, Instance],
    engines: Collection[Engine],
    seeds: Sequence[int],
    share: float,
    only: Collection[str],
) -> Iterator[Question]:
    panel = read_panel()
    free = panel[DISTANCE_OF]
    drawn = {name for part in panel.values() for name in part.instances}
    others = tuple(name for name in only if name not in drawn)
    large = [name for name in (*free.instances, *others) if known[name].size >= DISTANCE_FROM]
    for part, content, names, asked in (
        *(
            (part, content, (*content.instances, *others), engines)
            for part, content in panel.items()
        ),
        (DISTANCE, free, large, [engine for engine in engines if engine in DISTANCE_ENGINES]),
    ):
        for name in names:
            for engine, seed in _runs(asked, seeds):
                yield Question(part, name, engine, seed, content.seconds * share)


def _runs(engines: Collection[Engine], seeds: Sequence[int]) -> Iterator[tuple[Engine, int]]:
    for engine in Engine:
        if engine in engines and ABILITIES[engine].installed:
            for seed in seeds if engine is Engine.SEARCH else seeds[:1]:
                yield engine, seed


def _answer(instance: Instance, question: Question) -> Answer:
    problem = read_instance(instance.file)
    if question.part == DISTANCE:
        problem = replace(problem, objective=Objective.DISTANCE)
    started = time.monotonic()
    plan = solve(problem, stop=question.stop, seed=question.seed, engine=question.engine)
    spent = time.monotonic() - started
    return checked(instance, problem, plan, spent)


def checked(instance: Instance, problem: Problem, plan: Plan, spent: float) -> Answer:
    """The figures of the instance's own checker; who is unserved is counted, not broken."""
    violations = len(verify(problem, plan))
    unserved, spent = len(plan.unserved), round(spent, 2)
    if not plan.routes:
        return Answer(0, 0.0, unserved, spent, violations)
    with TemporaryDirectory() as folder:
        solution = Path(folder) / "solution"
        solution.write_text(write_solution(problem, plan), encoding="utf-8")
        checked = check_solution(instance.file, solution)
    violations += sum(found.code is not SolutionCode.MISSING for found in checked.violations)
    return Answer(checked.vehicles, round(checked.cost, 6), unserved, spent, violations)
