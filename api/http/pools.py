"""``/v1/pools``: what is promised on a date, in numbers."""

import datetime as dt
from collections import Counter

from fastapi import APIRouter

from api.domain.actor import Actor, Role, Scope
from api.domain.order_state import OrderState
from api.http.dependencies import ActorDep, TownDep, WorkDep
from api.http.problem import PROBLEMS
from api.http.schemas.base import Day, Instant, Model, PublicId
from api.http.service_route import ServiceRoute
from api.services.days import slots_on
from api.store import orders, pools
from api.store.work import Work

router = APIRouter(prefix="/v1/pools", tags=["pools"], route_class=ServiceRoute, responses=PROBLEMS)


class SlotOut(Model):
    """A slot of a date."""

    name: str
    start: Instant
    end: Instant
    closes: Instant
    is_open: bool
    published: bool


class CollectedOut(Model):
    """What couriers have collected at doors for a shop: it is handed over at the day's end."""

    shop: PublicId
    cents: int


class PoolOut(Model):
    """A pool: its slots, and how many promised orders are in no round yet.

    The version counts whatever changes what fits.
    """

    town: PublicId
    date: dt.date
    version: int
    orders: int
    slots: list[SlotOut]
    collected: list[CollectedOut]


@router.get("/{date}")
def get_pool(date: Day, work: WorkDep, actor: ActorDep, town: TownDep) -> PoolOut:
    """The pool of a date."""
    actor.require(Scope.READ_TOWN)
    pool = pools.read(work, town.id, date)
    return PoolOut(
        town=town.id,
        date=date,
        version=pool.version,
        orders=len(orders.of_day(work, town.id, date, {OrderState.ACCEPTED})),
        slots=[
            SlotOut(
                name=slot.name,
                start=slot.start,
                end=slot.end,
                closes=slot.closes,
                is_open=work.now < slot.closes,
                published=slot.name in pool.closed,
            )
            for slot in slots_on(town, date)
        ],
        collected=_collected(work, actor, town.id, date),
    )


def _collected(work: Work, actor: Actor, town: str, date: dt.date) -> list[CollectedOut]:
    """By shop: a shop sees its own, a courier none."""
    if actor.role is Role.COURIER:
        return []
    sums: Counter[str] = Counter()
    for order in orders.of_day(work, town, date, {OrderState.DELIVERED}):
        if order.amount_due and actor.shop in {None, order.shop}:
            sums[order.shop] += order.amount_due
    return [CollectedOut(shop=shop, cents=cents) for shop, cents in sorted(sums.items())]
