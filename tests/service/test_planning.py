"""Plans that are asked for: they keep every promise, are valid, and are made once."""

import datetime as dt
from dataclasses import replace

import pytest

from api.domain.errors import ForbiddenError, MissingError, RefusedError
from api.domain.job import Fault, JobProgress, JobState
from api.services import planning
from api.services.plan_making import MOST_ATTEMPTS, better
from api.services.ports import Heard
from api.store import events, fleet, jobs
from api.store.database import Database
from api.store.work import Means
from routing.check import verify
from routing.errors import InputError
from routing.model import Plan, Problem, Reason, TaskKind, Unserved
from routing.solve.finish import finished
from routing.solve.sequence import sequences_of
from tests.service.planning_desk import MINUTE, Desk, search_here
from tests.service.small_town import DATE

MIDNIGHT = dt.datetime(2026, 11, 26, 23, tzinfo=dt.UTC)
"""In Monaco."""
SOMEBODY = "M. Petit, 12 rue Grimaldi"


@pytest.fixture
def desk(database: Database, means: Means) -> Desk:
    return Desk(database, means)


def test_a_plan_keeps_every_promise(desk: Desk) -> None:
    promised = {order.id: order.promised for order in desk.full()}
    plan = desk.planned().plan
    assert verify(desk.day().problem, plan) == ()
    assert plan.unserved == ()
    reached = {
        service.shipment: MIDNIGHT + dt.timedelta(seconds=service.start)
        for route in plan.routes
        for _, service in route.services()
        if service.kind is TaskKind.DELIVERY
    }
    assert reached.keys() == promised.keys()
    for order, slot in promised.items():
        assert slot is not None
        assert slot[0] <= reached[order] <= slot[1]


def test_a_search_starts_from_the_stored_sequences(desk: Desk) -> None:
    desk.full()
    given: list[Plan] = []

    def remember(problem: Problem, start: Plan, *, seconds: int, heard: Heard) -> Plan:
        given.append(start)
        return start

    plan = desk.planned(remember)
    stored = {shift: tasks for shift, tasks in desk.pool().sequences.items() if tasks}
    assert sequences_of(given[0]) == stored
    assert plan.plan == given[0]


def test_a_search_that_drops_a_promise_is_not_believed(desk: Desk) -> None:
    desk.full()

    def drop_all(problem: Problem, start: Plan, *, seconds: int, heard: Heard) -> Plan:
        left_out = (Unserved(shipment.id, Reason.NO_ROOM) for shipment in problem.shipments)
        return Plan((), tuple(left_out), 0)

    plan = desk.planned(drop_all).plan
    assert plan.unserved == ()
    assert sequences_of(plan) == desk.pool().sequences


def test_of_two_plans_that_serve_the_same_the_cheaper_is_kept(desk: Desk) -> None:
    desk.full()
    day = desk.day()
    stored = finished(day.problem, day.pool.sequences)
    cheaper, dearer = replace(stored, cost=stored.cost - 1), replace(stored, cost=stored.cost + 1)
    assert better(stored, cheaper) is cheaper
    assert better(stored, dearer) is stored


def test_nothing_is_stored_that_breaks_a_rule(desk: Desk) -> None:
    desk.full()

    def cheat(problem: Problem, start: Plan, *, seconds: int, heard: Heard) -> Plan:
        return replace(start, cost=start.cost - 1)

    job = desk.do(desk.ask(), cheat)
    assert job.state is JobState.FAILED
    assert job.problem is not None
    assert job.problem.code == "check.invalid_plan"
    assert desk.plans() == []


def test_plans_of_a_pool_are_numbered_and_a_later_one_changes_none(desk: Desk) -> None:
    desk.promised("afternoon")
    first = desk.planned()
    desk.now += MINUTE
    desk.promised("evening", shop=1, door=1)
    second = desk.planned()
    assert (first.number, second.number) == (1, 2)
    assert (first.pool_version, second.pool_version) == (1, 2)
    assert desk.plan(first.id) == first
    assert [plan.id for plan in desk.plans()] == [second.id, first.id]


def test_a_day_without_orders_has_a_plan_without_routes(desk: Desk) -> None:
    plan = desk.planned().plan
    assert (plan.routes, plan.unserved, plan.cost) == ((), (), 0)


def test_an_order_that_nobody_can_carry_any_more_is_left_out_with_its_reason(desk: Desk) -> None:
    kept = desk.promised("afternoon")
    lost = desk.promised("evening", shop=1, door=1)
    ends = dt.datetime(2026, 11, 27, 15, 30, tzinfo=dt.UTC)  # half an hour before the evening
    with desk.work() as work:
        for shift in fleet.shifts_on(work, desk.small.town.id, DATE):
            fleet.change_shift(work, replace(shift, ends=ends))
    plan = desk.planned().plan
    assert [one.shipment for one in plan.unserved] == [lost.id]
    assert plan.unserved[0].reason is Reason.NO_SHIFT
    assert int(plan.unserved[0].values["minutes"]) >= 30
    served = {service.shipment for route in plan.routes for _, service in route.services()}
    assert served == {kept.id}


def test_a_plan_without_anybody_on_duty_fails_and_says_so(desk: Desk) -> None:
    desk.promised()
    with desk.work() as work:
        for shift in desk.small.shifts:
            fleet.remove_shift(work, shift.id)
    job = desk.do(desk.ask())
    assert job.state is JobState.FAILED
    assert job.problem == Fault("plan.nobody_works", {"date": "2026-11-27"})


def test_a_job_tells_what_its_search_has_found_so_far(desk: Desk) -> None:
    desk.promised()
    asked = desk.ask(seconds=9)
    seen = []

    def tell(problem: Problem, start: Plan, *, seconds: int, heard: Heard) -> Plan:
        assert heard(JobProgress(4, seconds, routes=1, unserved=0, cost=18_000))
        seen.append(desk.job(asked))
        return start

    done = desk.do(asked, tell)
    assert seen[0].state is JobState.RUNNING
    assert seen[0].progress == JobProgress(4, 9, routes=1, unserved=0, cost=18_000)
    assert (done.state, done.ended) == (JobState.DONE, desk.now)


def test_a_search_that_is_cancelled_ends_and_nothing_is_kept(desk: Desk) -> None:
    desk.promised()
    asked = desk.ask()
    answers = []

    def search(problem: Problem, start: Plan, *, seconds: int, heard: Heard) -> Plan | None:
        answers.append(heard(JobProgress(1, seconds)))
        with desk.work() as work:
            planning.cancel(work, desk.small.planner, asked.id)
        answers.append(heard(JobProgress(2, seconds)))
        return None

    job = desk.do(asked, search)
    assert answers == [True, False]
    assert (job.state, job.plan) == (JobState.CANCELLED, None)
    assert desk.plans() == []


def test_what_is_cancelled_when_its_search_has_just_ended_is_not_kept_either(desk: Desk) -> None:
    desk.promised()
    asked = desk.ask()

    def search(problem: Problem, start: Plan, *, seconds: int, heard: Heard) -> Plan:
        with desk.work() as work:
            planning.cancel(work, desk.small.planner, asked.id)
        return start

    assert desk.do(asked, search).state is JobState.CANCELLED
    assert desk.plans() == []


def test_a_job_that_waits_is_cancelled_at_once_and_never_done(desk: Desk) -> None:
    desk.promised()
    asked = desk.ask()
    with desk.work() as work:
        assert planning.cancel(work, desk.small.planner, asked.id).state is JobState.CANCELLED
    assert desk.do(asked).state is JobState.CANCELLED
    assert desk.plans() == []


def test_a_job_that_has_ended_cannot_be_cancelled(desk: Desk) -> None:
    asked = desk.ask()
    desk.do(asked)
    with desk.work() as work, pytest.raises(RefusedError, match=r"job\.ended"):
        planning.cancel(work, desk.small.planner, asked.id)


def test_a_job_done_twice_has_effect_once(desk: Desk) -> None:
    desk.promised()
    asked = desk.ask()
    desk.do(asked)
    desk.do(asked)
    assert len(desk.plans()) == 1


def test_two_workers_at_one_job_make_one_plan(desk: Desk) -> None:
    """As when one that was taken for dead was only slow."""
    desk.promised()
    asked = desk.ask()

    def overtaken(problem: Problem, start: Plan, *, seconds: int, heard: Heard) -> Plan:
        desk.do(asked)
        return search_here(problem, start, seconds=seconds, heard=heard)

    done = desk.do(asked, overtaken)
    assert [plan.id for plan in desk.plans()] == [done.plan]


def test_a_job_that_kills_its_workers_is_given_up(desk: Desk) -> None:
    desk.promised()
    asked = desk.ask()
    with desk.work() as work:
        running = replace(asked, state=JobState.RUNNING, attempts=MOST_ATTEMPTS)
        jobs.save(work, running)
    job = desk.do(asked)
    assert (job.state, job.problem) == (JobState.FAILED, Fault("job.given_up"))


def test_a_fault_of_ours_ends_a_job_visibly(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    desk.promised()

    def break_down(problem: Problem, start: Plan, *, seconds: int, heard: Heard) -> Plan:
        raise ValueError(SOMEBODY)

    job = desk.do(desk.ask(), break_down)
    assert (job.state, job.problem) == (
        JobState.FAILED,
        Fault("job.unexpected", {"kind": "ValueError"}),
    )
    with desk.work() as work:
        log = events.since(work, desk.small.planner, desk.small.town.id, 0)
    assert [event.kind for event in log if event.kind.startswith("plan.")] == ["plan.failed"]
    assert "break_down" in caplog.text
    assert "Petit" not in caplog.text


def test_a_plan_is_asked_for_a_day_that_can_be_booked(desk: Desk) -> None:
    with desk.work() as work, pytest.raises(InputError, match=r"order\.date_over"):
        planning.ask(
            work,
            desk.small.planner,
            desk.queue,
            town=desk.small.town.id,
            date=dt.date(2026, 11, 25),
        )
    with pytest.raises(InputError, match=r"plan\.seconds"):
        desk.ask(seconds=601)


def test_a_shop_cannot_ask_for_a_plan_and_a_planner_only_for_their_town(desk: Desk) -> None:
    with desk.work() as work, pytest.raises(ForbiddenError):
        planning.ask(work, desk.small.keeper(0), desk.queue, town=desk.small.town.id, date=DATE)
    other = "twn_01kb03v3g07000800000000000"
    with desk.work() as work, pytest.raises(MissingError):
        planning.ask(work, desk.small.planner, desk.queue, town=other, date=DATE)
