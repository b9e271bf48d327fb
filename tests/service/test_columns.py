"""Instants and documents come back from either database as they went in."""

import datetime as dt
from collections.abc import Iterator
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Column, Connection, MetaData, Table, insert, null, select
from sqlalchemy.exc import StatementError

from api.store.columns import Document, Number, Utc
from api.store.database import Database

PARIS = ZoneInfo("Europe/Paris")
THINGS = Table(
    "things",
    MetaData(),
    Column("id", Number, primary_key=True),
    Column("at", Utc),
    Column("document", Document),
)


@pytest.fixture
def connection(empty: Database) -> Iterator[Connection]:
    with empty.writing() as connection:
        THINGS.create(connection)
        yield connection


@pytest.mark.parametrize(
    "instant",
    [
        dt.datetime(2026, 11, 26, 8, 30, 15, 123456, PARIS),
        dt.datetime(2026, 10, 25, 2, 30, tzinfo=PARIS, fold=0),
        dt.datetime(2026, 10, 25, 2, 30, tzinfo=PARIS, fold=1),
        dt.datetime(1999, 12, 31, 23, 59, 59, 999999, dt.UTC),
    ],
    ids=str,
)
def test_an_instant_comes_back_aware_and_in_utc(
    connection: Connection, instant: dt.datetime
) -> None:
    connection.execute(insert(THINGS).values(at=instant))
    found = connection.scalars(select(THINGS.c.at)).one()
    assert found == instant.astimezone(dt.UTC)
    assert found.tzinfo is dt.UTC


def test_the_hour_that_comes_twice_stays_two_hours(connection: Connection) -> None:
    once, again = (dt.datetime(2026, 10, 25, 2, 30, tzinfo=PARIS, fold=fold) for fold in (0, 1))
    connection.execute(insert(THINGS), [{"at": again}, {"at": once}])
    first, second = connection.scalars(select(THINGS.c.at).order_by(THINGS.c.at))
    assert second - first == dt.timedelta(hours=1)


def test_instants_are_compared_as_instants_not_as_clocks_show_them(connection: Connection) -> None:
    connection.execute(insert(THINGS).values(at=dt.datetime(2026, 11, 26, 8, tzinfo=dt.UTC)))
    later = dt.datetime(2026, 11, 26, 9, 30, tzinfo=PARIS)
    assert connection.scalar(select(THINGS.c.at).where(THINGS.c.at < later)) is not None
    earlier = dt.datetime(2026, 11, 26, 8, 30, tzinfo=PARIS)
    assert connection.scalar(select(THINGS.c.at).where(THINGS.c.at < earlier)) is None


def test_a_naive_instant_is_refused(connection: Connection) -> None:
    naive = dt.datetime(2026, 11, 26, 8)  # noqa: DTZ001
    with pytest.raises(StatementError) as refused:
        connection.execute(insert(THINGS).values(at=naive))
    assert isinstance(refused.value.orig, ValueError)


def test_nothing_is_nothing_in_instants_and_in_documents(connection: Connection) -> None:
    connection.execute(insert(THINGS).values(at=None, document=None))
    nothing = select(THINGS.c.id).where(THINGS.c.at.is_(None), THINGS.c.document.is_(null()))
    assert len(connection.scalars(nothing).all()) == 1


@pytest.mark.parametrize("document", [{"é": [1, 0.1, None, "\u2028«"]}, [], "text", 0, False])
def test_a_document_comes_back_as_it_was(connection: Connection, document: object) -> None:
    connection.execute(insert(THINGS).values(document=document))
    assert connection.scalars(select(THINGS.c.document)).one() == document
