"""Couriers' deeds, read from the log, and what helps at the doors they stand at."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Row, func, select

from api.domain.event import DEED_KINDS, Deed, Event
from api.store.tables import events, order_notes, orders, recipients
from api.store.work import Work


@dataclass(frozen=True, slots=True)
class KnownEvent:
    """An event that the log has.

    Parameters
    ----------
    deed
        None: it is something else than a courier's deed.
    """

    id: str
    order: str | None
    round: str | None
    deed: Deed | None


@dataclass(frozen=True, slots=True)
class AtDoor:
    """Whom a courier meets at a door, and how; empty once it is forgotten."""

    name: str = field(default="", repr=False)
    phone: str = field(default="", repr=False)
    instructions: str = field(default="", repr=False)
    door_code: str = field(default="", repr=False)


def of_rounds(work: Work, rounds: Collection[str]) -> dict[str, list[Event]]:
    """The deeds of some rounds, by round, in the order of the log."""
    rows = work.connection.execute(
        select(events)
        .where(events.c.round.in_(rounds), events.c.kind.in_(DEED_KINDS))
        .order_by(events.c.position)
    )
    found: dict[str, list[Event]] = defaultdict(list)
    for row in rows:
        found[row.round].append(_deed(row))
    return found


def heard(work: Work, rounds: Collection[str]) -> int:
    """The position in the log of the last that was told of some rounds; 0: nothing."""
    last = select(func.max(events.c.position)).where(events.c.round.in_(rounds))
    return (work.connection.scalar(last) or 0) if rounds else 0


def known(work: Work, ids: Collection[str]) -> dict[str, KnownEvent]:
    """Those of some ids that the log has already, whatever they are."""
    columns = (events.c.id, events.c.order, events.c.round, events.c.kind)
    rows = work.connection.execute(select(*columns).where(events.c.id.in_(ids)))
    return {
        row.id: KnownEvent(
            row.id,
            row.order,
            row.round,
            Deed.of_kind(row.kind) if row.kind in DEED_KINDS else None,
        )
        for row in rows
    }


def at_doors(work: Work, ids: Collection[str]) -> dict[str, AtDoor]:
    """Whom a courier meets, by order. Only for who may know."""
    rows = work.connection.execute(
        select(
            orders.c.id,
            recipients.c.name,
            recipients.c.phone,
            order_notes.c.instructions,
            order_notes.c.door_code,
        )
        .outerjoin(recipients, recipients.c.id == orders.c.recipient)
        .outerjoin(order_notes, order_notes.c.order == orders.c.id)
        .where(orders.c.id.in_(ids))
    )
    return {
        row.id: AtDoor(row.name or "", row.phone or "", row.instructions or "", row.door_code or "")
        for row in rows
    }


def _deed(row: Row[Any]) -> Event:
    return Event(row.id, row.order, Deed.of_kind(row.kind), row.at, row.undoes)
