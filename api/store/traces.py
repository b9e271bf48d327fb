"""What is left of a value after it was emptied: nothing that can be read.

SQLite overwrites what is deleted in its file (``secure_delete``, `api.store.database`), but its
journal holds older pages until it is written back. PostgreSQL frees the space of old rows by its
own vacuum.
"""

from contextlib import closing

from api.store.database import Database

_PATIENCE = 200
"""Milliseconds."""


def forget_traces(database: Database) -> None:
    """Write SQLite's journal back and cut it off.

    Whoever writes waits for it, so it waits for nobody who reads for long: what cannot be done now
    is done by the next call.
    """
    if not database.is_sqlite:
        return
    with closing(database.engine.raw_connection()) as connection:
        cursor = connection.cursor()
        (patience,) = cursor.execute("PRAGMA busy_timeout").fetchone()
        cursor.execute(f"PRAGMA busy_timeout={_PATIENCE}")
        try:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        finally:
            cursor.execute(f"PRAGMA busy_timeout={patience}")
