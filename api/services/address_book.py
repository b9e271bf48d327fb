"""A shop's own address book: whom it knows, looked for while somebody waits, mended, forgotten.

It is nobody else's: planners and couriers meet a recipient by an order or at a door, never here.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from api.domain.actor import Actor, Scope
from api.domain.errors import ForbiddenError, StaleError
from api.domain.people import Door, Recipient
from api.domain.phones import is_phone, phone_begins, same_phone
from api.services import person
from api.services.addressing import Address, find_door
from api.services.doors import kept_door, leave_door
from api.services.live_pools import LivePools
from api.store import people, towns
from api.store.work import Work
from routing.town.candidate import Candidate
from routing.town.spelling import fold

MOST_FOUND = 12
"""Entries that are offered for what was typed: more than one reads while a customer waits."""


@dataclass(frozen=True, slots=True)
class EntryChange:
    """What is otherwise with somebody; None: as it is."""

    name: str | None = field(default=None, repr=False)
    phone: str | None = field(default=None, repr=False)
    address: Address | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Changed:
    """An entry as it stands, or the doors that an unsure address may mean: then it is unchanged."""

    recipient: Recipient
    candidates: tuple[Candidate, ...] = ()
    is_unsure: bool = False


def page(work: Work, actor: Actor, after: str | None, most: int) -> list[Recipient]:
    """A part of the actor's address book, by id.

    Parameters
    ----------
    after
        The last id of the page before.

    Raises
    ------
    ForbiddenError
        ``auth.no_address_book``.
    """
    _require_book(actor, Scope.READ_ORDERS)
    return people.known(work, actor, after, most)


def find(work: Work, actor: Actor, recipient: str) -> Recipient:
    """Somebody of the actor's address book.

    Raises
    ------
    ForbiddenError
        ``auth.no_address_book``.
    MissingError
        They are another shop's, or forgotten.
    """
    _require_book(actor, Scope.READ_ORDERS)
    return people.find_known(work, actor, recipient)


def search(work: Work, actor: Actor, typed: str) -> list[Recipient]:
    """Whom of the actor's address book a beginning of a name or of a phone may mean.

    Any word of a name may be the one that begins so. Who ordered last comes first.

    Raises
    ------
    ForbiddenError
        ``auth.no_address_book``.
    """
    _require_book(actor, Scope.READ_ORDERS)
    is_meant = _beginning_so(typed)
    found = [one for one in people.known(work, actor) if is_meant(one)]
    return sorted(found, key=_last_order, reverse=True)[:MOST_FOUND]


def meant(work: Work, actor: Actor, name: str, phone: str) -> list[Recipient]:
    """Whom a name and a phone may mean that were typed whole; nobody where one entry has both.

    Raises
    ------
    ForbiddenError
        ``auth.no_address_book``.
    """
    _require_book(actor, Scope.READ_ORDERS)
    known = people.known(work, actor)
    if any((one.name, one.phone) == (name, phone) for one in known):
        return []
    found = [
        one
        for one in known
        if (fold(name) and fold(name) == fold(one.name)) or same_phone(phone, one.phone)
    ]
    return sorted(found, key=_last_order, reverse=True)[:MOST_FOUND]


def doors_of(work: Work, entries: Sequence[Recipient]) -> dict[str, Door]:
    """By id, the doors that were chosen last for some entries, as far as they are kept."""
    return people.doors_by_id(work, {one.door for one in entries if one.door is not None})


def change(
    work: Work, actor: Actor, recipient: Recipient, told: EntryChange, live_pools: LivePools
) -> Changed:
    """Mend an entry. Its door is the one that later orders go to; those that are made keep theirs.

    How long the entry is kept counts from the last order as before.

    Raises
    ------
    InputError
        When the door cannot be served.
    StaleError
        When somebody else has changed the entry since it was read.
    """
    _require_book(actor, Scope.WRITE_ORDERS)
    people.take_turns(work, recipient.town)
    door = recipient.door
    if told.address is not None:
        served = towns.find(work, actor, recipient.town)
        found = find_door(served, live_pools.packs.of(work, served.pack), told.address)
        if found.door is None:
            return Changed(recipient, found.candidates, is_unsure=True)
        door = kept_door(work, found.door, recipient.last_order or work.now.date()).id
    wanted = replace(
        recipient,
        name=recipient.name if told.name is None else told.name,
        phone=recipient.phone if told.phone is None else told.phone,
        door=door,
    )
    people.change_recipient(work, wanted)
    if door != recipient.door:
        leave_door(work, recipient.door)
    return Changed(replace(wanted, version=recipient.version + 1))


def forget(work: Work, actor: Actor, recipient: Recipient) -> None:
    """Empty at once all that is kept about somebody.

    Raises
    ------
    RefusedError
        ``forget.still_to_come``: what their courier needs is kept until it is done.
    StaleError
        When somebody else has changed the entry since it was read.
    """
    _require_book(actor, Scope.WRITE_ORDERS)
    if people.find_known(work, actor, recipient.id).version != recipient.version:
        raise StaleError("stale.row", id=recipient.id)
    person.forget(work, actor, recipient.id)


def _require_book(actor: Actor, scope: Scope) -> None:
    actor.require(scope)
    if actor.shop is None:
        raise ForbiddenError("auth.no_address_book", role=actor.role)


def _beginning_so(typed: str) -> Callable[[Recipient], bool]:
    """Whether a phone, or a word of a name, begins with what was typed."""
    if is_phone(typed):
        return lambda one: phone_begins(one.phone, typed)
    begun = f" {fold(typed)}"
    return lambda one: begun != " " and begun in f" {fold(one.name)}"


def _last_order(one: Recipient) -> tuple[str, str]:
    return ("" if one.last_order is None else one.last_order.isoformat(), one.id)
