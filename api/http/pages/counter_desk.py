"""A shop's own counter: who stands at it, and the pages that it shows."""

import datetime as dt
from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import Response

from api.domain.actor import Actor, Scope
from api.domain.errors import RefusedError
from api.domain.order import MOST_DAYS_AHEAD, Order
from api.domain.order_change import changeable
from api.domain.order_state import Act, OrderState, acts_in
from api.domain.people import Recipient
from api.domain.town import MemberShop, ServedTown
from api.http.pages.counter_form import (
    SOMEBODY_NEW,
    Typed,
    filled_in,
    looked_up,
    offered_of,
)
from api.http.pages.reading import gone_to, reader_of, shown
from api.services import links
from api.services.days import open_slots, slots_on
from api.services.service import Service
from api.services.town_packs import TownPack
from api.store import orders, people, quotes, shops, towns
from api.store.work import Work
from api.web.page import Reader
from api.web.qr_code import qr_svg
from api.web.words import Words
from routing.sentences import render

KNOWN = 200
"""Customers to choose from."""


class Desk:
    """A shop's own counter."""

    def __init__(self, request: Request, work: Work, actor: Actor, service: Service) -> None:
        actor.require(Scope.READ_ORDERS)
        self.work, self.actor, self.service = work, actor, service
        self.shop: MemberShop = _own_shop(work, actor)
        self.served: ServedTown = towns.find(work, actor, self.shop.town)
        self.reader: Reader = reader_of(request, work, self.served, self.shop.name)

    def pack(self) -> TownPack:
        """The town's streets and addresses."""
        return self.service.live_pools.packs.of(self.work, self.served.pack)

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
            found = self.pack().addresses.search(typed) if typed else ()
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

    def as_it_stands(self, order_id: str, wanted: OrderState, error: RefusedError) -> Response:
        """The order after a button that does nothing any more.

        Who pressed it twice has what they want; anybody else is told that it has gone on meanwhile.

        Raises
        ------
        RefusedError
            When it is refused for anything else.
        """
        if error.code != "order.not_now":
            raise error
        order = orders.find(self.work, self.actor, order_id)
        if order.state is wanted:
            return gone_to(f"/counter/orders/{order_id}")
        return self.order_page(order, Words("pages", self.reader.language)("has_gone_on"))


def next_days(served: ServedTown, today: dt.date) -> list[dt.date]:
    """Today, and the days on which somebody rides."""
    days = (today + dt.timedelta(days=n) for n in range(MOST_DAYS_AHEAD + 1))
    return [day for day in days if day == today or slots_on(served, day)]


def _own_shop(work: Work, actor: Actor) -> MemberShop:
    """The shop whose counter it is."""
    return shops.find(work, actor, actor.shop or "")
