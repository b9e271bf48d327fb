"""What is left of emptied values is cut off, and nobody waits for it."""

import time
from pathlib import Path

from sqlalchemy import insert

from api.store.database import Database
from api.store.schema import upgrade
from api.store.tables import installation
from api.store.traces import forget_traces

SOON = 10
"""Seconds: a third of what a writer is waited for."""


def test_the_journal_is_not_cut_off_under_a_reader_and_no_writer_waits_for_that(
    tmp_path: Path,
) -> None:
    database = Database.of_file(tmp_path / "chaland.sqlite")
    upgrade(database)
    with database.reading() as connection:
        connection.execute(installation.select()).all()
        with database.writing() as writer:
            writer.execute(insert(installation).values(name="one", value="-"))
        began = time.monotonic()
        forget_traces(database)
        assert time.monotonic() - began < SOON
    forget_traces(database)
    assert (tmp_path / "chaland.sqlite-wal").stat().st_size == 0
    with database.engine.connect() as connection:
        patience = connection.exec_driver_sql("PRAGMA busy_timeout").scalar()
    assert patience == 30_000
    database.close()
