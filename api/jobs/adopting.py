"""Taking over what dead workers have left, and telling of what nobody does any more."""

import datetime as dt

from api.domain.job import Fault
from api.jobs.durable import DurableJobs
from api.services.plan_making import fail
from api.store import jobs as job_rows
from api.store import workers
from api.store.database import Database
from api.store.work import Means, reading, writing


def adopt(
    database: Database, means: Means, jobs: DurableJobs, dead_after: dt.timedelta
) -> list[str]:
    """Give the jobs of workers that have been silent for too long to others.

    Returns
    -------
    The keys of the jobs.
    """
    limit = means.now() - dead_after
    with reading(database, means) as work:
        silent = workers.silent_since(work, limit)
    given: list[str] = []
    for worker in silent:
        with writing(database, means) as work:
            if not workers.take_over(work, worker, limit):
                continue
        held = jobs.held_by(worker)
        if held:
            jobs.give_back(held)
        given += held
        with writing(database, means) as work:
            workers.remove(work, worker)
    return given


def tell_lost(database: Database, means: Means, jobs: DurableJobs) -> None:
    """End jobs visibly that no worker does or will do: none is waited for in vain."""
    with reading(database, means) as work:
        expected = {job.key: job.id for job in job_rows.not_ended(work)}
    if not expected:
        return
    lost = expected.keys() - jobs.waiting(list(expected))
    for key in sorted(lost):
        with writing(database, means) as work:
            fail(work, expected[key], Fault("job.lost"))
