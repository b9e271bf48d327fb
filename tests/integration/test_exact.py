"""Proofs for very small days: the best plan is as good as by trying everything."""

import threading
from dataclasses import replace
from functools import cache

import pytest

from routing.check import InvalidPlanError, verify
from routing.model import Objective, Plan, Problem
from routing.solve.exact import Proof, prove
from routing.solve.finish import finished
from tests.bruteforce import Best, best_plan
from tests.four_orders import four_orders

ENOUGH = 60.0
"""Seconds; a day of four orders takes a part of one."""


@cache
def best_of(seed: int) -> Best:
    return best_plan(four_orders(seed))


def proof_of(problem: Problem) -> Proof:
    return prove(problem, finished(problem, {}), seconds=ENOUGH)


def must_left_out(problem: Problem, plan: Plan) -> int:
    return sum(problem.shipment_by_id[u.shipment].penalty is None for u in plan.unserved)


def assert_best(seed: int) -> None:
    problem, best = four_orders(seed), best_of(seed)
    proof = proof_of(problem)
    assert verify(problem, proof.plan) == ()
    assert proof.proved
    assert proof.gap == 0
    assert proof.least_cost == proof.plan.cost == best.cost
    assert must_left_out(problem, proof.plan) == best.must_left_out
    if problem.objective is Objective.VEHICLES:
        assert len(proof.plan.routes) == best.routes


@pytest.mark.parametrize("seed", range(12))
def test_a_day_of_four_orders_is_proved_to_cost_what_trying_everything_finds(seed: int) -> None:
    assert_best(seed)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(12, 112))
def test_a_hundred_more_days_are_proved(seed: int) -> None:
    assert_best(seed)
