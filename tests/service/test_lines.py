"""A row comes back from its line as it was."""

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Boolean, Date, Float, Integer, LargeBinary, Text
from sqlalchemy.types import TypeEngine

from api.store.columns import Document, Utc
from api.store.lines import line_of, row_of

KINDS: dict[str, TypeEngine[Any]] = {
    "at": Utc(),
    "date": Date(),
    "photo": LargeBinary(),
    "lon": Float(),
    "cents": Integer(),
    "sure": Boolean(),
    "name": Text(),
    "values": Document,
}

TEXTS = st.text(st.characters(exclude_categories=["Cs"]))
FLOATS = st.floats(allow_nan=False, allow_infinity=False)
DOCUMENTS = st.recursive(
    st.none() | st.booleans() | st.integers() | FLOATS | TEXTS,
    lambda inner: st.lists(inner) | st.dictionaries(TEXTS, inner),
    max_leaves=8,
)
ROWS = st.fixed_dictionaries(
    {
        "at": st.none() | st.datetimes(timezones=st.just(dt.UTC)),
        "date": st.none() | st.dates(),
        "photo": st.none() | st.binary(),
        "lon": st.none() | FLOATS,
        "cents": st.none() | st.integers(-(2**63), 2**63 - 1),
        "sure": st.none() | st.booleans(),
        "name": st.none() | TEXTS,
        "values": DOCUMENTS,
    }
)


@given(ROWS)
def test_a_row_comes_back_as_it_was(row: dict[str, Any]) -> None:
    line = line_of(row)
    assert row_of(line, KINDS) == row
    assert line.index(b"\n") == len(line) - 1


@pytest.mark.parametrize(
    "line",
    [
        b'{"at": "yesterday"}\n',
        b'{"at": 5}\n',
        b'{"at": "2026-11-26T08:00:00+00:00"\n',
        b"{}\n",
        b"[]\n",
        b"\xff\n",
    ],
)
def test_a_line_that_is_no_row_is_refused(line: bytes) -> None:
    with pytest.raises((ValueError, KeyError, TypeError)):
        row_of(line, {"at": Utc()})


@pytest.mark.parametrize("photo", ["&&&&", "YQ", "jp€g"])
def test_bytes_that_are_not_in_base64_are_refused(photo: str) -> None:
    with pytest.raises(ValueError, match=r"base64|padding|ASCII"):
        row_of(line_of({"photo": photo}), {"photo": LargeBinary()})
