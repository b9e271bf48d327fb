"""What each part of the native search is worth: the same search with everything, and without it.

By steps on one thread a row can be repeated, but for the processor time it took, which is kept
beside it: a part that saves time hardly shows otherwise. By seconds, on two threads, all that
counts is what comes out. Every plan is verified.
"""

import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.ablation_summary import NOTHING, Limits, problems_of, summary, table
from benchmarks.days import SHIPPED
from benchmarks.panel import Instance, read_instances
from benchmarks.pdptw import checked
from benchmarks.rows import Answer, Question, Row, RowsFile
from benchmarks.town_day import town_day
from routing.check import verify
from routing.formats.instances import read_instance
from routing.model import Plan, Problem
from routing.solve import Engine
from routing.solve.finish import finished
from routing.solve.hopeful import hopeful
from routing.solve.indexed import Indexed
from routing.solve.native import search
from routing.town.pack import load_town

RESULTS = Path(__file__).parent / "results"

SEEDS = (1, 2, 3)

PARTS = (
    "ejections",
    "alternation",
    "basins",
    "blocks",
    "heat",
    "absences",
    "stretches",
    "exchanges",
    "blinks",
    "memory",
)
"""What ``routing/native/search/recipe.hpp`` can leave out."""

DAY = "monaco-60"
DAY_ORDERS, DAY_SEED = 60, 1

STEPS: Mapping[str, int] = {
    "bar-n100-5": 520_000,
    "lr2_2_7": 200_000,
    "lrc1_4_3": 200_000,
    "lr1_10_7": 100_000,
    DAY: 56_000,
}
"""Of the panel: a small instance, one with long routes, one with short ones, a large one; and a
day."""


@dataclass(frozen=True, slots=True)
class Measured:
    """What was measured: for programs, with the file's name, and as a table."""

    document: Mapping[str, object]
    table: list[list[str]]


def run(  # noqa: PLR0913  # one keyword for each question that can be asked
    instances: Path | None,
    out: Path = RESULTS,
    *,
    parts: Collection[str] = PARTS,
    seeds: Sequence[int] = SEEDS,
    only: Collection[str] = (),
    share: float = 1.0,
    seconds: float | None = None,
    told: Callable[[Row], None] | None = None,
) -> Measured:
    """Measure and keep every row in a file.

    Parameters
    ----------
    instances
        Folder of the literature's instances, each family with its ``bks.csv``; without it only the
        day is measured.
    out
        Folder for ``ablation.json``.
    parts
        Out of `PARTS`: each is left out once.
    only
        Problems out of `STEPS`; none: all.
    share
        Of the steps, for a quick look: such rows are kept apart from those of all the steps.
    seconds
        Of search, instead of steps.
    told
        Called with each row as it is known.
    """
    known = read_instances(instances) if instances is not None else {}
    names = [name for name in STEPS if name in known or name == DAY]
    limits: Limits = {
        name: (0.0, max(1, round(STEPS[name] * share))) if seconds is None else (seconds, None)
        for name in names
        if not only or name in only
    }
    file = RowsFile(out / "ablation.json", lambda rows: summary(rows, limits))
    problems = {name: _problem(known, name) for name in limits}
    for question in _questions(limits, parts, seeds):
        name = question.name
        row = file.add(question, _answer(problems[name], known.get(name), question))
        if told is not None:
            told(row)
    return Measured(
        {"file": str(file.path), **file.document()}, table(problems_of(file.rows, limits))
    )


def _questions(limits: Limits, parts: Collection[str], seeds: Sequence[int]) -> Iterator[Question]:
    """A seed of everything first, so that there is a whole table early."""
    for seed in seeds:
        for name, (seconds, steps) in limits.items():
            for part in (NOTHING, *parts):
                yield Question(part, name, Engine.SEARCH, seed, seconds, steps)


def _problem(known: Mapping[str, Instance], name: str) -> Problem:
    if name == DAY:
        return town_day(load_town(SHIPPED), DAY_ORDERS, DAY_SEED)
    return read_instance(known[name].file)


def _answer(problem: Problem, instance: Instance | None, question: Question) -> Answer:
    plan, spent = _searched(problem, question)
    if instance is not None:
        return checked(instance, problem, plan, spent)
    broken = len(verify(problem, plan))
    return Answer(len(plan.routes), float(plan.cost), len(plan.unserved), round(spent, 2), broken)


def _searched(problem: Problem, question: Question) -> tuple[Plan, float]:
    """A plan without the part of the search that is asked about, and its processor time."""
    day = Indexed(problem, hopeful(problem))
    without = () if question.part == NOTHING else (question.part,)
    began = time.process_time()
    nodes = search(
        day,
        [() for _ in day.shifts],
        question.stop,
        question.seed,
        lambda _cost, _nodes: False,
        without=without,
    )
    spent = time.process_time() - began
    return finished(problem, day.sequences(nodes)), spent
