"""Exact times against trying everything, and what must hold for any sequence."""

from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from routing.check import verify
from routing.model import Plan, Problem, TaskKind
from routing.solve.timing import timed_route
from tests.bruteforce import Rider, Steps, Walk
from tests.four_orders import four_orders


def some_order(problem: Problem, draw: Random) -> Steps:
    """One to four shipments in any order with pickups first."""
    names = [shipment.id for shipment in problem.shipments]
    chosen = draw.sample(names, draw.randint(1, len(names)))
    steps = draw.sample(chosen * 2, 2 * len(chosen))
    seen: set[str] = set()
    order = []
    for name in steps:
        order.append((name, TaskKind.DELIVERY if name in seen else TaskKind.PICKUP))
        seen.add(name)
    return tuple(order)


@settings(max_examples=300)
@given(day=st.integers(0, 10**6), order=st.integers(0, 10**6))
def test_the_times_of_a_sequence_are_the_best_there_are(day: int, order: int) -> None:
    problem, draw = four_orders(day), Random(order)  # noqa: S311
    steps = some_order(problem, draw)
    shift = draw.choice(list(problem.shifts))
    rider = Rider(problem, shift)
    walk = Walk(rider, steps)
    best = walk.best_times() if rider.may(steps) and walk.exists else None
    route = timed_route(problem, shift, steps)
    assert (best is None) == (route is None)
    if best is not None and route is not None:
        assert (route.duration, route.start) == best
        assert route.cost == rider.cost(walk, best[0])


@given(day=st.integers(0, 10**6), order=st.integers(0, 10**6))
def test_a_timed_route_keeps_every_rule(day: int, order: int) -> None:
    problem, draw = four_orders(day), Random(order)  # noqa: S311
    steps = some_order(problem, draw)
    route = timed_route(problem, draw.choice(list(problem.shifts)), steps)
    if route is not None:
        served = {name for name, _ in steps}
        own = tuple(shipment for shipment in problem.shipments if shipment.id in served)
        day_of_route = Problem(
            problem.name,
            problem.places,
            own,
            problem.vehicles,
            problem.matrices,
            problem.objective,
        )
        assert verify(day_of_route, Plan((route,), (), route.cost)) == ()
