"""What a search may not exceed: its time, the wait after a cancellation, memory.

The largest day comes twice, the second time with so few couriers that most orders are left out,
each for a reason that has to be found. Each day is searched in a process of its own, whose largest
size is its memory: with all that reads the town and measures its streets.
"""

import resource
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass, replace
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
FEW = 4
"""One courier of so many works on a day with too few."""
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
    couriers: int
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
    days = [*((count, 1) for count in orders), (max(orders), FEW)]
    limits = tuple(_alone(town, *day, seconds, seed) for day in days)
    name = load_town(town).name
    document: dict[str, object] = {
        "town": name,
        "seconds": seconds,
        "seed": seed,
        "days": [asdict(one) for one in limits],
        **machine(["chaland", "numpy"]),
    }
    return Result(limits, kept(document, out, "limits", name))


def _alone(town: Path, orders: int, of: int, seconds: float, seed: int) -> Limits:
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as own:
        return own.submit(measured, town, orders, of, seconds, seed).result()


def measured(town: Path, orders: int, of: int, seconds: float, seed: int) -> Limits:
    """Search a day twice: once until time is up, once until it is cancelled.

    Parameters
    ----------
    of
        One courier of so many works.
    """
    problem = town_day(load_town(town), orders, seed)
    problem = replace(problem, vehicles=problem.vehicles[::of])
    began = time.monotonic()
    plan = solve(problem, stop=Stop(seconds=seconds), seed=seed)
    late = time.monotonic() - began - seconds
    cancelled, broken = _cancelled(problem, seconds / 2, seed)
    size = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return Limits(
        orders=orders,
        couriers=len(problem.shifts),
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
    ended = time.monotonic()
    timer.cancel()  # a few orders may be planned before anybody thinks of cancelling
    return ended - min([ended, *asked]), len(verify(problem, plan))
