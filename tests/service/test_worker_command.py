"""``chaland worker`` as a process: it says that it is ready, works, and goes quietly."""

import datetime as dt
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from api.domain.job import JobState
from api.jobs.durable import DurableJobs, prepare
from api.services import planning
from api.store import purges, workers
from api.store.database import Database
from api.store.work import Means, reading
from tests.service.planning_desk import Desk
from tests.service.small_town import DATE
from tests.service.test_durable_jobs import ROOT, until

RUN = "from chaland.main import run; run()"


@pytest.fixture
def desk(database: Database, means: Means) -> Desk:
    return Desk(database, means)


@contextmanager
def worker(database: Database) -> Iterator[subprocess.Popen[str]]:
    """The command, as soon as it is ready."""
    process = subprocess.Popen(
        [sys.executable, "-c", RUN, "worker", "--lang", "en"],
        cwd=ROOT,
        env={**os.environ, "CHALAND_DATABASE_URL": database.url},
        stderr=subprocess.PIPE,
        text=True,
    )
    with process:
        assert process.stderr is not None
        assert "is ready" in process.stderr.readline()
        yield process
        process.kill()


def test_a_worker_does_what_is_asked_and_goes_when_it_is_told(desk: Desk) -> None:
    desk.promised()
    prepare(desk.database)
    jobs = DurableJobs(desk.database)
    with desk.work() as work:
        town, planner = desk.small.town.id, desk.small.planner
        job = planning.ask(work, planner, jobs, town=town, date=DATE, seconds=1)
    with worker(desk.database) as process:
        until(lambda: desk.job(job).has_ended)
        process.send_signal(signal.SIGTERM)
        _, complaints = process.communicate()
    assert process.returncode == 0
    assert complaints.endswith("goes on with.\n")  # and nothing after it
    assert desk.job(job).state is JobState.DONE
    jobs.close()


def test_a_worker_purges_as_soon_as_it_works(desk: Desk) -> None:
    def purged() -> bool:
        with reading(desk.database, desk.means) as work:
            return purges.last(work) is not None

    prepare(desk.database)
    with worker(desk.database):
        until(purged)


def test_a_worker_that_is_told_to_go_in_the_middle_leaves_its_work_to_others(desk: Desk) -> None:
    desk.full()
    prepare(desk.database)
    jobs = DurableJobs(desk.database)
    with desk.work() as work:
        town, planner = desk.small.town.id, desk.small.planner
        job = planning.ask(work, planner, jobs, town=town, date=DATE, seconds=600)
    with worker(desk.database) as process:
        until(lambda: desk.job(job).state is JobState.RUNNING)
        process.send_signal(signal.SIGTERM)
        process.communicate()
    assert process.returncode == 0
    assert jobs.waiting([job.key]) == {job.key}
    with desk.work() as work:
        assert workers.silent_since(work, dt.datetime(2100, 1, 1, tzinfo=dt.UTC)) == []
    jobs.close()


def test_a_worker_refuses_a_database_without_tables(tmp_path: Path) -> None:
    Database.of_file(tmp_path / "chaland.sqlite").reach()
    refused = subprocess.run(
        [sys.executable, "-c", RUN, "worker", "--data", str(tmp_path), "--lang", "en"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert refused.returncode != 0
    assert "has no tables yet" in refused.stderr
