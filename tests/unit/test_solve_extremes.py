"""Large numbers, odd breaks, goods left on board: planned all the same, or refused in words."""

import math
import threading
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from routing.check import verify
from routing.errors import SolverError
from routing.model import (
    Break,
    Commitment,
    Costs,
    Lateness,
    Load,
    Matrix,
    Place,
    Problem,
    Shift,
    Shipment,
    Stage,
    Task,
    Vehicle,
    Window,
)
from routing.sentences import LANGUAGES, render
from routing.solve import Engine, Stop, solve
from routing.solve.engines.engine import ABILITIES
from routing.solve.engines.feature import Feature
from routing.solve.finish import finished
from routing.solve.indexed import Indexed, Nodes
from routing.solve.native import Spots
from routing.solve.quote import LivePlan
from tests.large_days import large_day

HOUR = 3_600
MORNING = Window(8 * HOUR, 12 * HOUR)
NEVER = 253_402_300_799
"""As programs write it: the last second of the year 9999."""


def day(
    *orders: Shipment,
    bikes: int = 1,
    metres: int = 1_000,
    seconds: int = 600,
    costs: Costs | None = None,
    breaks: Sequence[Break] = (),
) -> Problem:
    """hub - shop - door, each so far from the next."""
    names = ("hub", "shop", "door")
    steps = np.abs(np.subtract.outer(np.arange(3), np.arange(3))).astype(np.int64)
    return Problem(
        name="day",
        places=tuple(Place(name, (0.0, 0.0)) for name in names),
        shipments=orders,
        vehicles=tuple(
            Vehicle(
                f"bike {number}",
                "bike",
                Load(parcels=3),
                (Shift(f"shift {number}", MORNING, "hub", "hub", breaks=tuple(breaks)),),
                costs or Costs(per_hour=2_000),
            )
            for number in range(bikes)
        ),
        matrices={"bike": Matrix(steps * seconds, steps * metres)},
    )


def order(number: int, **changes: object) -> Shipment:
    shipment = Shipment(f"order {number}", Task("shop"), Task("door"), Load(parcels=1))
    return replace(shipment, **changes)  # type: ignore[arg-type]


def test_dear_ways_on_many_shifts_are_counted_once_for_all_of_them() -> None:
    """Once for each shift and each order they would have no room in 64 bits."""
    dear = Costs(per_km=17_000)
    problem = day(*map(order, range(600)), bikes=400, metres=50_000, costs=dear)
    plan = solve(problem, stop=Stop(iterations=30), seed=1)
    assert plan.unserved == ()
    assert verify(problem, plan) == ()


def test_late_until_ever_is_late_until_the_day_is_over() -> None:
    due = Task("door", (Window(8 * HOUR, 9 * HOUR),), lateness=Lateness(NEVER, 1_200))
    problem = day(*(order(number, delivery=due) for number in range(30)))
    assert solve(problem, stop=Stop(iterations=30), seed=1).unserved == ()


def test_prices_that_cannot_be_counted_are_refused_in_words() -> None:
    problem = day(*(order(number, penalty=10**12) for number in range(3)), order(3))
    with pytest.raises(SolverError) as raised:
        solve(problem, stop=Stop(iterations=30), seed=1)
    assert raised.value.code == "solver.beyond_counting"
    assert all(render(raised.value.code, {}, language).mend for language in LANGUAGES)


ODD_BREAKS = {
    "written late first": (
        Break("lunch", Window(11 * HOUR, 11 * HOUR), 1_800),
        Break("coffee", Window(9 * HOUR, 9 * HOUR), 1_800),
    ),
    "over the end": (Break("late", Window(11 * HOUR + 2_700, 12 * HOUR + 900), 1_800),),
    "before the beginning": (Break("soon", Window(8 * HOUR - 900, 8 * HOUR + 900), 1_800),),
    "only after a short route": (
        Break("end", Window(11 * HOUR + 2_700, 11 * HOUR + 2_800), 1_800),
    ),
    "only before a late route": (Break("begin", Window(8 * HOUR - 900, 8 * HOUR - 800), 1_800),),
}


ENGINES = [
    engine
    for engine, able in ABILITIES.items()
    if able.installed and Feature.BREAKS not in able.cannot
]


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("breaks", ODD_BREAKS)
def test_breaks_are_had_however_they_are_written(engine: Engine, breaks: str) -> None:
    problem = day(*map(order, range(6)), breaks=ODD_BREAKS[breaks])
    plan = solve(problem, stop=Stop(iterations=5), seed=1, engine=engine)
    assert plan.unserved == ()
    assert verify(problem, plan) == ()


def test_goods_that_nobody_can_deliver_keep_their_room_in_a_textbooks_day_too() -> None:
    aboard = order(
        0,
        delivery=Task("door", (Window(0, 1),)),
        load=Load(parcels=2),
        commitment=Commitment("shift 0", stage=Stage.ON_BOARD),
    )
    others = (order(number, load=Load(parcels=2)) for number in range(1, 61))
    problem = day(aboard, *others, bikes=2, seconds=20, costs=Costs(per_km=100))
    plan = solve(problem, stop=Stop(iterations=300), seed=1)
    assert [one.shipment for one in plan.unserved] == ["order 0"]


def test_who_tells_only_their_last_plan_has_one_limit() -> None:
    assert Stop(seconds=9, stale=4, iterations=2).of_the_last_plan() == Stop(
        seconds=4, iterations=2
    )
    assert Stop(iterations=2).of_the_last_plan() == Stop(iterations=2)


class LookClock:
    """A second for each look of who searches: what time decides is the same on every machine."""

    def __init__(self) -> None:
        self._caller, self.seconds = threading.get_ident(), 0
        self.searching: set[int] = set()

    def __call__(self) -> float:
        if threading.get_ident() != self._caller:
            self.seconds += 1
            self.searching.add(threading.get_ident())
        return float(self.seconds)


def search(
    indexed: Indexed,
    *,
    start: Sequence[Nodes] = (),
    seed: int = 1,
    iterations: int = 0,
    seconds: float = math.inf,
    stale: float = math.inf,
    threads: int = 1,
    clock: LookClock | None = None,
) -> list[Nodes]:
    """What the core finds."""
    found, _ = Spots(indexed).problem().search(
        start=start, seed=seed, fewest_routes=False, seconds=seconds, iterations=iterations,
        stale_seconds=stale, threads=threads, watch=lambda *_: False, clock=clock,
    )  # fmt: skip
    return [tuple(nodes) for nodes in found]


def test_nothing_better_is_nothing_better_though_a_part_of_the_search_begins() -> None:
    """The best plan is given: so many looks at the clock later the search is over, not more."""
    problem, clock = large_day(8, plain=False), LookClock()
    indexed = Indexed(problem, tuple(one.id for one in problem.shipments))
    best = search(indexed, iterations=5_000)
    search(indexed, start=best, stale=400, clock=clock)
    assert clock.seconds < 450


def test_a_search_that_goes_on_while_plans_get_better_ends_with_a_good_one() -> None:
    """It cools down all the same: a better plan does not heat it up again."""
    problem = large_day(40, plain=False)
    indexed = Indexed(problem, tuple(one.id for one in problem.shipments))

    def cost(found: list[Nodes]) -> int:
        return finished(problem, indexed.sequences(found)).cost

    enough = cost(search(indexed, iterations=20_000))
    stale = [cost(search(indexed, seed=seed, stale=200, clock=LookClock())) for seed in range(1, 6)]
    assert sum(stale) / len(stale) <= 1.02 * enough


@pytest.mark.parametrize("orders", [60, 300])
def test_two_threads_search_whether_a_day_is_cut_into_blocks_or_not(orders: int) -> None:
    problem, clock = large_day(orders, plain=True), LookClock()
    indexed = Indexed(problem, tuple(one.id for one in problem.shipments))
    search(indexed, seconds=1_000, threads=2, clock=clock)
    assert len(clock.searching) > 1


def test_a_live_plan_is_told_as_of_one_instant(monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody takes an order out between the two halves of what is told: they have to wait."""
    live = LivePlan(
        day(order(1), order(2)), solve(day(order(1), order(2)), stop=Stop(iterations=20), seed=1)
    )
    remover = threading.Thread(target=live.remove, args=("order 2",))
    sequences = LivePlan.sequences

    def late(self: LivePlan) -> object:
        remover.start()
        remover.join(0.2)
        return sequences(self)

    monkeypatch.setattr(LivePlan, "sequences", late)
    whole, told = live.snapshot()
    remover.join()
    assert {name for tasks in told.values() for name, _ in tasks} == {
        one.id for one in whole.shipments
    }
