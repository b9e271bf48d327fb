"""Standing orders, in and out of the database."""

import datetime as dt
from dataclasses import asdict
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, insert, select, true

from api.domain.actor import Actor
from api.domain.order import Mark, NotAtHome, Parcel
from api.domain.standing_order import StandingOrder
from api.store.rows import change as change_row
from api.store.rows import found, of_town
from api.store.tables import shops, standing_orders
from api.store.work import Work


def find(work: Work, actor: Actor, standing: str) -> StandingOrder:
    """A standing order of the actor's.

    Raises
    ------
    MissingError
    """
    return _standing(found(work, standing_orders, _seen(actor), standing))


def every(work: Work, actor: Actor) -> list[StandingOrder]:
    """All standing orders that the actor sees, by id."""
    statement = select(standing_orders).where(_seen(actor)).order_by(standing_orders.c.id)
    return [_standing(row) for row in work.connection.execute(statement)]


def due(work: Work, until: dt.date) -> list[StandingOrder]:
    """All of the installation's active shops that have not been looked at up to a date, by id."""
    waiting = and_(standing_orders.c.active, shops.c.active, standing_orders.c.made_until < until)
    statement = (
        select(standing_orders)
        .join(shops, shops.c.id == standing_orders.c.shop)
        .where(waiting)
        .order_by(standing_orders.c.id)
    )
    return [_standing(row) for row in work.connection.execute(statement)]


def add(work: Work, standing: StandingOrder) -> None:
    """Add a standing order."""
    work.connection.execute(
        insert(standing_orders).values(
            id=standing.id, created=work.now, version=standing.version, **_columns(standing)
        )
    )


def change(work: Work, standing: StandingOrder) -> None:
    """Write a standing order that was of this version.

    Raises
    ------
    StaleError
    """
    change_row(work, standing_orders, standing.id, standing.version, _columns(standing))


def _seen(actor: Actor) -> ColumnElement[bool]:
    own = true() if actor.shop is None else standing_orders.c.shop == actor.shop
    return and_(of_town(standing_orders, actor), own)


def _columns(standing: StandingOrder) -> dict[str, Any]:
    return {
        "town": standing.town,
        "shop": standing.shop,
        "recipient": standing.recipient,
        "weekdays": sorted(standing.weekdays),
        "slot": standing.slot,
        "parcels": [asdict(parcel) for parcel in standing.parcels],
        "marks": sorted(standing.marks),
        "not_at_home": standing.not_at_home,
        "instructions": standing.instructions or None,
        "door_code": standing.door_code or None,
        "made_until": standing.made_until,
        "last_order": standing.made_until,
        "active": standing.active,
    }


def _standing(row: Row[Any]) -> StandingOrder:
    return StandingOrder(
        id=row.id,
        town=row.town,
        shop=row.shop,
        recipient=row.recipient,
        weekdays=frozenset(row.weekdays),
        slot=row.slot,
        parcels=tuple(Parcel(**parcel) for parcel in row.parcels),
        made_until=row.made_until,
        marks=frozenset(map(Mark, row.marks)),
        not_at_home=NotAtHome(row.not_at_home),
        instructions=row.instructions or "",
        door_code=row.door_code or "",
        active=row.active,
        version=row.version,
    )
