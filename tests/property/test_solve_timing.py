"""Exact times against trying everything, and what must hold for any sequence."""

from collections import Counter
from collections.abc import Iterator
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from routing.check import verify
from routing.model import Plan, Problem, Reason, Stage, TaskKind, Unserved
from routing.solve.prices import left_out_cost
from routing.solve.timed import Timed
from routing.solve.timing import RouteTimer
from tests.bruteforce import Rider
from tests.bruteforce_walk import Steps
from tests.four_orders import four_orders, four_promised_orders

days = st.builds(four_orders, st.integers(0, 10**6)) | st.builds(
    four_promised_orders, st.integers(0, 10**6)
)


def some_order(problem: Problem, shift: str, draw: Random) -> Steps:
    """One to four shipments in any order, pickups first, as far as they are promised to a shift."""
    own = [s for s in problem.shipments if s.commitment is None or s.commitment.shift == shift]
    chosen = draw.sample(own, draw.randint(min(1, len(own)), len(own)))
    seen = {s.id for s in chosen if s.commitment and s.commitment.stage is Stage.ON_BOARD}
    names = [s.id for s in chosen for _ in range(1 if s.id in seen else 2)]
    order = []
    for name in draw.sample(names, len(names)):
        order.append((name, TaskKind.DELIVERY if name in seen else TaskKind.PICKUP))
        seen.add(name)
    return tuple(order)


@settings(max_examples=400)
@given(problem=days, order=st.integers(0, 10**6))
def test_the_times_of_a_sequence_are_the_best_there_are(problem: Problem, order: int) -> None:
    draw = Random(order)  # noqa: S311
    shift = draw.choice(list(problem.shifts))
    steps = some_order(problem, shift, draw)
    best = Rider(problem, shift).best_times(steps) if steps else None
    timed = RouteTimer(problem).timed(shift, steps)
    assert (timed and timed.timing[:3]) == best


@settings(max_examples=200)
@given(problem=days, order=st.integers(0, 10**6))
def test_a_timed_route_keeps_every_rule(problem: Problem, order: int) -> None:
    draw = Random(order)  # noqa: S311
    shift = draw.choice(list(problem.shifts))
    steps = some_order(problem, shift, draw)
    timer = RouteTimer(problem)
    timed, route = timer.timed(shift, steps), timer.route(shift, steps)
    if timed is not None and route is not None:
        left_out = [s for s in problem.shipments if s.id not in {name for name, _ in steps}]
        unserved = tuple(Unserved(s.id, Reason.NO_ROOM) for s in left_out)
        cost = timed.timing.cost + sum(left_out_cost(problem, s) for s in left_out)
        assert verify(problem, Plan((route,), unserved, cost)) == ()
        assert route.cost + timed.lateness == timed.timing.cost


def test_each_rule_binds_in_some_of_the_days() -> None:
    bound: Counter[str] = Counter()
    for seed in range(1_000):
        problem, draw = four_promised_orders(seed), Random(seed)  # noqa: S311
        shift = draw.choice(list(problem.shifts))
        timed = RouteTimer(problem).timed(shift, some_order(problem, shift, draw))
        if timed is not None:
            bound.update(binding(problem, timed))
    assert len(bound) == 6
    assert min(bound.values()) >= 5, bound


def binding(problem: Problem, timed: Timed) -> Iterator[str]:
    """What makes this ride another than it would be."""
    commitments = [problem.shipment_by_id[name].commitment for name, _ in timed.ride.sequence]
    promised = [commitment for commitment in commitments if commitment is not None]
    bound = {
        "lateness": timed.lateness > 0,
        "reload": any(leg.halt is not None for leg in timed.ride.legs),
        "break on the way": any(timed.timing.taken[1:-1]),
        "on board": any(one.stage is Stage.ON_BOARD for one in promised),
        "position": any(one.position is not None for one in promised),
        "start": any(one.start is not None for one in promised),
    }
    return (name for name, binds in bound.items() if binds)
