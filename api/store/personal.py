"""The columns of personal data, as they are marked in `api.store.tables`, and how they are emptied.

No name of a column stands here: a column that is marked tomorrow is emptied tomorrow.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, ColumnElement, Table, and_, delete, null, select, update

from api.store.columns import Clock, Personal
from api.store.tables import METADATA, answers
from api.store.work import Work

WHOLE_ROWS = frozenset({answers})
"""Tables whose rows are nothing without their personal columns: they go as a whole."""


@dataclass(frozen=True, slots=True)
class PersonalColumn:
    """A column of personal data.

    Parameters
    ----------
    mark
        What it is for, and how long it is kept.
    """

    column: Column[Any]
    mark: Personal

    @property
    def name(self) -> str:
        """Table and column, as the log of purges names it."""
        return str(self.column)


def personal_columns() -> Mapping[Table, tuple[PersonalColumn, ...]]:
    """All columns of personal data, by their tables, in the order of the schema."""
    found: dict[Table, list[PersonalColumn]] = defaultdict(list)
    for table in METADATA.sorted_tables:
        for column in table.c:
            if mark := column.info.get("personal"):
                found[table].append(PersonalColumn(column, mark))
    return {table: tuple(columns) for table, columns in found.items()}


def due(column: PersonalColumn, before: dt.date, midnight: dt.datetime) -> ColumnElement[bool]:
    """Whether a row's value belongs to a date before one.

    Parameters
    ----------
    before
        A local date.
    midnight
        When it begins, aware.
    """
    table = column.column.table
    match column.mark.clock:
        case Clock.DELIVERED:
            link, dated = _dated(table)
            return link.in_(select(dated.c.id).where(dated.c.date < before))
        case Clock.LAST_ORDER:
            return table.c.last_order < before
        case Clock.CREATED:
            return table.c.created < midnight


def of_town(table: Table, town: str) -> ColumnElement[bool]:
    """Whether a row of personal data belongs to a town, by itself or by what it is a part of."""
    if "town" in table.c:
        return table.c.town == town
    link, dated = _dated(table)
    return link.in_(select(dated.c.id).where(dated.c.town == town))


def is_of_towns(table: Table) -> bool:
    """Whether its rows belong to towns; those of `answers` do not."""
    return "town" in table.c or any("town" in key.column.table.c for key in table.foreign_keys)


def empty(work: Work, column: PersonalColumn, where: ColumnElement[bool]) -> int:
    """Empty a column in some rows, and give in how many there was anything."""
    table, held = column.column.table, column.column.is_not(null())
    here = and_(held, where)
    if table in WHOLE_ROWS:
        return work.connection.execute(delete(table).where(here)).rowcount
    values = {column.column.name: null()}
    return work.connection.execute(update(table).where(here).values(values)).rowcount


def _dated(table: Table) -> tuple[Column[Any], Table]:
    """What a row is a part of, and which of its columns says so: an order, a round."""
    for key in table.foreign_keys:
        if "date" in key.column.table.c:
            return key.parent, key.column.table
    raise LookupError(table.name)
