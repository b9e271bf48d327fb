"""``/v1/rounds``: what couriers ride, and how far they are."""

import json
from typing import Annotated

from fastapi import APIRouter, Query, Response

from api.http.dependencies import ActorDep, ServiceDep, TownDep, WorkDep
from api.http.schemas.base import Day, PublicId
from api.http.schemas.rounds import RoundHeadOut, RoundOut, RoundsOut
from api.http.service_route import ServiceRoute
from api.services import following
from api.services.round_geojson import round_geojson
from api.store import towns
from routing.town.notice import notice

GEOJSON = "application/geo+json"

router = APIRouter(prefix="/v1/rounds", tags=["rounds"], route_class=ServiceRoute)


@router.get("")
def list_rounds(
    work: WorkDep,
    actor: ActorDep,
    town: TownDep,
    date: Annotated[Day, Query()],
) -> RoundsOut:
    """The rounds of a date: a courier's own, a shop's as far as they carry its orders."""
    found = following.of_date(work, actor, town, date)
    return RoundsOut(rounds=[RoundHeadOut.of(one) for one in found])


@router.get(
    "/{round_id}.geojson",
    responses={200: {"content": {GEOJSON: {"schema": {"type": "object"}}}}},
)
def get_round_geojson(
    round_id: PublicId, work: WorkDep, actor: ActorDep, service: ServiceDep
) -> Response:
    """A round for any map (RFC 7946): lines and stops, as far as they may be seen."""
    seen = following.find(work, actor, round_id)
    served = towns.find(work, actor, seen.town)
    town = service.live_pools.packs.of(work, served.pack).town
    document = round_geojson(seen, notice(town))
    return Response(json.dumps(document, ensure_ascii=False).encode(), media_type=GEOJSON)


@router.get("/{round_id}")
def get_round(round_id: PublicId, work: WorkDep, actor: ActorDep) -> RoundOut:
    """A round as it stands now. Doors are in it for planners, and for its courier on its date."""
    return RoundOut.model_validate(following.find(work, actor, round_id))
