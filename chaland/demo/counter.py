"""Shops hand orders over on the demo's day: quoted, promised, or left as drafts."""

import datetime as dt
from dataclasses import replace
from itertools import cycle

from api.domain.actor import Actor
from api.domain.order import NotAtHome, Parcel
from api.domain.town import MemberShop
from api.services import importing, ordering, quoting
from api.services.addressing import Address
from api.services.importing import Upload
from api.services.ordering import OrderDraft
from chaland.demo import settings
from chaland.demo.members import Members
from chaland.demo.scene import Scene
from routing.formats.clock import ClockSpan
from routing.formats.orders import OrderRow, write_orders

UNSURE_ADDRESS = "Boulevard des Moulins"
"""A street without a number: which door is meant has to be chosen."""


class Counter:
    """The counters of all shops."""

    def __init__(self, scene: Scene, members: Members, date: dt.date) -> None:
        self._scene, self._members, self._date = scene, members, date
        self._not_at_home = cycle(NotAtHome)
        self._recipients: dict[str, int] = {}

    def hand_over(self, row: OrderRow, slot: str) -> None:
        """Let a row become an order, promised at a slot if that fits."""
        scene, actor = self._scene, self._keeper(row)
        with scene.work() as work:
            order = ordering.draft(work, actor, self._draft(row), scene.live_pools).order
        with scene.work() as work:
            quote = quoting.quote(work, actor, order, scene.live_pools)
        if any(offer.slot == slot and offer.fits for offer in quote.offers):
            with scene.work() as work:
                quoting.accept(work, actor, order, quote.id, slot, scene.live_pools)

    def send_file(self, row: OrderRow, span: ClockSpan) -> None:
        """Send a row as a shop's file of one line, which asks for some hours."""
        shop, scene = self._shop(row), self._scene
        line = replace(
            row, shop=shop.name, shop_name="", date=self._date, slots=(span,), ready_at=None
        )
        upload = Upload(write_orders([line]).encode())
        with scene.work() as work:
            importing.import_orders(work, self._keeper(row), shop.id, upload, scene.live_pools)

    def leave_unsure(self, row: OrderRow) -> None:
        """Begin an order of which nobody has said yet which door is meant."""
        told = replace(self._draft(row), address=Address(text=UNSURE_ADDRESS))
        with self._scene.work() as work:
            ordering.draft(work, self._keeper(row), told, self._scene.live_pools)

    def _keeper(self, row: OrderRow) -> Actor:
        return self._members.keepers[self._shop(row).id].acting()

    def _shop(self, row: OrderRow) -> MemberShop:
        return self._members.shops[row.shop]

    def _draft(self, row: OrderRow) -> OrderDraft:
        shop, number, load = self._shop(row), int(row.id), row.load
        recipient = self._recipients.setdefault(row.recipient, len(self._recipients) + 1)
        each = Parcel(load.grams // load.parcels, load.litres // load.parcels, row.cold)
        marks = {mark for sign, mark in settings.MARKS.items() if shop.name.startswith(sign)}
        return OrderDraft(
            shop=shop.id,
            date=self._date,
            parcels=(each,) * load.parcels,
            address=Address(row.address, pin=row.pin),
            name=row.recipient,
            phone=phone(recipient),
            instructions=row.instructions,
            door_code=door_code(recipient) if recipient % 3 else "",
            marks=frozenset(marks),
            not_at_home=next(self._not_at_home),
            basket=basket(number),
            amount_due=basket(number) if number % 9 == 0 else None,
        )


def phone(number: int) -> str:
    """A number of those that are kept for stories: nobody has it.

    Examples
    --------
    >>> phone(7)
    '06 39 98 00 07'
    """
    return f"06 39 98 {number // 100:02d} {number % 100:02d}"


def door_code(number: int) -> str:
    """A code of nobody's door.

    Examples
    --------
    >>> door_code(7)
    'B1259'
    """
    return f"{'AB'[number % 2]}{1_000 + number * 37 % 9_000}"


def basket(number: int) -> int:
    """What was bought for, in cents.

    Examples
    --------
    >>> basket(7)
    7600
    """
    return 1_750 + 650 * (number * 5 % 13)
