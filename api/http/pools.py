"""``/v1/pools``: what is promised on a date, in numbers."""

import datetime as dt

from fastapi import APIRouter

from api.domain.actor import Scope
from api.http.dependencies import ActorDep, TownDep, WorkDep
from api.http.problem import PROBLEMS
from api.http.schemas.base import Instant, Model, PublicId
from api.http.service_route import ServiceRoute
from api.services.days import slots_on
from api.store import pools

router = APIRouter(prefix="/v1/pools", tags=["pools"], route_class=ServiceRoute, responses=PROBLEMS)


class SlotOut(Model):
    """A slot of a date."""

    name: str
    start: Instant
    end: Instant
    closes: Instant
    is_open: bool
    published: bool


class PoolOut(Model):
    """A pool: its slots, and how much is promised. The version counts whatever changes what fits."""

    town: PublicId
    date: dt.date
    version: int
    orders: int
    slots: list[SlotOut]


@router.get("/{date}")
def get_pool(date: dt.date, work: WorkDep, actor: ActorDep, town: TownDep) -> PoolOut:
    """The pool of a date."""
    actor.require(Scope.READ_TOWN)
    pool = pools.read(work, town.id, date)
    return PoolOut(
        town=town.id,
        date=date,
        version=pool.version,
        orders=len({order for tasks in pool.sequences.values() for order, _ in tasks}),
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
    )
