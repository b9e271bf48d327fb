"""A person's rights: finding them in a shop's address book, telling all that is kept, forgetting.

A person is known to the shops where they order, to each for itself: somebody who orders at two of
them is two entries, and asks each.
"""

import base64
import datetime as dt
from collections.abc import Mapping
from typing import Any, TypeAlias

from api.domain.actor import Actor, Scope
from api.domain.errors import MissingError, RefusedError
from api.domain.ids import Kind, is_id
from api.domain.order import Order
from api.domain.order_state import PROMISED
from api.domain.people import Door, Recipient
from api.domain.phones import is_phone, same_phone
from api.domain.town import ServedTown
from api.services.days import coming_dates
from api.services.telling import is_settled
from api.store import belongings, events, people, pools, standing_orders, towns
from api.store.belongings import Belongings
from api.store.work import Work
from routing.town.spelling import fold

Document: TypeAlias = Mapping[str, Any]

FORMAT = "chaland.person/1"


def find_person(work: Work, actor: Actor, shop: str, who: str) -> Recipient:
    """Somebody in a shop's address book.

    Parameters
    ----------
    who
        Their id, their phone or their name, however it is spelled.

    Raises
    ------
    MissingError
        ``forget.nobody``.
    RefusedError
        ``forget.several``, with their ids: only an id tells them apart.
    """
    actor.require(Scope.READ_ORDERS)
    book = [one for one in people.recipients_of(work, actor) if one.shop == shop]
    found = [one for one in book if _is_meant(one, who)]
    if not found:
        raise MissingError("forget.nobody", shop=shop)
    if len(found) > 1:
        ids = ", ".join(one.id for one in found)
        raise RefusedError("forget.several", count=len(found), ids=ids)
    return found[0]


def forget(work: Work, actor: Actor, recipient: str) -> dict[str, int]:
    """Empty at once all that is kept about somebody, in every row.

    What is left of their orders are ids, times, weights and cents. What they share with others
    stays: a door to which others have ordered, a round's way to others' doors.

    Returns
    -------
    dict
        How many values of each column were emptied.

    Raises
    ------
    MissingError
        When they are not in the actor's address book.
    RefusedError
        ``forget.still_to_come``: an order of theirs is promised and not yet delivered, and its day
        is not settled.
    """
    actor.require(Scope.WRITE_ORDERS)
    person = people.find_recipient(work, actor, recipient)
    served = towns.find(work, actor, person.town)
    _alone(work, served)
    _refuse_while_promised(belongings.orders_of(work, recipient), served, work.now)
    theirs = belongings.belongings_of(work, recipient)
    emptied = {
        **belongings.empty_rows(work, theirs),
        "round_lines.lines": belongings.empty_legs(work, theirs),
        "answers.body": belongings.drop_answers(work, theirs),
    }
    counts = {column: count for column, count in emptied.items() if count}
    events.append(work, "personal.forgotten", town=person.town, actor=actor, values=counts)
    return counts


def export_person(work: Work, actor: Actor, recipient: str) -> Document:
    """All that is kept about somebody, to be handed to them; that it was, is written down.

    Answers to programs are not told again: what is in them stands in the orders.

    Raises
    ------
    MissingError
        When they are not in the actor's address book.
    """
    actor.require(Scope.READ_ORDERS)
    person = people.find_recipient(work, actor, recipient)
    theirs = belongings.belongings_of(work, recipient)
    found = belongings.orders_of(work, recipient)
    document = {
        "format": FORMAT,
        "made": work.now.isoformat(),
        "recipient": {"id": person.id, "name": person.name, "phone": person.phone},
        "shop": person.shop,
        "town": person.town,
        "doors": _doors(work, person, found),
        "orders": [_order(work, order) for order in found],
        "standing_orders": _standing(work, actor, recipient),
        "proofs": _proofs(work, theirs),
        "ways": _ways(work, theirs),
    }
    events.append(
        work, "personal.exported", town=person.town, actor=actor, values={"orders": len(found)}
    )
    return document


def _is_meant(one: Recipient, who: str) -> bool:
    if is_id(who, Kind.RECIPIENT):
        return one.id == who
    if is_phone(who):
        return same_phone(one.phone, who)
    return bool(fold(who)) and fold(one.name) == fold(who)


def _alone(work: Work, served: ServedTown) -> None:
    """Let nothing be promised meanwhile, neither to them nor to a door that goes with them."""
    for date in coming_dates(served, work.now):
        pools.lock(work, served.id, date)
    people.take_turns(work, served.id)


def _refuse_while_promised(found: list[Order], served: ServedTown, now: dt.datetime) -> None:
    """What was left unsettled is no reason any more once nobody may tell what became of it."""
    to_come = [
        order
        for order in found
        if order.state in PROMISED and not is_settled(order.date, served.zone, now)
    ]
    if to_come:
        first = min(order.date for order in to_come)
        raise RefusedError("forget.still_to_come", count=len(to_come), date=first.isoformat())


def _doors(work: Work, person: Recipient, found: list[Order]) -> list[Document]:
    ids = {order.door for order in found} | {person.door}
    known = people.doors_by_id(work, {door for door in ids if door is not None})
    return [_door(known[door]) for door in sorted(known)]


def _door(door: Door) -> Document:
    lon, lat = door.position or (None, None)
    return {"id": door.id, "label": door.label, "lon": lon, "lat": lat, "source": door.source}


def _order(work: Work, order: Order) -> Document:
    note = people.note_of(work, order.id)
    promised = [instant.isoformat() for instant in order.promised or ()]
    return {
        "id": order.id,
        "date": order.date.isoformat(),
        "number": order.number,
        "state": order.state,
        "reference": order.reference,
        "door": order.door,
        "address_as_typed": note.address,
        "instructions": note.instructions,
        "door_code": note.door_code,
        "parcels": [
            {"grams": parcel.grams, "litres": parcel.litres, "cold": parcel.cold}
            for parcel in order.parcels
        ],
        "marks": sorted(order.marks),
        "not_at_home": order.not_at_home,
        "promised": promised,
        "price_cents": order.price,
        "amount_due_cents": order.amount_due,
        "events": [
            {"kind": event.kind, "at": event.at.isoformat()}
            for event in events.of_order(work, order.id)
        ],
    }


def _standing(work: Work, actor: Actor, recipient: str) -> list[Document]:
    return [
        {
            "id": one.id,
            "weekdays": sorted(one.weekdays),
            "slot": one.slot,
            "instructions": one.instructions,
            "door_code": one.door_code,
            "active": one.active,
        }
        for one in standing_orders.every(work, actor)
        if one.recipient == recipient
    ]


def _proofs(work: Work, theirs: Belongings) -> list[Document]:
    return [
        {
            "id": row.id,
            "order": row.order,
            "created": row.created.isoformat(),
            "photo_base64": None if row.photo is None else base64.b64encode(row.photo).decode(),
        }
        for row in belongings.proofs_of(work, theirs.orders)
    ]


def _ways(work: Work, theirs: Belongings) -> list[Document]:
    """The legs of rounds that led to their door and to nobody else's."""
    return [
        {"round": round_id, "lines": [lines[leg] for leg in sorted(own)]}
        for round_id, (lines, own) in sorted(belongings.legs_of(work, theirs).items())
    ]
