"""The form of a new delivery: what was typed, whom of the address book it means, and its draft."""

import datetime as dt
from dataclasses import dataclass, replace

from api.domain.actor import Actor
from api.domain.order import MOST_PARCELS, Parcel
from api.domain.people import Recipient
from api.http.schemas.base import MOST_CENTS
from api.services import address_book
from api.services.address_book import EntryChange
from api.services.addressing import Address
from api.services.live_pools import LivePools
from api.services.ordering import OrderDraft
from api.store.work import Work
from routing.errors import InputError
from routing.model.units import Cents

SOMEBODY_NEW = "new"
"""Chosen instead of those who are known already."""

USUAL_GRAMS, USUAL_LITRES = 2_000, 10
"""A parcel whose weight and size nobody has told."""


@dataclass(frozen=True, slots=True)
class Typed:
    """The form as it was sent: nothing typed is lost when something is wrong with it.

    Parameters
    ----------
    recipient
        Id of who was chosen; `SOMEBODY_NEW`, or empty: nobody was.
    filled
        Id of who the form was filled in with: what differs since then is mended with them.
    """

    recipient: str = ""
    name: str = ""
    phone: str = ""
    address: str = ""
    instructions: str = ""
    door_code: str = ""
    parcels: str = ""
    cold: str = ""
    upright: str = ""
    is_return: str = ""
    basket: str = ""
    date: dt.date | None = None
    filled: str = ""

    @property
    def known(self) -> str | None:
        """Id of somebody of the address book; None: somebody new."""
        return None if self.recipient in {"", SOMEBODY_NEW} else self.recipient

    @property
    def is_another(self) -> bool:
        """Whether somebody else was chosen than whose name, phone and door are in the fields."""
        return self.known is not None and self.filled not in {"", self.known}


@dataclass(frozen=True, slots=True)
class Offered:
    """Somebody of the address book who may be meant, as a counter tells them apart."""

    id: str
    name: str
    phone: str
    door: str


def looked_up(work: Work, actor: Actor, typed: Typed) -> list[Recipient]:
    """Whom the form means when somebody asks: who was chosen, or whom its beginnings may mean."""
    if typed.known is not None:
        return [address_book.find(work, actor, typed.known)]
    begun = typed.name.strip() or typed.phone.strip()
    return address_book.search(work, actor, begun) if begun else []


def asked_about(work: Work, actor: Actor, typed: Typed) -> list[Recipient]:
    """Those of the address book among whom the counter has to say who is meant.

    Name and phone typed over those of an entry are another person's: it is not renamed for that.
    """
    name, phone = typed.name.strip(), typed.phone.strip()
    if not typed.recipient:
        return address_book.meant(work, actor, name, phone)
    if typed.known is None or typed.known != typed.filled:
        return []
    one = address_book.find(work, actor, typed.known)
    is_same = name in {"", one.name} or one.phone in {"", phone}
    return [] if is_same else [one]


def filled_in(work: Work, typed: Typed, one: Recipient) -> Typed:
    """The form with somebody of the address book in it."""
    (offered,) = offered_of(work, [one])
    return replace(
        typed,
        recipient=one.id,
        filled=one.id,
        name=one.name,
        phone=one.phone,
        address=offered.door,
    )


def offered_of(work: Work, found: list[Recipient]) -> list[Offered]:
    """Entries with where they live."""
    doors = address_book.doors_of(work, found)
    return [
        Offered(one.id, one.name, one.phone, doors[one.door].label if one.door in doors else "")
        for one in found
    ]


def draft_of(  # noqa: PLR0913, PLR0917
    work: Work, actor: Actor, typed: Typed, shop: str, date: dt.date, live_pools: LivePools
) -> OrderDraft:
    """What the form tells of an order; an entry that it was filled in with is mended.

    Raises
    ------
    InputError
        When something cannot be read, or nobody is named.
    """
    parcels = parcels_of(typed.parcels, is_cold=bool(typed.cold), is_upright=bool(typed.upright))
    if typed.known is None and not typed.name.strip():
        raise InputError("order.nobody", pointer="/recipient")
    address = typed.address.strip()
    if typed.known is not None and typed.known == typed.filled:
        one = address_book.find(work, actor, typed.known)
        _mend(work, actor, one, typed, live_pools)
        (offered,) = offered_of(work, [one])
        if address == offered.door:
            address = ""  # the door that was chosen for them is known, however it is called
    return OrderDraft(
        shop=shop,
        date=date,
        parcels=parcels,
        address=Address(text=address),
        recipient=typed.known,
        name=typed.name.strip(),
        phone=typed.phone.strip(),
        instructions=typed.instructions.strip(),
        door_code=typed.door_code.strip(),
        is_return=bool(typed.is_return),
        basket=cents_of(typed.basket),
    )


def parcels_of(count: str, *, is_cold: bool, is_upright: bool) -> tuple[Parcel, ...]:
    """So many usual parcels.

    Raises
    ------
    InputError
        ``order.how_many_parcels``.
    """
    number = int(count) if count.isdecimal() else 0
    if not 1 <= number <= MOST_PARCELS:
        raise InputError("order.how_many_parcels", pointer="/parcels", most=MOST_PARCELS)
    return (Parcel(USUAL_GRAMS, USUAL_LITRES, is_cold, is_upright),) * number


def cents_of(euros: str) -> Cents | None:
    """An amount as people type it; None: none.

    Raises
    ------
    InputError
        ``order.unreadable_amount``.
    """
    text = euros.strip().removesuffix("€").strip().replace(",", ".")
    whole, _, rest = text.partition(".")
    if not text:
        return None
    if whole.isdecimal() and (rest == "" or (rest.isdecimal() and len(rest) <= 2)):
        cents = int(whole) * 100 + int(rest.ljust(2, "0"))
        if cents <= MOST_CENTS:
            return cents
    raise InputError("order.unreadable_amount", pointer="/basket")


def _mend(work: Work, actor: Actor, one: Recipient, typed: Typed, live_pools: LivePools) -> None:
    name, phone = typed.name.strip() or one.name, typed.phone.strip()
    if (name, phone) != (one.name, one.phone):
        address_book.change(work, actor, one, EntryChange(name, phone), live_pools)
