"""A live plan answers what the plain reference answers, and keeps all it promised."""

from collections import Counter
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from routing.check import verify
from routing.model import Stage
from routing.native.core import LiveRoutes
from routing.solve.indexed import Indexed
from routing.solve.native import Spots, without_pickups_on_board
from routing.solve.quote import Effort, LivePlan, Status
from routing.solve.timing import RouteTimer
from tests.live_days import (
    DAYS,
    HOUR,
    SLOTS,
    begun_by,
    carried,
    three_and_one,
    two_breaks,
    under_way,
)
from tests.quote_reference import cheapest

seeds = st.integers(0, 10**6)
HARD = Effort(iterations=30, seconds=None)
every_day = pytest.mark.parametrize("rules", DAYS)


@every_day
@settings(max_examples=200)
@given(seed=seeds)
def test_the_native_clock_finds_the_times_of_exact_timing(rules: str, seed: int) -> None:
    live, draw = three_and_one(seed, rules)[0], Random(seed)  # noqa: S311
    problem = live.problem
    day = Indexed(problem, tuple(sorted(carried(live.sequences()))))
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
        timed = timer.timed(shift, day.sequence(without_pickups_on_board(day, order)))
        found = core.best_times(number, order)
        if found is None:
            assert timed is None
        elif timed is not None:  # loads and positions are not the clock's business
            duration, distance, lateness = found
            cost = timed.ride.price.of(duration, distance) + lateness
            assert (cost, duration) == (timed.timing.cost, timed.timing.duration)


@every_day
@settings(max_examples=100)
@given(seed=seeds)
def test_a_direct_answer_is_the_references(rules: str, seed: int) -> None:
    live, order = three_and_one(seed, rules)
    problem, sequences, choice = live.problem, live.sequences(), two_breaks(live)
    for slot, answer in zip(SLOTS, live.quote(order, SLOTS), strict=True):
        best = cheapest(problem, sequences, order, slot)
        assert (answer.status is Status.NOT_FOUND) == (answer.obstacle is not None)
        if not choice:
            assert answer.extra_cost == (best.cost if best else None)
        elif answer.extra_cost is not None:
            assert best is not None
            assert answer.extra_cost >= best.cost


@every_day
def test_with_two_breaks_too_nearly_every_answer_is_the_references(rules: str) -> None:
    asked = same = 0
    for seed in range(40):
        live, order = three_and_one(seed, rules)
        for slot, answer in zip(SLOTS, live.quote(order, SLOTS), strict=True):
            best = cheapest(live.problem, live.sequences(), order, slot)
            asked += 1
            same += answer.extra_cost == (best.cost if best else None)
    assert same >= 0.99 * asked


@pytest.mark.long
@every_day
def test_of_twenty_thousand_answers_a_few_at_most_are_not_the_references(rules: str) -> None:
    differing = Counter({False: 0, True: 0})
    for seed in range(1_000_000, 1_003_000):
        live, order = three_and_one(seed, rules)
        choice = two_breaks(live)
        for slot, answer in zip(SLOTS, live.quote(order, SLOTS), strict=True):
            best = cheapest(live.problem, live.sequences(), order, slot)
            differing[choice] += answer.extra_cost != (best.cost if best else None)
    assert differing[False] == 0
    assert differing[True] <= 3


@every_day
@settings(max_examples=50)
@given(seed=seeds)
def test_what_is_accepted_is_a_valid_plan_that_costs_what_was_said(rules: str, seed: int) -> None:
    live, order = three_and_one(seed, rules)
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


@every_day
@settings(max_examples=50)
@given(seed=seeds, hour=st.integers(1, 5))
def test_what_has_begun_keeps_its_times_whatever_comes(rules: str, seed: int, hour: int) -> None:
    morning, early_order = three_and_one(seed, rules)
    begun = begun_by(morning.plan(), hour * HOUR)
    live, order = under_way(morning, early_order, hour * HOUR)
    assert begun_by(live.plan(), hour * HOUR) == begun
    for slot, answer in zip(SLOTS, live.quote(order, SLOTS, reshuffle=HARD), strict=True):
        if answer.status is Status.FITS and not two_breaks(live):
            best = cheapest(live.problem, live.sequences(), order, slot)
            assert best is not None
            assert answer.extra_cost == best.cost
        if answer.status is not Status.NOT_FOUND:
            copy = LivePlan.from_sequences(live.problem, live.sequences())
            copy.accept(order, slot, answer)
            plan = copy.plan()
            assert verify(copy.problem, plan) == ()
            starts = begun_by(plan, SLOTS[-1].end)
            assert {task: starts[task] for task in begun} == begun
            assert min(starts[task] for task in starts.keys() - begun.keys()) >= hour * HOUR


def test_each_rule_binds_some_of_the_days() -> None:
    bound: Counter[str] = Counter()
    for seed in range(150):
        live, _ = three_and_one(seed, "all")
        done = carried(live.sequences())
        for shipment in live.problem.shipments:
            promise = shipment.commitment
            rules = {
                "locked": promise is not None and promise.stage is Stage.LOCKED,
                "on board": promise is not None and promise.stage is Stage.ON_BOARD,
                "left on board": shipment.id not in done,
                "position": promise is not None and promise.position is not None,
                "start": promise is not None and promise.start is not None,
            }
            bound.update(rule for rule, binds in rules.items() if binds)
        timer = RouteTimer(live.problem)
        for shift, tasks in live.sequences().items():
            timed = timer.timed(shift, tasks)
            assert timed is not None
            bound["lateness"] += timed.lateness > 0
            bound["reload"] += any(leg.halt is not None for leg in timed.ride.legs)
    assert len(bound) == 7
    assert min(bound.values()) >= 10, bound


@every_day
@settings(max_examples=40)
@given(seed=seeds)
def test_the_same_seed_and_iterations_give_the_same_answers(rules: str, seed: int) -> None:
    live, order = three_and_one(seed, rules)
    assert live.quote(order, SLOTS, reshuffle=HARD) == live.quote(order, SLOTS, reshuffle=HARD)


@every_day
@settings(max_examples=40)
@given(seed=seeds)
def test_who_is_removed_leaves_no_trace(rules: str, seed: int) -> None:
    live, order = three_and_one(seed, rules)
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
