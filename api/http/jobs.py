"""``/v1/jobs``: plans that are being made."""

import datetime as dt
from typing import Annotated

from fastapi import APIRouter, Query, Response

from api.domain.actor import Scope
from api.http.dependencies import ActorDep, WorkDep
from api.http.paging import Cursor, PageSize, link_next, next_cursor
from api.http.problem import PROBLEMS
from api.http.schemas.base import PublicId
from api.http.schemas.jobs import JobOut, JobsOut
from api.http.service_route import ServiceRoute
from api.services import planning
from api.store import jobs

router = APIRouter(prefix="/v1/jobs", tags=["jobs"], route_class=ServiceRoute, responses=PROBLEMS)


@router.get("")
def list_jobs(  # noqa: PLR0913, PLR0917  # one parameter for each question that can be asked
    work: WorkDep,
    actor: ActorDep,
    response: Response,
    date: Annotated[dt.date | None, Query()] = None,
    cursor: Cursor = None,
    limit: PageSize = 50,
) -> JobsOut:
    """Jobs, the newest first: plans that were asked for, and those of cut-offs."""
    actor.require(Scope.READ_PLANS)
    found = jobs.page(work, actor, date, cursor, limit + 1)
    following = next_cursor([job.id for job in found], limit)
    link_next(response, following)
    return JobsOut(jobs=[JobOut.of(job) for job in found[:limit]], next=following)


@router.get("/{job_id}")
def get_job(job_id: PublicId, work: WorkDep, actor: ActorDep) -> JobOut:
    """How far a job is. Ask again after a second."""
    actor.require(Scope.READ_PLANS)
    return JobOut.of(jobs.find(work, actor, job_id))


@router.post("/{job_id}/cancel")
def cancel_job(job_id: PublicId, work: WorkDep, actor: ActorDep) -> JobOut:
    """Let a plan not be made after all. A cut-off's cannot be cancelled: promises wait for it."""
    return JobOut.of(planning.cancel(work, actor, job_id))
