"""A PostgreSQL of this test run alone, and its databases."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from itertools import count

from sqlalchemy import URL, create_engine, make_url

from benchmarks import postgres
from benchmarks.postgres import NoPostgresError
from tests.conftest import left_out

_UNSAFE_BUT_FAST = ("fsync", "synchronous_commit", "full_page_writes")
"""Switched off: no test pulls the plug of this server, and each makes a database of its own."""

_numbers = count(1)


class Server:
    """A server that runs.

    Parameters
    ----------
    url
        Of the database that is always there.
    """

    def __init__(self, url: str) -> None:
        self._url = make_url(url)
        self._run(
            *(f"ALTER SYSTEM SET {setting} = off" for setting in _UNSAFE_BUT_FAST),
            "SELECT pg_reload_conf()",
        )

    @contextmanager
    def fresh(self, template: str = "template1") -> Iterator[str]:
        """The URL of a new database, which is a copy of another, and is gone afterwards."""
        name = f"chaland_{next(_numbers)}"
        self._run(f"CREATE DATABASE {name} TEMPLATE {template}")
        try:
            yield self._url.set(database=name).render_as_string(hide_password=False)
        finally:
            self._run(f"DROP DATABASE {name} WITH (FORCE)")

    def _run(self, *statements: str) -> None:
        """Run statements that stand in no transaction."""
        url: URL = self._url.set(drivername="postgresql+psycopg")
        engine = create_engine(url, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            for statement in statements:
                connection.exec_driver_sql(statement)
        engine.dispose()


@contextmanager
def running() -> Iterator[Server]:
    """A server, stopped and swept away afterwards."""
    with ExitStack() as stack:
        try:
            url = stack.enter_context(postgres.running())
        except NoPostgresError as error:
            left_out("No PostgreSQL.", error.how)
        yield Server(url)
