"""Jobs, in and out of the database."""

import datetime as dt
from dataclasses import asdict
from typing import Any

from sqlalchemy import Row, and_, insert, select, true, update

from api.domain.actor import Actor
from api.domain.job import ENDED, Fault, Job, JobKind, JobProgress, JobState
from api.store.rows import found, of_town
from api.store.tables import jobs
from api.store.work import Work

FORMAT = 1
"""Of the arguments: what a later release reads an earlier one's by."""


def find(work: Work, actor: Actor, job: str) -> Job:
    """A job, if the actor sees it.

    Raises
    ------
    MissingError
    """
    return _job(found(work, jobs, of_town(jobs, actor), job))


def page(
    work: Work, actor: Actor, date: dt.date | None, before: str | None, most: int
) -> list[Job]:
    """Jobs that the actor sees, the newest first.

    Parameters
    ----------
    before
        The last id of the page before.
    """
    on_date = true() if date is None else jobs.c.date == date
    older = true() if before is None else jobs.c.id < before
    seen = and_(of_town(jobs, actor), on_date, older)
    statement = select(jobs).where(seen).order_by(jobs.c.id.desc()).limit(most)
    return [_job(row) for row in work.connection.execute(statement)]


def locked(work: Work, job: str) -> Job:
    """A job that nobody else changes until this work is over, whoever's it is."""
    statement = select(jobs).where(jobs.c.id == job).with_for_update()
    return _job(work.connection.execute(statement).one())


def of_pool(work: Work, town: str, date: dt.date, kind: JobKind) -> list[Job]:
    """All jobs of a kind on a pool, the oldest first."""
    here = and_(jobs.c.town == town, jobs.c.date == date, jobs.c.kind == kind)
    statement = select(jobs).where(here).order_by(jobs.c.id)
    return [_job(row) for row in work.connection.execute(statement)]


def not_ended(work: Work) -> list[Job]:
    """All jobs that somebody has still to work at."""
    statement = select(jobs).where(jobs.c.state.not_in(ENDED)).order_by(jobs.c.id)
    return [_job(row) for row in work.connection.execute(statement)]


def add(work: Work, job: Job) -> None:
    """Add a job."""
    work.connection.execute(
        insert(jobs).values(
            id=job.id,
            town=job.town,
            date=job.date,
            kind=job.kind,
            arguments=_arguments(job),
            asked_by=job.asked_by,
            created=job.created,
            **_changing(job),
        )
    )


def save(work: Work, job: Job) -> None:
    """Write a job that this work has locked."""
    work.connection.execute(update(jobs).where(jobs.c.id == job.id).values(**_changing(job)))


def report(work: Work, job: Job, progress: JobProgress) -> bool:
    """Write how far a job is, and hear whether it is to go on: it runs and nobody cancels it."""
    statement = (
        update(jobs)
        .where(jobs.c.id == job.id, jobs.c.state == JobState.RUNNING)
        .values(progress=_progress(job.attempts, progress))
        .returning(jobs.c.cancel_asked)
    )
    cancelled = work.connection.execute(statement).scalar()
    return cancelled is False


def _arguments(job: Job) -> dict[str, Any]:
    return {"v": FORMAT, "slots": list(job.slots), "seconds": job.seconds, "turn": job.turn}


def _changing(job: Job) -> dict[str, Any]:
    return {
        "state": job.state,
        "progress": _progress(job.attempts, job.progress),
        "plan": job.plan,
        "problem": None if job.problem is None else _fault(job.problem),
        "cancel_asked": job.cancel_asked,
        "ended": job.ended,
    }


def _progress(attempts: int, progress: JobProgress | None) -> dict[str, Any]:
    return {"attempts": attempts, "search": None if progress is None else asdict(progress)}


def _job(row: Row[Any]) -> Job:
    search = row.progress["search"]
    return Job(
        id=row.id,
        town=row.town,
        date=row.date,
        kind=JobKind(row.kind),
        seconds=row.arguments["seconds"],
        asked_by=row.asked_by,
        created=row.created,
        state=JobState(row.state),
        slots=tuple(row.arguments["slots"]),
        attempts=row.progress["attempts"],
        progress=None if search is None else JobProgress(**search),
        plan=row.plan,
        problem=None if row.problem is None else Fault(**row.problem),
        cancel_asked=row.cancel_asked,
        ended=row.ended,
        turn=row.arguments["turn"],
    )


def _fault(fault: Fault) -> dict[str, Any]:
    return {"code": fault.code, "values": dict(fault.values)}
