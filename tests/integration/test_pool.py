"""Plans put together from routes: the cheapest selection, by trying every one."""

import threading
from itertools import combinations
from random import Random

import numpy as np
import pytest

from routing.check import verify
from routing.model import (
    Load,
    Matrix,
    Objective,
    Place,
    Plan,
    Problem,
    Shift,
    Shipment,
    Task,
    TaskKind,
    Vehicle,
    Window,
)
from routing.solve.pool import Candidates, choose, combine
from routing.solve.timing import RouteTimer

ENOUGH = 60.0
"""Seconds; a few routes take a part of one."""


def candidates(
    routes: list[tuple[int, int, set[int]]], shifts: list[int], left_out: list[int]
) -> Candidates:
    return Candidates(
        kinds=np.array([kind for kind, _, _ in routes], np.int64),
        costs=np.array([cost for _, cost, _ in routes], np.int64),
        shipments=np.array([s for _, _, own in routes for s in sorted(own)], np.int64),
        ends=np.cumsum([len(own) for _, _, own in routes]),
        shifts=np.array(shifts, np.int64),
        left_out=np.array(left_out, np.int64),
    )


def random_candidates(seed: int) -> Candidates:
    draw = Random(seed)  # noqa: S311
    shipments, kinds = draw.randint(1, 6), draw.randint(1, 2)
    routes = [
        (
            draw.randrange(kinds),
            draw.randint(1, 40),
            set(draw.sample(range(shipments), draw.randint(1, shipments))),
        )
        for _ in range(draw.randint(1, 9))
    ]
    shifts = [draw.randint(0, 3) for _ in range(kinds)]
    return candidates(routes, shifts, [draw.choice([5, 30, 10**13]) for _ in range(shipments)])


def cheapest(among: Candidates) -> int:
    numbers = range(len(among.costs))
    choices = (chosen for size in range(len(numbers) + 1) for chosen in combinations(numbers, size))
    return min(among.cost(chosen) for chosen in choices if among.fit(chosen))


def test_two_half_plans_make_a_cheaper_whole() -> None:
    routes = [(0, 10, {0, 1}), (0, 10, {2, 3}), (0, 4, {0, 1}), (0, 30, {2, 3}), (0, 1, {1, 2})]
    among = candidates(routes, shifts=[2], left_out=[100] * 4)
    assert choose(among, [0, 1], seconds=ENOUGH) == (1, 2)


def test_each_kind_has_its_own_shifts() -> None:
    routes = [(0, 10, {0}), (0, 10, {1}), (1, 25, {0, 1}), (1, 11, {1})]
    assert choose(candidates(routes, [1, 1], [99, 99]), [2], seconds=ENOUGH) == (0, 3)


def test_what_is_cheap_to_leave_out_is_left_out() -> None:
    routes = [(0, 10, {0}), (0, 50, {0, 1})]
    assert choose(candidates(routes, [1], [99, 5]), [1], seconds=ENOUGH) == (0,)


@pytest.mark.parametrize("seed", range(8))
def test_no_selection_of_a_few_routes_is_cheaper(seed: int) -> None:
    among = random_candidates(seed)
    assert among.cost(choose(among, [], seconds=ENOUGH)) == cheapest(among)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(8, 108))
def test_no_selection_of_a_few_routes_is_cheaper_on_a_hundred_more(seed: int) -> None:
    among = random_candidates(seed)
    assert among.cost(choose(among, [], seconds=ENOUGH)) == cheapest(among)


def test_without_time_the_plan_is_kept() -> None:
    among = candidates([(0, 10, {0}), (0, 4, {0})], [1], [99])
    assert choose(among, [0], seconds=0.0) == (0,)
    cancel = threading.Event()
    cancel.set()
    assert choose(among, [0], seconds=ENOUGH, cancel=cancel) == (0,)


def test_a_start_that_is_no_plan_is_refused() -> None:
    among = candidates([(0, 10, {0}), (0, 4, {0})], [2], [99])
    with pytest.raises(ValueError, match="no plan"):
        choose(among, [0, 1], seconds=ENOUGH)


def test_two_plans_of_a_literature_instance_make_a_better_one() -> None:
    """Two customers each left and right of the depot; each plan rides well on one side only."""
    problem = four_corners()
    good_left, good_right = ("left 1", "left 2"), ("right 1", "right 2")
    one = plan_of(problem, [good_left, good_right[:1], good_right[1:]])
    other = plan_of(problem, [good_right, good_left[:1], good_left[1:]])
    both = combine(problem, [one, other], seconds=ENOUGH)
    assert verify(problem, both) == ()
    assert both.cost == 80 < one.cost == other.cost == 120
    assert len(both.routes) == 2


def test_what_is_combined_is_never_worse_than_the_best() -> None:
    problem = four_corners()
    best = plan_of(problem, [("left 1", "left 2"), ("right 1", "right 2")])
    worst = plan_of(problem, [(s.id,) for s in problem.shipments])
    assert combine(problem, [worst, best], seconds=ENOUGH) == best


def four_corners() -> Problem:
    """Shops and doors on a line: 20 to the left, 20 to the right of the depot; four shifts."""
    places = (Place("depot", (0, 0)), Place("left", (-20, 0)), Place("right", (20, 0)))
    ways = np.array([[0, 20, 20], [20, 0, 40], [20, 40, 0]], np.int64)
    shipments = tuple(
        Shipment(f"{side} {number}", Task("depot"), Task(side), Load(parcels=1))
        for side in ("left", "right")
        for number in (1, 2)
    )
    shifts = tuple(Shift(f"shift {n}", Window(0, 1_000), "depot", "depot") for n in range(4))
    vehicle = Vehicle("van", "van", Load(parcels=2), shifts)
    matrices = {"van": Matrix(ways, ways.copy())}
    return Problem("corners", places, shipments, (vehicle,), matrices, Objective.DISTANCE)


def plan_of(problem: Problem, served: list[tuple[str, ...]]) -> Plan:
    timer = RouteTimer(problem)
    routes = []
    for shift, names in zip(problem.shifts, served, strict=False):
        route = timer.route(shift, tuple((name, kind) for kind in TaskKind for name in names))
        assert route is not None
        routes.append(route)
    return Plan(tuple(routes), (), sum(route.cost for route in routes))
