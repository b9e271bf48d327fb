"""``/v1/standing-orders``: bread every Tuesday."""

from fastapi import APIRouter, Response

from api.domain.actor import Scope
from api.http.dependencies import ActorDep, IfMatch, WorkDep
from api.http.etag import require_version, tag
from api.http.problem import PROBLEMS
from api.http.schemas.base import PublicId
from api.http.schemas.standing_orders import (
    StandingOrderIn,
    StandingOrderOut,
    StandingOrdersOut,
)
from api.http.service_route import ServiceRoute
from api.services import standing
from api.store import standing_orders

router = APIRouter(
    prefix="/v1/standing-orders",
    tags=["orders"],
    route_class=ServiceRoute,
    responses=PROBLEMS,
)


@router.post("", status_code=201)
def add_standing_order(
    told: StandingOrderIn, work: WorkDep, actor: ActorDep, response: Response
) -> StandingOrderOut:
    """Let an order be made on each of its weekdays, seven days ahead."""
    begun = standing.begin(work, actor, told.standing())
    response.headers["Location"] = f"/v1/standing-orders/{begun.id}"
    response.headers["ETag"] = tag(begun.version)
    return StandingOrderOut.of(begun)


@router.get("")
def list_standing_orders(work: WorkDep, actor: ActorDep) -> StandingOrdersOut:
    """A shop's own, a planner's town's."""
    actor.require(Scope.READ_ORDERS)
    found = standing_orders.every(work, actor)
    return StandingOrdersOut(standing_orders=[StandingOrderOut.of(one) for one in found])


@router.get("/{standing_order_id}")
def get_standing_order(
    standing_order_id: PublicId, work: WorkDep, actor: ActorDep, response: Response
) -> StandingOrderOut:
    """One of them."""
    actor.require(Scope.READ_ORDERS)
    found = standing_orders.find(work, actor, standing_order_id)
    response.headers["ETag"] = tag(found.version)
    return StandingOrderOut.of(found)


@router.delete("/{standing_order_id}", status_code=204)
def end_standing_order(
    standing_order_id: PublicId, work: WorkDep, actor: ActorDep, if_match: IfMatch
) -> None:
    """Make no more orders of it; those that are made stay, its door code and instructions go."""
    actor.require(Scope.WRITE_ORDERS)
    found = standing_orders.find(work, actor, standing_order_id)
    require_version(if_match, found.version)
    standing.end(work, actor, found)
