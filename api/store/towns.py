"""Towns and their tariffs, in and out of the database."""

import datetime as dt
from dataclasses import asdict
from typing import Any

from sqlalchemy import Row, and_, insert, select, true

from api.domain.actor import Actor
from api.domain.tariff import Tariff
from api.domain.town import ServedTown, TownTariff
from api.domain.town_settings import read_town_settings, written_town_settings
from api.store.rows import change as change_row
from api.store.rows import found, of_town
from api.store.tables import tariffs, towns
from api.store.work import Work


def find(work: Work, actor: Actor, town: str) -> ServedTown:
    """A town, if the actor sees it.

    Raises
    ------
    MissingError
    """
    seen = true() if actor.town is None else towns.c.id == actor.town
    return _town(found(work, towns, seen, town))


def every(work: Work, actor: Actor) -> list[ServedTown]:
    """All towns that the actor sees, by id."""
    seen = true() if actor.town is None else towns.c.id == actor.town
    statement = select(towns).where(seen).order_by(towns.c.id)
    return [_town(row) for row in work.connection.execute(statement)]


def add(work: Work, town: ServedTown) -> None:
    """Add a town."""
    work.connection.execute(
        insert(towns).values(id=town.id, created=work.now, version=town.version, **_columns(town))
    )


def change(work: Work, town: ServedTown) -> None:
    """Write a town that was of this version.

    Raises
    ------
    StaleError
    """
    change_row(work, towns, town.id, town.version, _columns(town))


def tariff_on(work: Work, town: str, date: dt.date) -> Tariff:
    """The tariff that is valid on a date; without any, deliveries cost the customer nothing."""
    row = work.connection.execute(
        select(tariffs.c.content)
        .where(tariffs.c.town == town, tariffs.c.valid_from <= date)
        .order_by(tariffs.c.valid_from.desc(), tariffs.c.id.desc())
        .limit(1)
    ).first()
    return Tariff(flat=0) if row is None else Tariff(**row.content)


def tariffs_of(work: Work, actor: Actor) -> list[TownTariff]:
    """All tariffs that the actor sees, the newest first."""
    rows = work.connection.execute(
        select(tariffs)
        .where(of_town(tariffs, actor))
        .order_by(tariffs.c.valid_from.desc(), tariffs.c.id.desc())
    )
    return [TownTariff(row.id, row.town, Tariff(**row.content), row.valid_from) for row in rows]


def find_tariff(work: Work, actor: Actor, tariff: str) -> TownTariff:
    """A tariff, if the actor sees it.

    Raises
    ------
    MissingError
    """
    row = found(work, tariffs, and_(of_town(tariffs, actor)), tariff)
    return TownTariff(row.id, row.town, Tariff(**row.content), row.valid_from)


def add_tariff(work: Work, tariff: TownTariff) -> None:
    """Add a tariff."""
    content = asdict(tariff.tariff)
    work.connection.execute(
        insert(tariffs).values(
            id=tariff.id,
            town=tariff.town,
            content=content,
            valid_from=tariff.valid_from,
            created=work.now,
        )
    )


def _columns(town: ServedTown) -> dict[str, Any]:
    return {
        "name": town.name,
        "zone": town.zone,
        "pack": town.pack,
        "settings": written_town_settings(town.settings),
    }


def _town(row: Row[Any]) -> ServedTown:
    return ServedTown(
        row.id, row.name, row.zone, row.pack, read_town_settings(row.settings), row.version
    )
