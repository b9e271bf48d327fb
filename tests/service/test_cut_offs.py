"""Cut-offs: slots close on time, what was promised for them is published, and only that."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from api.domain.errors import RefusedError
from api.domain.job import JobKind, JobProgress, JobState
from api.domain.order_state import OrderState
from api.domain.round import Round
from api.services import planning
from api.services import towns as town_services
from api.services.days import AFTER_CUT_OFF
from api.services.plan_making import SEARCHES
from api.services.planning import MOST_TURNS, CutOff
from api.services.pool_problem import pool_day
from api.services.ports import Heard
from api.store import fleet, rounds, towns
from api.store.database import Database
from api.store.work import Means
from routing.errors import SolverError
from routing.model import Plan, Problem
from tests.service.planning_desk import (
    AFTERNOON_CLOSES,
    MINUTE,
    MORNING_CLOSES,
    PACKS,
    Desk,
    search_here,
)
from tests.service.small_town import DATE, SLOTS


@pytest.fixture
def desk(database: Database, means: Means) -> Desk:
    return Desk(database, means)


def due(desk: Desk) -> tuple[CutOff, ...]:
    with desk.work() as work:
        return planning.cut_offs_due(work)


def settle_anew(desk: Desk, **changed: Any) -> None:
    """What a planner changes in the settings of the town."""
    with desk.work() as work:
        served = towns.find(work, desk.small.planner, desk.small.town.id)
        wanted = replace(served, settings=replace(served.settings, **changed))
        town_services.change(work, desk.small.planner, wanted, desk.live)


def heard(desk: Desk) -> set[int]:
    """When couriers know of what is promised, after midnight."""
    with desk.work() as work:
        served = towns.find(work, desk.small.planner, desk.small.town.id)
        ground = pool_day(work, served, desk.pool_in(work), PACKS).ground
    return {at for _, at in ground.promised.values()}


def rounds_of(desk: Desk) -> list[Round]:
    with desk.work() as work:
        return rounds.on_date(work, desk.small.planner, DATE)


def test_a_slot_is_due_from_its_cut_off_until_its_end(desk: Desk) -> None:
    desk.promised("morning")
    town = desk.small.town
    cut_off = CutOff(town.id, DATE, ("morning",), town.settings.planning_seconds)
    desk.now = MORNING_CLOSES - dt.timedelta(seconds=1)
    assert due(desk) == ()
    desk.now = MORNING_CLOSES
    assert due(desk) == (cut_off,)
    desk.now = dt.datetime(2026, 11, 27, 10, 59, tzinfo=dt.UTC)  # a minute before noon
    assert due(desk) == (cut_off,)
    desk.now += MINUTE
    assert due(desk) == ()


def test_a_slot_for_which_nothing_is_promised_is_not_due(desk: Desk) -> None:
    desk.promised("evening")
    desk.now = MORNING_CLOSES
    assert due(desk) == ()


def test_what_was_promised_in_a_slot_that_the_town_offers_no_more_is_planned(desk: Desk) -> None:
    """It closes when its goods are fetched, less the time that planning takes."""
    order = desk.promised("morning")
    with desk.work() as work:
        closed = replace(desk.small.town.settings, closed=frozenset({DATE}))
        towns.change(work, replace(desk.small.town, settings=closed))
    fetched = dt.datetime(2026, 11, 26, 23, tzinfo=dt.UTC) + dt.timedelta(
        seconds=order.collect[0].start
    )
    planning_takes = dt.timedelta(seconds=20 + AFTER_CUT_OFF)
    desk.now = fetched - planning_takes - dt.timedelta(seconds=1)
    assert due(desk) == ()
    desk.now = fetched - planning_takes
    (job,) = desk.close_slots()
    assert desk.do(job).state is JobState.DONE
    assert {found.state for found in desk.orders().values()} == {OrderState.PLANNED}


LATER = tuple(
    replace(one, cut_off=13 * 60 + 30) if one.name == "afternoon" else one for one in SLOTS
)
"""The afternoon closes at half past one, and not at noon."""

AFTER_NOON = 12 * 3_600 + 20
"""After midnight: when couriers know of what closes at noon."""


def test_a_later_cut_off_leaves_what_is_promised_to_be_planned_as_early_as_before(
    desk: Desk,
) -> None:
    """Goods of what was promised may be fetched from noon on: it is not left lying until 13:30."""
    early = {desk.promised("afternoon", shop=n, door=n).id for n in range(3)}
    settle_anew(desk, slots=LATER)
    assert heard(desk) == {AFTER_NOON}
    desk.now = AFTERNOON_CLOSES - dt.timedelta(seconds=1)
    assert due(desk) == ()
    desk.now = AFTERNOON_CLOSES
    (job,) = desk.close_slots()
    assert desk.do(job).state is JobState.DONE
    assert {order for one in rounds_of(desk) for order in one.orders} == early


def test_what_is_accepted_until_a_later_cut_off_has_a_second_turn(desk: Desk) -> None:
    desk.promised("afternoon")
    settle_anew(desk, slots=LATER)
    desk.now = AFTERNOON_CLOSES
    (job,) = desk.close_slots()
    desk.do(job)
    desk.now += 30 * MINUTE
    late = desk.promised("afternoon", shop=1, door=3)
    assert heard(desk) == {AFTER_NOON + 90 * 60}
    desk.now += 59 * MINUTE
    assert due(desk) == ()
    desk.now += MINUTE
    (job,) = desk.close_slots()
    assert desk.do(job).state is JobState.DONE
    assert late.id in {order for one in rounds_of(desk) for order in one.orders}


def test_who_plans_for_longer_begins_sooner_with_what_is_promised(desk: Desk) -> None:
    """A quarter of an hour, and ready by 12:00:20 as before."""
    desk.promised("afternoon")
    settle_anew(desk, planning_seconds=900)
    assert heard(desk) == {AFTER_NOON}
    begins = AFTERNOON_CLOSES + dt.timedelta(seconds=20 - 900)
    desk.now = begins - dt.timedelta(seconds=1)
    assert due(desk) == ()
    desk.now = begins
    assert due(desk) == (CutOff(desk.small.town.id, DATE, ("afternoon",), 900),)


def test_nobody_plans_for_longer_when_it_is_too_late_for_what_is_promised(desk: Desk) -> None:
    desk.promised("afternoon")
    desk.now = AFTERNOON_CLOSES - 2 * MINUTE
    with pytest.raises(RefusedError, match=r"town\.promises_broken"):
        settle_anew(desk, planning_seconds=900)
    settle_anew(desk, planning_seconds=140)


def test_slots_that_close_at_one_time_are_planned_together(desk: Desk) -> None:
    desk.promised("afternoon")
    desk.promised("evening", shop=1, door=1)
    desk.now = AFTERNOON_CLOSES
    (job,) = desk.close_slots()
    assert job.slots == ("afternoon", "evening")
    assert job.key == f"cutoff:{desk.small.town.id}:2026-11-27:afternoon+evening"


def test_however_many_look_a_cut_off_is_enqueued_once(desk: Desk) -> None:
    desk.promised("morning")
    desk.now = MORNING_CLOSES
    (cut_off,) = due(desk)
    with desk.work() as work:
        assert planning.at_cut_off(work, desk.queue, cut_off) is not None
    with desk.work() as work:
        assert planning.at_cut_off(work, desk.queue, cut_off) is None
    assert due(desk) == ()
    assert len(desk.queue.jobs) == 1


def test_a_cut_off_publishes_the_routes_of_its_slots_and_keeps_the_rest(desk: Desk) -> None:
    orders = {order.id: order.slot for order in desk.full()}
    desk.now = MORNING_CLOSES
    (job,) = desk.close_slots()
    done = desk.do(job)
    assert (done.state, done.kind) == (JobState.DONE, JobKind.CUT_OFF)
    published = rounds_of(desk)
    assert published
    assert all("morning" in {orders[one] for one in it.orders} for it in published)
    settled = {order for a_round in published for order in a_round.orders}
    assert {order for order, slot in orders.items() if slot == "morning"} <= settled
    states = {order: found.state for order, found in desk.orders().items()}
    assert states == {
        order: OrderState.PLANNED if order in settled else OrderState.ACCEPTED for order in orders
    }
    pool = desk.pool()
    assert pool.closed == {"morning"}
    proven = {order for tasks in pool.sequences.values() for order, _ in tasks}
    assert proven == orders.keys()
    assert due(desk) == ()


def test_what_stays_after_a_cut_off_is_still_proven(desk: Desk) -> None:
    """The proof is that of the new plan, in which orders may have changed their shifts."""
    desk.full()
    desk.now = MORNING_CLOSES
    (job,) = desk.close_slots()
    desk.do(job)
    desk.promised("evening", shop=2, door=2)  # asks the pool, which is built from its sequences
    plan = desk.planned().plan
    assert plan.unserved == ()


def test_a_pool_that_moves_meanwhile_is_searched_again(desk: Desk) -> None:
    desk.promised("morning")
    asked: list[int] = []

    def search(problem: Problem, start: Plan, *, seconds: int, heard: Heard) -> Plan:
        asked.append(seconds)
        if len(asked) == 1:
            desk.promised("evening", shop=1, door=1)
        return search_here(problem, start, seconds=seconds, heard=heard)

    desk.now = MORNING_CLOSES
    (job,) = desk.close_slots()
    assert desk.do(job, search).state is JobState.DONE
    assert asked == [20, 5]
    assert desk.pool().closed == {"morning"}
    assert OrderState.PLANNED in {order.state for order in desk.orders().values()}


def test_a_pool_that_never_rests_is_published_as_it_is_promised(desk: Desk) -> None:
    desk.promised("morning")
    doors = iter(range(1, 100))

    def search(problem: Problem, start: Plan, *, seconds: int, heard: Heard) -> Plan:
        desk.promised("evening", shop=1, door=next(doors))
        return search_here(problem, start, seconds=seconds, heard=heard)

    desk.now = MORNING_CLOSES
    (job,) = desk.close_slots()
    done = desk.do(job, search)
    assert (done.state, next(doors)) == (JobState.DONE, SEARCHES + 1)
    assert desk.pool().closed == {"morning"}
    (plan,) = desk.plans()
    assert plan.plan.unserved == ()
    proven = {order for tasks in desk.pool().sequences.values() for order, _ in tasks}
    assert proven == desk.orders().keys()


def test_a_search_that_dies_keeps_no_promise_waiting(desk: Desk) -> None:
    promised = desk.promised("morning")
    tasks = desk.pool().sequences

    def die(problem: Problem, start: Plan, *, seconds: int, heard: Heard) -> Plan:
        raise SolverError("plan.search_died")

    desk.now = MORNING_CLOSES
    (job,) = desk.close_slots()
    assert desk.do(job, die).state is JobState.DONE
    (a_round,) = rounds_of(desk)
    assert {a_round.shift} == tasks.keys()
    assert a_round.orders == (promised.id,)


def test_a_plan_that_was_only_asked_for_fails_when_its_search_dies(desk: Desk) -> None:
    desk.promised("morning")

    def die(problem: Problem, start: Plan, *, seconds: int, heard: Heard) -> Plan:
        raise SolverError("plan.search_died")

    job = desk.do(desk.ask(), die)
    assert job.state is JobState.FAILED
    assert job.problem is not None
    assert job.problem.code == "plan.search_died"


def test_a_cut_off_cannot_be_cancelled(desk: Desk) -> None:
    desk.promised("morning")
    desk.now = MORNING_CLOSES
    (job,) = desk.close_slots()
    with desk.work() as work, pytest.raises(RefusedError, match=r"job\.is_cut_off"):
        planning.cancel(work, desk.small.planner, job.id)


def test_a_cut_off_that_failed_is_tried_again_a_few_times(desk: Desk) -> None:
    desk.promised("morning")
    with desk.work() as work:
        for shift in desk.small.shifts:
            fleet.remove_shift(work, shift.id)
    desk.now = MORNING_CLOSES
    keys = []
    while jobs := desk.close_slots():
        keys += [job.key for job in jobs]
        assert desk.do(jobs[0]).state is JobState.FAILED
    first = f"cutoff:{desk.small.town.id}:2026-11-27:morning"
    assert keys == [first, f"{first}:2", f"{first}:3"]
    assert len(keys) == MOST_TURNS


def test_a_promise_that_came_in_at_the_last_moment_is_published_next(desk: Desk) -> None:
    """Accepted before the cut-off, committed after its plan: it is in no round yet."""
    desk.promised("morning")
    desk.now = MORNING_CLOSES
    (job,) = desk.close_slots()
    desk.do(job)
    desk.now = MORNING_CLOSES - MINUTE
    late = desk.promised("morning", shop=1, door=1)
    desk.now = MORNING_CLOSES + MINUTE
    (again,) = desk.close_slots()
    assert desk.do(again).state is JobState.DONE
    assert late.id in {order for a_round in rounds_of(desk) for order in a_round.orders}


def test_a_service_that_slept_over_a_cut_off_finds_what_it_missed(desk: Desk) -> None:
    desk.promised("morning")
    desk.promised("afternoon", shop=1, door=1)
    desk.now = dt.datetime(2026, 11, 27, 10, 30, tzinfo=dt.UTC)
    assert [cut_off.slots for cut_off in due(desk)] == [("morning",)]
    desk.now = AFTERNOON_CLOSES
    assert [cut_off.slots for cut_off in due(desk)] == [("afternoon",)]


def test_a_cut_off_tells_how_far_it_is(desk: Desk) -> None:
    desk.promised("morning")
    heard_of = []

    def search(problem: Problem, start: Plan, *, seconds: int, heard: Heard) -> Plan:
        heard_of.append(heard(JobProgress(1, seconds)))
        return replace(start)

    desk.now = MORNING_CLOSES
    (job,) = desk.close_slots()
    assert desk.do(job, search).progress == JobProgress(1, 20)
    assert heard_of == [True]
