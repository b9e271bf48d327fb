"""``/v1/shifts``: who rides what, when."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from api.domain.actor import Scope
from api.http.dependencies import ActorDep, IfMatch, ServiceDep, TownDep, WorkDep
from api.http.etag import require_version, tag
from api.http.paging import Cursor, PageSize, link_next, next_cursor, page_of
from api.http.problem import PROBLEMS
from api.http.schemas.base import Day, PublicId
from api.http.schemas.fleet import ShiftChange, ShiftIn, ShiftOut, ShiftsOut
from api.http.service_route import ServiceRoute
from api.services import fleet as fleet_service
from api.store import fleet, towns

router = APIRouter(
    prefix="/v1/shifts", tags=["shifts"], route_class=ServiceRoute, responses=PROBLEMS
)


@router.post("", status_code=201)
def add_shift(  # noqa: PLR0913, PLR0917  # one parameter for each thing that it needs
    told: ShiftIn,
    work: WorkDep,
    actor: ActorDep,
    town: TownDep,
    service: ServiceDep,
    response: Response,
) -> ShiftOut:
    """Let a courier ride a vehicle on a date; more fits from then on."""
    made = fleet_service.add_shift(work, actor, town, told.wanted(), service.live_pools)
    response.headers["Location"] = f"/v1/shifts/{made.id}"
    response.headers["ETag"] = tag(made.version)
    return ShiftOut.of(made, town)


@router.get("")
def list_shifts(  # noqa: PLR0913, PLR0917  # one parameter for each question that can be asked
    work: WorkDep,
    actor: ActorDep,
    town: TownDep,
    response: Response,
    date: Annotated[Day, Query()],
    cursor: Cursor = None,
    limit: PageSize = 50,
) -> ShiftsOut:
    """Shifts of a date; a courier sees their own."""
    actor.require(Scope.READ_ROUNDS)
    every = [shift for shift in fleet.every_shift(work, actor, date) if shift.town == town.id]
    found = page_of(every, cursor, limit, lambda shift: shift.id)
    following = next_cursor([shift.id for shift in found], limit)
    link_next(response, following)
    return ShiftsOut(shifts=[ShiftOut.of(shift, town) for shift in found[:limit]], next=following)


@router.get("/{shift_id}")
def get_shift(shift_id: PublicId, work: WorkDep, actor: ActorDep, response: Response) -> ShiftOut:
    """A shift."""
    actor.require(Scope.READ_ROUNDS)
    shift = fleet.find_shift(work, actor, shift_id)
    response.headers["ETag"] = tag(shift.version)
    return ShiftOut.of(shift, towns.find(work, actor, shift.town))


@router.patch("/{shift_id}")
def change_shift(  # noqa: PLR0913, PLR0917
    shift_id: PublicId,
    told: ShiftChange,
    work: WorkDep,
    actor: ActorDep,
    service: ServiceDep,
    response: Response,
    if_match: IfMatch,
) -> ShiftOut:
    """Change who works when, so far as all promises are kept and its round is not published."""
    shift = fleet.find_shift(work, actor, shift_id)
    require_version(if_match, shift.version)
    town = towns.find(work, actor, shift.town)
    wanted = told.wanted(shift, town)
    changed = fleet_service.change_shift(work, actor, shift, wanted, service.live_pools)
    response.headers["ETag"] = tag(changed.version)
    return ShiftOut.of(changed, town)


@router.delete("/{shift_id}", status_code=204)
def remove_shift(
    shift_id: PublicId, work: WorkDep, actor: ActorDep, service: ServiceDep, if_match: IfMatch
) -> None:
    """Let somebody not work after all, so far as all promises are kept."""
    shift = fleet.find_shift(work, actor, shift_id)
    require_version(if_match, shift.version)
    fleet_service.remove_shift(work, actor, shift, service.live_pools)
