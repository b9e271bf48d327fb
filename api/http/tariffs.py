"""``/v1/tariffs``: what deliveries cost the customer, and from when on."""

from fastapi import APIRouter, Response

from api.domain.actor import Scope
from api.http.dependencies import ActorDep, TownDep, WorkDep
from api.http.paging import Cursor, PageSize, link_next, next_cursor, page_of
from api.http.problem import PROBLEMS
from api.http.schemas.base import PublicId
from api.http.schemas.towns import TariffIn, TariffOut, TariffsOut
from api.http.service_route import ServiceRoute
from api.services import towns as town_service
from api.store import towns

router = APIRouter(
    prefix="/v1/tariffs", tags=["tariffs"], route_class=ServiceRoute, responses=PROBLEMS
)


@router.post("", status_code=201)
def add_tariff(
    told: TariffIn, work: WorkDep, actor: ActorDep, town: TownDep, response: Response
) -> TariffOut:
    """Let other prices be valid from a date on. What was accepted keeps its price."""
    made = town_service.add_tariff(work, actor, town, told.tariff(), told.valid_from)
    response.headers["Location"] = f"/v1/tariffs/{made.id}"
    return TariffOut.of(made)


@router.get("")
def list_tariffs(
    work: WorkDep,
    actor: ActorDep,
    response: Response,
    cursor: Cursor = None,
    limit: PageSize = 50,
) -> TariffsOut:
    """Tariffs in the order in which they were made."""
    actor.require(Scope.READ_TOWN)
    every = sorted(towns.tariffs_of(work, actor), key=lambda tariff: tariff.id)
    found = page_of(every, cursor, limit, lambda tariff: tariff.id)
    following = next_cursor([tariff.id for tariff in found], limit)
    link_next(response, following)
    return TariffsOut(tariffs=[TariffOut.of(tariff) for tariff in found[:limit]], next=following)


@router.get("/{tariff_id}")
def get_tariff(tariff_id: PublicId, work: WorkDep, actor: ActorDep) -> TariffOut:
    """A tariff."""
    actor.require(Scope.READ_TOWN)
    return TariffOut.of(towns.find_tariff(work, actor, tariff_id))
