"""``/counter``: a shop hands a delivery over: for whom, where, what, when."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Form, Query
from starlette.requests import Request
from starlette.responses import Response

from api.domain.actor import Actor
from api.domain.errors import RefusedError
from api.domain.order import MOST_DAYS_AHEAD, Order
from api.domain.order_change import changeable
from api.domain.order_state import Act, OrderState, acts_in
from api.domain.people import Recipient
from api.domain.town import MemberShop, ServedTown
from api.http.dependencies import ActorDep, ServiceDep, WorkDep
from api.http.pages.counter_form import (
    SOMEBODY_NEW,
    Typed,
    asked_about,
    draft_of,
    filled_in,
    looked_up,
    offered_of,
)
from api.http.pages.dockets import GROUPS, dockets
from api.http.pages.page_route import PageRoute
from api.http.pages.reading import gone_to, reader_of, said, shown
from api.http.schemas.base import Day, PublicId
from api.services import links, ordering, quoting
from api.services.addressing import Address
from api.services.days import open_slots, slots_on
from api.services.live_pools import LivePools
from api.services.service import Service
from api.store import orders, people, quotes, shops, towns
from api.store.orders import Sought
from api.store.work import Work
from api.web.page import Reader
from api.web.qr_code import qr_svg
from api.web.words import Words
from routing.errors import InputError
from routing.sentences import render

router = APIRouter(prefix="/counter", route_class=PageRoute, include_in_schema=False)

KNOWN = 200
"""Customers to choose from."""

_NOT_NOW = "order.not_now"


class Desk:
    """A shop's own counter."""

    def __init__(self, request: Request, work: Work, actor: Actor, service: Service) -> None:
        self.work, self.actor, self.service = work, actor, service
        self.shop: MemberShop = _own_shop(work, actor)
        self.served: ServedTown = towns.find(work, actor, self.shop.town)
        self.reader: Reader = reader_of(request, work, self.served, self.shop.name)

    def dates(self) -> list[dt.date]:
        """The days on which some slot may still be asked for."""
        days = next_days(self.served, self.reader.today)
        now = self.work.now
        return [day for day in days if open_slots(self.served, self.shop, day, now)]

    def form(self, typed: Typed, problem: str = "", offered: Sequence[Recipient] = ()) -> Response:
        """The form of a new delivery; those who are offered are to be chosen among."""
        return shown(
            "counter_new",
            self.reader,
            typed=typed,
            problem=problem,
            offered=offered_of(self.work, list(offered)),
            somebody_new=SOMEBODY_NEW,
            known=people.known(self.work, self.actor)[-KNOWN:],
            dates=self.dates(),
            town=self.served.name,
        )

    def looked_up(self, typed: Typed) -> Response:
        """The form filled in with whom it means, or those whom it may mean."""
        found = looked_up(self.work, self.actor, typed)
        match found:
            case []:
                return self.form(typed, Words("pages", self.reader.language)("nobody_known"))
            case [one]:
                return self.form(filled_in(self.work, typed, one))
            case _:
                return self.form(typed, offered=found)

    def order_page(self, order: Order, problem: str = "") -> Response:
        """The next question about an order, or what became of it."""
        is_draft = order.state is OrderState.DRAFT
        recipient = people.recipient(self.work, order.recipient or "")
        door = people.find_door(self.work, order.door).label if order.door else ""
        common = {
            "order": order,
            "recipient": recipient.name,
            "door": door,
            "problem": problem,
            "may_change": bool(changeable(order.state)),
        }
        if is_draft and not order.door:
            typed = people.note_of(self.work, order.id).address
            pack = self.service.live_pools.packs.of(self.work, self.served.pack)
            found = pack.addresses.search(typed) if typed else ()
            candidates = [one for one in found if one.kind == "door"]
            return shown(
                "counter_order",
                self.reader,
                step="door",
                candidates=candidates,
                typed=typed,
                **common,
            )
        if is_draft:
            return self._slots(order, common)
        link = links.recipient_link(self.work, self.service.settings.public_url, order)
        words = Words("pages", self.reader.language)
        return shown(
            "counter_order",
            self.reader,
            step="done",
            may_cancel=Act.CANCEL in acts_in(order.state),
            link=link,
            code=qr_svg(link, words("recipients_link")),
            **common,
        )

    def _slots(self, order: Order, common: dict[str, object]) -> Response:
        quote = quotes.latest(self.work, order.id)
        is_old = quote is not None and quote.expires <= self.work.now
        offers = [] if quote is None or is_old else list(quote.offers)
        fitting = [offer.slot for offer in offers if offer.fits]
        return shown(
            "counter_order",
            self.reader,
            step="slots",
            quote="" if quote is None else quote.id,
            offers=[
                {
                    **{name: getattr(offer, name) for name in ("slot", "start", "end", "fits")},
                    "price": offer.price,
                    "estimated_share": offer.estimated_share,
                    "first": fitting[:1] == [offer.slot],
                    "why": self._why(offer.obstacle),
                }
                for offer in offers
            ],
            any_fits=bool(fitting),
            is_old=is_old,
            **common,
        )

    def _why(self, obstacle: str) -> str:
        return render(obstacle, {}, self.reader.language).wrong if obstacle else ""


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


@router.post("/orders/{order_id}/address")
def choose_door(  # noqa: PLR0913, PLR0917  # the fields of a form
    order_id: PublicId,
    request: Request,
    work: WorkDep,
    actor: ActorDep,
    service: ServiceDep,
    chosen: Annotated[str, Form(max_length=80)] = "",
    address: Annotated[str, Form(max_length=200)] = "",
) -> Response:
    """Take the door that was chosen, or look for another address."""
    desk = Desk(request, work, actor, service)
    order = orders.find(work, actor, order_id)
    told = Address(chosen=chosen) if chosen else Address(text=address)
    try:
        with work.connection.begin_nested():
            drafted = ordering.choose_door(work, actor, order, told, service.live_pools)
            if drafted.order.door is None:
                note = people.note_of(work, order.id)
                people.write_note(work, order.id, replace(note, address=address))
            else:
                quoting.quote(work, actor, drafted.order, service.live_pools)
    except InputError as error:
        return desk.order_page(order, said(error, desk.reader.language))
    except RefusedError as error:
        return _as_it_stands(desk, order_id, OrderState.DRAFT, error)
    return gone_to(f"/counter/orders/{order_id}")


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
        return _as_it_stands(desk, order_id, OrderState.DRAFT, error)
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
            return _as_it_stands(desk, order_id, OrderState.ACCEPTED, error)
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
        return _as_it_stands(desk, order_id, OrderState.CANCELLED, error)
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


def _as_it_stands(desk: Desk, order_id: str, wanted: OrderState, error: RefusedError) -> Response:
    """The order after a button that does nothing any more: who pressed it twice has what they want.

    Anybody else is told that it has gone on meanwhile.

    Raises
    ------
    RefusedError
        When it is refused for anything else.
    """
    if error.code != "order.not_now":
        raise error
    order = orders.find(desk.work, desk.actor, order_id)
    if order.state is wanted:
        return gone_to(f"/counter/orders/{order_id}")
    return desk.order_page(order, Words("pages", desk.reader.language)("has_gone_on"))


def next_days(served: ServedTown, today: dt.date) -> list[dt.date]:
    """Today, and the days on which somebody rides."""
    days = (today + dt.timedelta(days=n) for n in range(MOST_DAYS_AHEAD + 1))
    return [day for day in days if day == today or slots_on(served, day)]


def _own_shop(work: Work, actor: Actor) -> MemberShop:
    """The shop whose counter it is."""
    return shops.find(work, actor, actor.shop or "")


def _drafted(desk: Desk, typed: Typed, date: dt.date, live_pools: LivePools) -> Order:
    told = draft_of(desk.work, desk.actor, typed, desk.shop.id, date, live_pools)
    order = ordering.draft(desk.work, desk.actor, told, live_pools).order
    if order.door is not None:
        quoting.quote(desk.work, desk.actor, order, live_pools)
    return order
