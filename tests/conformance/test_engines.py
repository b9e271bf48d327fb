"""What every engine keeps, or declares that it cannot: valid plans, good ones on small days, an end
when asked for."""

import threading
import time
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from routing.check import verify
from routing.errors import SolverError
from routing.formats.instances import read_instance
from routing.model import Costs, Load, Matrix, Objective, Plan, Problem, Shift
from routing.sentences import LANGUAGES, render
from routing.solve import Engine, Progress, Stop, solve
from routing.solve.engines import engine as engine_module
from routing.solve.engines.engine import ABILITIES
from routing.solve.engines.feature import Feature, features_of
from tests.bruteforce import best_plan
from tests.four_orders import four_orders, four_promised_orders

ENOUGH = {
    Engine.SEARCH: Stop(iterations=3_000),
    Engine.ORTOOLS: Stop(iterations=60),
    Engine.PYVRP: Stop(iterations=300),
    Engine.VROOM: Stop(iterations=5),
    Engine.COMMIV: Stop(iterations=2_000),
}
DAYS = range(20)
INSTALLED = [engine for engine in Engine if ABILITIES[engine].installed]

engines = pytest.mark.parametrize("engine", INSTALLED)


def able(engine: Engine, problem: Problem) -> bool:
    """Whether an engine declares that it knows all of a problem."""
    return not features_of(problem) & ABILITIES[engine].cannot


def plain(seed: int) -> Problem:
    """A day of four orders on which vehicles are equal, time is distance and nothing is special."""
    day = four_orders(seed)
    minutes = day.matrices["bike"].durations // 60
    ways = Matrix(minutes, minutes)
    shift = Shift("", day.vehicles[0].shifts[0].window, "hub", "hub")
    bike = replace(
        day.vehicles[0],
        profile="bike",
        capacity=Load(parcels=5),
        costs=Costs(),
        equipment=frozenset(),
    )
    return replace(
        day,
        places=tuple(replace(place, setup=0, opening=()) for place in day.places),
        shipments=tuple(
            replace(
                shipment,
                pickup=replace(shipment.pickup, windows=shipment.pickup.windows[:1]),
                delivery=replace(shipment.delivery, windows=shipment.delivery.windows[:1]),
                load=Load(parcels=shipment.load.parcels),
                needs=frozenset(),
                longest_on_board=None,
                penalty=None,
            )
            for shipment in day.shipments
        ),
        vehicles=tuple(
            replace(bike, id=name, shifts=(replace(shift, id=name),)) for name in ("a", "b", "c")
        ),
        matrices={"bike": ways},
        objective=(Objective.VEHICLES, Objective.DISTANCE)[seed % 2],
    )


def days_for(engine: Engine, count: int) -> list[Problem]:
    """The first days that an engine can model, random ones and plain ones by turns."""
    drawn = (day for seed in range(1_000) for day in (four_orders(seed), plain(seed)))
    fitting = (day for day in drawn if able(engine, day))
    return [next(fitting) for _ in range(count)]


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


@pytest.mark.parametrize("day", [four_orders, four_promised_orders])
def test_every_day_of_four_orders_is_planned_as_well_as_can_be(
    day: Callable[[int], Problem],
) -> None:
    for problem in map(day, DAYS):
        plan = solve(problem, stop=ENOUGH[Engine.SEARCH], seed=1, engine=Engine.SEARCH)
        assert verify(problem, plan) == ()
        assert value(problem, plan) == best_value(problem), problem.name


@pytest.mark.parametrize("engine", [e for e in INSTALLED if e is not Engine.SEARCH])
def test_most_days_that_a_rival_can_model_are_planned_as_well_as_can_be(engine: Engine) -> None:
    optimal = 0
    for problem in days_for(engine, 4):
        plan = solve(problem, stop=ENOUGH[engine], seed=1, engine=engine)
        assert verify(problem, plan) == ()
        best = best_value(problem)
        assert value(problem, plan) >= best
        optimal += value(problem, plan) == best
    assert optimal >= 3


@engines
def test_what_an_engine_cannot_model_is_refused_by_name(engine: Engine) -> None:
    refused = 0
    for problem in map(four_promised_orders, DAYS):
        unknown = features_of(problem) & ABILITIES[engine].cannot
        if unknown:
            with pytest.raises(SolverError) as error:
                solve(problem, stop=Stop(iterations=1), seed=1, engine=engine)
            assert error.value.code == "solver.cannot_model"
            for language in LANGUAGES:
                said = str(render(error.value.code, error.value.values, language))
                assert engine in said
                assert all(feature in said for feature in unknown)
            refused += 1
    assert bool(refused) == bool(ABILITIES[engine].cannot)


def test_random_days_have_every_feature_and_plain_ones_none() -> None:
    days = [four_promised_orders(seed) for seed in range(100)]
    assert frozenset[Feature]().union(*map(features_of, days)) == set(Feature)
    assert not any(features_of(plain(seed)) for seed in range(100))


def test_an_engine_that_is_missing_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    missing = replace(ABILITIES[Engine.PYVRP], module="not_on_any_machine")
    monkeypatch.setattr(engine_module, "ABILITIES", {**ABILITIES, Engine.PYVRP: missing})
    with pytest.raises(SolverError) as error:
        solve(plain(1), stop=Stop(iterations=1), seed=1, engine=Engine.PYVRP)
    for language in LANGUAGES:
        assert "pip install pyvrp" in str(render(error.value.code, error.value.values, language))


@cache
def planned(engine: Engine) -> tuple[Problem, Plan]:
    """A day that an engine can model, and its plan."""
    [problem] = days_for(engine, 1)
    return problem, solve(problem, stop=ENOUGH[engine], seed=7, engine=engine)


@engines
def test_the_same_seed_and_iterations_give_the_same_plan(engine: Engine) -> None:
    problem, plan = planned(engine)
    assert solve(problem, stop=ENOUGH[engine], seed=7, engine=engine) == plan


@engines
def test_a_plan_to_start_with_is_kept_or_bettered(engine: Engine) -> None:
    problem, good = planned(engine)
    again = solve(problem, stop=Stop(iterations=1), seed=2, start=good, engine=engine)
    assert value(problem, again) <= value(problem, good)


@engines
def test_a_plan_of_another_day_is_repaired(engine: Engine) -> None:
    problem, good = planned(engine)
    fewer = replace(problem, shipments=problem.shipments[1:])
    plan = solve(fewer, stop=Stop(iterations=1), seed=1, start=good, engine=engine)
    assert verify(fewer, plan) == ()


@engines
def test_a_search_that_finds_nothing_better_ends(engine: Engine) -> None:
    problem = plain(2)
    plan = solve(problem, stop=Stop(stale=0.3), seed=1, engine=engine)
    assert verify(problem, plan) == ()
    assert plan.routes


@engines
def test_an_instance_of_the_literature_is_solved_and_cancelled(
    engine: Engine, instances: Path
) -> None:
    problem = read_instance(instances / "li-lim" / "100" / "lrc101.txt")
    tells_all_it_finds = engine not in {Engine.VROOM, Engine.COMMIV}
    cancel = threading.Event()
    seen: list[Progress] = []
    deadline = time.monotonic() + 60

    def progress(state: Progress) -> None:
        seen.append(state)
        if state.left_out == 0 or not tells_all_it_finds or time.monotonic() > deadline:
            cancel.set()

    stop = Stop(seconds=600)
    plan = solve(problem, stop=stop, seed=1, progress=progress, cancel=cancel, engine=engine)
    assert cancel.is_set()
    assert verify(problem, plan) == ()
    assert plan.unserved == () or not tells_all_it_finds


@pytest.mark.parametrize("engine", [e for e in INSTALLED if e is not Engine.SEARCH])
def test_rivals_serve_an_instance_of_the_literature(engine: Engine, instances: Path) -> None:
    problem = read_instance(instances / "li-lim" / "100" / "lc101.txt")
    plan = solve(problem, stop=Stop(seconds=1), seed=1, engine=engine)
    assert verify(problem, plan) == ()
    assert plan.unserved == ()
    assert len(plan.routes) == 10


def test_the_native_search_finds_the_best_known_fleet_of_a_hundred_tasks(instances: Path) -> None:
    for name, vehicles in (("lc101", 10), ("lrc101", 14), ("lr105", 14)):
        problem = read_instance(instances / "li-lim" / "100" / f"{name}.txt")
        plan = solve(problem, stop=Stop(iterations=6_000), seed=1, engine=Engine.SEARCH)
        assert plan.unserved == ()
        assert len(plan.routes) == vehicles
