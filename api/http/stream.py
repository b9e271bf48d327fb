"""``/v1/events/stream``: a day as it goes, by server-sent events.

(https://html.spec.whatwg.org/multipage/server-sent-events.html)
"""

import datetime as dt
import time
from collections.abc import AsyncIterator, Sequence
from typing import Annotated

from fastapi import APIRouter, Header, Query, Request
from fastapi.responses import StreamingResponse
from starlette.concurrency import run_in_threadpool

from api.domain.actor import Actor
from api.http.dependencies import ActorDep, ServiceDep, TownDep, WorkDep
from api.http.errors import TooManyError
from api.http.schemas.base import Day
from api.http.schemas.events import EventOut
from api.http.service_route import ServiceRoute
from api.services.following import require_following
from api.services.seats import Seats
from api.services.service import Service
from api.services.stream import Pace, Read, watch
from api.store import events
from api.store.events import LoggedEvent
from api.store.work import reading

MEDIA_TYPE = "text/event-stream"

MOST_STREAMS = 10
"""That one caller watches at once."""

FREE_AGAIN = 60
"""Seconds after which one of them may have ended."""

COMES_BACK = 3_000
"""Milliseconds after which a browser asks again when the stream has ended."""

HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
"""Nobody on the way keeps back what is sent."""

router = APIRouter(prefix="/v1/events", tags=["events"], route_class=ServiceRoute)


@router.get(
    "/stream",
    responses={200: {"content": {MEDIA_TYPE: {"schema": {"type": "string"}}}}},
)
def watch_events(  # noqa: PLR0913, PLR0917  # one keyword for each question that can be asked
    request: Request,
    work: WorkDep,
    actor: ActorDep,
    town: TownDep,
    service: ServiceDep,
    date: Annotated[Day | None, Query(description="Of the pool.")] = None,
    last_event_id: Annotated[
        int | None,
        Header(
            ge=0,
            le=2**53,
            description="The `id` of the last event that was seen; without it: from now on.",
        ),
    ] = None,
) -> StreamingResponse:
    """Watch a town: every event of the log that may be seen, as it is written.

    Each has the log's position as its `id`: a browser that comes back tells the last one, and
    misses nothing. The stream ends after ten minutes, so that whoever watches is asked again who
    they are; browsers come back by themselves. One caller watches ten at once.
    """
    require_following(actor)
    seats, caller = request.app.state.streams, request.state.caller
    if not seats.is_free(caller):
        raise TooManyError("rate.too_many", seconds=FREE_AGAIN)
    newest = events.last_position(work, town.id)
    # Of a log that was restored from a backup somebody may know more than there is.
    position = newest if last_event_id is None else min(last_event_id, newest)
    watched = watch(
        _reading(service, actor, town.id, date), position, service.bell, Pace(), time.monotonic
    )
    written = _seated(seats, caller, _written(watched))
    return StreamingResponse(written, media_type=MEDIA_TYPE, headers=HEADERS)


def _reading(service: Service, actor: Actor, town: str, date: dt.date | None) -> Read:
    def read(position: int) -> Sequence[LoggedEvent]:
        with reading(service.database, service.means) as work:
            return events.since(work, actor, town, position, date=date)

    async def in_thread(position: int) -> Sequence[LoggedEvent]:
        return await run_in_threadpool(read, position)

    return in_thread


async def _seated(seats: Seats, caller: str, lines: AsyncIterator[str]) -> AsyncIterator[str]:
    if not seats.take(caller):
        return
    try:
        async for line in lines:
            yield line
    finally:
        seats.leave(caller)


async def _written(watched: AsyncIterator[Sequence[LoggedEvent]]) -> AsyncIterator[str]:
    yield f"retry: {COMES_BACK}\n\n"
    async for found in watched:
        if not found:
            yield ": still here\n\n"
        for event in found:
            data = EventOut.of(event).model_dump_json()
            yield f"id: {event.position}\nevent: {event.kind}\ndata: {data}\n\n"
