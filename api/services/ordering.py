"""An order's way until it is promised: drafted, changed, accepted, cancelled.

Every way in (API, page, file, standing order) comes through here.
"""

import datetime as dt
from dataclasses import dataclass, field, replace

from api.domain.actor import Actor, Scope
from api.domain.ids import Kind
from api.domain.order import Mark, NotAtHome, Order, Parcel
from api.domain.order_state import Act, OrderState, after
from api.domain.people import Door, Note, Recipient
from api.domain.town import ServedTown
from api.services.addressing import Address, DoorFound, find_door
from api.services.days import require_bookable, today
from api.services.doors import kept_door, leave_door, remember_door
from api.services.live_pools import LivePools
from api.store import events, orders, people, pools, quotes, shops, towns
from api.store.work import Work
from routing.errors import InputError
from routing.model.units import Cents
from routing.town.candidate import Candidate


@dataclass(frozen=True, slots=True)
class OrderDraft:
    """What a shop tells of an order.

    Parameters
    ----------
    shop
        Whose it is.
    date
        The local date.
    recipient
        Id of somebody in the shop's address book; else name and phone are a new entry.
    ready_at
        Aware; None: as soon as the shop usually has things ready.
    """

    shop: str
    date: dt.date
    parcels: tuple[Parcel, ...]
    address: Address = field(default=Address(), repr=False)
    recipient: str | None = None
    name: str = field(default="", repr=False)
    phone: str = field(default="", repr=False)
    instructions: str = field(default="", repr=False)
    door_code: str = field(default="", repr=False)
    marks: frozenset[Mark] = frozenset()
    not_at_home: NotAtHome = NotAtHome.CALL
    is_return: bool = False
    reference: str = ""
    basket: Cents | None = None
    amount_due: Cents | None = None
    ready_at: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Drafted:
    """A draft with its door, or the doors that its address may mean when somebody has to choose."""

    order: Order
    candidates: tuple[Candidate, ...] = ()
    door: Door | None = None


def draft(work: Work, actor: Actor, told: OrderDraft, live_pools: LivePools) -> Drafted:
    """Keep an order that nothing is promised for yet.

    Raises
    ------
    MissingError
        When the shop or the recipient is not the actor's.
    InputError
        When the date is over or too far ahead, or the door cannot be served.
    """
    actor.require(Scope.WRITE_ORDERS)
    shop = shops.find(work, actor, told.shop)
    if not shop.active:
        raise InputError("order.shop_inactive", pointer="/shop", shop=shop.id)
    served = towns.find(work, actor, shop.town)
    require_bookable(served, told.date, work.now)
    pools.lock(work, served.id, told.date)  # before the log, as everybody does
    people.take_turns(work, served.id)
    recipient = _recipient(work, actor, served, told)
    found = _door(work, served, told.address, recipient, live_pools)
    door = kept_door(work, found.door, told.date)
    if door is not None:
        remember_door(work, recipient.id, door)
    prepared = dt.timedelta(minutes=shop.settings.preparation_minutes)
    order = Order(
        id=work.new(Kind.ORDER),
        town=served.id,
        shop=shop.id,
        date=told.date,
        state=OrderState.DRAFT,
        parcels=told.parcels,
        recipient=recipient.id,
        door=None if door is None else door.id,
        marks=told.marks,
        not_at_home=told.not_at_home,
        is_return=told.is_return,
        reference=told.reference,
        basket=told.basket,
        amount_due=told.amount_due,
        ready_at=told.ready_at or work.now + prepared,
    )
    orders.add(work, order)
    typed = "" if door is not None else told.address.text
    people.write_note(work, order.id, Note(typed, told.instructions, told.door_code))
    people.used(work, recipient.id, order.door, told.date)
    _tell(work, "order.drafted", actor, order)
    return Drafted(order, found.candidates, door)


def choose_door(
    work: Work, actor: Actor, order: Order, address: Address, live_pools: LivePools
) -> Drafted:
    """Give a draft its door, by what a person has chosen; it is remembered for the recipient.

    What was quoted for another door expires.

    Raises
    ------
    RefusedError
        When the order is no draft any more.
    InputError
        When the door cannot be served.
    """
    actor.require(Scope.WRITE_ORDERS)
    order = alone(work, actor, order)
    after(order.state, Act.ACCEPT)
    people.take_turns(work, order.town)
    served = towns.find(work, actor, order.town)
    found = find_door(served, live_pools.packs.of(work, served.pack), address)
    door = kept_door(work, found.door, order.date)
    if door is None:
        return Drafted(order, found.candidates)
    if order.recipient is not None:
        remember_door(work, order.recipient, door)
    people.used(work, order.recipient, door.id, order.date)
    people.write_note(work, order.id, replace(people.note_of(work, order.id), address=""))
    quotes.expire(work, order.id)
    changed = changed_order(work, replace(order, door=door.id))
    leave_door(work, order.door)
    _tell(work, "order.changed", actor, changed)
    return Drafted(changed, door=door)


def cancel(work: Work, actor: Actor, order: Order, live_pools: LivePools) -> Order:
    """Cancel an order that is in no round yet: others may have its place.

    Raises
    ------
    RefusedError
        ``order.not_now``.
    """
    actor.require(Scope.WRITE_ORDERS)
    order = alone(work, actor, order)
    state = after(order.state, Act.CANCEL)
    if order.state is OrderState.ACCEPTED:
        give_place_back(work, actor, order, live_pools)
    cancelled = changed_order(work, replace(order, state=state))
    _tell(work, "order.cancelled", actor, cancelled)
    return cancelled


def alone(work: Work, actor: Actor, order: Order) -> Order:
    """The order as it stands once this work is alone at its pool.

    Raises
    ------
    MissingError
    """
    pools.lock(work, order.town, order.date)
    return orders.find(work, actor, order.id)


def changed_order(work: Work, order: Order) -> Order:
    """Write an order, and give it back as it stands then."""
    orders.change(work, order)
    return replace(order, version=order.version + 1)


def give_place_back(work: Work, actor: Actor, order: Order, live_pools: LivePools) -> None:
    """Let others have the place of a promised order; whoever asks writes what becomes of it.

    Of a day that is over there is nothing to prove any more: nobody rides what was left of it.
    """
    served = towns.find(work, actor, order.town)
    pool = pools.locked(work, order.town, order.date)
    if order.date < today(served, work.now):
        pools.save(work, pool.without(order.id))
        return
    warm = live_pools.of(work, served, pool)
    warm.remove(order.id)
    pools.save(work, replace(pool, version=pool.version + 1, sequences=warm.sequences()))
    work.afterwards(lambda: warm.stand(pool.version + 1))


def _recipient(work: Work, actor: Actor, served: ServedTown, told: OrderDraft) -> Recipient:
    """Somebody of the shop's address book, who is added if need be."""
    if told.recipient is not None:
        known = people.find_known(work, actor, told.recipient)
        if known.shop != told.shop:
            raise InputError("order.recipient_of_other_shop", pointer="/recipient")
        return known
    same = people.same_recipient(work, told.shop, told.name, told.phone)
    if same is not None:
        return same
    new = Recipient(work.new(Kind.RECIPIENT), served.id, told.shop, told.name, told.phone)
    people.add_recipient(work, new, told.date)
    return new


def _door(
    work: Work, served: ServedTown, address: Address, recipient: Recipient, live_pools: LivePools
) -> DoorFound:
    """The door that is told, or else the one that was chosen for the recipient before."""
    if address == Address():
        if recipient.door is None:
            return DoorFound(None)
        door = people.find_door(work, recipient.door)
        return DoorFound(door if door.position is not None else None)
    return find_door(served, live_pools.packs.of(work, served.pack), address)


def _tell(work: Work, kind: str, actor: Actor, order: Order) -> None:
    events.append(work, kind, town=order.town, actor=actor, date=order.date, order=order.id)
