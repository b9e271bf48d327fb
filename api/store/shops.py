"""Shops, in and out of the database."""

from typing import Any

from sqlalchemy import ColumnElement, Row, and_, insert, select, true

from api.domain.actor import Actor
from api.domain.shop_settings import read_shop_settings, written_shop_settings
from api.domain.town import MemberShop
from api.store.rows import change as change_row
from api.store.rows import found, of_town
from api.store.tables import shops
from api.store.work import Work


def find(work: Work, actor: Actor, shop: str) -> MemberShop:
    """A shop, if the actor sees it: a shop sees itself only.

    Raises
    ------
    MissingError
    """
    return _shop(found(work, shops, _seen(actor), shop))


def every(work: Work, actor: Actor) -> list[MemberShop]:
    """All shops that the actor sees, by id."""
    rows = work.connection.execute(select(shops).where(_seen(actor)).order_by(shops.c.id))
    return [_shop(row) for row in rows]


def of_town_by_id(work: Work, town: str) -> dict[str, MemberShop]:
    """All shops of a town, for its plans."""
    rows = work.connection.execute(select(shops).where(shops.c.town == town))
    return {row.id: _shop(row) for row in rows}


def add(work: Work, shop: MemberShop) -> None:
    """Add a shop."""
    work.connection.execute(
        insert(shops).values(id=shop.id, created=work.now, version=shop.version, **_columns(shop))
    )


def change(work: Work, shop: MemberShop) -> None:
    """Write a shop that was of this version.

    Raises
    ------
    StaleError
    """
    change_row(work, shops, shop.id, shop.version, _columns(shop))


def _seen(actor: Actor) -> ColumnElement[bool]:
    own = true() if actor.shop is None else shops.c.id == actor.shop
    return and_(of_town(shops, actor), own)


def _columns(shop: MemberShop) -> dict[str, Any]:
    return {
        "town": shop.town,
        "name": shop.name,
        "opening_hours": shop.opening_hours,
        "lon": shop.position[0],
        "lat": shop.position[1],
        "settings": written_shop_settings(shop.settings),
        "active": shop.active,
    }


def _shop(row: Row[Any]) -> MemberShop:
    return MemberShop(
        id=row.id,
        town=row.town,
        name=row.name,
        position=(row.lon, row.lat),
        opening_hours=row.opening_hours,
        settings=read_shop_settings(row.settings),
        active=row.active,
        version=row.version,
    )
