"""Random days of four orders and two vehicles, planned as well as by trying everything."""

from hypothesis import given, settings
from hypothesis import strategies as st

from routing.check import verify
from routing.model import Objective, Problem
from routing.solve import Stop, solve
from routing.solve.exhaustive import best_of_all, cost_of
from routing.solve.hopeful import hopeful
from routing.solve.indexed import Indexed
from routing.solve.settle import settle
from routing.solve.stop import never
from routing.solve.timing import RouteTimer
from routing.solve.value import value_of
from tests.bruteforce import best_plan
from tests.four_orders import four_orders, four_promised_orders

seeds = st.integers(0, 10**6)
days = (st.builds(four_orders, seeds) | st.builds(four_promised_orders, seeds)).filter(
    lambda day: len(day.vehicles) <= 2
)


def best_value(problem: Problem) -> tuple[int, int, int]:
    best = best_plan(problem)
    routes_count = problem.objective is Objective.VEHICLES
    return best.must_left_out, best.routes if routes_count else 0, best.cost


@settings(max_examples=15)
@given(problem=days, seed=seeds)
def test_a_day_of_four_orders_is_planned_as_well_as_can_be(problem: Problem, seed: int) -> None:
    plan = solve(problem, stop=Stop(iterations=6_000), seed=seed)
    assert verify(problem, plan) == ()
    assert value_of(problem, plan) == best_value(problem)


@settings(max_examples=60)
@given(problem=days)
def test_looking_at_all_plans_finds_the_best_whatever_was_found_before(problem: Problem) -> None:
    timer, day = RouteTimer(problem), Indexed(problem, hopeful(problem))
    nothing = settle(timer, {})
    found = best_of_all(timer, day, cost_of(day, nothing), most=None, over=never)
    settled = nothing if found is None else settle(timer, day.sequences(found))
    assert settled.value == best_value(problem)
    again = best_of_all(timer, day, cost_of(day, settled), most=None, over=never)
    assert again is None


@given(problem=days, most=st.integers(0, 50))
def test_with_little_time_no_plan_gets_worse(problem: Problem, most: int) -> None:
    timer, day = RouteTimer(problem), Indexed(problem, hopeful(problem))
    nothing = settle(timer, {})
    found = best_of_all(timer, day, cost_of(day, nothing), most=most, over=never)
    if found is not None:
        assert settle(timer, day.sequences(found)).value < nothing.value
