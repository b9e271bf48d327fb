"""Who serves: on SQLite one process, on PostgreSQL any number.

The live plans of a process are right as long as nobody else accepts orders; on PostgreSQL the
pool's version tells when they are not, and the lock on its row lets acceptances take turns. SQLite
has one writer, so a second process would win nothing, and is refused.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from api.domain.errors import ServiceError
from api.store.database import Database


@contextmanager
def serving(database: Database) -> Iterator[None]:
    """Be the one process that serves a SQLite database, until the end or until death.

    The operating system keeps the lock and frees it however the process ends; it lies on a file
    beside the database, which holds the number of the process that had it last.

    Raises
    ------
    ServiceError
        ``store.already_served``, with that process; ``store.unreachable`` where no file can be
        written beside the database.
    """
    path = database.path
    if path is None:
        yield
        return
    path = path.resolve()
    with _opened(path) as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            file.seek(0)
            pid = file.read() or "?"
            raise ServiceError("store.already_served", file=str(path), pid=pid) from error
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield


def _opened(path: Path) -> IO[str]:
    try:
        return path.with_name(f"{path.name}.serving").open("a+", encoding="ascii")
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise ServiceError("store.unreachable", database=str(path), why=why) from error
