"""Our search finds the plans worked out by hand, and none on the page of rules is cheaper."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from routing.check import verify
from routing.model import Problem
from routing.model.units import CostUnits
from routing.solve import Engine, Stop, solve
from routing.solve.engines.feature import Feature, features_of
from routing.solve.hopeful import hopeful
from routing.solve.indexed import Indexed
from routing.solve.native import search
from routing.solve.settle import settle
from routing.solve.timing import RouteTimer
from tests.bruteforce import best_plan
from tests.by_hand import CASES, DONE
from tests.days import change, first_day, page_examples, read_day

ENOUGH = Stop(iterations=2_000)

cases = pytest.mark.parametrize(
    ("problem", "cost"),
    [
        *(pytest.param(case.problem, case.cost, id=name) for name, case in CASES.items()),
        pytest.param(
            replace(DONE.problem, shipments=DONE.problem.shipments[1:]), DONE.cost, id="done"
        ),
    ],
)


@cases
def test_the_best_plan_that_was_worked_out_by_hand_is_found(
    problem: Problem, cost: CostUnits
) -> None:
    plan = solve(problem, stop=ENOUGH, seed=1, engine=Engine.SEARCH)
    assert verify(problem, plan) == ()
    assert plan.cost == cost


@cases
def test_the_native_search_finds_it_by_itself(problem: Problem, cost: CostUnits) -> None:
    assert native_cost(problem) == cost


@cases
def test_the_hand_has_overlooked_no_plan(problem: Problem, cost: CostUnits) -> None:
    best = best_plan(problem)
    assert (best.must_left_out, best.cost) == (0, cost)


def test_every_feature_has_a_day() -> None:
    assert set().union(*(features_of(case.problem) for case in CASES.values())) == set(Feature)


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param(changes, id=f"{heading} ({number})")
        for number, (heading, changes) in enumerate(page_examples())
    ],
)
def test_no_plan_on_the_page_of_rules_is_cheaper_than_ours(changes: Mapping[str, object]) -> None:
    day = read_day(change(first_day(), changes))
    plan = solve(day.problem, stop=ENOUGH, seed=1, engine=Engine.SEARCH)
    assert verify(day.problem, plan) == ()
    assert plan.cost == native_cost(day.problem)
    assert day.broken or plan.cost <= day.plan.cost


def native_cost(problem: Problem) -> CostUnits:
    """What the plan of the native search costs, and nothing that comes after it."""
    day = Indexed(problem, hopeful(problem))
    nobody: list[tuple[int, ...]] = [() for _ in day.shifts]
    found = search(day, nobody, ENOUGH, 1, lambda *_: False)
    return settle(RouteTimer(problem), day.sequences(found)).cost
