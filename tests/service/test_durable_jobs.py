"""Durable work: none is lost, none is done twice to effect, whoever dies in between."""

import datetime as dt
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from dbos import DBOSClient

from api.domain.job import Fault, Job, JobState
from api.jobs import adopting
from api.jobs.durable import DurableJobs, Runtime, prepare
from api.jobs.worker import Pace, Worker
from api.services import planning
from api.services.plan_making import PlanMaker
from api.services.ports import Heard
from api.store import workers
from api.store.database import Database
from api.store.work import Means
from routing.model import Plan, Problem
from tests.service.planning_desk import MORNING_CLOSES, PACKS, Desk, search_here
from tests.service.small_town import DATE

ROOT = Path(__file__).parents[2]
PATIENCE = 120
"""Seconds after which something hangs."""

QUICK = Pace(beat=0.2, adopt=0.2, cut_offs=0.2)


@pytest.fixture
def desk(database: Database, means: Means) -> Desk:
    return Desk(database, means)


@pytest.fixture
def jobs(database: Database) -> Iterator[DurableJobs]:
    prepare(database)
    made = DurableJobs(database)
    yield made
    made.close()


def until(holds: Callable[[], bool], *, patience: float = PATIENCE) -> None:
    """Wait for other threads and processes."""
    end = time.monotonic() + patience
    while not holds():
        assert time.monotonic() < end
        threading.Event().wait(0.05)


@contextmanager
def working(desk: Desk) -> Iterator[Worker]:
    """A worker in this process."""
    maker = PlanMaker(desk.database, desk.means, PACKS, search_here)
    worker = Worker(maker, pace=QUICK)
    worker.start()
    try:
        yield worker
    finally:
        worker.stop(patience=PATIENCE)


def asked(desk: Desk, jobs: DurableJobs, seconds: int = 5) -> Job:
    with desk.work() as work:
        town, planner = desk.small.town.id, desk.small.planner
        return planning.ask(work, planner, jobs, town=town, date=DATE, seconds=seconds)


def ended(desk: Desk, job: Job) -> Job:
    until(lambda: desk.job(job).has_ended)
    return desk.job(job)


def test_a_job_that_is_enqueued_is_done_by_some_worker(desk: Desk, jobs: DurableJobs) -> None:
    desk.promised()
    job = asked(desk, jobs)
    with working(desk):
        done = ended(desk, job)
    assert done.state is JobState.DONE
    assert [plan.id for plan in desk.plans()] == [done.plan]


def test_a_transaction_that_falls_enqueues_nothing(desk: Desk, jobs: DurableJobs) -> None:
    town, planner = desk.small.town.id, desk.small.planner
    asked_for: list[Job] = []

    def fall() -> None:
        with desk.work() as work:
            asked_for.append(planning.ask(work, planner, jobs, town=town, date=DATE))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fall()
    assert jobs.waiting([job.key for job in asked_for]) == frozenset()


def test_one_key_enqueued_twice_is_done_once(desk: Desk, jobs: DurableJobs) -> None:
    done: list[str] = []
    job = asked(desk, jobs)
    with desk.work() as work:
        jobs.enqueue(work, job)
    runtime = Runtime(desk.database, "wrk_once", done.append)
    runtime.launch()
    until(lambda: jobs.waiting([job.key]) == frozenset())
    runtime.destroy(patience=PATIENCE)
    assert done == [job.id]


def test_a_worker_closes_slots_on_time(desk: Desk, jobs: DurableJobs) -> None:
    desk.promised("morning")
    with working(desk):
        desk.now = MORNING_CLOSES
        until(lambda: desk.pool().closed == {"morning"})


def test_a_worker_that_is_killed_while_it_searches_loses_nothing(
    desk: Desk, jobs: DurableJobs
) -> None:
    desk.full()
    job = asked(desk, jobs, seconds=600)
    arguments = [desk.database.url, desk.now.isoformat()]
    killed = subprocess.Popen(
        [sys.executable, "-m", "tests.service.worker_process", *arguments],
        cwd=ROOT,
        stdout=subprocess.PIPE,
    )
    with killed:
        assert killed.stdout is not None
        assert killed.stdout.readline() == b"searching\n"
        assert desk.job(job).state is JobState.RUNNING
        killed.kill()
    desk.now += dt.timedelta(seconds=QUICK.dead_after + 1)
    with working(desk):
        done = ended(desk, job)
    assert (done.state, done.attempts) == (JobState.DONE, 2)
    assert [plan.id for plan in desk.plans()] == [done.plan]
    with desk.work() as work:
        assert workers.silent_since(work, desk.now + dt.timedelta(days=1)) == []


def test_a_worker_that_is_alive_keeps_its_work(desk: Desk, jobs: DurableJobs) -> None:
    dead_after = dt.timedelta(seconds=30)
    with desk.work() as work:
        workers.beat(work, "wrk_slow")
    desk.now += dead_after
    assert adopting.adopt(desk.database, desk.means, jobs, dead_after) == []
    with desk.work() as work:
        limit = desk.now + dt.timedelta(seconds=1)
        assert workers.silent_since(work, limit) == ["wrk_slow"]


def test_of_two_that_take_over_from_a_dead_worker_one_does(desk: Desk) -> None:
    with desk.work() as work:
        workers.beat(work, "wrk_dead")
    desk.now += dt.timedelta(minutes=1)
    limit = desk.now - dt.timedelta(seconds=30)
    with desk.work() as work:
        assert workers.take_over(work, "wrk_dead", limit)
    with desk.work() as work:
        assert not workers.take_over(work, "wrk_dead", limit)


def test_a_job_that_no_worker_knows_of_ends_visibly(desk: Desk, jobs: DurableJobs) -> None:
    """As after a backup that was put back without the library's own tables."""
    lost, kept = desk.ask(), asked(desk, jobs)
    adopting.tell_lost(desk.database, desk.means, jobs)
    assert desk.job(lost).problem == Fault("job.lost")
    assert desk.job(kept).state is JobState.QUEUED


def test_what_is_written_for_a_later_release_is_plain_json(desk: Desk, jobs: DurableJobs) -> None:
    """Name, version and arguments of waiting work are the same whatever becomes of the source."""
    job = asked(desk, jobs)
    client = DBOSClient(system_database_url=desk.database.url)
    (waiting,) = client.list_workflows(workflow_ids=[job.key])
    client.destroy()
    assert (waiting.name, waiting.app_version, waiting.queue_name) == ("job", "1", "jobs")
    assert waiting.input is not None
    assert waiting.input["args"] == ({"v": 1, "job": job.id},)


def test_a_cut_off_waits_for_no_plan_that_somebody_has_asked_for(
    desk: Desk, jobs: DurableJobs
) -> None:
    desk.promised("morning")
    asked_for = [asked(desk, jobs), asked(desk, jobs)]
    closed = threading.Event()

    def patient(problem: Problem, start: Plan, *, seconds: int, heard: Heard) -> Plan:
        """Plans that were asked for wait for the cut-off, which comes last."""
        if threading.current_thread() in plans:
            assert closed.wait(PATIENCE)
        return search_here(problem, start, seconds=seconds, heard=heard)

    plans: set[threading.Thread] = set()
    maker = PlanMaker(desk.database, desk.means, PACKS, patient)

    def run(job: str) -> None:
        if job in {one.id for one in asked_for}:
            plans.add(threading.current_thread())
        maker.run(job)

    runtime = Runtime(desk.database, "wrk_busy", run)
    runtime.launch()
    try:
        until(lambda: len(plans) == 1)
        desk.now = MORNING_CLOSES
        with desk.work() as work:
            due = planning.cut_offs_due(work)
        for cut_off in due:
            with desk.work() as work:
                planning.at_cut_off(work, jobs, cut_off)
        until(lambda: desk.pool().closed == {"morning"})
    finally:
        closed.set()
        runtime.destroy(patience=PATIENCE)
