"""What exact models add to the search: proofs for very small days, better plans out of several.

A day of eight orders is searched and its plan proved the best, as `chaland plan` does. Then one
search stands beside several shorter ones with seeds of their own, whose routes are combined.
"""

import os
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from importlib.resources import files
from pathlib import Path

from benchmarks.machine import kept, machine
from benchmarks.panel import read_instances
from benchmarks.town_day import town_day
from routing.check import require_valid
from routing.formats.instances import read_instance
from routing.model import Plan, Problem
from routing.solve import Engine, Stop, prove, solve
from routing.solve.exact import SMALL
from routing.solve.pool import combine
from routing.solve.value import Value, value_of
from routing.town.pack import load_town
from routing.town.town import Town

RESULTS = Path(__file__).parent / "results"
SHIPPED = Path(str(files("data"))) / "towns" / "monaco.town"

SEARCHING, PROVING = 1.0, 30.0
"""Seconds of a very small day."""

ORDERS = (20, 60)
INSTANCES = ("lrc1_6_3", "lr1_2_5", "poa-n200-3")
"""Of many short routes, which combine more easily than a town's few long ones."""

ALTOGETHER, SEARCHES, CHOOSING = 16.0, 4, 4.0
"""Seconds of the one search, and of all others together; and how long routes may be chosen."""


@dataclass(frozen=True, slots=True)
class Proved:
    """A very small day.

    Parameters
    ----------
    seconds
        Until the proof, or until time was up.
    improved
        Whether the search had not found the best plan known now.
    gap
        By what share of its cost that plan may still be too dear; None: unknown.
    """

    seed: int
    seconds: float
    proved: bool
    improved: bool
    gap: float | None


@dataclass(frozen=True, slots=True)
class Combined:
    """One search beside several.

    Parameters
    ----------
    one
        Shipments left out that must be served, routes where vehicles come first, cost.
    best_of_several, combined
        The same of the best of the shorter searches, and of what their routes combine to.
    seconds_more
        That the choice took.
    """

    name: str
    seed: int
    one: Value
    best_of_several: Value
    combined: Value
    seconds_more: float

    @property
    def figures(self) -> dict[str, object]:
        """All of it, and by how much the others are dearer than the one."""
        return {
            "name": self.name,
            "seed": self.seed,
            "one": self.one._asdict(),
            "best_of_several": self.best_of_several._asdict(),
            "combined": self.combined._asdict(),
            "best_of_several_percent": percent_above(self.best_of_several, self.one),
            "combined_percent": percent_above(self.combined, self.one),
            "seconds_more": self.seconds_more,
        }


def percent_above(value: Value, other: Value) -> float | None:
    """How much more one plan costs; None where they differ in more than cost."""
    if value[:2] != other[:2] or not other.cost:
        return None
    return round(100 * (value.cost / other.cost - 1), 2)


def run(  # noqa: PLR0913  # one keyword for each question that can be asked
    town: Path = SHIPPED,
    out: Path = RESULTS,
    *,
    instances: Path | None = None,
    seeds: Sequence[int] = (1, 2, 3),
    orders: Sequence[int] = ORDERS,
    share: float = 1.0,
) -> dict[str, object]:
    """Measure and write the result to a file, which is named in what comes back.

    Parameters
    ----------
    out
        Folder for ``exact-TOWN.json``.
    instances
        Folder of the literature's; those of `INSTANCES` in it are combined too.
    seeds
        A day each; of the searches too.
    orders
        Of the days that are combined.
    share
        Of the seconds, for a quick look.
    """
    where = load_town(town)
    proofs = [_proved(town_day(where, SMALL, seed), seed, share) for seed in seeds]
    combinations = [
        _combined(name, problem, seed, share)
        for seed in seeds
        for name, problem in _problems(where, seed, orders, instances)
    ]
    document: dict[str, object] = {
        "town": where.name,
        "share": share,
        "load": [round(load, 2) for load in os.getloadavg()],
        "proofs": [asdict(one) for one in proofs],
        "combinations": [one.figures for one in combinations],
        **machine(["chaland", "numpy", "ortools"]),
    }
    return kept(document, out, "exact", where.name)


def _problems(
    town: Town, seed: int, orders: Sequence[int], instances: Path | None
) -> Iterator[tuple[str, Problem]]:
    """What is combined: a day of the seed for each count, and the literature's instances."""
    for count in orders:
        yield f"{town.name} {count}", town_day(town, count, seed)
    known = read_instances(instances) if instances is not None else {}
    for name in INSTANCES:
        if name in known:
            yield name, read_instance(known[name].file)


def _proved(problem: Problem, seed: int, share: float) -> Proved:
    plan = _searched(problem, seed, SEARCHING * share)
    began = time.monotonic()
    proof = prove(problem, plan, seconds=PROVING * share)
    spent = time.monotonic() - began
    return Proved(seed, round(spent, 2), proof.proved, proof.improved, proof.gap)


def _combined(name: str, problem: Problem, seed: int, share: float) -> Combined:
    one = _searched(problem, seed, ALTOGETHER * share)
    several = [
        _searched(problem, SEARCHES * seed + number, ALTOGETHER * share / SEARCHES)
        for number in range(SEARCHES)
    ]
    began = time.monotonic()
    both = combine(problem, several, seconds=CHOOSING * share)
    spent = time.monotonic() - began
    require_valid(problem, both)
    return Combined(
        name,
        seed,
        value_of(problem, one),
        min(value_of(problem, plan) for plan in several),
        value_of(problem, both),
        round(spent, 2),
    )


def _searched(problem: Problem, seed: int, seconds: float) -> Plan:
    return solve(problem, stop=Stop(seconds=seconds), seed=seed, engine=Engine.SEARCH)
