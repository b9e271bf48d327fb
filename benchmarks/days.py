"""Town days: what our engines find in ten seconds, beside the best of all and PyVRP in a minute.

A day is the shipped town's, without breaks, which PyVRP does not know. Everybody's sequences get
the same exact times, and pass the same verifier before their costs are compared.
"""

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from importlib.resources import files
from pathlib import Path

from benchmarks.machine import machine
from benchmarks.pyvrp_day import search
from data.demand.fleet import default_fleet
from data.demand.orders import demand
from routing.check import require_valid
from routing.day.build import build_day
from routing.model import Plan, Problem, Reason, Unserved
from routing.solve import Engine, Stop, solve
from routing.solve.draft import Drafts
from routing.solve.fit import fit
from routing.solve.indexed import Indexed
from routing.solve.sequence import Sequences
from routing.solve.timing import RouteTimer
from routing.town.pack import load_town
from routing.town.town import Town

RESULTS = Path(__file__).parent / "results"
SHIPPED = Path(str(files("data"))) / "towns" / "monaco.town"
WEDNESDAY = dt.date(2026, 12, 2)


@dataclass(frozen=True, slots=True)
class MeasuredDay:
    """What all found on one day.

    Parameters
    ----------
    gap_percent
        By engine: the short search above the best of all.
    left_out
        By search, shipments.
    cost
        By search, cost units.
    """

    seed: int
    gap_percent: dict[str, float]
    left_out: dict[str, int]
    cost: dict[str, int]


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
        "worst_gap_percent": {
            engine: max(day.gap_percent[engine] for day in days) for engine in Engine
        },
        "days": [asdict(day) for day in days],
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


def _measured(problem: Problem, seed: int, seconds: float, minute: float) -> MeasuredDay:
    plans = {
        f"{engine}_{name}": solve(problem, stop=Stop(seconds=limit), seed=seed, engine=engine)
        for engine in Engine
        for name, limit in (("short", seconds), ("long", minute))
    }
    like = min(plans.values(), key=_worth)
    plans["pyvrp_long"] = _plan(problem, search(problem, like, seconds=minute, seed=seed))
    for plan in plans.values():
        require_valid(problem, plan)
    _, best = min(map(_worth, plans.values()))
    return MeasuredDay(
        seed,
        gap_percent={
            engine: round(100 * (plans[f"{engine}_short"].cost / best - 1), 2) for engine in Engine
        },
        left_out={name: len(plan.unserved) for name, plan in plans.items()},
        cost={name: plan.cost for name, plan in plans.items()},
    )


def _worth(plan: Plan) -> tuple[int, int]:
    """The smaller, the better."""
    return len(plan.unserved), plan.cost


def _plan(problem: Problem, sequences: Sequences) -> Plan:
    """Sequences with their best times; what does not fit is put in elsewhere or left out."""
    day = Indexed(problem, tuple(shipment.id for shipment in problem.shipments))
    state = fit(Drafts(day), [day.nodes(sequences.get(one.id, ())) for one in day.shifts])
    timer = RouteTimer(problem)
    routes = [
        timer.route(day.shifts[draft.shift].id, day.sequence(draft.tasks))
        for draft in state.drafts
        if draft.tasks
    ]
    left_out = [Unserved(day.shipments[n].id, Reason.NO_ROOM) for n in sorted(state.absent)]
    ridden = tuple(route for route in routes if route is not None)
    return Plan(ridden, tuple(left_out), sum(route.cost for route in ridden))
