"""Quotes on a live plan: how long a customer waits for the answers of all slots.

A town's day is planned and kept live; then orders of the same day that are not in it ask for every
slot, directly and with a reshuffle. Some of those that fit are accepted on a copy, which the
verifier must find valid and exactly as dear as was said.
"""

import datetime as dt
import os
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from importlib.resources import files
from pathlib import Path

from benchmarks.machine import kept, machine
from benchmarks.spread import spread
from data.demand.figures import ORDERS_PER_COURIER
from data.demand.fleet import default_fleet
from data.demand.orders import demand
from routing.check import verify
from routing.day.build import build_day
from routing.model import Problem, Shipment, Window
from routing.solve import Engine, Stop, solve
from routing.solve.quote import Answer, Effort, LivePlan, Status
from routing.town.pack import load_town
from routing.town.town import Town

RESULTS = Path(__file__).parent / "results"
SHIPPED = Path(str(files("data"))) / "towns" / "monaco.town"
WEDNESDAY = dt.date(2026, 12, 2)
OPENS, CLOSES = 9 * 3_600 + 1_800, 20 * 3_600
"""Of the default fleet; the slots lie side by side in between."""

DIRECT = Effort(iterations=0)


@dataclass(frozen=True)
class _Scene:
    """A live plan, and who asks."""

    live: LivePlan
    newcomers: Sequence[Shipment]
    slots: Sequence[Window]


def run(  # noqa: PLR0913  # one keyword for each question that can be asked
    *,
    town: Path = SHIPPED,
    out: Path = RESULTS,
    seed: int = 1,
    orders: int = 300,
    newcomers: int = 120,
    couriers: Sequence[int] = (10, 6),
    slots: int = 8,
    seconds: float = 15,
) -> dict[str, object]:
    """Measure and write the result to a file, which is named in what comes back.

    Parameters
    ----------
    couriers
        A fleet each: one with room, one without.
    seconds
        Of search for the plan.
    out
        Folder for ``quote-TOWN-ORDERS.json``.

    Raises
    ------
    AssertionError
        When an accepted answer breaks a rule, or costs other than it said.
    """
    where = load_town(town)
    length = (CLOSES - OPENS) // slots
    spans = [Window(OPENS + k * length, OPENS + (k + 1) * length) for k in range(slots)]
    fleets = []
    for count in couriers:
        problem = _problem(where, seed, orders + newcomers, count)
        asking = problem.shipments[:: max(1, (orders + newcomers) // newcomers)][:newcomers]
        known = {shipment.id for shipment in asking}
        rest = tuple(shipment for shipment in problem.shipments if shipment.id not in known)
        day = replace(problem, shipments=rest)
        plan = solve(day, stop=Stop(seconds=seconds), seed=seed, engine=Engine.SEARCH)
        scene = _Scene(LivePlan(day, plan), asking, spans)
        fleets.append(
            {
                "couriers": count,
                "routes": len(plan.routes),
                "planned": len(rest) - len(plan.unserved),
                "direct": _measured(scene, DIRECT),
                "reshuffled": _measured(scene, Effort(seed=seed)),
            }
        )
    result: dict[str, object] = {
        "town": where.name,
        "day": WEDNESDAY.isoformat(),
        "seed": seed,
        "orders": orders,
        "newcomers": newcomers,
        "slots": slots,
        "search_seconds": seconds,
        "load": [round(load, 2) for load in os.getloadavg()],
        "fleets": fleets,
        **machine(("chaland", "numpy")),
    }
    return kept(result, out, "quote", where.name, orders)


def _problem(town: Town, seed: int, orders: int, couriers: int) -> Problem:
    rows = demand(town, seed=seed, date=WEDNESDAY, orders=orders).rows
    fleet = default_fleet(town, orders=couriers * ORDERS_PER_COURIER)
    built = build_day(town, rows, fleet)
    if built.day is None:
        raise built.errors[0]
    return built.day.problem


def _measured(scene: _Scene, effort: Effort) -> dict[str, object]:
    waited, worked = [], []
    found: list[tuple[Shipment, Answer]] = []
    for order in scene.newcomers:
        began, busy = time.perf_counter(), time.thread_time()
        answers = scene.live.quote(order, scene.slots, reshuffle=effort)
        worked.append(time.thread_time() - busy)
        waited.append(time.perf_counter() - began)
        found += [(order, answer) for answer in answers]
    _hold_to_account(scene.live, found)
    every = len(found)
    statuses = Counter(answer.status.value for _, answer in found)
    obstacles = Counter(answer.obstacle.value for _, answer in found if answer.obstacle)
    return {
        "milliseconds": asdict(spread(waited, 3)),
        "processor_milliseconds": asdict(spread(worked, 3)),
        "share": {name: round(count / every, 4) for name, count in sorted(statuses.items())},
        "obstacles": {name: round(count / every, 4) for name, count in sorted(obstacles.items())},
    }


def _hold_to_account(
    live: LivePlan, found: Sequence[tuple[Shipment, Answer]], most: int = 5
) -> None:
    """Accept some answers of each kind on copies, and let the verifier look at the plans."""
    before = live.plan().cost
    for status in (Status.FITS, Status.FITS_AFTER_RESHUFFLE):
        fitting = [pair for pair in found if pair[1].status is status]
        for order, answer in fitting[:: max(1, len(fitting) // most)][:most]:
            copy = LivePlan.from_sequences(live.problem, live.sequences())
            copy.accept(order, answer.slot, replace(answer, version=0))
            plan = copy.plan()
            assert not verify(copy.problem, plan), f"{order.id} breaks a rule"  # noqa: S101
            assert plan.cost - before == answer.extra_cost, f"{order.id} costs other"  # noqa: S101
