"""Rows for every table, whatever its columns are: what stores and moves rows must move them all."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Connection,
    Date,
    Float,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    insert,
    select,
)
from sqlalchemy.types import TypeEngine

from api.store.columns import Utc

ROWS = 2
"""One that has a value everywhere, and one that has none where none is needed."""

MIDNIGHT_IN_PARIS = dt.datetime(2026, 3, 29, 0, 0, 0, 123456, dt.timezone(dt.timedelta(hours=1)))

VALUES: dict[type[TypeEngine[Any]], Callable[[int], Any]] = {
    Utc: lambda number: MIDNIGHT_IN_PARIS + dt.timedelta(days=number),
    Date: lambda number: dt.date(2024, 2, 29 - number),
    Boolean: lambda number: not number,
    Integer: lambda number: 40 + number,
    Float: lambda number: 7.4246 / 3 + number,
    LargeBinary: lambda number: bytes(range(256)) * (number + 1),
    JSON: lambda number: {"é": [1, 2.5, None, True, "l’œuf\u2028\n"], "number": number},
}
"""What a row of a number holds, by the type of the column; a text holds the column's name."""


def fill(connection: Connection, metadata: MetaData) -> None:
    """Write `ROWS` rows into every table."""
    for table in metadata.sorted_tables:
        connection.execute(insert(table), [row_of(table, number) for number in range(ROWS)])


def row_of(table: Table, number: int) -> dict[str, Any]:
    """A row; rows of one number refer to each other."""
    return {
        column.name: None if number and column.nullable else value_of(column, number)
        for column in table.columns
    }


def value_of(column: Column[Any], number: int) -> Any:
    """A value for a column that is none of another row."""
    for reference in column.foreign_keys:
        return value_of(reference.column, number)
    if isinstance(column.type, String):
        return f"{number} l’œuf «\u00a0{column.name}\n»"[: column.type.length]
    return next(value(number) for kind, value in VALUES.items() if isinstance(column.type, kind))


def rows_of(connection: Connection, metadata: MetaData) -> dict[str, list[dict[str, Any]]]:
    """All rows of all tables, in one order."""
    return {
        table.name: sorted(
            (dict(row) for row in connection.execute(select(table)).mappings()), key=repr
        )
        for table in metadata.sorted_tables
    }
