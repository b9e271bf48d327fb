"""``/v1/shops``: who delivers together."""

from fastapi import APIRouter, Response

from api.domain.actor import Scope
from api.http.dependencies import ActorDep, IfMatch, ServiceDep, TownDep, WorkDep
from api.http.etag import require_version, tag
from api.http.paging import Cursor, PageSize, link_next, next_cursor, page_of
from api.http.problem import PROBLEMS
from api.http.schemas.base import PublicId
from api.http.schemas.shops import ShopChange, ShopIn, ShopOut, ShopsOut
from api.http.service_route import ServiceRoute
from api.services import shops as shop_service
from api.store import shops

router = APIRouter(prefix="/v1/shops", tags=["shops"], route_class=ServiceRoute, responses=PROBLEMS)


@router.post("", status_code=201)
def add_shop(  # noqa: PLR0913, PLR0917  # one parameter for each thing that it needs
    told: ShopIn,
    work: WorkDep,
    actor: ActorDep,
    town: TownDep,
    service: ServiceDep,
    response: Response,
) -> ShopOut:
    """Let a shop deliver with the others."""
    made = shop_service.add(work, actor, town, told.shop(), service.live_pools)
    response.headers["Location"] = f"/v1/shops/{made.id}"
    response.headers["ETag"] = tag(made.version)
    return ShopOut.of(made)


@router.get("")
def list_shops(
    work: WorkDep,
    actor: ActorDep,
    response: Response,
    cursor: Cursor = None,
    limit: PageSize = 50,
) -> ShopsOut:
    """Shops in the order in which they came; a shop sees itself."""
    actor.require(Scope.READ_TOWN)
    found = page_of(shops.every(work, actor), cursor, limit, lambda shop: shop.id)
    following = next_cursor([shop.id for shop in found], limit)
    link_next(response, following)
    return ShopsOut(shops=[ShopOut.of(shop) for shop in found[:limit]], next=following)


@router.get("/{shop_id}")
def get_shop(shop_id: PublicId, work: WorkDep, actor: ActorDep, response: Response) -> ShopOut:
    """A shop."""
    actor.require(Scope.READ_TOWN)
    shop = shops.find(work, actor, shop_id)
    response.headers["ETag"] = tag(shop.version)
    return ShopOut.of(shop)


@router.patch("/{shop_id}")
def change_shop(  # noqa: PLR0913, PLR0917
    shop_id: PublicId,
    told: ShopChange,
    work: WorkDep,
    actor: ActorDep,
    service: ServiceDep,
    response: Response,
    if_match: IfMatch,
) -> ShopOut:
    """Change a shop, so far as all promises are kept."""
    shop = shops.find(work, actor, shop_id)
    require_version(if_match, shop.version)
    changed = shop_service.change(work, actor, told.changed(shop), service.live_pools)
    response.headers["ETag"] = tag(changed.version)
    return ShopOut.of(changed)
