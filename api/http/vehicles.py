"""``/v1/vehicles``: what is ridden."""

from fastapi import APIRouter, Response

from api.domain.actor import Scope
from api.http.dependencies import ActorDep, IfMatch, ServiceDep, TownDep, WorkDep
from api.http.etag import require_version, tag
from api.http.paging import Cursor, PageSize, link_next, next_cursor, page_of
from api.http.problem import PROBLEMS
from api.http.schemas.base import PublicId
from api.http.schemas.fleet import VehicleChange, VehicleIn, VehicleOut, VehiclesOut
from api.http.service_route import ServiceRoute
from api.services import fleet as fleet_service
from api.store import fleet

router = APIRouter(
    prefix="/v1/vehicles", tags=["vehicles"], route_class=ServiceRoute, responses=PROBLEMS
)


@router.post("", status_code=201)
def add_vehicle(
    told: VehicleIn, work: WorkDep, actor: ActorDep, town: TownDep, response: Response
) -> VehicleOut:
    """Let something be ridden."""
    made = fleet_service.add_vehicle(work, actor, town, told.vehicle())
    response.headers["Location"] = f"/v1/vehicles/{made.id}"
    response.headers["ETag"] = tag(made.version)
    return VehicleOut.of(made)


@router.get("")
def list_vehicles(
    work: WorkDep,
    actor: ActorDep,
    response: Response,
    cursor: Cursor = None,
    limit: PageSize = 50,
) -> VehiclesOut:
    """Vehicles in the order in which they came."""
    actor.require(Scope.READ_ROUNDS)
    found = page_of(fleet.every_vehicle(work, actor), cursor, limit, lambda vehicle: vehicle.id)
    following = next_cursor([vehicle.id for vehicle in found], limit)
    link_next(response, following)
    shown = [VehicleOut.of(vehicle) for vehicle in found[:limit]]
    return VehiclesOut(vehicles=shown, next=following)


@router.get("/{vehicle_id}")
def get_vehicle(
    vehicle_id: PublicId, work: WorkDep, actor: ActorDep, response: Response
) -> VehicleOut:
    """A vehicle."""
    actor.require(Scope.READ_ROUNDS)
    vehicle = fleet.find_vehicle(work, actor, vehicle_id)
    response.headers["ETag"] = tag(vehicle.version)
    return VehicleOut.of(vehicle)


@router.patch("/{vehicle_id}")
def change_vehicle(  # noqa: PLR0913, PLR0917  # one parameter for each thing that it needs
    vehicle_id: PublicId,
    told: VehicleChange,
    work: WorkDep,
    actor: ActorDep,
    service: ServiceDep,
    response: Response,
    if_match: IfMatch,
) -> VehicleOut:
    """Change a vehicle, so far as all promises are kept."""
    vehicle = fleet.find_vehicle(work, actor, vehicle_id)
    require_version(if_match, vehicle.version)
    changed = fleet_service.change_vehicle(work, actor, told.changed(vehicle), service.live_pools)
    response.headers["ETag"] = tag(changed.version)
    return VehicleOut.of(changed)
