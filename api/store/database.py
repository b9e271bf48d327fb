"""The database: one SQLite file, or PostgreSQL by its URL.

Everything happens in transactions of one kind each: those that only read see one state of things,
however long they take; those that write take turns on SQLite, where there is one writer, and lock
the rows they decide by on PostgreSQL; those that change tables are alone.
"""

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from sqlite3 import Connection as SqliteConnection
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, func, make_url, select
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.pool import ConnectionPoolEntry

from api.domain.errors import ServiceError

_WRITES = "chaland_writes"
"""Execution option of connections that will write."""

_BUSY_SECONDS = 30
"""How long a writer waits for its turn."""

_ONE_STATE = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
"""What makes PostgreSQL show one state to all statements of a transaction, as SQLite does."""

_RESTRUCTURING = 0x636861
"""Key of PostgreSQL's lock of whoever changes tables."""


class Database:
    """A database that is open.

    Parameters
    ----------
    url
        ``sqlite:///PATH`` or ``postgresql://...``; psycopg is the driver.

    Raises
    ------
    ServiceError
        ``store.unknown_database`` when it is neither of the two.
    """

    def __init__(self, url: str) -> None:
        known = _known(url)
        self.is_sqlite = known.get_backend_name() == "sqlite"
        if self.is_sqlite:
            self.engine = create_engine(
                known, connect_args={"check_same_thread": False}, hide_parameters=True
            )
            _behave(self.engine)
            self._turns = threading.Lock()
        else:
            known = known.set(drivername="postgresql+psycopg")
            self.engine = create_engine(
                known, pool_size=20, max_overflow=20, pool_pre_ping=True, hide_parameters=True
            )
        self.url = known.render_as_string(hide_password=False)

    @classmethod
    def of_file(cls, path: Path) -> "Database":
        """The database in one file, made if need be."""
        return cls(URL.create("sqlite", database=str(path)).render_as_string())

    @property
    def path(self) -> Path | None:
        """The file; None on PostgreSQL."""
        return Path(self.engine.url.database or "") if self.is_sqlite else None

    @property
    def name(self) -> str:
        """What people call it: its file, or its URL without the password."""
        if self.is_sqlite:
            return str(self.path)
        return self.engine.url.set(drivername="postgresql").render_as_string(hide_password=True)

    def reach(self) -> None:
        """See that it answers.

        Raises
        ------
        ServiceError
            ``store.unreachable``.
        """
        try:
            with self.reading():
                pass
        except DBAPIError as error:
            why = str(error.orig).partition("\n")[0]
            raise ServiceError("store.unreachable", database=self.name, why=why) from error

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that only reads."""
        with (
            self._connected({} if self.is_sqlite else _ONE_STATE) as connection,
            connection.begin(),
        ):
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that writes; what it raises takes all of it back."""
        with (
            self._turn(),
            self._connected({_WRITES: True}) as connection,
            connection.begin(),
        ):
            yield connection

    @contextmanager
    def restructuring(self) -> Iterator[Connection]:
        """A transaction that changes tables; what it raises takes all of it back.

        SQLite changes most of a table by making it anew, which foreign keys that lead to it would
        forbid: there they rest meanwhile, and all are checked before the transaction stands
        (https://sqlite.org/lang_altertable.html#otheralter).

        Raises
        ------
        ServiceError
            ``store.broken_references`` when some foreign key would lead nowhere.
        """
        if not self.is_sqlite:
            with self.writing() as connection:
                connection.execute(select(func.pg_advisory_xact_lock(_RESTRUCTURING)))
                yield connection
            return
        with (
            self._connected({_WRITES: True}) as connection,
            _foreign_keys_resting(connection),
            connection.begin(),
        ):
            yield connection
            _check_foreign_keys(connection)

    def close(self) -> None:
        """Close all connections."""
        self.engine.dispose()

    @contextmanager
    def _turn(self) -> Iterator[None]:
        """The turn to write, among the threads of this process.

        SQLite alone decides who writes, but whoever waits for it sleeps, longer each time, and
        looks again: those who come in between go first. Here they come one after the other. Who
        waits in vain asks it all the same, and is refused by it.
        """
        taken = self.is_sqlite and self._turns.acquire(timeout=_BUSY_SECONDS)
        try:
            yield
        finally:
            if taken:
                self._turns.release()

    @contextmanager
    def _connected(self, options: Mapping[str, Any]) -> Iterator[Connection]:
        with self.engine.connect() as connection:
            yield connection.execution_options(**options)


def _known(url: str) -> URL:
    """An URL of one of the two databases."""
    try:
        known = make_url(url)
    except ArgumentError:
        raise ServiceError("store.unknown_database", backend=url.partition(":")[0]) from None
    backend = known.get_backend_name()
    in_file = backend == "sqlite" and known.database not in {None, "", ":memory:"}
    if not (in_file or backend == "postgresql"):
        raise ServiceError("store.unknown_database", backend=backend)
    return known


def _behave(engine: Engine) -> None:
    """Let SQLite be durable, keep foreign keys, and begin transactions when told to."""

    @event.listens_for(engine, "connect")
    def connected(connection: SqliteConnection, entry: ConnectionPoolEntry) -> None:
        del entry
        connection.isolation_level = None
        for pragma in (
            "journal_mode=WAL",
            "foreign_keys=ON",
            "synchronous=FULL",
            "secure_delete=ON",
            f"busy_timeout={_BUSY_SECONDS * 1_000}",
        ):
            connection.execute(f"PRAGMA {pragma}").close()
        (mode,) = connection.execute("PRAGMA synchronous").fetchone()
        if mode != 2:
            raise ServiceError("store.not_durable", mode=mode)

    @event.listens_for(engine, "begin")
    def begun(connection: Connection) -> None:
        options: dict[str, Any] = dict(connection.get_execution_options())
        connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get(_WRITES) else "BEGIN")


@contextmanager
def _foreign_keys_resting(connection: Connection) -> Iterator[None]:
    """Set around a transaction: inside of one SQLite does not heed it."""
    try:
        _set_foreign_keys(connection, "OFF")
        yield
    finally:
        _set_foreign_keys(connection, "ON")


def _set_foreign_keys(connection: Connection, kept: str) -> None:
    cursor = connection.connection.cursor()
    cursor.execute(f"PRAGMA foreign_keys={kept}")
    cursor.close()


def _check_foreign_keys(connection: Connection) -> None:
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
    if broken is not None:
        raise ServiceError("store.broken_references", table=broken[0], parent=broken[2])
