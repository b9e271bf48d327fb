"""Column types and markers that all tables share."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, Column, DateTime, Integer
from sqlalchemy.types import JSON, TypeDecorator

Number = BigInteger().with_variant(Integer, "sqlite")
"""SQLite counts up by itself only where a key is an INTEGER."""

Document = JSON(none_as_null=True)
"""A JSON value; None is no value, as in every other column."""


class Utc(TypeDecorator[dt.datetime]):
    """An aware instant, kept in UTC; a naive one is refused. SQLite would drop the zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: Any) -> dt.datetime | None:
        """On the way in."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(value)
        utc = value.astimezone(dt.UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: dt.datetime | None, dialect: Any) -> dt.datetime | None:
        """On the way out."""
        del dialect
        if value is None:
            return None
        return value.replace(tzinfo=dt.UTC) if value.tzinfo is None else value.astimezone(dt.UTC)


class Clock(StrEnum):
    """From when a personal column's days are counted."""

    DELIVERED = "delivered"
    """The end of the order's day."""
    LAST_ORDER = "last_order"
    CREATED = "created"


@dataclass(frozen=True, slots=True)
class Personal:
    """What a column of personal data is for, and when the purge empties it.

    Parameters
    ----------
    purpose
        A code with a sentence.
    days
        After which it is emptied, counted from `clock`.
    """

    purpose: str
    days: int
    clock: Clock


def personal(column: Column[Any], purpose: str, days: int, clock: Clock) -> Column[Any]:
    """A column marked as personal: the purge and a test read the mark."""
    column.info["personal"] = Personal(purpose, days, clock)
    return column
