"""The form that changes an order: as it stands, as it was sent, and what lies between."""

from dataclasses import dataclass, replace

from api.domain.order import Mark, NotAtHome, Order, Parcel
from api.domain.order_change import Part, changeable
from api.domain.order_state import OrderState
from api.http.pages.counter_form import cents_of, parcels_of
from api.http.schemas.base import Day
from api.services.addressing import Address
from api.services.changing import OrderChange
from api.store import people
from api.store.work import Work
from routing.errors import InputError
from routing.model.units import Cents


@dataclass(frozen=True, slots=True)
class ChangeForm:
    """All that a counter can change of an order, as text; a box that is not ticked is empty."""

    name: str = ""
    phone: str = ""
    address: str = ""
    instructions: str = ""
    door_code: str = ""
    parcels: str = ""
    cold: str = ""
    upright: str = ""
    is_return: str = ""
    not_at_home: str = ""
    marks: tuple[str, ...] = ()
    reference: str = ""
    basket: str = ""
    amount_due: str = ""
    date: Day | None = None


def form_of(work: Work, order: Order) -> ChangeForm:
    """An order as it stands."""
    recipient = people.recipient(work, order.recipient or "")
    note = people.note_of(work, order.id)
    door = people.find_door(work, order.door).label if order.door else note.address
    return ChangeForm(
        name=recipient.name,
        phone=recipient.phone,
        address=door,
        instructions=note.instructions,
        door_code=note.door_code,
        parcels=str(len(order.parcels)),
        cold=_box(order.cold),
        upright=_box(any(parcel.upright for parcel in order.parcels)),
        is_return=_box(order.is_return),
        not_at_home=order.not_at_home,
        marks=tuple(sorted(order.marks)),
        reference=order.reference,
        basket=_euros(order.basket),
        amount_due=_euros(order.amount_due),
        date=order.date,
    )


def change_between(
    order: Order, now: ChangeForm, sent: ChangeForm, chosen: str, slot: str
) -> OrderChange:
    """What is told by a form that was sent: what differs from how the order stands, and may.

    Parameters
    ----------
    chosen
        Id of a door that was chosen among those that an address may mean.
    slot
        That is to be promised instead; empty: the same.

    Raises
    ------
    InputError
        When something cannot be read, or nobody is named any more.
    """
    possible = changeable(order.state)

    def differs(part: Part, *names: str) -> bool:
        if part not in possible:
            return False
        return any(getattr(now, name) != getattr(sent, name) for name in names or (part.value,))

    def text(part: Part) -> str | None:
        return getattr(sent, part.value).strip() if differs(part) else None

    name = text(Part.NAME)
    if name == "":
        raise InputError("order.nobody", pointer="/recipient")
    is_packed_otherwise = differs(Part.PARCELS, "parcels", "cold", "upright")
    bound = frozenset[Mark]() if order.state is OrderState.DRAFT else order.marks
    marks = frozenset(map(Mark, sent.marks)) | bound
    return OrderChange(
        name=name,
        phone=text(Part.PHONE),
        address=_address(text(Part.ADDRESS), chosen),
        instructions=text(Part.INSTRUCTIONS),
        door_code=text(Part.DOOR_CODE),
        parcels=_parcels(order, now, sent) if is_packed_otherwise else None,
        marks=marks if Part.MARKS in possible and marks != order.marks else None,
        not_at_home=NotAtHome(sent.not_at_home) if differs(Part.NOT_AT_HOME) else None,
        is_return=bool(sent.is_return) if differs(Part.IS_RETURN) else None,
        reference=text(Part.REFERENCE),
        basket=cents_of(sent.basket) or 0 if differs(Part.BASKET) else None,
        amount_due=cents_of(sent.amount_due) or 0 if differs(Part.AMOUNT_DUE) else None,
        date=sent.date if differs(Part.DATE) else None,
        slot=slot or None,
    )


def _address(typed: str | None, chosen: str) -> Address | None:
    if chosen:
        return Address(chosen=chosen)
    return Address(text=typed) if typed else None


def _parcels(order: Order, now: ChangeForm, sent: ChangeForm) -> tuple[Parcel, ...]:
    """So many parcels; those that stay keep what the form does not show, or does not change."""
    usual = parcels_of(sent.parcels, is_cold=bool(sent.cold), is_upright=bool(sent.upright))
    staying = order.parcels[: len(usual)]
    if now.cold != sent.cold:
        staying = tuple(replace(one, cold=bool(sent.cold)) for one in staying)
    if now.upright != sent.upright:
        staying = tuple(replace(one, upright=bool(sent.upright)) for one in staying)
    return staying + usual[len(staying) :]


def _box(is_ticked: bool) -> str:
    return "1" if is_ticked else ""


def _euros(cents: Cents | None) -> str:
    """An amount as `cents_of` reads it."""
    return "" if cents is None else f"{cents // 100},{cents % 100:02}"
