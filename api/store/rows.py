"""What all repositories share: whose rows are seen, and changes that nobody else made meanwhile."""

from collections.abc import Mapping
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Row, Select, Table, and_, select, true, update

from api.domain.actor import Actor
from api.domain.errors import MissingError, StaleError
from api.store.work import Work

Statement = TypeVar("Statement", bound=Select[Any])


def of_town(table: Table, actor: Actor) -> ColumnElement[bool]:
    """Whether a row is of the actor's town; an admin's are all."""
    return true() if actor.town is None else table.c.town == actor.town


def found(work: Work, table: Table, seen: ColumnElement[bool], row_id: str) -> Row[Any]:
    """The row of an id, if it is seen.

    Raises
    ------
    MissingError
        ``missing.row``: there is none, or not for who asks; the two look alike.
    """
    row = work.connection.execute(select(table).where(and_(table.c.id == row_id, seen))).first()
    if row is None:
        raise MissingError("missing.row", id=row_id)
    return row


def change(work: Work, table: Table, row_id: str, version: int, values: Mapping[str, Any]) -> None:
    """Change a row that is still of a version, and count that up.

    Raises
    ------
    StaleError
        ``stale.row``: somebody else has changed it.
    """
    changed = work.connection.execute(
        update(table)
        .where(table.c.id == row_id, table.c.version == version)
        .values(**values, version=version + 1)
    )
    if changed.rowcount != 1:
        raise StaleError("stale.row", id=row_id)
