"""``/v1/orders``: what shops hand over."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from api.domain.actor import Scope
from api.domain.order import Order
from api.domain.order_state import OrderState
from api.domain.people import Door, Recipient
from api.http.dependencies import ActorDep, IfMatch, ServiceDep, WorkDep
from api.http.etag import require_version, tag
from api.http.paging import Cursor, PageSize, link_next, next_cursor
from api.http.problem import PROBLEMS, problem_response
from api.http.schemas.base import Day, Name, PublicId
from api.http.schemas.order_changes import OrderChangeIn
from api.http.schemas.orders import (
    AcceptIn,
    AddressIn,
    OrderIn,
    OrderOut,
    OrdersOut,
    drafted_out,
)
from api.http.schemas.quotes import OfferOut, QuoteOut
from api.http.service_route import ServiceRoute
from api.http.unsure import unsure_response
from api.services import changing, links, ordering, quoting
from api.services.service import Service
from api.store import orders, people
from api.store.orders import Sought
from api.store.work import Work
from routing.town.candidate import Candidate

router = APIRouter(
    prefix="/v1/orders", tags=["orders"], route_class=ServiceRoute, responses=PROBLEMS
)


@router.post("", status_code=201)
def add_order(
    told: OrderIn, work: WorkDep, actor: ActorDep, service: ServiceDep, response: Response
) -> OrderOut:
    """Draft an order. Where its address is unsure, the doors to choose from come back with it."""
    drafted = ordering.draft(work, actor, told.draft(), service.live_pools)
    response.headers["Location"] = f"/v1/orders/{drafted.order.id}"
    response.headers["ETag"] = tag(drafted.order.version)
    return drafted_out(drafted)


@router.get("")
def list_orders(  # noqa: PLR0913, PLR0917  # one keyword for each question that can be asked
    work: WorkDep,
    actor: ActorDep,
    response: Response,
    date: Annotated[Day | None, Query()] = None,
    state: Annotated[OrderState | None, Query()] = None,
    shop: Annotated[PublicId | None, Query()] = None,
    reference: Annotated[Name | None, Query()] = None,
    cursor: Cursor = None,
    limit: PageSize = 50,
) -> OrdersOut:
    """Orders in the order in which they were made: a shop's own, a planner's town's."""
    actor.require(Scope.READ_ORDERS)
    sought = Sought(date, state, shop, reference)
    found = orders.page(work, actor, sought, cursor, limit + 1)
    following = next_cursor([order.id for order in found], limit)
    link_next(response, following)
    return OrdersOut(orders=[OrderOut.of(order) for order in found[:limit]], next=following)


@router.get("/{order_id}")
def get_order(
    order_id: PublicId, work: WorkDep, actor: ActorDep, service: ServiceDep, response: Response
) -> OrderOut:
    """An order with its recipient and door, as long as these are kept."""
    actor.require(Scope.READ_ORDERS)
    order = orders.find(work, actor, order_id)
    response.headers["ETag"] = tag(order.version)
    return _whole(work, service, order)


@router.patch("/{order_id}", response_model=OrderOut)
def change_order(  # noqa: PLR0913, PLR0917
    order_id: PublicId,
    told: OrderChangeIn,
    work: WorkDep,
    actor: ActorDep,
    service: ServiceDep,
    response: Response,
    if_match: IfMatch,
) -> OrderOut | Response:
    """Change an order as far as where it stands allows; a promise is kept or made anew.

    Once something is promised, an address that is unsure changes nothing: 409 with `candidates`.
    What does not fit the promised slot changes nothing either: 409 with the `offers` that fit;
    sent again with one of them as `slot`, that is promised instead.
    """
    order = orders.find(work, actor, order_id)
    require_version(if_match, order.version)
    changed = changing.change(work, actor, order, told.change(), service.live_pools)
    if changed.is_unsure:
        return unsure_response(changed.candidates)
    if changed.offers is not None:
        offers = [OfferOut.of(one).model_dump(mode="json") for one in changed.offers]
        slot = told.slot or order.slot
        return problem_response("order.change_does_not_fit", {"slot": slot}, 409, offers=offers)
    response.headers["ETag"] = tag(changed.order.version)
    return _whole(work, service, changed.order, changed.candidates)


@router.put("/{order_id}/address")
def choose_address(  # noqa: PLR0913, PLR0917
    order_id: PublicId,
    told: AddressIn,
    work: WorkDep,
    actor: ActorDep,
    service: ServiceDep,
    response: Response,
    if_match: IfMatch,
) -> OrderOut:
    """Choose the door of a draft: a candidate, a pin, or another address."""
    order = orders.find(work, actor, order_id)
    require_version(if_match, order.version)
    drafted = ordering.choose_door(work, actor, order, told.address(), service.live_pools)
    response.headers["ETag"] = tag(drafted.order.version)
    return drafted_out(drafted)


@router.post("/{order_id}/accept", response_model=OrderOut, responses={409: {"model": QuoteOut}})
def accept_order(  # noqa: PLR0913, PLR0917
    order_id: PublicId,
    told: AcceptIn,
    work: WorkDep,
    actor: ActorDep,
    service: ServiceDep,
    response: Response,
) -> OrderOut | Response:
    """Turn a quoted slot into a promise. A slot that is gone answers 409 with a fresh quote."""
    order = orders.find(work, actor, order_id)
    promise = quoting.accept(work, actor, order, told.quote, told.slot, service.live_pools)
    if promise.fresh is not None:
        fresh = QuoteOut.of(promise.fresh).model_dump(mode="json")
        return problem_response("quote.slot_gone", {"slot": told.slot}, 409, quote=fresh)
    response.headers["ETag"] = tag(promise.order.version)
    return OrderOut.of(promise.order)


@router.post("/{order_id}/cancel")
def cancel_order(
    order_id: PublicId, work: WorkDep, actor: ActorDep, service: ServiceDep, response: Response
) -> OrderOut:
    """Cancel an order that nobody has collected."""
    order = orders.find(work, actor, order_id)
    cancelled = ordering.cancel(work, actor, order, service.live_pools)
    response.headers["ETag"] = tag(cancelled.version)
    return OrderOut.of(cancelled)


def _whole(
    work: Work, service: Service, order: Order, candidates: tuple[Candidate, ...] = ()
) -> OrderOut:
    """An order with all that whoever may see it may see."""
    recipient, door = _people(work, order)
    note = people.note_of(work, order.id)
    shown = OrderOut.of(order, recipient=recipient, door=door, note=note, candidates=candidates)
    if order.promised is None:
        return shown
    link = links.recipient_link(work, service.settings.public_url, order)
    return shown.model_copy(update={"link": link})


def _people(work: Work, order: Order) -> tuple[Recipient | None, Door | None]:
    """Whoever may see an order may see whom and where it goes to."""
    recipient = None if order.recipient is None else people.recipient(work, order.recipient)
    door = None if order.door is None else people.find_door(work, order.door)
    return recipient, door
