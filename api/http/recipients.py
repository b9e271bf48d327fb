"""``/v1/recipients``: a shop's own address book."""

from fastapi import APIRouter, Response

from api.domain.people import Recipient
from api.http.dependencies import ActorDep, IfMatch, ServiceDep, WorkDep
from api.http.etag import require_version, tag
from api.http.paging import Cursor, PageSize, link_next, next_cursor
from api.http.problem import PROBLEMS
from api.http.schemas.base import PublicId
from api.http.schemas.recipients import (
    EntryOut,
    FoundRecipientsOut,
    RecipientChange,
    RecipientSearchIn,
    RecipientsOut,
)
from api.http.service_route import AskingRoute, ServiceRoute
from api.http.unsure import unsure_response
from api.services import address_book
from api.store.work import Work

router = APIRouter(
    prefix="/v1/recipients", tags=["recipients"], route_class=ServiceRoute, responses=PROBLEMS
)
searching = APIRouter(
    prefix="/v1/recipients", tags=["recipients"], route_class=AskingRoute, responses=PROBLEMS
)


@searching.post("/search")
def search_recipients(
    told: RecipientSearchIn, work: WorkDep, actor: ActorDep
) -> FoundRecipientsOut:
    """Whom the beginning of a name or of a phone may mean, while it is typed."""
    return FoundRecipientsOut(
        recipients=_entries(work, address_book.search(work, actor, told.text))
    )


@router.get("")
def list_recipients(
    work: WorkDep,
    actor: ActorDep,
    response: Response,
    cursor: Cursor = None,
    limit: PageSize = 50,
) -> RecipientsOut:
    """Everybody in the shop's address book, in the order in which they came into it."""
    found = address_book.page(work, actor, cursor, limit + 1)
    following = next_cursor([one.id for one in found], limit)
    link_next(response, following)
    return RecipientsOut(recipients=_entries(work, found[:limit]), next=following)


@router.get("/{recipient_id}")
def get_recipient(
    recipient_id: PublicId, work: WorkDep, actor: ActorDep, response: Response
) -> EntryOut:
    """Somebody in the shop's address book, until they are forgotten."""
    found = address_book.find(work, actor, recipient_id)
    response.headers["ETag"] = tag(found.version)
    return _entry(work, found)


@router.patch("/{recipient_id}", response_model=EntryOut)
def change_recipient(  # noqa: PLR0913, PLR0917
    recipient_id: PublicId,
    told: RecipientChange,
    work: WorkDep,
    actor: ActorDep,
    service: ServiceDep,
    response: Response,
    if_match: IfMatch,
) -> EntryOut | Response:
    """Mend a name, a phone, or the door that later orders go to.

    An address that is unsure changes nothing: 409, with the `candidates` to choose from.
    """
    recipient = address_book.find(work, actor, recipient_id)
    require_version(if_match, recipient.version)
    changed = address_book.change(work, actor, recipient, told.change(), service.live_pools)
    if changed.is_unsure:
        return unsure_response(changed.candidates)
    response.headers["ETag"] = tag(changed.recipient.version)
    return _entry(work, changed.recipient)


@router.delete("/{recipient_id}", status_code=204)
def forget_recipient(
    recipient_id: PublicId, work: WorkDep, actor: ActorDep, if_match: IfMatch
) -> None:
    """Forget somebody at once, in all that is kept; not before what they are promised is done."""
    recipient = address_book.find(work, actor, recipient_id)
    require_version(if_match, recipient.version)
    address_book.forget(work, actor, recipient)


def _entry(work: Work, one: Recipient) -> EntryOut:
    return EntryOut.of(one, address_book.doors_of(work, [one]))


def _entries(work: Work, found: list[Recipient]) -> list[EntryOut]:
    doors = address_book.doors_of(work, found)
    return [EntryOut.of(one, doors) for one in found]
