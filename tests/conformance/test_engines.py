"""What every engine keeps: valid plans, the best ones on small days, an end when asked for."""

import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest

from routing.check import verify
from routing.formats.instances import read_instance
from routing.model import Objective, Plan, Problem
from routing.solve import Engine, Progress, Stop, solve
from tests.bruteforce import best_plan
from tests.four_orders import four_orders

ENOUGH = {Engine.SEARCH: Stop(iterations=3_000), Engine.ORTOOLS: Stop(iterations=60)}
DAYS = range(20)

engines = pytest.mark.parametrize("engine", Engine)


def value(problem: Problem, plan: Plan) -> tuple[int, int, int]:
    """What makes one plan better than another."""
    must = [u for u in plan.unserved if problem.shipment_by_id[u.shipment].penalty is None]
    routes = len(plan.routes) if problem.objective is Objective.VEHICLES else 0
    return len(must), routes, plan.cost


def best_value(problem: Problem) -> tuple[int, int, int]:
    """The value of the best of all plans."""
    best = best_plan(problem)
    routes = best.routes if problem.objective is Objective.VEHICLES else 0
    return best.must_left_out, routes, best.cost


def test_nearly_every_day_of_four_orders_is_planned_as_well_as_can_be() -> None:
    optimal = 0
    for seed in DAYS:
        problem = four_orders(seed)
        plan = solve(problem, stop=ENOUGH[Engine.SEARCH], seed=1, engine=Engine.SEARCH)
        assert verify(problem, plan) == ()
        optimal += value(problem, plan) == best_value(problem)
    assert optimal >= len(DAYS) - 1


@engines
def test_the_same_seed_and_iterations_give_the_same_plan(engine: Engine) -> None:
    problem = four_orders(3)
    plans = [solve(problem, stop=ENOUGH[engine], seed=7, engine=engine) for _ in range(2)]
    assert plans[0] == plans[1]


@engines
@pytest.mark.parametrize("seed", DAYS[:4])
def test_a_plan_to_start_with_is_kept_or_bettered(engine: Engine, seed: int) -> None:
    problem = four_orders(seed)
    good = solve(problem, stop=ENOUGH[engine], seed=1, engine=engine)
    again = solve(problem, stop=Stop(iterations=1), seed=2, start=good, engine=engine)
    assert value(problem, again) <= value(problem, good)


@engines
def test_a_plan_of_another_day_is_repaired(engine: Engine) -> None:
    problem = four_orders(1)
    good = solve(problem, stop=ENOUGH[engine], seed=1, engine=engine)
    fewer = replace(problem, shipments=problem.shipments[1:])
    plan = solve(fewer, stop=Stop(iterations=1), seed=1, start=good, engine=engine)
    assert verify(fewer, plan) == ()


@engines
def test_an_instance_of_the_literature_is_solved_and_cancelled(
    engine: Engine, instances: Path
) -> None:
    problem = read_instance(instances / "li-lim" / "100" / "lrc101.txt")
    cancel = threading.Event()
    seen: list[Progress] = []
    deadline = time.monotonic() + 60

    def progress(state: Progress) -> None:
        seen.append(state)
        if state.left_out == 0 or time.monotonic() > deadline:
            cancel.set()

    stop = Stop(seconds=600)
    plan = solve(problem, stop=stop, seed=1, progress=progress, cancel=cancel, engine=engine)
    assert cancel.is_set()
    assert verify(problem, plan) == ()
    assert plan.unserved == ()


def test_the_native_search_finds_the_best_known_fleet_of_a_hundred_tasks(instances: Path) -> None:
    for name, vehicles in (("lc101", 10), ("lrc101", 14), ("lr105", 14)):
        problem = read_instance(instances / "li-lim" / "100" / f"{name}.txt")
        plan = solve(problem, stop=Stop(iterations=6_000), seed=1, engine=Engine.SEARCH)
        assert plan.unserved == ()
        assert len(plan.routes) == vehicles
