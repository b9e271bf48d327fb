"""What belongs to one person alone, in rows that hold personal data.

A door, a round and its lines may concern several people: theirs is what concerns nobody else.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Table, and_, exists, not_, null, or_, select, true, update

from api.domain.order import Order
from api.store import orders as order_store
from api.store.personal import empty, personal_columns
from api.store.tables import (
    answers,
    doors,
    order_notes,
    orders,
    proofs,
    recipients,
    round_lines,
    rounds,
    standing_orders,
)
from api.store.work import Work

Leg = list[list[float]]
"""Points, [longitude, latitude] in degrees; empty once it is forgotten."""


@dataclass(frozen=True, slots=True)
class Belongings:
    """Ids of what belongs to one recipient.

    Parameters
    ----------
    doors
        Those that no order and no address book of anybody else leads to whose name is kept.
    """

    recipient: str
    orders: frozenset[str]
    doors: frozenset[str]


def orders_of(work: Work, recipient: str) -> list[Order]:
    """All orders of a recipient, by id."""
    ids = work.connection.scalars(select(orders.c.id).where(orders.c.recipient == recipient))
    found = order_store.by_id(work, list(ids))
    return [found[order] for order in sorted(found)]


def belongings_of(work: Work, recipient: str) -> Belongings:
    """What belongs to a recipient alone."""
    mine = orders.c.recipient == recipient
    own = and_(
        or_(_leads_here(orders, mine), _leads_here(recipients, recipients.c.id == recipient)),
        not_(_is_led_to(recipients.c.id != recipient)),
    )
    return Belongings(
        recipient,
        frozenset(work.connection.scalars(select(orders.c.id).where(mine))),
        frozenset(work.connection.scalars(select(doors.c.id).where(own))),
    )


def rows_of(belongings: Belongings) -> Mapping[Table, ColumnElement[bool]]:
    """By table, which rows are theirs as a whole; lines and answers are shared in other ways."""
    return {
        recipients: recipients.c.id == belongings.recipient,
        doors: doors.c.id.in_(belongings.doors),
        order_notes: order_notes.c.order.in_(belongings.orders),
        proofs: proofs.c.order.in_(belongings.orders),
        standing_orders: standing_orders.c.recipient == belongings.recipient,
    }


def empty_rows(work: Work, belongings: Belongings) -> dict[str, int]:
    """Empty all personal columns of the rows that are theirs; by column, how many values.

    Where they live is unlinked from them, and no standing order of theirs makes orders any more.
    """
    marked = personal_columns()
    emptied = {
        column.name: empty(work, column, rows)
        for table, rows in rows_of(belongings).items()
        for column in marked[table]
    }
    here, again = (rows_of(belongings)[table] for table in (recipients, standing_orders))
    forgotten = {"door": None, "version": recipients.c.version + 1}
    work.connection.execute(update(recipients).where(here).values(forgotten))
    work.connection.execute(update(standing_orders).where(again).values(active=False))
    return emptied


def empty_doors_left(work: Work, left: Collection[str]) -> int:
    """Empty those of some doors that nobody is led to any more; how many values.

    What nobody leads to, nobody finds when somebody is to be forgotten.
    """
    here = and_(doors.c.id.in_(left), not_(_is_led_to(true())))
    return sum(empty(work, column, here) for column in personal_columns()[doors])


def legs_of(work: Work, belongings: Belongings) -> dict[str, tuple[list[Leg], frozenset[int]]]:
    """By round that led to them: its lines, and which legs lead to or from a stop only for them."""
    dates = select(orders.c.date).where(orders.c.id.in_(belongings.orders))
    statement = (
        select(rounds.c.id, rounds.c.stops, round_lines.c.lines)
        .join(round_lines, round_lines.c.round == rounds.c.id)
        .where(rounds.c.date.in_(dates), round_lines.c.lines.is_not(null()))
    )
    found: dict[str, tuple[list[Leg], frozenset[int]]] = {}
    for row in work.connection.execute(statement):
        legs = _own_legs(row.stops, belongings.orders)
        own = {leg for leg in legs if leg < len(row.lines) and row.lines[leg]}
        if own:
            found[row.id] = (row.lines, frozenset(own))
    return found


def empty_legs(work: Work, belongings: Belongings) -> int:
    """Empty the legs of rounds that lead to or from a stop only for them; in how many rounds."""
    found = legs_of(work, belongings)
    for round_id, (lines, own) in found.items():
        left = [[] if leg in own else line for leg, line in enumerate(lines)]
        here = update(round_lines).where(round_lines.c.round == round_id)
        work.connection.execute(here.values(lines=left if any(left) else null()))
    return len(found)


def drop_answers(work: Work, belongings: Belongings) -> int:
    """Delete kept answers of the API that tell of them or of their orders; how many."""
    names = [name.encode() for name in (belongings.recipient, *belongings.orders)]
    rows = work.connection.execute(
        select(answers.c.actor, answers.c.key, answers.c.body).where(answers.c.body.is_not(None))
    )
    told = [(row.actor, row.key) for row in rows if any(name in row.body for name in names)]
    for actor, key in told:
        work.connection.execute(
            answers.delete().where(answers.c.actor == actor, answers.c.key == key)
        )
    return len(told)


def proofs_of(work: Work, order_ids: Collection[str]) -> Sequence[Any]:
    """Proofs of some orders with their photos, as rows of ``id, order, event, photo, created``."""
    statement = select(proofs).where(proofs.c.order.in_(order_ids)).order_by(proofs.c.id)
    return work.connection.execute(statement).all()


def _is_led_to(who: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether an order or an address book leads to a door, of some whose name is kept.

    An order of nobody known leads there too.
    """
    known = or_(recipients.c.name.is_not(None), recipients.c.phone.is_not(None))
    some = select(recipients.c.id).where(who, known)
    return or_(
        _leads_here(orders, or_(orders.c.recipient.is_(None), orders.c.recipient.in_(some))),
        _leads_here(recipients, recipients.c.id.in_(some)),
    )


def _leads_here(table: Table, rows: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether one of some orders or address book entries leads to a door."""
    return exists().where(table.c.door == doors.c.id, rows)


def _own_legs(stops: Sequence[Mapping[str, Any]], own_orders: frozenset[str]) -> set[int]:
    """Legs to (stop 0 is reached by leg 0) and from each stop that is only for these orders."""
    own = [
        index
        for index, stop in enumerate(stops)
        if stop["kind"] == "door"
        and {handover["order"] for handover in stop["handovers"]} <= own_orders
    ]
    return {leg for index in own for leg in (index, _leg_from(stops, index))}


def _leg_from(stops: Sequence[Mapping[str, Any]], index: int) -> int:
    """The leg by which a stop is left: nobody rides to those that are passed over."""
    later = range(index + 1, len(stops))
    return next((leg for leg in later if not stops[leg].get("passed")), len(stops))
