"""Jobs over the wire."""

import datetime as dt
from typing import Self

from pydantic import ConfigDict

from api.domain.job import Job, JobKind, JobState
from api.http.schemas.base import Instant, Model, PublicId
from routing.errors import Value
from routing.model.cost import shown_cents


class ProgressOut(Model):
    """What a search has found so far."""

    seconds: int
    of_seconds: int
    routes: int
    unserved: int
    cost_cents: int


class FaultOut(Model):
    """What went wrong: a code, and what its sentence names."""

    code: str
    values: dict[str, Value]


class JobOut(Model):
    """A job as it stands. When it is done it has a plan, when it has failed a problem."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "id": "job_01kb03v3g07000800000000000",
                    "town": "twn_01kb03v3g07000800000000000",
                    "date": "2026-11-27",
                    "kind": "plan",
                    "state": "running",
                    "slots": [],
                    "seconds": 20,
                    "progress": {
                        "seconds": 7,
                        "of_seconds": 20,
                        "routes": 3,
                        "unserved": 0,
                        "cost_cents": 11850,
                    },
                    "plan": None,
                    "problem": None,
                    "cancel_asked": False,
                    "created": "2026-11-27T07:00:00Z",
                    "ended": None,
                }
            ]
        }
    )

    id: PublicId
    town: PublicId
    date: dt.date
    kind: JobKind
    state: JobState
    slots: list[str]
    seconds: int
    progress: ProgressOut | None
    plan: PublicId | None
    problem: FaultOut | None
    cancel_asked: bool
    created: Instant
    ended: Instant | None

    @classmethod
    def of(cls, job: Job) -> Self:
        """From the store."""
        progress, problem = job.progress, job.problem
        return cls(
            id=job.id,
            town=job.town,
            date=job.date,
            kind=job.kind,
            state=job.state,
            slots=list(job.slots),
            seconds=job.seconds,
            progress=None
            if progress is None
            else ProgressOut(
                seconds=progress.seconds,
                of_seconds=progress.of_seconds,
                routes=progress.routes,
                unserved=progress.unserved,
                cost_cents=shown_cents(progress.cost),
            ),
            plan=job.plan,
            problem=None
            if problem is None
            else FaultOut(code=problem.code, values=dict(problem.values)),
            cancel_asked=job.cancel_asked,
            created=job.created,
            ended=job.ended,
        )


class JobsOut(Model):
    """A page of jobs, the newest first."""

    jobs: list[JobOut]
    next: str | None
