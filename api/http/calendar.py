"""A courier's rounds in their calendar: ``/v1/couriers/{id}/calendar`` opens and closes the feed.

``/v1/calendars/{secret}.ics`` is the feed; whoever knows its address may read it, and finds no
recipient in it.
"""

from typing import Annotated, Literal, TypeAlias

from fastapi import APIRouter, Path, Query, Request, Response
from pydantic import Field

from api.http.dependencies import ActorDep, ServiceDep, WorkDep
from api.http.idempotency import keep_without
from api.http.schemas.base import Model, PublicId
from api.http.service_route import ServiceRoute
from api.services import calendar

MEDIA_TYPE = "text/calendar"

router = APIRouter(prefix="/v1", tags=["calendar"], route_class=ServiceRoute)

Secret: TypeAlias = Annotated[str, Path(pattern="^[0-9a-f]{64}$")]
Language: TypeAlias = Annotated[Literal["fr", "en"], Query(description="Of the feed's words.")]


class CalendarOut(Model):
    """Where the feed is. It is shown this once."""

    url: str | None = Field(examples=[f"https://livraison.example.fr/v1/calendars/{'0' * 64}.ics"])


@router.post("/couriers/{courier_id}/calendar", status_code=201)
def open_calendar(
    courier_id: PublicId, request: Request, work: WorkDep, actor: ActorDep, service: ServiceDep
) -> CalendarOut:
    """Make a new secret address for a courier's feed. One that was made before opens nothing more.

    With `?language=en` after it, the feed is in English.
    """
    secret = calendar.open_feed(work, actor, courier_id)
    url = service.settings.public_url.link(f"/v1/calendars/{secret}.ics")
    return keep_without(request, CalendarOut(url=url), "url")


@router.delete("/couriers/{courier_id}/calendar", status_code=204)
def close_calendar(courier_id: PublicId, work: WorkDep, actor: ActorDep) -> None:
    """Let no address open a courier's feed any more."""
    calendar.close_feed(work, actor, courier_id)


@router.get(
    "/calendars/{secret}.ics",
    responses={200: {"content": {MEDIA_TYPE: {"schema": {"type": "string"}}}}},
)
def get_calendar(secret: Secret, work: WorkDep, language: Language = "fr") -> Response:
    """A courier's rounds: when, and how many stops (RFC 5545)."""
    return Response(
        calendar.feed(work, secret, language),
        media_type=MEDIA_TYPE,
        headers={"Cache-Control": "private, max-age=300"},
    )
