"""``/v1/plans``: plans of a pool, numbered and never changed; what is published becomes rounds."""

import datetime as dt
from typing import Annotated

from fastapi import APIRouter, Query, Response

from api.domain.actor import Actor, Scope
from api.domain.plan import PlanVersion
from api.http.dependencies import ActorDep, IfMatch, ServiceDep, TownDep, WorkDep
from api.http.etag import require_version, tag
from api.http.paging import Cursor, PageSize, link_next, next_cursor
from api.http.problem import PROBLEMS, documented
from api.http.schemas.base import PublicId
from api.http.schemas.jobs import JobOut
from api.http.schemas.plans import (
    PlanChangesOut,
    PlanHeadOut,
    PlanIn,
    PlanOut,
    PlansOut,
    PublishedOut,
    PublishedRoundOut,
)
from api.http.service_route import ServiceRoute
from api.services import planning, publishing
from api.services.plan_changes import changes_between
from api.store import plans, pools, towns
from api.store.work import Work
from routing.day.clock import DayClock

router = APIRouter(prefix="/v1/plans", tags=["plans"], route_class=ServiceRoute, responses=PROBLEMS)


@router.post("", status_code=202)
def ask_for_plan(  # noqa: PLR0913, PLR0917  # one parameter for each thing that it needs
    told: PlanIn,
    work: WorkDep,
    actor: ActorDep,
    town: TownDep,
    service: ServiceDep,
    response: Response,
) -> JobOut:
    """Ask for a plan of a date. The job that makes it tells how far it is."""
    job = planning.ask(
        work, actor, service.jobs, town=town.id, date=told.date, seconds=told.seconds
    )
    response.headers["Location"] = f"/v1/jobs/{job.id}"
    return JobOut.of(job)


@router.get("")
def list_plans(  # noqa: PLR0913, PLR0917  # one parameter for each question that can be asked
    work: WorkDep,
    actor: ActorDep,
    response: Response,
    date: Annotated[dt.date | None, Query()] = None,
    cursor: Cursor = None,
    limit: PageSize = 50,
) -> PlansOut:
    """Plans, the newest first, in figures."""
    actor.require(Scope.READ_PLANS)
    found = plans.page(work, actor, date, cursor, limit + 1)
    following = next_cursor([plan.id for plan in found], limit)
    link_next(response, following)
    heads = [PlanHeadOut.of(plan, _pool_version(work, plan)) for plan in found[:limit]]
    return PlansOut(plans=heads, next=following)


@router.get("/{plan_id}")
def get_plan(plan_id: PublicId, work: WorkDep, actor: ActorDep, response: Response) -> PlanOut:
    """A plan, whole; its ETag is what publishing asks for."""
    actor.require(Scope.READ_PLANS)
    plan = plans.find(work, actor, plan_id)
    response.headers["ETag"] = tag(plan.version)
    return PlanOut.whole(plan, _pool_version(work, plan), _midnight(work, actor, plan))


@router.get("/{plan_id}/diff")
def compare_plans(
    plan_id: PublicId,
    work: WorkDep,
    actor: ActorDep,
    before: Annotated[PublicId, Query(alias="from")],
) -> PlanChangesOut:
    """What a plan changes against another of the same pool."""
    actor.require(Scope.READ_PLANS)
    plan = plans.find(work, actor, plan_id)
    changes = changes_between(plans.find(work, actor, before), plan)
    return PlanChangesOut.of(changes, _midnight(work, actor, plan))


@router.post("/{plan_id}/publish", responses={status: documented(status) for status in (412, 428)})
def publish_plan(  # noqa: PLR0913, PLR0917
    plan_id: PublicId,
    work: WorkDep,
    actor: ActorDep,
    service: ServiceDep,
    response: Response,
    if_match: IfMatch,
) -> PublishedOut:
    """Make rounds of a plan; its orders are settled from then on."""
    actor.require(Scope.WRITE_PLANS)
    plan = plans.find(work, actor, plan_id)
    require_version(if_match, plan.version)
    packs = service.live_pools.packs
    made = publishing.publish(work, actor, plan_id, plan.version, packs)
    response.headers["ETag"] = tag(plan.version + 1)
    return PublishedOut(plan=plan_id, rounds=[PublishedRoundOut.of(one) for one in made])


def _pool_version(work: Work, plan: PlanVersion) -> int:
    return pools.read(work, plan.town, plan.date).version


def _midnight(work: Work, actor: Actor, plan: PlanVersion) -> dt.datetime:
    return DayClock(plan.date, towns.find(work, actor, plan.town).zone).origin
