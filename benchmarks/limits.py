"""What a search may not exceed: its time, the wait after a cancellation, memory.

Each day is searched in a process of its own, whose largest size is its memory: with all that reads
the town and measures its streets.
"""

import resource
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from importlib.resources import files
from multiprocessing import get_context
from pathlib import Path

from benchmarks.machine import kept, machine
from benchmarks.town_day import town_day
from routing.check import verify
from routing.model import Problem
from routing.solve import Stop, solve
from routing.town.pack import load_town

RESULTS = Path(__file__).parent / "results"
SHIPPED = Path(str(files("data"))) / "towns" / "monaco.town"

ORDERS = (60, 200, 2_000)
NEVER = 600.0
"""Seconds of a search that is to be cancelled."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How one day's search ended.

    Parameters
    ----------
    late
        Milliseconds from when time was up until there was a plan; negative: sooner.
    cancelled
        Milliseconds from the cancellation until there was a plan.
    megabytes
        The process at its largest.
    broken
        Rules that the plans break.
    """

    orders: int
    routes: int
    unserved: int
    late: int
    cancelled: int
    megabytes: int
    broken: int


@dataclass(frozen=True, slots=True)
class Result:
    """All days, and the document that stands in the file."""

    limits: tuple[Limits, ...]
    document: dict[str, object]


def run(
    town: Path = SHIPPED,
    out: Path = RESULTS,
    *,
    orders: Sequence[int] = ORDERS,
    seconds: float = 5.0,
    seed: int = 1,
) -> Result:
    """Measure days of a town and write the result to a file, which is named in the document.

    Parameters
    ----------
    orders
        A day each.
    seconds
        Of search; a cancellation comes after half of them.
    out
        Folder for ``limits-TOWN.json``.
    """
    limits = tuple(_alone(town, count, seconds, seed) for count in orders)
    name = load_town(town).name
    document: dict[str, object] = {
        "town": name,
        "seconds": seconds,
        "seed": seed,
        "days": [asdict(one) for one in limits],
        **machine(["chaland", "numpy"]),
    }
    return Result(limits, kept(document, out, "limits", name))


def _alone(town: Path, orders: int, seconds: float, seed: int) -> Limits:
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as own:
        return own.submit(measured, town, orders, seconds, seed).result()


def measured(town: Path, orders: int, seconds: float, seed: int) -> Limits:
    """Search a day twice: once until time is up, once until it is cancelled."""
    problem = town_day(load_town(town), orders, seed)
    began = time.monotonic()
    plan = solve(problem, stop=Stop(seconds=seconds), seed=seed)
    late = time.monotonic() - began - seconds
    cancelled, broken = _cancelled(problem, seconds / 2, seed)
    size = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return Limits(
        orders=orders,
        routes=len(plan.routes),
        unserved=len(plan.unserved),
        late=round(late * 1_000),
        cancelled=round(cancelled * 1_000),
        megabytes=round(size / 1_024),
        broken=len(verify(problem, plan)) + broken,
    )


def _cancelled(problem: Problem, after: float, seed: int) -> tuple[float, int]:
    """Seconds from the cancellation to the plan, and the rules that it breaks."""
    cancel = threading.Event()
    asked: list[float] = []

    def ask() -> None:
        asked.append(time.monotonic())
        cancel.set()

    timer = threading.Timer(after, ask)
    timer.start()
    plan = solve(problem, stop=Stop(seconds=NEVER), seed=seed, cancel=cancel)
    return time.monotonic() - asked[0], len(verify(problem, plan))
