"""``/v1/events``: what couriers tell, and all that happened."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from api.http.dependencies import ActorDep, LanguageDep, TownDep, WorkDep
from api.http.paging import Cursor, PageSize, link_next, next_cursor
from api.http.schemas.base import Day, PublicId
from api.http.schemas.events import AnswerOut, DeedsIn, EventOut, EventsOut, HeardOut
from api.http.schemas.rounds import EtasOut
from api.http.service_route import ServiceRoute
from api.services import following, telling
from api.store import events
from routing.errors import InputError

router = APIRouter(prefix="/v1/events", tags=["events"], route_class=ServiceRoute)


@router.post("")
def tell_events(told: DeedsIn, work: WorkDep, actor: ActorDep, language: LanguageDep) -> HeardOut:
    """Tell what was done. Each deed is kept once, however often and in whichever order it comes.

    A wrong one is undone by a later one (`undone`), never deleted. Nothing that is refused takes
    anything else with it.
    """
    heard = telling.tell(work, actor, [one.told() for one in told.events])
    views = following.without_doors(work, actor, heard.rounds)
    return HeardOut(
        answers=[AnswerOut.of(answer, language) for answer in heard.answers],
        rounds=[EtasOut.of(view) for view in views],
    )


@router.get("")
def list_events(  # noqa: PLR0913, PLR0917  # one keyword for each question that can be asked
    response: Response,
    work: WorkDep,
    actor: ActorDep,
    town: TownDep,
    date: Annotated[Day | None, Query(description="Of the pool.")] = None,
    order: Annotated[PublicId | None, Query()] = None,
    cursor: Cursor = None,
    limit: PageSize = 50,
) -> EventsOut:
    """All that happened, in the order of the log: a shop's orders, a courier's rounds, a town."""
    following.require_following(actor)
    found = events.since(
        work, actor, town.id, _position(cursor), limit=limit + 1, order=order, date=date
    )
    following_page = next_cursor([str(event.position) for event in found], limit)
    link_next(response, following_page)
    shown = [EventOut.of(event) for event in found[:limit]]
    return EventsOut(events=shown, next=following_page)


def _position(key: str | None) -> int:
    if key is None:
        return 0
    if not (key.isascii() and key.isdigit() and len(key) < 19):
        raise InputError("paging.cursor")
    return int(key)
