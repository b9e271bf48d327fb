"""A row as a line of JSON, and back: what a backup is made of.

Instants and dates are written in ISO 8601, bytes in base64, all else as JSON has it.
"""

import base64
import datetime as dt
import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Date, LargeBinary
from sqlalchemy.types import TypeEngine

from api.store.columns import Utc


def line_of(row: Mapping[str, Any]) -> bytes:
    r"""A row as a line, with its line feed.

    Examples
    --------
    >>> line_of({"at": dt.datetime(2026, 11, 26, 8, tzinfo=dt.UTC), "photo": b"jpg", "cents": 450})
    b'{"at": "2026-11-26T08:00:00+00:00", "photo": "anBn", "cents": 450}\n'
    """
    values = {name: _written(value) for name, value in row.items()}
    return json.dumps(values, ensure_ascii=False, allow_nan=False).encode() + b"\n"


def row_of(line: bytes, kinds: Mapping[str, TypeEngine[Any]]) -> dict[str, Any]:
    """The row of a line.

    Parameters
    ----------
    kinds
        The type of each column, by its name.

    Raises
    ------
    ValueError, KeyError, TypeError
        When it is no row of such columns.
    """
    values = json.loads(line)
    return {name: _read(values[name], kind) for name, kind in kinds.items()}


def _written(value: Any) -> Any:
    match value:
        case dt.date():  # an instant is one too
            return value.isoformat()
        case bytes():
            return base64.b64encode(value).decode("ascii")
        case _:
            return value


def _read(value: Any, kind: TypeEngine[Any]) -> Any:
    match kind:
        case _ if value is None:
            return None
        case Utc():
            return dt.datetime.fromisoformat(value)
        case Date():
            return dt.date.fromisoformat(value)
        case LargeBinary():
            return base64.b64decode(value, validate=True)
        case _:
            return value
