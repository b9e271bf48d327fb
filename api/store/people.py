"""Recipients, doors and notes, in and out of the database: personal data."""

import datetime as dt
import hashlib
from dataclasses import asdict
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, func, insert, or_, select, true, update

from api.domain.actor import Actor
from api.domain.people import Door, Note, Recipient
from api.store.rows import change as change_row
from api.store.rows import found, of_town
from api.store.tables import doors, order_notes, recipients
from api.store.work import Work

_KNOWN = or_(recipients.c.name.is_not(None), recipients.c.phone.is_not(None))
"""Whether an entry is not forgotten."""


def take_turns(work: Work, town: str) -> None:
    """Be alone at a town's address books and doors until this work is over.

    Whoever looks whether somebody or some door is known, and else adds them, comes here first, and
    so does whoever empties what nobody is led to any more: the other would not see it. After the
    locks of pools, before any row, and before the log. On SQLite whoever writes is alone anyway.
    """
    if work.connection.dialect.name == "postgresql":
        name = hashlib.sha256(b"people " + town.encode()).digest()
        lock = int.from_bytes(name[:8], "big", signed=True)
        work.connection.execute(select(func.pg_advisory_xact_lock(lock)))


def find_recipient(work: Work, actor: Actor, recipient: str) -> Recipient:
    """A recipient of the actor's own address book.

    Raises
    ------
    MissingError
    """
    return _recipient(found(work, recipients, _seen(actor), recipient))


def recipient(work: Work, recipient_id: str) -> Recipient:
    """The recipient of an order that the reader may see.

    Raises
    ------
    MissingError
    """
    return _recipient(found(work, recipients, true(), recipient_id))


def recipients_of(work: Work, actor: Actor) -> list[Recipient]:
    """The actor's address book, by id."""
    statement = select(recipients).where(_seen(actor)).order_by(recipients.c.id)
    return [_recipient(row) for row in work.connection.execute(statement)]


def find_known(work: Work, actor: Actor, recipient: str) -> Recipient:
    """Somebody of the actor's address book who is not forgotten.

    Raises
    ------
    MissingError
    """
    return _recipient(found(work, recipients, and_(_seen(actor), _KNOWN), recipient))


def known(
    work: Work, actor: Actor, after: str | None = None, most: int | None = None
) -> list[Recipient]:
    """Those of the actor's address book who are not forgotten, by id.

    Parameters
    ----------
    after
        The last id of the page before.
    most
        None: all of them.
    """
    later = true() if after is None else recipients.c.id > after
    statement = select(recipients).where(_seen(actor), _KNOWN, later).order_by(recipients.c.id)
    return [_recipient(row) for row in work.connection.execute(statement.limit(most))]


def same_recipient(work: Work, shop: str, name: str, phone: str) -> Recipient | None:
    """The one of a shop's book with this name and phone."""
    row = work.connection.execute(
        select(recipients).where(
            recipients.c.shop == shop, recipients.c.name == name, recipients.c.phone == phone
        )
    ).first()
    return None if row is None else _recipient(row)


def add_recipient(work: Work, recipient: Recipient, date: dt.date) -> None:
    """Add somebody to a shop's address book.

    Parameters
    ----------
    date
        Of the order that they are added for.
    """
    work.connection.execute(
        insert(recipients).values(
            id=recipient.id,
            town=recipient.town,
            shop=recipient.shop,
            name=recipient.name,
            phone=recipient.phone,
            door=recipient.door,
            last_order=date,
        )
    )


def change_recipient(work: Work, recipient: Recipient) -> None:
    """Write the name, phone and door of an entry that was of this version.

    Raises
    ------
    StaleError
    """
    values = {"name": recipient.name, "phone": recipient.phone, "door": recipient.door}
    change_row(work, recipients, recipient.id, recipient.version, values)


def remember_door(work: Work, recipient: str, door: str) -> None:
    """Let a door be the one that was chosen last for a recipient, unless they are forgotten."""
    work.connection.execute(
        update(recipients)
        .where(recipients.c.id == recipient, _KNOWN, recipients.c.door.is_distinct_from(door))
        .values(door=door, version=recipients.c.version + 1)
    )


def find_door(work: Work, door: str) -> Door:
    """The door of an id.

    Raises
    ------
    MissingError
    """
    return _door(found(work, doors, true(), door))


def doors_by_id(work: Work, ids: set[str]) -> dict[str, Door]:
    """Doors by their ids."""
    rows = work.connection.execute(select(doors).where(doors.c.id.in_(ids)))
    return {row.id: _door(row) for row in rows}


def same_door(work: Work, town: str, source: str, label: str) -> Door | None:
    """The door of an address that the town knows already: its orders share a stop."""
    row = work.connection.execute(
        select(doors).where(doors.c.town == town, doors.c.source == source, doors.c.label == label)
    ).first()
    return None if row is None else _door(row)


def add_door(work: Work, door: Door, date: dt.date) -> None:
    """Add a door.

    Parameters
    ----------
    date
        Of the order that it is added for.
    """
    lon, lat = door.position or (None, None)
    work.connection.execute(
        insert(doors).values(
            id=door.id,
            town=door.town,
            label=door.label,
            lon=lon,
            lat=lat,
            source=door.source,
            last_order=date,
        )
    )


def used(work: Work, recipient: str | None, door: str | None, date: dt.date) -> None:
    """Let the clock of forgetting count from an order's date, if that is later."""
    for table, row_id in ((recipients, recipient), (doors, door)):
        work.connection.execute(
            update(table)
            .where(table.c.id == row_id, table.c.last_order < date)
            .values(last_order=date)
        )


def note_of(work: Work, order: str) -> Note:
    """What helps at the door of an order; empty when there is nothing, or no longer."""
    row = work.connection.execute(select(order_notes).where(order_notes.c.order == order)).first()
    if row is None:
        return Note()
    return Note(row.address or "", row.instructions or "", row.door_code or "")


def write_note(work: Work, order: str, note: Note) -> None:
    """Write what helps at the door of an order."""
    values = asdict(note)
    changed = work.connection.execute(
        update(order_notes).where(order_notes.c.order == order).values(**values)
    )
    if changed.rowcount == 0:
        work.connection.execute(insert(order_notes).values(order=order, **values))


def _seen(actor: Actor) -> ColumnElement[bool]:
    own = true() if actor.shop is None else recipients.c.shop == actor.shop
    return and_(of_town(recipients, actor), own)


def _recipient(row: Row[Any]) -> Recipient:
    return Recipient(
        id=row.id,
        town=row.town,
        shop=row.shop,
        name=row.name or "",
        phone=row.phone or "",
        door=row.door,
        last_order=row.last_order,
        version=row.version,
    )


def _door(row: Row[Any]) -> Door:
    position = None if row.lon is None or row.lat is None else (row.lon, row.lat)
    return Door(row.id, row.town, row.label or "", position, row.source or "")
