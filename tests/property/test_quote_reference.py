"""A live plan answers what the plain reference answers, and keeps all it promised."""

from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from routing.check import verify
from routing.native.core import LiveRoutes
from routing.solve.indexed import Indexed
from routing.solve.native import Spots
from routing.solve.quote import Effort, LivePlan, Status
from routing.solve.timing import RouteTimer
from tests.live_days import SLOTS, carried, three_and_one, two_breaks
from tests.quote_reference import cheapest

seeds = st.integers(0, 10**6)
HARD = Effort(iterations=30, seconds=None)


@settings(max_examples=200)
@given(seed=seeds)
def test_the_native_clock_finds_the_times_of_exact_timing(seed: int) -> None:
    problem, draw = three_and_one(seed)[0].problem, Random(seed)  # noqa: S311
    day = Indexed(problem, tuple(shipment.id for shipment in problem.shipments))
    core, timer = LiveRoutes(Spots(day).problem()), RouteTimer(problem)
    nodes = list(range(2 * len(day.shipments)))
    for number, shift in enumerate(problem.shifts):
        draw.shuffle(nodes)
        order = [
            node for node in nodes if node % 2 == 0 or nodes.index(node - 1) < nodes.index(node)
        ]
        order = [node for node in order if node ^ 1 in order]
        if not order or not all(day.shifts[number].takes[node // 2] for node in order):
            continue
        route = timer.route(shift, day.sequence(tuple(order)))
        found = core.best_times(number, order)
        if found is None:
            assert route is None
        elif route is not None:  # a load that is too large is not the clock's business
            assert found == (route.duration, route.distance)


@settings(max_examples=100)
@given(seed=seeds)
def test_a_direct_answer_is_the_references(seed: int) -> None:
    live, order = three_and_one(seed)
    problem, sequences, choice = live.problem, live.sequences(), two_breaks(live)
    for slot, answer in zip(SLOTS, live.quote(order, SLOTS), strict=True):
        best = cheapest(problem, sequences, order, slot)
        assert (answer.status is Status.NOT_FOUND) == (answer.obstacle is not None)
        if not choice:
            assert answer.extra_cost == (best.cost if best else None)
        elif answer.extra_cost is not None:
            assert best is not None
            assert answer.extra_cost >= best.cost


def test_with_two_breaks_too_nearly_every_answer_is_the_references() -> None:
    asked = same = 0
    for seed in range(40):
        live, order = three_and_one(seed)
        for slot, answer in zip(SLOTS, live.quote(order, SLOTS), strict=True):
            best = cheapest(live.problem, live.sequences(), order, slot)
            asked += 1
            same += answer.extra_cost == (best.cost if best else None)
    assert same >= 0.99 * asked


@settings(max_examples=50)
@given(seed=seeds)
def test_what_is_accepted_is_a_valid_plan_that_costs_what_was_said(seed: int) -> None:
    live, order = three_and_one(seed)
    before = live.plan()
    for slot, answer in zip(SLOTS, live.quote(order, SLOTS, reshuffle=HARD), strict=True):
        if answer.status is Status.NOT_FOUND:
            continue
        copy = LivePlan.from_sequences(live.problem, live.sequences())
        copy.accept(order, slot, answer)
        plan = copy.plan()
        assert verify(copy.problem, plan) == ()
        assert plan.cost - before.cost == answer.extra_cost
        seconds = sum(route.duration for route in plan.routes)
        assert seconds - sum(route.duration for route in before.routes) == answer.extra_seconds
        assert carried(copy.sequences()) == {*carried(live.sequences()), order.id}
        again = LivePlan.from_sequences(copy.problem, copy.sequences())
        assert again.plan() == plan


@settings(max_examples=40)
@given(seed=seeds)
def test_the_same_seed_and_iterations_give_the_same_answers(seed: int) -> None:
    live, order = three_and_one(seed)
    assert live.quote(order, SLOTS, reshuffle=HARD) == live.quote(order, SLOTS, reshuffle=HARD)


@settings(max_examples=40)
@given(seed=seeds)
def test_who_is_removed_leaves_no_trace(seed: int) -> None:
    live, order = three_and_one(seed)
    sequences, answers = live.sequences(), live.quote(order, SLOTS)
    fitting = [answer for answer in answers if answer.status is Status.FITS]
    for answer in fitting[:2]:
        live.accept(order, answer.slot, live.quote(order, [answer.slot])[0])
        live.remove(order.id)
    assert live.sequences() == sequences
    assert [(a.status, a.extra_cost) for a in live.quote(order, SLOTS)] == [
        (a.status, a.extra_cost) for a in answers
    ]
    assert live.version == 2 * len(fitting[:2])
