"""The append-only log of all that happened, in and out of the database.

Whoever follows it keeps the position of the last event that they have read. So positions of a town
must become visible in their order: SQLite has one writer; on PostgreSQL whoever appends to a
town's log is alone at it until their transaction is over. Append late, after the rows that you
change.
"""

import datetime as dt
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, func, insert, select, true

from api.domain.actor import Actor, Role
from api.domain.ids import Kind
from api.store.tables import events, orders, rounds
from api.store.work import Work


@dataclass(frozen=True, slots=True)
class LoggedEvent:
    """Something that happened.

    Parameters
    ----------
    position
        Its place in the log.
    actor
        Id of who did it.
    at, received
        When it happened, and when the service had it; aware, in UTC.
    undoes
        The event that counts as if it had not been; empty: none.
    values
        Codes, numbers and ids; never anything personal.
    """

    position: int
    id: str
    town: str
    kind: str
    actor: str
    at: dt.datetime
    received: dt.datetime
    date: dt.date | None = None
    order: str | None = None
    round: str | None = None
    undoes: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)


def append(  # noqa: PLR0913  # one keyword for each thing that is told
    work: Work,
    kind: str,
    *,
    town: str,
    actor: Actor,
    date: dt.date | None = None,
    order: str | None = None,
    round: str | None = None,  # noqa: A002 (the word of the house)
    values: Mapping[str, Any] | None = None,
    id: str | None = None,  # noqa: A002
    at: dt.datetime | None = None,
    undoes: str = "",
) -> str:
    """Write down what happened, and give the event's id.

    Parameters
    ----------
    kind
        A dotted code: ``order.accepted``, ``plan.made``, ``deed.delivered``.
    date
        The pool that it belongs to.
    id
        The phone's own; None: a new one. One that is known already breaks the table's rule.
    at
        When it happened; None: now.
    """
    _take_turns(work, town)
    event = id or work.new(Kind.EVENT)
    work.connection.execute(
        insert(events).values(
            id=event,
            town=town,
            date=date,
            kind=kind,
            order=order,
            round=round,
            actor=actor.id,
            at=at or work.now,
            received=work.now,
            undoes=undoes,
            values=dict(values or {}),
        )
    )
    return event


def since(  # noqa: PLR0913  # one keyword for each question
    work: Work,
    actor: Actor,
    town: str,
    position: int,
    *,
    limit: int = 200,
    order: str | None = None,
    date: dt.date | None = None,
) -> list[LoggedEvent]:
    """Events of a town after a position that the actor sees, in the order of the log.

    A shop sees those of its orders, a courier those of its rounds, a recipient those of the order.
    """
    statement = (
        select(events)
        .where(events.c.town == town, events.c.position > position, _seen(actor))
        .order_by(events.c.position)
        .limit(limit)
    )
    if order is not None:
        statement = statement.where(events.c.order == order)
    if date is not None:
        statement = statement.where(events.c.date == date)
    return _read(work, statement)


def of_order(work: Work, order: str) -> list[LoggedEvent]:
    """All events of one order, in the order of the log."""
    return _read(work, select(events).where(events.c.order == order).order_by(events.c.position))


def of_round(work: Work, round: str) -> list[LoggedEvent]:  # noqa: A002
    """All events of one round, in the order of the log."""
    return _read(work, select(events).where(events.c.round == round).order_by(events.c.position))


def last_position(work: Work, town: str) -> int:
    """The position of a town's last event; 0 when nothing happened yet."""
    found = select(func.max(events.c.position)).where(events.c.town == town)
    return work.connection.scalar(found) or 0


def _take_turns(work: Work, town: str) -> None:
    if work.connection.dialect.name == "postgresql":
        name = hashlib.sha256(b"events " + town.encode()).digest()
        lock = int.from_bytes(name[:8], "big", signed=True)
        work.connection.execute(select(func.pg_advisory_xact_lock(lock)))


def _seen(actor: Actor) -> ColumnElement[bool]:
    own_town = true() if actor.town is None else events.c.town == actor.town
    own: ColumnElement[bool]
    match actor.role:
        case Role.SHOP:
            of_shop = select(orders.c.id).where(orders.c.shop == actor.subject)
            own = events.c.order.in_(of_shop)
        case Role.COURIER:
            of_courier = select(rounds.c.id).where(rounds.c.courier == actor.subject)
            own = events.c.round.in_(of_courier)
        case Role.RECIPIENT:
            own = events.c.order == actor.subject
        case _:
            own = true()
    return and_(own_town, own)


def _read(work: Work, statement: Select[Any]) -> list[LoggedEvent]:
    return [_event(row) for row in work.connection.execute(statement)]


def _event(row: Row[Any]) -> LoggedEvent:
    found = row._mapping
    return LoggedEvent(**{name: found[name] for name in LoggedEvent.__slots__})
