"""Rows of measurements kept in a file, written after each, so that nothing measured is lost.

A rival's row is taken again as long as its version and the machine are the same; ours are measured
anew each time.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path

from benchmarks.machine import machine
from routing.formats.atomic import write_text
from routing.solve import Engine, Stop
from routing.solve.engines.engine import ABILITIES

AT_MOST = 1_800
"""Seconds, for who takes its own time."""


@dataclass(frozen=True, slots=True)
class Question:
    """One engine's search on one problem.

    Parameters
    ----------
    part, name
        Which measurement, and which problem of it.
    seconds
        Of search; 0 where steps are its only limit.
    iterations
        Steps of our own search, on one thread.
    """

    part: str
    name: str
    engine: Engine
    seed: int
    seconds: float
    iterations: int | None = None

    @property
    def stop(self) -> Stop:
        """VROOM explores as deeply as it can, which takes its own time; the others have theirs."""
        if self.iterations is not None:
            return Stop(iterations=self.iterations)
        if self.engine is Engine.VROOM:
            return Stop(seconds=AT_MOST, iterations=5)
        return Stop(seconds=self.seconds)


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of it.

    Parameters
    ----------
    cost
        Units of an instance's file, or cost units of a town day.
    spent
        Seconds from the call to the plan; of the processor where parts are left out.
    broken
        Violations that the verifiers found.
    without
        Features that the engine does not know and was not told of; the plan keeps them all the
        same.
    alone
        Cost of the same orders when each shop delivers by itself, where that was reckoned.
    """

    routes: int
    cost: float
    unserved: int
    spent: float
    broken: int = 0
    without: tuple[str, ...] = ()
    alone: float | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A question, its answer, when and where it was measured."""

    question: Question
    answer: Answer
    date: str
    version: str
    processor: str
    cores: int

    @property
    def place(self) -> tuple[str, str, int]:
        """Rows of one place may be compared."""
        return self.version, self.processor, self.cores


Summary = Callable[[Sequence[Row]], Mapping[str, object]]


class RowsFile:
    """The rows of one file, and what it says of them all.

    Parameters
    ----------
    path
        The rows that it holds already are kept.
    summary
        Made anew of all rows whenever one comes in.
    """

    def __init__(self, path: Path, summary: Summary) -> None:
        self.path = path
        self._summary = summary
        here = machine(())
        self._processor, self._cores = str(here["processor"]), int(str(here["cores"]))
        self.rows: list[Row] = list(_read(path)) if path.exists() else []

    def answered(self, question: Question) -> Row | None:
        """A rival's row that need not be measured again."""
        if question.engine is Engine.SEARCH:
            return None
        place = self._version(question.engine), self._processor, self._cores
        rows = (row for row in self.rows if row.question == question and row.place == place)
        return next(rows, None)

    def add(self, question: Question, answer: Answer) -> Row:
        """Keep an answer in the place of an older one, and write the file."""
        row = Row(
            question,
            answer,
            str(machine(())["date"]),
            self._version(question.engine),
            self._processor,
            self._cores,
        )
        self.rows = [*(old for old in self.rows if old.question != question), row]
        self.path.parent.mkdir(parents=True, exist_ok=True)
        write_text(self.path, json.dumps(self.document(), indent=1) + "\n")
        return row

    def document(self) -> dict[str, object]:
        """The whole file."""
        packages = {able.package for able in ABILITIES.values() if able.installed}
        return {
            **machine(sorted(packages)),
            "seeds": sorted({row.question.seed for row in self.rows}),
            "summary": self._summary(self.rows),
            "rows": [_flat(row) for row in self.rows],
        }

    def _version(self, engine: Engine) -> str:
        return version(ABILITIES[engine].package)


def _flat(row: Row) -> dict[str, object]:
    values = asdict(row)
    return {**values.pop("question"), **values.pop("answer"), **values}


def _read(path: Path) -> Iterator[Row]:
    for values in json.loads(path.read_text(encoding="utf-8"))["rows"]:
        question = Question(
            engine=Engine(values.pop("engine")),
            iterations=values.pop("iterations", None),
            **{name: values.pop(name) for name in ("part", "name", "seed", "seconds")},
        )
        without = tuple(values.pop("without"))
        names = ("routes", "cost", "unserved", "spent", "broken", "alone")
        answer = Answer(**{name: values.pop(name) for name in names}, without=without)
        yield Row(question, answer, **values)
