"""Orders, in and out of the database."""

import datetime as dt
from collections.abc import Collection
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, insert, select, true

from api.domain.actor import Actor, Role
from api.domain.order import Mark, NotAtHome, Order, Parcel
from api.domain.order_state import OrderState
from api.store.rows import change as change_row
from api.store.rows import found, of_town
from api.store.tables import orders
from api.store.work import Work
from routing.model import Window


@dataclass(frozen=True, slots=True)
class Sought:
    """Which orders are looked for; None: any."""

    date: dt.date | None = None
    state: OrderState | None = None
    shop: str | None = None
    reference: str | None = None


def find(work: Work, actor: Actor, order: str) -> Order:
    """An order, if the actor sees it: a shop its own, a recipient the one of the link.

    Raises
    ------
    MissingError
    """
    return _order(found(work, orders, _seen(actor), order))


def page(work: Work, actor: Actor, sought: Sought, after: str | None, most: int) -> list[Order]:
    """Orders that the actor sees, by id, which is the order in which they were made.

    Parameters
    ----------
    after
        The last id of the page before.
    """
    wanted = [
        column == value
        for column, value in (
            (orders.c.date, sought.date),
            (orders.c.state, sought.state),
            (orders.c.shop, sought.shop),
            (orders.c.reference, sought.reference),
        )
        if value is not None
    ]
    later = true() if after is None else orders.c.id > after
    statement = select(orders).where(_seen(actor), later, *wanted).order_by(orders.c.id).limit(most)
    return [_order(row) for row in work.connection.execute(statement)]


def of_day(work: Work, town: str, date: dt.date, states: Collection[OrderState]) -> list[Order]:
    """All orders of a pool in some states, by id, whoever's they are: for its plans."""
    here = and_(orders.c.town == town, orders.c.date == date, orders.c.state.in_(states))
    statement = select(orders).where(here).order_by(orders.c.id)
    return [_order(row) for row in work.connection.execute(statement)]


def by_id(work: Work, ids: Collection[str]) -> dict[str, Order]:
    """Orders by their ids, whoever's they are: for rounds and plans."""
    rows = work.connection.execute(select(orders).where(orders.c.id.in_(ids)))
    return {row.id: _order(row) for row in rows}


def add(work: Work, order: Order) -> None:
    """Add an order."""
    work.connection.execute(
        insert(orders).values(
            id=order.id, created=work.now, version=order.version, **_columns(order)
        )
    )


def change(work: Work, order: Order) -> None:
    """Write an order that was of this version.

    Raises
    ------
    StaleError
    """
    change_row(work, orders, order.id, order.version, _columns(order))


def _seen(actor: Actor) -> ColumnElement[bool]:
    if actor.role is Role.RECIPIENT:
        return and_(of_town(orders, actor), orders.c.id == actor.subject)
    if actor.role is Role.COURIER:
        return orders.c.id.is_(None)  # couriers see stops of their rounds, not orders
    own = true() if actor.shop is None else orders.c.shop == actor.shop
    return and_(of_town(orders, actor), own)


def _columns(order: Order) -> dict[str, Any]:
    start, end = order.promised or (None, None)
    return {
        "town": order.town,
        "shop": order.shop,
        "date": order.date,
        "number": order.number,
        "state": order.state,
        "recipient": order.recipient,
        "door": order.door,
        "parcels": [asdict(parcel) for parcel in order.parcels],
        "marks": sorted(order.marks),
        "not_at_home": order.not_at_home,
        "is_return": order.is_return,
        "reference": order.reference,
        "basket_cents": order.basket,
        "ready_at": order.ready_at,
        "collect": [[window.start, window.end] for window in order.collect],
        "slot": order.slot,
        "promised_from": start,
        "promised_until": end,
        "price_cents": order.price,
        "estimated_share_cents": order.estimated_share,
        "amount_due_cents": order.amount_due,
    }


def _order(row: Row[Any]) -> Order:
    promised = None if row.promised_from is None else (row.promised_from, row.promised_until)
    return Order(
        id=row.id,
        town=row.town,
        shop=row.shop,
        date=row.date,
        state=OrderState(row.state),
        parcels=tuple(Parcel(**parcel) for parcel in row.parcels),
        number=row.number,
        recipient=row.recipient,
        door=row.door,
        marks=frozenset(map(Mark, row.marks)),
        not_at_home=NotAtHome(row.not_at_home),
        is_return=row.is_return,
        reference=row.reference,
        basket=row.basket_cents,
        ready_at=row.ready_at,
        collect=tuple(Window(start, end) for start, end in row.collect),
        slot=row.slot,
        promised=promised,
        price=row.price_cents,
        estimated_share=row.estimated_share_cents,
        amount_due=row.amount_due_cents,
        version=row.version,
    )
