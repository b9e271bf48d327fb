"""Proofs for very small days: the best plan is as good as by trying everything."""

import datetime as dt
import threading
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

import pytest

from data.demand import default_fleet, demand
from routing.check import InvalidPlanError, verify
from routing.day.build import build_day
from routing.model import Objective, Plan, Problem, Reason, Unserved
from routing.solve import Engine, Stop, solve
from routing.solve.exact import Proof, prove
from routing.solve.finish import finished
from routing.town.pack import load_town
from tests.bruteforce import best_plan
from tests.four_orders import four_orders, four_promised_orders

SHIPPED = Path(str(files("data"))) / "towns" / "monaco.town"
ENOUGH = 60.0
"""Seconds; a day of four orders takes a part of one."""


Day = Callable[[int], Problem]


def assert_best(problem: Problem) -> None:
    best = best_plan(problem)
    proof = prove(problem, finished(problem, {}), seconds=ENOUGH)
    assert verify(problem, proof.plan) == ()
    assert proof.proved
    assert proof.gap == 0
    assert proof.least_cost == proof.plan.cost == best.cost
    must = [u for u in proof.plan.unserved if problem.shipment_by_id[u.shipment].penalty is None]
    assert len(must) == best.must_left_out
    if problem.objective is Objective.VEHICLES:
        assert len(proof.plan.routes) == best.routes


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("day", [four_orders, four_promised_orders])
def test_four_orders_are_proved_to_cost_what_trying_everything_finds(day: Day, seed: int) -> None:
    assert_best(day(seed))


@pytest.mark.long
@pytest.mark.parametrize("seed", range(6, 56))
@pytest.mark.parametrize("day", [four_orders, four_promised_orders])
def test_a_hundred_more_days_are_proved(day: Day, seed: int) -> None:
    assert_best(day(seed))


def test_a_plan_that_serves_nobody_is_improved() -> None:
    problem = four_orders(2)
    nobody = Plan((), tuple(Unserved(s.id, Reason.NO_ROOM) for s in problem.shipments), 0)
    proof = prove(problem, nobody, seconds=ENOUGH)
    assert proof.improved
    assert proof.proved
    assert proof.plan.cost == best_plan(problem).cost


def test_the_best_plan_is_given_back_as_it_was() -> None:
    problem = four_orders(2)
    best = prove(problem, finished(problem, {}), seconds=ENOUGH).plan
    assert prove(problem, best, seconds=ENOUGH) == Proof(best, False, True, best.cost)


def test_who_cancels_has_the_plan_that_was_given() -> None:
    problem, cancel = four_orders(2), threading.Event()
    plan = finished(problem, {})
    cancel.set()
    proof = prove(problem, plan, seconds=ENOUGH, cancel=cancel)
    assert (proof.plan, proof.improved, proof.proved) == (plan, False, False)


def test_a_plan_that_breaks_rules_is_refused() -> None:
    with pytest.raises(InvalidPlanError):
        prove(four_orders(2), Plan((), (), 0), seconds=ENOUGH)


def town_day(seed: int) -> Problem:
    """Eight orders of five shops in the shipped town."""
    town = load_town(SHIPPED)
    rows = demand(town, seed=seed, date=dt.date(2026, 12, 2), orders=8, shops=5).rows
    built = build_day(town, rows, default_fleet(town, orders=8))
    assert built.day is not None
    return built.day.problem


@pytest.mark.long
def test_most_days_of_eight_orders_are_proved_and_none_gets_dearer() -> None:
    proofs = []
    for seed in range(1, 7):
        problem = town_day(seed)
        plan = solve(problem, stop=Stop(seconds=1), seed=1, engine=Engine.SEARCH)
        proofs.append(prove(problem, plan, seconds=60))
        assert proofs[-1].plan.cost <= plan.cost
        assert verify(problem, proofs[-1].plan) == ()
    assert sum(proof.proved for proof in proofs) >= 4
