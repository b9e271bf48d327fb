"""A shop changes an order that it has told: whom it goes to, where, what, and what helps there."""

import datetime as dt
from dataclasses import dataclass, field, fields, replace
from typing import Any

from api.domain.actor import Actor, Scope
from api.domain.errors import StaleError
from api.domain.order import Mark, NotAtHome, Order, Parcel
from api.domain.order_change import Part, require_changeable
from api.domain.order_state import OrderState
from api.domain.people import Door, Recipient
from api.domain.quote import Offer
from api.services.addressing import Address, DoorFound, find_door
from api.services.days import require_bookable
from api.services.doors import kept_door, leave_door, remember_door
from api.services.live_pools import LivePools
from api.services.ordering import alone, changed_order
from api.services.promising_anew import promise_anew
from api.store import events, people, quotes, towns
from api.store.work import Work
from routing.errors import InputError
from routing.model.units import Cents
from routing.town.candidate import Candidate

_OF_ORDER = frozenset(
    {"parcels", "marks", "not_at_home", "is_return", "reference", "ready_at", "date"}
)
"""What is told of an order itself, under the names that it has there."""

_OF_PEOPLE = frozenset({Part.RECIPIENT, Part.NAME, Part.PHONE, Part.ADDRESS})
"""What is written in the address book or leads to another door."""


@dataclass(frozen=True, slots=True)
class OrderChange:
    """What is to be otherwise; None: as it is. The names are those of `Part`.

    Parameters
    ----------
    recipient
        Id of somebody else in the shop's address book.
    name, phone
        Mend the recipient's entry there.
    amount_due
        0: nothing is collected.
    basket
        0: it is not known any more.
    slot
        The slot that is promised instead.
    """

    recipient: str | None = None
    name: str | None = field(default=None, repr=False)
    phone: str | None = field(default=None, repr=False)
    address: Address | None = field(default=None, repr=False)
    instructions: str | None = field(default=None, repr=False)
    door_code: str | None = field(default=None, repr=False)
    parcels: tuple[Parcel, ...] | None = None
    marks: frozenset[Mark] | None = None
    not_at_home: NotAtHome | None = None
    is_return: bool | None = None
    reference: str | None = None
    basket: Cents | None = None
    amount_due: Cents | None = None
    ready_at: dt.datetime | None = None
    date: dt.date | None = None
    slot: str | None = None

    def parts(self) -> frozenset[Part]:
        """What is told at all."""
        return frozenset(
            Part(one.name) for one in fields(self) if getattr(self, one.name) is not None
        )


@dataclass(frozen=True, slots=True)
class ChangedOrder:
    """An order after a change, or why nothing has changed.

    Parameters
    ----------
    candidates
        Doors that an unsure address may mean. A draft waits for its door then.
    is_unsure
        Something is promised, and the address is unsure: nothing has changed.
    offers
        The slots that would fit, where the promised one does not any more: nothing has changed.
    """

    order: Order
    candidates: tuple[Candidate, ...] = ()
    is_unsure: bool = False
    offers: tuple[Offer, ...] | None = None

    @property
    def is_refused(self) -> bool:
        """Whether nothing has changed."""
        return self.is_unsure or self.offers is not None


def change(
    work: Work, actor: Actor, order: Order, told: OrderChange, live_pools: LivePools
) -> ChangedOrder:
    """Change an order, whole or not at all. What is promised keeps its promise.

    Parameters
    ----------
    order
        As it was read.

    Raises
    ------
    StaleError
        When somebody else has changed it since.
    RefusedError
        ``order.cannot_change``, ``order.marks_loosened``.
    MissingError
        When the recipient is in no book of the actor's.
    InputError
        When the door cannot be served, the date is over or too far ahead, or whom it goes to is
        forgotten.
    """
    actor.require(Scope.WRITE_ORDERS)
    if alone(work, actor, order).version != order.version:
        raise StaleError("stale.row", id=order.id)
    require_changeable(order, told.parts(), told.marks)
    if told.parts() & _OF_PEOPLE:
        people.take_turns(work, order.town)
    with work.connection.begin_nested() as savepoint:
        changed = _Changing(work, actor, order, told, live_pools).changed()
        if changed.is_refused:
            savepoint.rollback()
    return changed


class _Changing:
    """One change of an order whose pool is locked."""

    def __init__(
        self, work: Work, actor: Actor, order: Order, told: OrderChange, live_pools: LivePools
    ) -> None:
        self.work, self.actor, self.order, self.told = work, actor, order, told
        self.live_pools = live_pools
        self.served = towns.find(work, actor, order.town)
        self.is_draft = order.state is OrderState.DRAFT

    def changed(self) -> ChangedOrder:
        """Write it, unless an address is unsure or a promise could not be kept."""
        recipient = self._recipient()
        self._refuse_nobody()
        found = self._found(recipient)
        if found is not None and found.door is None and not self.is_draft:
            return ChangedOrder(self.order, found.candidates, is_unsure=True)
        wanted = self._wanted(recipient, found)
        self._note(found)
        if self._is_other_promise(wanted) and self.is_draft:
            quotes.expire(self.work, self.order.id)
        elif self._is_other_promise(wanted):
            slot = self.told.slot or self.order.slot
            anew = promise_anew(self.work, self.actor, self.order, wanted, slot, self.live_pools)
            if not isinstance(anew, Order):
                return ChangedOrder(self.order, offers=anew)
            wanted = anew
        people.used(self.work, wanted.recipient, wanted.door, wanted.date)
        written = changed_order(self.work, wanted)
        if written.door != self.order.door:
            leave_door(self.work, self.order.door)
        self._tell(written)
        return ChangedOrder(written, () if found is None else found.candidates)

    def _recipient(self) -> Recipient | None:
        """Whom it goes to, mended where something is told of them; None: as it is."""
        told = self.told
        if told.recipient is None and told.name is None and told.phone is None:
            return None
        known = people.find_known(
            self.work, self.actor, told.recipient or self.order.recipient or ""
        )
        if known.shop != self.order.shop:
            raise InputError("order.recipient_of_other_shop", pointer="/recipient")
        name = known.name if told.name is None else told.name
        phone = known.phone if told.phone is None else told.phone
        if (name, phone) != (known.name, known.phone):
            people.change_recipient(self.work, replace(known, name=name, phone=phone))
        return known

    def _refuse_nobody(self) -> None:
        """Nothing is written down of somebody who is forgotten."""
        whom = self.told.recipient or self.order.recipient
        if whom is not None and people.recipient(self.work, whom).is_forgotten:
            raise InputError("order.nobody", pointer="/recipient")

    def _found(self, recipient: Recipient | None) -> DoorFound | None:
        """The door that is meant; None: as it is."""
        if self.told.address is not None:
            pack = self.live_pools.packs.of(self.work, self.served.pack)
            return find_door(self.served, pack, self.told.address)
        if self.is_draft and self.told.recipient and recipient and recipient.door:
            door = people.find_door(self.work, recipient.door)
            return DoorFound(door if door.position is not None else None)
        return None

    def _wanted(self, recipient: Recipient | None, found: DoorFound | None) -> Order:
        told = {name: getattr(self.told, name) for name in _OF_ORDER}
        new: dict[str, Any] = {name: value for name, value in told.items() if value is not None}
        for name in ("amount_due", "basket"):
            if (cents := getattr(self.told, name)) is not None:
                new[name] = cents or None
        if recipient is not None:
            new["recipient"] = recipient.id
        if self.told.date is not None:
            require_bookable(self.served, self.told.date, self.work.now)
        wanted = replace(self.order, **new)
        if found is None:
            return wanted
        door = kept_door(self.work, found.door, wanted.date)
        self._remember(wanted, door)
        return replace(wanted, door=None if door is None else door.id)

    def _remember(self, wanted: Order, door: Door | None) -> None:
        if door is not None and wanted.recipient is not None:
            remember_door(self.work, wanted.recipient, door)

    def _note(self, found: DoorFound | None) -> None:
        note = people.note_of(self.work, self.order.id)
        told = self.told
        if found is not None:
            typed = told.address.text if told.address and found.door is None else ""
            note = replace(note, address=typed)
        if told.instructions is not None:
            note = replace(note, instructions=told.instructions)
        if told.door_code is not None:
            note = replace(note, door_code=told.door_code)
        people.write_note(self.work, self.order.id, note)

    def _is_other_promise(self, wanted: Order) -> bool:
        """Whether it would load, stop, cost or come otherwise than was promised."""
        is_other_slot = self.told.slot not in {None, self.order.slot}
        return is_other_slot or _terms(wanted) != _terms(self.order)

    def _tell(self, written: Order) -> None:
        values: dict[str, Any] = {"parts": sorted(self.told.parts())}
        if written.promised is not None:
            values |= {"slot": written.slot, "price_cents": written.price or 0}
        events.append(
            self.work,
            "order.changed",
            town=written.town,
            actor=self.actor,
            date=written.date,
            order=written.id,
            values=values,
        )


def _terms(order: Order) -> tuple[object, ...]:
    """What a promise was made for."""
    return (order.date, order.door, order.parcels, order.is_return, order.basket, order.ready_at)
