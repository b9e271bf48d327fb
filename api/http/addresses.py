"""``/v1/addresses``: what a typed address may mean in the town."""

from typing import Annotated

from fastapi import APIRouter
from pydantic import ConfigDict, Field

from api.domain.actor import Scope
from api.http.dependencies import ActorDep, ServiceDep, TownDep, WorkDep
from api.http.problem import PROBLEMS
from api.http.schemas.base import Model
from api.http.schemas.orders import CandidateOut
from api.http.service_route import ServiceRoute

router = APIRouter(
    prefix="/v1/addresses", tags=["addresses"], route_class=ServiceRoute, responses=PROBLEMS
)


class SearchIn(Model):
    """What was typed; it goes in the body, so that no log of addresses ever has it."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"text": "12 rue Grimaldi"}]})

    text: Annotated[str, Field(min_length=1, max_length=200)]
    unfinished: bool = False


class AddressesOut(Model):
    """Candidates, the likeliest first; one that is sure need not be asked about."""

    candidates: list[CandidateOut]


@router.post("/search")
def search_addresses(
    told: SearchIn, work: WorkDep, actor: ActorDep, town: TownDep, service: ServiceDep
) -> AddressesOut:
    """Doors, streets and places that a text may mean."""
    actor.require(Scope.READ_TOWN)
    index = service.live_pools.packs.of(work, town.pack).addresses
    found = index.search(told.text, unfinished=told.unfinished)
    return AddressesOut(candidates=[CandidateOut.of(one) for one in found])
