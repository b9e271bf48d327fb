"""How well a town's own addresses are found, however they are typed, and how soon.

Texts are drawn by `benchmarks.address_queries` and asked of `AddressIndex.search`, the call that
everybody uses. Right is what stands first; nonsense is right when nothing is confident.
"""

import os
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from benchmarks.address_queries import (
    AS_WRITTEN,
    KINDS,
    NONSENSE,
    Doors,
    Typed,
    keystrokes,
)
from benchmarks.machine import kept, machine
from benchmarks.spread import Spread, spread
from routing.town.addresses import AddressIndex
from routing.town.town import Town

RESULTS = Path(__file__).parent / "results"
TYPED_BY_LETTERS = 60
"""Texts that are typed letter by letter."""


@dataclass(frozen=True, slots=True)
class Answers:
    """What came of the texts of one kind.

    Parameters
    ----------
    first
        Share of the texts whose door stands first.
    confident
        Share of the texts with a confident candidate.
    wrongly_confident
        Texts with a confident candidate that is not their door.
    """

    kind: str
    queries: int
    first: float
    confident: float
    wrongly_confident: int
    milliseconds: Spread
    processor_milliseconds: Spread


@dataclass(frozen=True, slots=True)
class Typing:
    """Searches of every beginning of some texts, one after each letter."""

    letters: int
    milliseconds: Spread
    processor_milliseconds: Spread


@dataclass(frozen=True, slots=True)
class Result:
    """What was measured of a town.

    Parameters
    ----------
    document
        All of it, as it stands in the file.
    """

    answers: tuple[Answers, ...]
    typing: Typing
    document: dict[str, object]


def run(town: Town, out: Path = RESULTS, *, seed: int = 1, queries: int = 1_000) -> Result:
    """Measure a town and write the result to a file, which is named in the document.

    Parameters
    ----------
    out
        Folder for ``addresses-TOWN.json``.
    queries
        Of each kind; fewer where a town has too few addresses of it.
    """
    result = measure(town, seed=seed, queries=queries)
    return replace(result, document=kept(result.document, out, "addresses", town.name))


def measure(town: Town, *, seed: int, queries: int) -> Result:
    """Shares of right answers by kind of text, and milliseconds."""
    began = time.perf_counter()
    index = AddressIndex(town)
    built = time.perf_counter() - began
    doors = Doors(town.addresses)
    drawn = {kind: doors.typed(kind, queries, seed) for kind in (*KINDS, NONSENSE)}
    answers = tuple(_answers(index, kind, texts) for kind, texts in drawn.items() if texts)
    typed = doors.typed(AS_WRITTEN, TYPED_BY_LETTERS, seed + 1)
    typing = _typing(index, list(keystrokes(typed)))
    document = {
        "town": {
            "name": town.name,
            "sha256": town.sha256,
            "date": town.date.isoformat() if town.date else None,
            "doors": len(town.addresses),
            "streets": len({address.street for address in town.addresses}),
            "places": len(town.places),
        },
        "seed": seed,
        "index_seconds": round(built, 3),
        "answers": [asdict(one) for one in answers],
        "typing": asdict(typing),
        "load": [round(load, 2) for load in os.getloadavg()],
        **machine(["chaland", "numpy", "shapely"]),
    }
    return Result(answers, typing, document)


def _answers(index: AddressIndex, kind: str, texts: Sequence[Typed]) -> Answers:
    right = confident = wrongly = 0
    clock = _Clock()
    for typed in texts:
        with clock:
            found = index.search(typed.text)
        is_right = bool(found) and found[0].id in typed.doors
        is_confident = any(one.confident for one in found)
        right += is_right
        confident += is_confident
        wrongly += is_confident and not is_right
    count = len(texts)
    return Answers(
        kind,
        count,
        round(right / count, 4),
        round(confident / count, 4),
        wrongly,
        spread(clock.waited, 2),
        spread(clock.worked, 2),
    )


def _typing(index: AddressIndex, beginnings: Sequence[str]) -> Typing:
    clock = _Clock()
    for beginning in beginnings:
        with clock:
            index.search(beginning, unfinished=True)
    return Typing(len(beginnings), spread(clock.waited, 2), spread(clock.worked, 2))


class _Clock:
    """Seconds of several things, on the wall and of the processor."""

    def __init__(self) -> None:
        self.waited: list[float] = []
        self.worked: list[float] = []

    def __enter__(self) -> None:
        self._began = time.perf_counter(), time.thread_time()

    def __exit__(self, *_: object) -> None:
        began, busy = self._began
        self.worked.append(time.thread_time() - busy)
        self.waited.append(time.perf_counter() - began)
