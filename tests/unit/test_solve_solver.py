"""What `solve` promises, whatever it is given."""

import math
import threading
from dataclasses import replace

import numpy as np
import pytest

from routing.check import verify
from routing.errors import SolverError
from routing.model import (
    UNREACHABLE,
    Break,
    Commitment,
    Costs,
    Lateness,
    Load,
    Matrix,
    Objective,
    Place,
    Plan,
    Problem,
    Reason,
    Reload,
    Shift,
    Shipment,
    Task,
    TaskKind,
    Vehicle,
    Window,
)
from routing.sentences import LANGUAGES, render
from routing.solve import Engine, Progress, Stop, solve
from tests.four_orders import four_orders
from tests.large_days import large_day

HOUR = 3_600
ENOUGH = Stop(iterations=40)
BOX = frozenset({"insulated_box"})


def day(*orders: Shipment, shift: Shift | None = None) -> Problem:
    """hub - shop - door - far, ten minutes and 3 km apart; nothing reaches the island."""
    names = ("hub", "shop", "door", "far", "island")
    steps = np.abs(np.subtract.outer(np.arange(5), np.arange(5))).astype(np.int64)
    durations, distances = steps * 600, steps * 3_000
    for ways in (durations, distances):
        ways[4, :4] = ways[:4, 4] = UNREACHABLE
    shift = shift or Shift("early", Window(0, 4 * HOUR), "hub", "hub")
    return Problem(
        name="day",
        places=tuple(Place(name, (0.0, 0.0)) for name in names),
        shipments=orders,
        vehicles=(
            Vehicle("bike", "bike", Load(10_000, 100, 10), (shift,), Costs(per_hour=2_000)),
            Vehicle("empty", "bike", Load(1_000, 10, 1), (), equipment=BOX),
        ),
        matrices={"bike": Matrix(durations, distances)},
    )


def order(name: str = "order", door: str = "door", **changes: object) -> Shipment:
    shipment = Shipment(name, Task("shop"), Task(door), Load(1_000, 10, 1), owner="shop")
    return replace(shipment, **changes)  # type: ignore[arg-type]


def to(door: str, opens: int, closes: int) -> Task:
    return Task(door, (Window(opens, closes),))


def reasons(plan: Plan) -> dict[str, Reason]:
    return {unserved.shipment: unserved.reason for unserved in plan.unserved}


IMPOSSIBLE = {
    Reason.TOO_LARGE: order("bad", load=Load(10_001, 10, 1)),
    Reason.NO_EQUIPMENT: order("bad", needs=frozenset({"crane"})),
    Reason.UNREACHABLE: order("bad", "island"),
    Reason.NO_SHIFT: order("bad", delivery=to("door", 5 * HOUR, 6 * HOUR)),
    Reason.TOO_LONG_ON_BOARD: order("bad", longest_on_board=599),
    Reason.TOO_DEAR: order("bad", "far", penalty=1),
}


@pytest.mark.parametrize("reason", IMPOSSIBLE)
def test_one_impossible_order_is_named_and_the_others_are_served(reason: Reason) -> None:
    problem = day(order("good", penalty=99_999), IMPOSSIBLE[reason])
    if reason is Reason.NO_EQUIPMENT:
        problem = replace(problem, vehicles=problem.vehicles[:1])
    plan = solve(problem, stop=ENOUGH, seed=1)
    assert verify(problem, plan) == ()
    assert reasons(plan) == {"bad": reason}
    for language in LANGUAGES:
        [unserved] = plan.unserved
        assert "{" not in str(render(unserved.reason, unserved.values, language))


def test_an_order_that_fits_alone_but_not_with_the_others_finds_no_room() -> None:
    tight = to("door", HOUR, HOUR)
    apart = replace(order("two", "far"), delivery=to("far", HOUR, HOUR))
    plan = solve(day(order("one", delivery=tight), apart), stop=ENOUGH, seed=1)
    assert list(reasons(plan).values()) == [Reason.NO_ROOM]


def test_the_nearest_miss_is_told_in_minutes() -> None:
    late = order(delivery=to("door", 0, 1_100))
    [unserved] = solve(day(late), stop=ENOUGH, seed=1).unserved
    assert dict(unserved.values) == {"shift": "early", "minutes": 2}


def test_too_large_for_the_one_that_has_the_equipment_is_too_large() -> None:
    shift = Shift("cold", Window(0, 4 * HOUR), "hub", "hub")
    problem = day(order(load=Load(2_000, 10, 1), needs=BOX))
    cold = replace(problem.vehicles[1], shifts=(shift,))
    problem = replace(problem, vehicles=(problem.vehicles[0], cold))
    assert reasons(solve(problem, stop=ENOUGH, seed=1)) == {"order": Reason.TOO_LARGE}


def test_nothing_to_do_is_planned_at_once() -> None:
    assert solve(day(), stop=ENOUGH, seed=1) == Plan((), (), 0)
    nobody = replace(day(order()), vehicles=())
    assert len(solve(nobody, stop=ENOUGH, seed=1).unserved) == 1


@pytest.mark.parametrize(
    ("feature", "problem"),
    [
        (
            "reload",
            day(
                order(),
                shift=Shift("s", Window(0, HOUR), "hub", "hub", reload=Reload("hub", 60, 9_000)),
            ),
        ),
        ("lateness", day(order(delivery=Task("door", (Window(0, 9),), 0, Lateness(HOUR, 5))))),
        ("commitment", day(order(commitment=Commitment("early")))),
    ],
)
def test_what_it_cannot_model_is_refused_by_name(feature: str, problem: Problem) -> None:
    with pytest.raises(SolverError) as refused:
        solve(problem, stop=ENOUGH, seed=1, engine=Engine.ORTOOLS)
    assert refused.value.code == "solver.cannot_model"
    assert refused.value.values == {"engine": "ortools", "feature": feature}
    for language in LANGUAGES:
        assert feature in str(render(refused.value.code, refused.value.values, language))


@pytest.mark.parametrize(
    "limits",
    [
        {},
        {"seconds": 0.0},
        {"iterations": 0},
        {"stale": -1.0},
        {"seconds": math.nan},
        {"seconds": 3.0, "stale": math.nan},
    ],
)
def test_a_search_has_an_end(limits: dict[str, float]) -> None:
    with pytest.raises(SolverError):
        Stop(**limits)  # type: ignore[arg-type]


@pytest.mark.parametrize("seed", [-1, 2**31])
def test_a_seed_that_not_every_engine_can_use_is_refused(seed: int) -> None:
    with pytest.raises(SolverError) as refused:
        solve(many(12), stop=ENOUGH, seed=seed)
    assert refused.value.code == "solver.seed_out_of_range"
    assert all(render(refused.value.code, refused.value.values, language) for language in LANGUAGES)


def many(count: int) -> Problem:
    """More than one child process searches this."""
    doors = ("door", "far")
    return day(*(order(f"order {n}", doors[n % 2], load=Load(1, 1, 1)) for n in range(count)))


def test_the_same_seed_and_iterations_give_the_same_plan() -> None:
    plans = [solve(many(12), stop=ENOUGH, seed=7) for _ in range(2)]
    assert plans[0] == plans[1]


def test_even_a_search_without_time_gives_a_whole_plan() -> None:
    plan = solve(many(12), stop=Stop(seconds=1e-9), seed=1)
    assert plan.unserved == ()


def test_a_search_that_is_stale_ends() -> None:
    plan = solve(many(12), stop=Stop(stale=0.05), seed=1)
    assert len(plan.routes) == 1


def test_a_plan_that_serves_few_is_no_better_start_than_none() -> None:
    problem = large_day(60, plain=False)
    stop = Stop(iterations=4_000)
    one = solve(replace(problem, shipments=problem.shipments[:1]), stop=stop, seed=1)
    anew = solve(problem, stop=stop, seed=1)
    warm = solve(problem, stop=stop, seed=1, start=one)
    assert warm.unserved == ()
    assert warm.cost <= 1.02 * anew.cost


def test_a_cancelled_search_gives_what_it_has() -> None:
    cancel = threading.Event()
    seen: list[Progress] = []

    def progress(state: Progress) -> None:
        seen.append(state)
        cancel.set()

    plan = solve(many(12), stop=Stop(seconds=600), seed=1, progress=progress, cancel=cancel)
    assert plan.unserved == ()
    assert seen[-1].left_out == 0
    assert seen[-1].cost >= plan.cost


def test_a_plan_to_start_with_is_kept_or_bettered() -> None:
    problem = four_orders(0)
    good = solve(problem, stop=ENOUGH, seed=1)
    assert solve(problem, stop=Stop(iterations=1), seed=2, start=good).cost <= good.cost


def test_a_broken_plan_to_start_with_is_repaired() -> None:
    problem = many(4)
    good = solve(problem, stop=ENOUGH, seed=1)
    unknown = replace(problem, shipments=(*problem.shipments, order("gone")))
    old = solve(unknown, stop=ENOUGH, seed=1)
    full = day(*(replace(s, load=Load(5_000, 1, 1)) for s in problem.shipments))
    for start, changed in ((old, problem), (good, full)):
        plan = solve(changed, stop=Stop(iterations=1), seed=1, start=start)
        assert verify(changed, plan) == ()
        assert plan.unserved == ()


def test_where_vehicles_come_first_one_route_is_better_than_two_short_ones() -> None:
    problem = many(2)
    bike = problem.vehicles[0]
    apart = tuple(
        replace(bike, id=f"bike {n}", shifts=(Shift(f"s{n}", Window(0, 4 * HOUR), at, at),))
        for n, at in enumerate(("shop", "door"))
    )
    problem = replace(problem, vehicles=apart, objective=Objective.VEHICLES)
    assert len(solve(problem, stop=ENOUGH, seed=1).routes) == 1


def test_a_break_and_times_of_day_before_midnight_are_no_trouble() -> None:
    shift = Shift(
        "night",
        Window(-2 * HOUR, 2 * HOUR),
        "hub",
        "hub",
        (Break("tea", Window(-HOUR, -HOUR + 60), 600),),
    )
    problem = day(order(delivery=to("door", -HOUR, HOUR)), shift=shift)
    plan = solve(problem, stop=ENOUGH, seed=1)
    assert verify(problem, plan) == ()
    assert plan.routes[0].duration == 2_400


def test_the_pickup_comes_before_the_delivery_on_the_same_route() -> None:
    [route] = solve(many(3), stop=ENOUGH, seed=1).routes
    kinds = [service.kind for _, service in route.services()]
    assert kinds == [TaskKind.PICKUP] * 3 + [TaskKind.DELIVERY] * 3


@pytest.mark.parametrize("plain", [True, False])
def test_a_large_day_is_searched_in_blocks_and_its_plan_is_valid(plain: bool) -> None:
    problem = large_day(320, plain=plain)
    first = solve(problem, stop=Stop(iterations=1), seed=1)
    plan = solve(problem, stop=Stop(iterations=3_000), seed=1)
    assert verify(problem, plan) == ()
    assert len(plan.unserved) <= len(first.unserved)
    assert plan.cost < first.cost


def test_doors_that_the_first_profile_does_not_reach_are_not_taken_for_near() -> None:
    problem = large_day(120, plain=False)
    ways = problem.matrices["bike"]
    durations, distances = ways.durations.copy(), ways.distances.copy()
    beyond = range(2, len(durations), 4)
    for cells in (durations, distances):
        cells[beyond, :] = cells[:, beyond] = UNREACHABLE
        np.fill_diagonal(cells, 0)
    matrices = {"bike": Matrix(durations, distances), "van": ways}
    vehicles = tuple(
        replace(vehicle, profile=("bike", "van")[number % 2])
        for number, vehicle in enumerate(problem.vehicles)
    )
    costs = {
        solve(
            replace(problem, vehicles=vehicles, matrices={name: matrices[name] for name in names}),
            stop=Stop(iterations=2_000),
            seed=1,
        ).cost
        for names in (("bike", "van"), ("van", "bike"))
    }
    assert len(costs) == 1  # whichever profile is named first
