"""Town days: what ten seconds find beside the best that a minute finds, of this solver and PyVRP.

A day is the shipped town's, without breaks, which PyVRP does not know. Everybody's sequences get
the same exact times, and pass the same verifier before their costs are compared.
"""

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

from benchmarks.machine import machine
from benchmarks.pyvrp_day import search
from data.demand.fleet import default_fleet
from data.demand.orders import demand
from routing.check import require_valid
from routing.day.build import build_day
from routing.model import Plan, Problem, Reason, Unserved
from routing.solve import Stop, solve
from routing.solve.sequence import Sequences
from routing.solve.settle import settle
from routing.solve.squeeze import squeezed
from routing.solve.timing import RouteTimer
from routing.town.pack import load_town
from routing.town.town import Town

RESULTS = Path(__file__).parent / "results"
SHIPPED = Path(str(files("data"))) / "towns" / "monaco.town"
WEDNESDAY = dt.date(2026, 12, 2)


def run(  # noqa: PLR0913  # one keyword for each question that can be asked
    *,
    town: Path = SHIPPED,
    out: Path = RESULTS,
    seeds: Sequence[int] = (1, 2, 3),
    orders: int = 60,
    shops: int = 15,
    seconds: float = 10,
    minute: float = 60,
) -> dict[str, object]:
    """Measure and write the result to a file, which is named in what comes back.

    Parameters
    ----------
    seeds
        One day each.
    seconds, minute
        Of search: what is measured, and what it is measured by.
    out
        Folder for ``days-TOWN-ORDERS.json``.
    """
    where = load_town(town)
    days = [_measured(_day(where, seed, orders, shops), seed, seconds, minute) for seed in seeds]
    result: dict[str, object] = {
        "town": where.name,
        "day": WEDNESDAY.isoformat(),
        "orders": orders,
        "shops": shops,
        "seconds": seconds,
        "minute": minute,
        "worst_gap_percent": max(day["gap_percent"] for day in days),
        "days": days,
        **machine(("chaland", "ortools", "pyvrp", "numpy")),
    }
    out.mkdir(parents=True, exist_ok=True)
    path = out / f"days-{where.name.lower()}-{orders}.json"
    path.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")
    return {"file": str(path), **result}


def _day(town: Town, seed: int, orders: int, shops: int) -> Problem:
    rows = demand(town, seed=seed, date=WEDNESDAY, orders=orders, shops=shops).rows
    built = build_day(town, rows, default_fleet(town, orders=orders))
    if built.day is None:
        raise built.errors[0]
    vehicles = tuple(
        replace(v, shifts=tuple(replace(shift, breaks=()) for shift in v.shifts))
        for v in built.day.problem.vehicles
    )
    return replace(built.day.problem, vehicles=vehicles)


def _measured(problem: Problem, seed: int, seconds: float, minute: float) -> dict[str, float]:
    short = solve(problem, stop=Stop(seconds=seconds), seed=seed)
    long = solve(problem, stop=Stop(seconds=minute), seed=seed + 1)
    rival = _plan(problem, search(problem, like=long, seconds=minute, seed=seed))
    plans = {"chaland": short, "chaland_minute": long, "pyvrp_minute": rival}
    for plan in plans.values():
        require_valid(problem, plan)
    fewest = min(len(plan.unserved) for plan in plans.values())
    best = min(plan.cost for plan in plans.values() if len(plan.unserved) == fewest)
    return {
        "seed": seed,
        "gap_percent": round(100 * (short.cost / best - 1), 2),
        **{f"{name}_cost": plan.cost for name, plan in plans.items()},
        **{f"{name}_left_out": len(plan.unserved) for name, plan in plans.items()},
    }


def _plan(problem: Problem, sequences: Sequences) -> Plan:
    """Sequences with their best times; what does not fit is put in elsewhere or left out."""
    timer = RouteTimer(problem)
    settled, _ = squeezed(timer, settle(timer, sequences), lambda: False)
    return settled.plan(tuple(Unserved(one.id, Reason.NO_ROOM) for one in settled.absent))
