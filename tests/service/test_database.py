"""Transactions and connections: durable, whole or not at all, and one state for whoever reads."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, create_engine, delete, event, func, insert, select
from sqlalchemy.exc import IntegrityError, OperationalError

from api.domain.errors import ServiceError
from api.store import database as database_module
from api.store.database import Database
from api.store.schema import upgrade
from api.store.tables import METADATA, installation, shops, towns
from tests.service.filled import fill, row_of

REFUSED_PORT = 1
"""Nobody listens there."""


def note(connection: Connection, name: str) -> None:
    connection.execute(insert(installation).values(name=name, value="-"))


def noted(connection: Connection) -> int:
    return connection.scalars(select(func.count()).select_from(installation)).one()


def count_noted(database: Database) -> int:
    with database.reading() as connection:
        return noted(connection)


@pytest.mark.parametrize(
    ("pragma", "value"),
    [("synchronous", 2), ("journal_mode", "wal"), ("foreign_keys", 1), ("busy_timeout", 30_000)],
)
def test_every_connection_to_sqlite_is_durable_and_keeps_foreign_keys(
    tmp_path: Path, pragma: str, value: object
) -> None:
    database = Database.of_file(tmp_path / "one.sqlite")
    with database.reading() as one, database.reading() as other, database.writing() as writer:
        for connection in (one, other, writer):
            assert connection.exec_driver_sql(f"PRAGMA {pragma}").scalar() == value
    database.close()


class Careless(sqlite3.Connection):
    """A SQLite that does not do what it is told."""

    def execute(self, sql: str, *arguments: Any) -> sqlite3.Cursor:
        told = "PRAGMA synchronous=OFF" if sql == "PRAGMA synchronous=FULL" else sql
        return super().execute(told, *arguments)


def test_a_sqlite_that_would_lose_commits_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def careless(url: Any, connect_args: dict[str, Any], hide_parameters: bool) -> Engine:
        return create_engine(url, connect_args={**connect_args, "factory": Careless})

    monkeypatch.setattr(database_module, "create_engine", careless)
    database = Database.of_file(tmp_path / "one.sqlite")
    with pytest.raises(ServiceError) as refused:
        database.reach()
    assert (refused.value.code, refused.value.values) == ("store.not_durable", {"mode": 0})
    database.close()


def test_what_was_written_is_there_for_the_next(database: Database) -> None:
    with database.writing() as connection:
        note(connection, "one")
    assert count_noted(database) == 1


def write_and_fail(database: Database) -> None:
    with database.writing() as connection:
        note(connection, "one")
        raise KeyError


def write_twice(database: Database) -> None:
    with database.writing() as connection:
        note(connection, "one")
        note(connection, "one")


def test_a_write_that_fails_leaves_nothing(database: Database) -> None:
    with pytest.raises(KeyError):
        write_and_fail(database)
    assert count_noted(database) == 0


def test_a_write_that_the_database_refuses_leaves_nothing_either(database: Database) -> None:
    with pytest.raises(IntegrityError):
        write_twice(database)
    assert count_noted(database) == 0


def test_a_row_that_refers_to_nothing_is_refused(database: Database) -> None:
    with pytest.raises(IntegrityError), database.writing() as connection:
        connection.execute(insert(shops), row_of(shops, 0))


def test_writers_of_one_process_come_one_after_the_other(tmp_path: Path) -> None:
    """None of them asks SQLite while another writes: it would let them sleep, in any order."""
    database = Database.of_file(tmp_path / "one.sqlite")
    upgrade(database)
    event.listen(database.engine, "begin", impatient)

    def write(name: str) -> None:
        for number in range(10):
            with database.writing() as connection:
                note(connection, f"{name} {number}")

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(write, "abcd"))
    assert count_noted(database) == 40
    database.close()


def impatient(connection: Connection) -> None:
    cursor = connection.connection.cursor()
    cursor.execute("PRAGMA busy_timeout=0")
    cursor.close()


def test_who_waits_for_its_turn_in_vain_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database_module, "_BUSY_SECONDS", 0)
    database = Database.of_file(tmp_path / "one.sqlite")
    upgrade(database)
    with database.writing() as connection:
        note(connection, "first")
        with pytest.raises(OperationalError, match="locked"), database.writing():
            """Never reached."""
    assert count_noted(database) == 1
    database.close()


def test_who_reads_sees_one_state_whatever_is_written_meanwhile(database: Database) -> None:
    with database.reading() as reader:
        assert noted(reader) == 0
        with database.writing() as writer:
            note(writer, "one")
        assert noted(reader) == 0
    assert count_noted(database) == 1


def test_after_one_state_was_read_a_writer_sees_all_that_was_written(database: Database) -> None:
    """The connection of a reader is used again by writers, which must see the newest."""
    assert count_noted(database) == 0
    with database.writing() as writer:
        note(writer, "one")
        with database.reading() as reader:
            assert noted(reader) == 0
    with database.writing() as writer:
        assert noted(writer) == 1
        note(writer, "two")
    assert count_noted(database) == 2


NEW_TABLE = "CREATE TABLE new_table (id INTEGER)"


def restructure_and_fail(database: Database) -> None:
    with database.restructuring() as connection:
        connection.exec_driver_sql(NEW_TABLE)
        note(connection, "one")
        raise KeyError


def test_changing_tables_is_whole_or_not_at_all(database: Database) -> None:
    with pytest.raises(KeyError):
        restructure_and_fail(database)
    with database.writing() as connection:
        assert noted(connection) == 0
        connection.exec_driver_sql(NEW_TABLE)


def test_tables_are_not_changed_so_that_a_row_refers_to_nothing(database: Database) -> None:
    with database.writing() as connection:
        fill(connection, METADATA)
    with (
        pytest.raises((ServiceError, IntegrityError)) as refused,
        database.restructuring() as connection,
    ):
        connection.execute(delete(towns))
    if database.is_sqlite:
        assert isinstance(refused.value, ServiceError)
        assert refused.value.code == "store.broken_references"
        assert refused.value.values["parent"] == "towns"
    with pytest.raises(IntegrityError), database.writing() as connection:
        connection.execute(delete(towns))


@pytest.mark.parametrize(
    "url",
    [
        "mysql://chaland:hidden@localhost/chaland",
        "sqlite://",
        "sqlite:///:memory:",
        "hidden",
        "postgres://chaland:hidden@localhost/chaland",
    ],
)
def test_another_kind_of_database_is_refused(url: str) -> None:
    with pytest.raises(ServiceError) as refused:
        Database(url)
    assert refused.value.code == "store.unknown_database"
    assert "chaland:hidden" not in str(refused.value)


def test_a_database_that_does_not_answer_is_told_without_its_password() -> None:
    database = Database(f"postgresql://chaland:hidden@127.0.0.1:{REFUSED_PORT}/chaland")
    with pytest.raises(ServiceError) as refused:
        database.reach()
    assert refused.value.code == "store.unreachable"
    assert str(REFUSED_PORT) in str(refused.value.values["database"])
    assert "hidden" not in str(refused.value)
    database.close()


def test_a_file_that_is_no_database_is_told(tmp_path: Path) -> None:
    file = tmp_path / "letter.txt"
    file.write_text("Dear customer, " * 100)
    database = Database.of_file(file)
    with pytest.raises(ServiceError) as refused:
        database.reach()
    assert refused.value.code == "store.unreachable"
    assert refused.value.values["database"] == str(file)
    database.close()


@pytest.mark.parametrize("folder", ["50% off", "été", "a?b#c&d", "%20", "a+b"])
def test_a_file_is_where_it_was_said_to_be(tmp_path: Path, folder: str) -> None:
    file = tmp_path / folder / "one.sqlite"
    file.parent.mkdir()
    database = Database.of_file(file)
    database.reach()
    database.close()
    assert file.is_file()
    assert database.path == file
    again = Database(database.url)
    assert again.path == file
    again.close()
