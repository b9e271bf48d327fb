"""When time is up: what is still to be done is bounded, and nobody is left out without a reason."""

import math
import threading
from collections import abc
from dataclasses import replace
from itertools import count

import pytest

from routing.check import verify
from routing.model import Plan, Problem, Reason, TaskKind
from routing.native.core import SearchProblem
from routing.sentences import LANGUAGES, render
from routing.solve import Stop, finish, mend, solve, solver
from routing.solve.finish import with_reasons
from routing.solve.hopeful import hopeful
from routing.solve.indexed import Indexed
from routing.solve.mend import mended
from routing.solve.native import Spots
from routing.solve.sequence import Sequence, sequences_of
from routing.solve.settle import settle
from routing.solve.squeeze import squeezed
from routing.solve.timed import Timed
from routing.solve.timing import RouteTimer
from tests.large_days import intricate_day, large_day

FIRST_PLAN = 102
"""Looks at the clock: one for each of a hundred orders, one for their plan, one to go on from it.

The next is for a better plan, or after sixteen steps."""


class CountingTimer(RouteTimer):
    """Counts how many sequences it is asked for."""

    asked = 0

    def timed(self, shift_id: str, sequence: Sequence) -> Timed | None:
        self.asked += 1
        return super().timed(shift_id, sequence)


def crowded(orders: int = 40) -> Problem:
    """A day with one courier where four are needed."""
    problem = large_day(orders, plain=False)
    return replace(problem, vehicles=problem.vehicles[:1])


def always() -> bool:
    return True


def forbidden(*_: object, **__: object) -> None:
    raise AssertionError("there is no time for this")


def all_at_once(problem: Problem) -> dict[str, Sequence]:
    """Everything is picked up by the first shift, then everything delivered: far too much."""
    tasks = tuple((shipment.id, kind) for kind in TaskKind for shipment in problem.shipments)
    return {next(iter(problem.shifts)): tasks}


def test_who_is_not_reached_in_time_is_told_so_and_nothing_is_tried(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    problem = crowded()
    timer = RouteTimer(problem)
    settled = settle(timer, {})
    monkeypatch.setattr(finish, "MOMENT", 0.0)
    monkeypatch.setattr(RouteTimer, "timed", forbidden)
    plan = with_reasons(timer, settled, always)
    assert [unserved.shipment for unserved in plan.unserved] == [s.id for s in problem.shipments]
    assert {unserved.reason for unserved in plan.unserved} == {Reason.TIME_UP}
    assert verify(problem, plan) == ()
    for language in LANGUAGES:
        assert render(Reason.TIME_UP, {}, language).mend


def test_a_moment_is_left_for_the_true_reasons_of_a_few(monkeypatch: pytest.MonkeyPatch) -> None:
    problem = crowded()
    timer = RouteTimer(problem)
    settled = settle(timer, {})
    monkeypatch.setattr(finish, "MOMENT", 3_600.0)
    plan = with_reasons(timer, settled, always)
    assert {unserved.reason for unserved in plan.unserved} == {Reason.NO_ROOM}


def test_the_last_look_ends_in_the_middle_of_an_order() -> None:
    problem = crowded()
    timer = CountingTimer(problem)
    settled = settle(timer, {})
    timer.asked = 0
    looked_at = squeezed(timer, settled, lambda: timer.asked >= 5)
    assert timer.asked == 5
    assert looked_at.more == {}


def test_what_a_broken_sequence_can_keep_is_tried_only_in_time() -> None:
    problem = crowded()
    timer = CountingTimer(problem)
    assert settle(timer, all_at_once(problem), over=always).routes == {}
    assert timer.asked == 1
    assert settle(timer, all_at_once(problem)).routes


def test_a_route_that_is_timed_is_not_timed_again() -> None:
    problem = crowded()
    timer = CountingTimer(problem)
    settled = settle(timer, all_at_once(problem))
    timer.asked = 0
    again = settle(timer, settled.sequences, known=settled.routes)
    assert timer.asked == 0
    assert again == settled


def test_a_plan_is_read_without_a_check_when_time_is_up(monkeypatch: pytest.MonkeyPatch) -> None:
    problem = large_day(20, plain=False)
    plan = solve(problem, stop=Stop(iterations=50), seed=1)
    monkeypatch.setattr(mend, "verify", forbidden)
    assert mended(problem, plan, always) == sequences_of(plan)


def test_a_broken_route_is_looked_at_without_the_whole_day(monkeypatch: pytest.MonkeyPatch) -> None:
    problem = large_day(20, plain=False)
    plan = solve(problem, stop=Stop(iterations=50), seed=1)
    looked_at: list[int] = []

    def checked(problem: Problem, plan: Plan) -> object:
        looked_at.append(len(problem.shipments))
        return verify(problem, plan)

    monkeypatch.setattr(mend, "verify", checked)
    broken = replace(plan, routes=(replace(plan.routes[0], cost=-1), *plan.routes[1:]))
    mended(problem, broken)
    served = [sum(1 for _ in route.services()) // 2 for route in plan.routes]
    assert looked_at == [20, *served]


def test_who_has_cancelled_waits_for_no_search(monkeypatch: pytest.MonkeyPatch) -> None:
    problem = crowded()
    given = put_in_one_by_one(problem)
    cancel = threading.Event()
    cancel.set()
    monkeypatch.setattr(solver, "native_search", forbidden)
    stop = Stop(seconds=600)
    nothing = solve(problem, stop=stop, seed=1, cancel=cancel)
    assert verify(problem, nothing) == ()
    kept = solve(problem, stop=stop, seed=1, start=given, cancel=cancel)
    assert kept.routes == given.routes


def put_in_one_by_one(problem: Problem) -> Plan:
    """A valid plan without a search."""
    return finish.finished(problem, {})


def test_a_crowded_day_of_many_orders_has_a_reason_for_each() -> None:
    problem = crowded(600)
    plan = solve(problem, stop=Stop(seconds=0.5), seed=1)
    assert verify(problem, plan) == ()
    served = sum(1 for route in plan.routes for _ in route.services()) // 2
    assert served + len(plan.unserved) == 600
    assert {unserved.reason for unserved in plan.unserved} <= {Reason.NO_ROOM, Reason.TIME_UP}


def core_of(problem: Problem) -> SearchProblem:
    return Spots(Indexed(problem, hopeful(problem))).problem()


def test_a_first_plan_that_takes_long_is_left_unfinished() -> None:
    looks = count()

    def clock() -> float:
        """Stands still for a hundred looks, of which each order takes one; then time is up."""
        return 0.0 if next(looks) < 100 else 3_600.0

    found, _ = core_of(intricate_day(299)).search(
        start=[], seed=1, fewest_routes=False, seconds=0.001, iterations=0,
        stale_seconds=math.inf, threads=1, watch=lambda *_: False, clock=clock,
    )  # fmt: skip
    assert sum(map(len, found)) < 299


def test_who_cancels_waits_for_one_long_step_and_not_for_sixteen() -> None:
    day = intricate_day(100)
    day = replace(day, vehicles=day.vehicles[:1])
    caller, looks, seen, told = threading.get_ident(), count(1), [0], [False]
    waits, heard = threading.Event(), threading.Event()

    def clock() -> float:
        """Stands still. In its first steps the search waits here until it has been cancelled."""
        if threading.get_ident() == caller:
            if told[-1]:
                heard.set()
        elif next(looks) > FIRST_PLAN:
            waits.set()
            assert heard.wait(60)
        return 0.0

    def watch(_: int, better: abc.Sequence[abc.Sequence[int]] | None) -> bool:
        """Cancels when there is a first plan and the search has gone on from it."""
        if better is not None:
            seen.append(sum(map(len, better)))
        told.append(waits.is_set() and seen[-1] > 0)
        return told[-1]

    _, steps = core_of(day).search(
        start=[], seed=1, fewest_routes=False, seconds=math.inf, iterations=0,
        stale_seconds=math.inf, threads=1, watch=watch, clock=clock,
    )  # fmt: skip
    assert told[-1]
    assert 0 < steps < 16
