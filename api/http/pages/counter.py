"""``/counter``: a shop hands a delivery over: for whom, where, what, when."""

import datetime as dt
from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Form, Query
from starlette.requests import Request
from starlette.responses import Response

from api.domain.errors import RefusedError
from api.domain.order import Order
from api.domain.order_state import OrderState
from api.http.dependencies import ActorDep, ServiceDep, WorkDep
from api.http.pages.counter_desk import Desk, next_days
from api.http.pages.counter_form import Typed, asked_about, draft_of
from api.http.pages.dockets import GROUPS, dockets
from api.http.pages.page_route import PageRoute
from api.http.pages.reading import gone_to, said, shown
from api.http.schemas.base import Day, PublicId
from api.services import ordering, quoting
from api.services.live_pools import LivePools
from api.store import orders
from api.store.orders import Sought
from api.web.words import Words
from routing.errors import InputError

router = APIRouter(prefix="/counter", route_class=PageRoute, include_in_schema=False)


@router.get("")
def new_delivery(request: Request, work: WorkDep, actor: ActorDep, service: ServiceDep) -> Response:
    """An empty form."""
    return Desk(request, work, actor, service).form(Typed())


@router.post("")
def hand_over(  # noqa: PLR0913, PLR0917  # the fields of a form
    request: Request,
    work: WorkDep,
    actor: ActorDep,
    service: ServiceDep,
    date: Annotated[Day, Form()],
    recipient: Annotated[str, Form(max_length=40)] = "",
    name: Annotated[str, Form(max_length=120)] = "",
    phone: Annotated[str, Form(max_length=30)] = "",
    address: Annotated[str, Form(max_length=200)] = "",
    instructions: Annotated[str, Form(max_length=500)] = "",
    door_code: Annotated[str, Form(max_length=40)] = "",
    parcels: Annotated[str, Form(max_length=4)] = "1",
    cold: Annotated[str, Form(max_length=1)] = "",
    upright: Annotated[str, Form(max_length=1)] = "",
    is_return: Annotated[str, Form(max_length=1)] = "",
    basket: Annotated[str, Form(max_length=12)] = "",
    filled: Annotated[str, Form(max_length=40)] = "",
    look: Annotated[str, Form(max_length=1)] = "",
) -> Response:
    """Keep a draft, ask for its slots, and go on to it; or look somebody up in the address book.

    Who is known already by name or phone is offered before somebody of that name is added. Who is
    chosen in a form that was filled in with somebody else is filled in first.
    """
    desk = Desk(request, work, actor, service)
    typed = Typed(
        recipient, name, phone, address, instructions, door_code, parcels, cold, upright,
        is_return, basket, date, filled,
    )  # fmt: skip
    if look or typed.is_another:
        return desk.looked_up(typed)
    offered = asked_about(work, actor, typed)
    if offered:
        return desk.form(replace(typed, filled=""), offered=offered)
    try:
        with work.connection.begin_nested():
            order = _drafted(desk, typed, date, service.live_pools)
    except InputError as error:
        return desk.form(typed, said(error, desk.reader.language))
    return gone_to(f"/counter/orders/{order.id}")


@router.get("/orders/{order_id}")
def show_order(
    order_id: PublicId, request: Request, work: WorkDep, actor: ActorDep, service: ServiceDep
) -> Response:
    """Which door, which slot, or what was promised."""
    order = orders.find(work, actor, order_id)
    return Desk(request, work, actor, service).order_page(order)


@router.post("/orders/{order_id}/quote")
def ask_again(
    order_id: PublicId, request: Request, work: WorkDep, actor: ActorDep, service: ServiceDep
) -> Response:
    """Ask which slots fit now."""
    order = orders.find(work, actor, order_id)
    try:
        quoting.quote(work, actor, order, service.live_pools)
    except RefusedError as error:
        desk = Desk(request, work, actor, service)
        return desk.as_it_stands(order_id, OrderState.DRAFT, error)
    return gone_to(f"/counter/orders/{order_id}")


@router.post("/orders/{order_id}/accept")
def entrust(  # noqa: PLR0913, PLR0917  # the fields of a form
    order_id: PublicId,
    request: Request,
    work: WorkDep,
    actor: ActorDep,
    service: ServiceDep,
    quote: Annotated[PublicId, Form()],
    slot: Annotated[str, Form(max_length=40)],
) -> Response:
    """Turn the slot that was chosen into a promise."""
    desk = Desk(request, work, actor, service)
    order = orders.find(work, actor, order_id)
    words = Words("pages", desk.reader.language)
    try:
        with work.connection.begin_nested():
            promise = quoting.accept(work, actor, order, quote, slot, service.live_pools)
    except RefusedError as error:
        if error.code != "quote.expired":
            return desk.as_it_stands(order_id, OrderState.ACCEPTED, error)
        quoting.quote(work, actor, order, service.live_pools)
        return desk.order_page(order, words("quote_old"))
    if promise.fresh is not None:
        return desk.order_page(order, words("slot_gone"))
    return gone_to(f"/counter/orders/{order_id}")


@router.post("/orders/{order_id}/cancel")
def cancel(
    order_id: PublicId, request: Request, work: WorkDep, actor: ActorDep, service: ServiceDep
) -> Response:
    """Cancel, and give the place back."""
    order = orders.find(work, actor, order_id)
    try:
        ordering.cancel(work, actor, order, service.live_pools)
    except RefusedError as error:
        desk = Desk(request, work, actor, service)
        return desk.as_it_stands(order_id, OrderState.CANCELLED, error)
    return gone_to(f"/counter/day?date={order.date}")


@router.get("/day")
def show_day(
    request: Request,
    work: WorkDep,
    actor: ActorDep,
    service: ServiceDep,
    date: Annotated[Day | None, Query()] = None,
) -> Response:
    """All deliveries of a date."""
    desk = Desk(request, work, actor, service)
    date = date or desk.reader.today
    found = orders.page(work, actor, Sought(date=date), None, 500)
    return shown(
        "counter_day",
        desk.reader,
        date=date,
        dates=next_days(desk.served, desk.reader.today),
        groups=tuple(GROUPS),
        dockets=dockets(work, desk.reader, found),
    )


def _drafted(desk: Desk, typed: Typed, date: dt.date, live_pools: LivePools) -> Order:
    told = draft_of(desk.work, desk.actor, typed, desk.shop.id, date, live_pools)
    order = ordering.draft(desk.work, desk.actor, told, live_pools).order
    if order.door is not None:
        quoting.quote(desk.work, desk.actor, order, live_pools)
    return order
