"""Town days: what our search finds in a second and in ten, beside the best of any engine in sixty.

An engine that does not know breaks, several windows or time on board plans the day without them,
which is said in its rows; then its rounds get the exact times of the true day, and what does not
fit is put in elsewhere. One that lacks more than that is left out. Every plan is verified.
"""

import time
from collections.abc import Callable, Collection, Iterator, Sequence
from importlib.resources import files
from pathlib import Path

from benchmarks.days_summary import summary
from benchmarks.rows import Answer, Question, Row, RowsFile
from benchmarks.town_day import LEFT_OUT, town_day, without
from routing.check import verify
from routing.model import Plan, Problem
from routing.solve import Engine, Stop, solve
from routing.solve.alone import compare
from routing.solve.engines.engine import ABILITIES
from routing.solve.engines.feature import features_of
from routing.solve.finish import finished
from routing.solve.sequence import sequences_of
from routing.town.pack import load_town

RESULTS = Path(__file__).parent / "results"
SHIPPED = Path(str(files("data"))) / "towns" / "monaco.town"

SEEDS = (1, 2, 3)
ORDERS = (20, 60, 200)

SHORT = (1.0, 10.0)
LONG = 60.0
"""Seconds of search: what is measured, and what it is measured by."""

AT_EQUAL_TIME = frozenset({Engine.SEARCH, Engine.ORTOOLS})
"""Those that are asked for short plans too."""

COMPARING = 20.0
"""Seconds for all shops alone."""


def run(  # noqa: PLR0913  # one keyword for each question that can be asked
    towns: Sequence[Path] = (SHIPPED,),
    out: Path = RESULTS,
    *,
    engines: Collection[Engine] = tuple(Engine),
    seeds: Sequence[int] = SEEDS,
    orders: Sequence[int] = ORDERS,
    share: float = 1.0,
    told: Callable[[Row], None] | None = None,
) -> dict[str, object]:
    """Measure and keep every row in a file, which is named in what comes back.

    Parameters
    ----------
    towns
        Packs.
    out
        Folder for ``days.json``.
    seeds
        A day each; they are the searches' seeds too.
    share
        Of the seconds, for a quick look: such rows are kept apart from those of the whole time.
    told
        Called with each row as it is known.
    """
    file = RowsFile(out / "days.json", lambda rows: summary(rows, SHORT, LONG, share))
    for pack in towns:
        town = load_town(pack)
        for count in orders:
            for seed in seeds:
                day = _Day(f"{town.name} {count}", town_day(town, count, seed), seed, share)
                for row in day.rows(file, engines):
                    if told is not None:
                        told(row)
    return {"file": str(file.path), **file.document()}


class _Day:
    """One day, asked of every engine."""

    def __init__(self, part: str, problem: Problem, seed: int, share: float) -> None:
        self.part, self.problem, self.seed, self.share = part, problem, seed, share
        self.features = features_of(problem)
        self.like: Plan | None = None
        """Our own plan, whose windows are given to who knows but one a task."""

    def rows(self, file: RowsFile, engines: Collection[Engine]) -> Iterator[Row]:
        """A row for each engine that can plan the day, ours first."""
        for engine in Engine:
            unknown = self.features & ABILITIES[engine].cannot
            if engine not in engines or not ABILITIES[engine].installed or unknown - LEFT_OUT:
                continue
            for seconds in (*SHORT, LONG) if engine in AT_EQUAL_TIME else (LONG,):
                asked = Question(
                    self.part, f"day {self.seed}", engine, self.seed, seconds * self.share
                )
                yield file.answered(asked) or file.add(asked, self._answer(asked))

    def _answer(self, asked: Question) -> Answer:
        problem, engine = self.problem, asked.engine
        unknown = self.features & ABILITIES[engine].cannot
        known = without(problem, unknown, self._like()) if unknown else problem
        started = time.monotonic()
        plan = solve(known, stop=asked.stop, seed=self.seed, engine=engine)
        spent = time.monotonic() - started
        if unknown:
            plan = finished(problem, sequences_of(plan))
        alone = None
        if engine is Engine.SEARCH:
            self.like = plan
        if engine is Engine.SEARCH and asked.seconds == LONG * self.share:
            together = compare(problem, plan, seconds=COMPARING * self.share)
            alone = float(together.alone.cost)
        return Answer(
            len(plan.routes),
            float(plan.cost),
            len(plan.unserved),
            round(spent, 2),
            len(verify(problem, plan)),
            tuple(sorted(unknown)),
            alone,
        )

    def _like(self) -> Plan:
        if self.like is None:
            stop = Stop(seconds=SHORT[-1] * self.share)
            self.like = solve(self.problem, stop=stop, seed=self.seed)
        return self.like
