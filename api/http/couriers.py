"""``/v1/couriers``: who rides."""

from fastapi import APIRouter, Response

from api.domain.actor import Scope
from api.http.dependencies import ActorDep, IfMatch, TownDep, WorkDep
from api.http.etag import require_version, tag
from api.http.paging import Cursor, PageSize, link_next, next_cursor, page_of
from api.http.problem import PROBLEMS
from api.http.schemas.base import PublicId
from api.http.schemas.fleet import CourierChange, CourierIn, CourierOut, CouriersOut
from api.http.service_route import ServiceRoute
from api.services import fleet as fleet_service
from api.store import fleet

router = APIRouter(
    prefix="/v1/couriers", tags=["couriers"], route_class=ServiceRoute, responses=PROBLEMS
)


@router.post("", status_code=201)
def add_courier(
    told: CourierIn, work: WorkDep, actor: ActorDep, town: TownDep, response: Response
) -> CourierOut:
    """Let somebody ride for the town."""
    made = fleet_service.add_courier(work, actor, town, told.name)
    response.headers["Location"] = f"/v1/couriers/{made.id}"
    response.headers["ETag"] = tag(made.version)
    return CourierOut.of(made)


@router.get("")
def list_couriers(
    work: WorkDep,
    actor: ActorDep,
    response: Response,
    cursor: Cursor = None,
    limit: PageSize = 50,
) -> CouriersOut:
    """Couriers in the order in which they came; a courier sees themselves."""
    actor.require(Scope.READ_ROUNDS)
    found = page_of(fleet.every_courier(work, actor), cursor, limit, lambda courier: courier.id)
    following = next_cursor([courier.id for courier in found], limit)
    link_next(response, following)
    shown = [CourierOut.of(courier) for courier in found[:limit]]
    return CouriersOut(couriers=shown, next=following)


@router.get("/{courier_id}")
def get_courier(
    courier_id: PublicId, work: WorkDep, actor: ActorDep, response: Response
) -> CourierOut:
    """A courier."""
    actor.require(Scope.READ_ROUNDS)
    courier = fleet.find_courier(work, actor, courier_id)
    response.headers["ETag"] = tag(courier.version)
    return CourierOut.of(courier)


@router.patch("/{courier_id}")
def change_courier(  # noqa: PLR0913, PLR0917  # one parameter for each thing that it needs
    courier_id: PublicId,
    told: CourierChange,
    work: WorkDep,
    actor: ActorDep,
    response: Response,
    if_match: IfMatch,
) -> CourierOut:
    """Change a courier."""
    courier = fleet.find_courier(work, actor, courier_id)
    require_version(if_match, courier.version)
    changed = fleet_service.change_courier(work, actor, told.changed(courier))
    response.headers["ETag"] = tag(changed.version)
    return CourierOut.of(changed)
