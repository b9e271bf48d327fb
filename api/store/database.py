"""The database: one SQLite file, or PostgreSQL by its URL.

Everything happens in transactions of one kind each: those that only read see one state of things;
those that write take turns on SQLite, where there is one writer, and lock the rows they decide by
on PostgreSQL.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from sqlite3 import Connection as SqliteConnection
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.pool import ConnectionPoolEntry

from api.domain.errors import ServiceError

_WRITES = "chaland_writes"
"""Execution option of connections that will write."""

_BUSY_MILLISECONDS = 30_000
"""How long a writer waits for its turn."""


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
        known = make_url(url)
        self.is_sqlite = known.get_backend_name() == "sqlite"
        if self.is_sqlite:
            self.engine = create_engine(known, connect_args={"check_same_thread": False})
            _behave(self.engine)
        elif known.get_backend_name() == "postgresql":
            known = known.set(drivername="postgresql+psycopg")
            self.engine = create_engine(known, pool_size=20, max_overflow=20, pool_pre_ping=True)
        else:
            raise ServiceError("store.unknown_database", backend=known.get_backend_name())
        self.url = known.render_as_string(hide_password=False)

    @classmethod
    def of_file(cls, path: Path) -> "Database":
        """The database in one file, made if need be."""
        return cls(f"sqlite:///{path}")

    @property
    def path(self) -> Path | None:
        """The file; None on PostgreSQL."""
        return Path(self.engine.url.database or "") if self.is_sqlite else None

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that only reads."""
        with self.engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that writes; what it raises takes all of it back."""
        with self.engine.connect() as connection:
            connection = connection.execution_options(**{_WRITES: True})
            with connection.begin():
                yield connection

    def close(self) -> None:
        """Close all connections."""
        self.engine.dispose()


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
            f"busy_timeout={_BUSY_MILLISECONDS}",
        ):
            connection.execute(f"PRAGMA {pragma}").close()
        (mode,) = connection.execute("PRAGMA synchronous").fetchone()
        if mode != 2:
            raise ServiceError("store.not_durable", mode=mode)

    @event.listens_for(engine, "begin")
    def begun(connection: Connection) -> None:
        options: dict[str, Any] = dict(connection.get_execution_options())
        connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get(_WRITES) else "BEGIN")
