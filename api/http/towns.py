"""``/v1/towns``: the towns of the installation, and how each delivers."""

from fastapi import APIRouter, Response

from api.domain.actor import Scope
from api.http.dependencies import ActorDep, IfMatch, ServiceDep, WorkDep
from api.http.etag import require_version, tag
from api.http.paging import Cursor, PageSize, link_next, next_cursor, page_of
from api.http.problem import PROBLEMS
from api.http.schemas.base import PublicId
from api.http.schemas.towns import TownChange, TownIn, TownOut, TownsOut
from api.http.service_route import ServiceRoute
from api.services import towns as town_service
from api.store import towns

router = APIRouter(prefix="/v1/towns", tags=["towns"], route_class=ServiceRoute, responses=PROBLEMS)


@router.post("", status_code=201)
def add_town(
    told: TownIn, work: WorkDep, actor: ActorDep, service: ServiceDep, response: Response
) -> TownOut:
    """Serve a town from now on; only an admin may."""
    made = town_service.add(work, actor, told.town(), service.live_pools.packs)
    response.headers["Location"] = f"/v1/towns/{made.id}"
    response.headers["ETag"] = tag(made.version)
    return TownOut.of(made)


@router.get("")
def list_towns(
    work: WorkDep,
    actor: ActorDep,
    response: Response,
    cursor: Cursor = None,
    limit: PageSize = 50,
) -> TownsOut:
    """Towns in the order in which they came: one's own, all for an admin."""
    actor.require(Scope.READ_TOWN)
    found = page_of(towns.every(work, actor), cursor, limit, lambda town: town.id)
    following = next_cursor([town.id for town in found], limit)
    link_next(response, following)
    return TownsOut(towns=[TownOut.of(town) for town in found[:limit]], next=following)


@router.get("/{town_id}")
def get_town(town_id: PublicId, work: WorkDep, actor: ActorDep, response: Response) -> TownOut:
    """A town and how it delivers."""
    actor.require(Scope.READ_TOWN)
    town = towns.find(work, actor, town_id)
    response.headers["ETag"] = tag(town.version)
    return TownOut.of(town)


@router.patch("/{town_id}")
def change_town(  # noqa: PLR0913, PLR0917  # one parameter for each thing that it needs
    town_id: PublicId,
    told: TownChange,
    work: WorkDep,
    actor: ActorDep,
    service: ServiceDep,
    response: Response,
    if_match: IfMatch,
) -> TownOut:
    """Change how a town delivers, so far as all promises are kept."""
    town = towns.find(work, actor, town_id)
    require_version(if_match, town.version)
    changed = town_service.change(work, actor, told.changed(town), service.live_pools)
    response.headers["ETag"] = tag(changed.version)
    return TownOut.of(changed)
