"""``/desk``: a planner's day: what is promised, plans of it, and rounds once one is published."""

import datetime as dt
from typing import Annotated

from fastapi import APIRouter, Form, Query
from starlette.requests import Request
from starlette.responses import Response

from api.domain.actor import Actor, Role, Scope, acting
from api.domain.order_state import OrderState
from api.http.dependencies import ActorDep, ServiceDep, TownDep, WorkDep
from api.http.pages.counter_desk import next_days
from api.http.pages.page_route import PageRoute
from api.http.pages.reading import gone_to, reader_of, shown
from api.http.schemas.base import Day, PublicId
from api.services import following, planning, publishing
from api.services.days import slots_on
from api.store import jobs, orders, people, plans, pools, shops
from routing.model.cost import shown_cents
from routing.sentences import render

router = APIRouter(prefix="/desk", route_class=PageRoute, include_in_schema=False)

NOT_PROMISED = {OrderState.DRAFT, OrderState.CANCELLED}


@router.get("")
def show_desk(
    request: Request,
    work: WorkDep,
    actor: ActorDep,
    town: TownDep,
    date: Annotated[Day | None, Query()] = None,
) -> Response:
    """One date: slots, drafts that wait for somebody, plans, rounds."""
    actor.require(Scope.READ_PLANS)
    actor.require(Scope.READ_ORDERS)
    reader = reader_of(request, work, town, town.name)
    date = date or reader.today
    here = acting(actor.id, Role.PLANNER, town.id)  # who runs all towns has one desk for each
    found = plans.page(work, here, date, None, 20)
    drafts = orders.of_day(work, town.id, date, {OrderState.DRAFT})
    working = [job for job in jobs.page(work, here, date, None, 5) if not job.has_ended]
    return shown(
        "desk",
        reader,
        date=date,
        dates=next_days(town, reader.today),
        pool=pools.read(work, town.id, date),
        slots=slots_on(town, date),
        now=work.now,
        promised=orders.of_day(work, town.id, date, {OrderState.ACCEPTED}),
        given=orders.of_day(work, town.id, date, set(OrderState) - NOT_PROMISED),
        unsettled=orders.of_day(work, town.id, date, {OrderState.FAILED, OrderState.RETURNED}),
        drafts=drafts,
        doors=people.doors_by_id(work, {one.door for one in drafts if one.door}),
        named=town.id if actor.town is None else "",
        shops=shops.of_town_by_id(work, town.id),
        plans=found,
        working=working,
        rounds=following.of_date(work, actor, town, date),
        cents=shown_cents,
        reason=lambda code, values: render(code, values, reader.language).wrong,
    )


@router.post("/plans")
def ask_for_plan(
    work: WorkDep,
    actor: ActorDep,
    town: TownDep,
    service: ServiceDep,
    date: Annotated[Day, Form()],
) -> Response:
    """Let a plan be made."""
    planning.ask(work, actor, service.jobs, town=town.id, date=date)
    return gone_to(_desk(actor, town.id, date))


@router.post("/plans/{plan_id}/publish")
def publish_plan(
    plan_id: PublicId,
    work: WorkDep,
    actor: ActorDep,
    service: ServiceDep,
    version: Annotated[int, Form()],
) -> Response:
    """Make rounds of a plan as it was seen on the page."""
    plan = plans.find(work, actor, plan_id)
    publishing.publish(work, actor, plan_id, version, service.live_pools.packs)
    return gone_to(_desk(actor, plan.town, plan.date))


def _desk(actor: Actor, town: str, date: dt.date) -> str:
    """A date's desk; who has no town of their own names it."""
    named = f"&town={town}" if actor.town is None else ""
    return f"/desk?date={date}{named}"
