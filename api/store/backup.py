"""Backups: every row of a database in one file, and back into an empty database of either kind.

There is one way for both databases. A backup is read in one transaction, which sees one state of
things, so the service goes on meanwhile. A restore is one transaction too: whole or not at all. A
backup of an older Chaland is put back into the tables of its day, which are then migrated.
"""

import datetime as dt
import os
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from sqlalchemy import (
    Connection,
    Integer,
    MetaData,
    Table,
    cast,
    delete,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import REGCLASS

from api.domain.errors import RefusedError
from api.store.archive import Archive, Manifest, check, reading, write
from api.store.database import Database
from api.store.lines import line_of, row_of
from api.store.schema import (
    is_empty,
    migrate,
    reflected,
    require_newest,
    revision_of,
    revisions,
)
from api.store.tables import METADATA, installation, jobs, workers
from routing.errors import InputError
from routing.formats.atomic import write_atomically

_ROWS_AT_A_TIME = 20
"""Held in memory: a photo has 300 kB, a town some megabytes."""

_BACKED_UP = "backed_up"
"""Setting of the installation: when its last backup was made."""

_OWNER_ONLY = 0o600
"""A backup holds names, addresses and the secret that signs links."""


def back_up(database: Database, path: Path, now: dt.datetime) -> Manifest:
    """Write a backup, whole or not at all, read it again, and note when it was made.

    Raises
    ------
    ServiceError
        When the database is not of the newest revision.
    OSError
        When the file cannot be written.
    """
    with database.reading() as connection, write_atomically(path) as file:
        os.fchmod(file.fileno(), _OWNER_ONLY)
        schema = require_newest(revision_of(connection), database)
        tables = ((table.name, _lines(connection, table)) for table in METADATA.sorted_tables)
        manifest = write(file, schema, now, tables)
        file.flush()
        check(Path(file.name))
    with database.writing() as connection:
        _note(connection, now)
    return manifest


def last_backup(connection: Connection) -> dt.datetime | None:
    """When the last backup was made; None before the first."""
    noted = connection.scalar(select(installation.c.value).where(installation.c.name == _BACKED_UP))
    return None if noted is None else dt.datetime.fromisoformat(noted)


def restore(database: Database, path: Path, now: dt.datetime) -> Manifest:
    """Put a backup into an empty database, and bring that to the newest revision.

    Who worked on the database, and the queue they worked from, are not restored: jobs that had not
    ended are failed, and may be asked for again.

    Raises
    ------
    InputError
        ``store.not_a_backup``, ``store.backup_damaged``, ``store.newer_backup``.
    RefusedError
        ``store.not_empty``.
    """
    with reading(path) as archive, database.restructuring() as connection:
        if not is_empty(connection):
            raise RefusedError("store.not_empty", database=database.name)
        schema, known = archive.manifest.schema, revisions()
        if schema not in known:
            raise InputError("store.newer_backup", file=str(path), found=schema, newest=known[-1])
        migrate(connection, schema)
        for table in _tables_of(connection, archive).sorted_tables:
            _fill(connection, table, archive)
        migrate(connection)
        _begin_anew(connection, now)
        return archive.manifest


def _lines(connection: Connection, table: Table) -> Iterator[bytes]:
    options = {"yield_per": _ROWS_AT_A_TIME}
    for row in connection.execute(select(table), execution_options=options).mappings():
        yield line_of(dict(row))


def _tables_of(connection: Connection, archive: Archive) -> MetaData:
    names = archive.manifest.tables.keys()
    found = reflected(connection, names)
    if missing := names - found.tables.keys():
        raise archive.damaged(min(missing))
    return found


def _fill(connection: Connection, table: Table, archive: Archive) -> None:
    kinds = {column.name: column.type for column in table.columns}
    lines = archive.lines(table.name)
    while batch := list(islice(lines, _ROWS_AT_A_TIME)):
        try:
            rows = [row_of(line, kinds) for line in batch]
        except (ValueError, KeyError, TypeError) as error:
            raise archive.damaged(table.name) from error
        connection.execute(insert(table), rows)
    if connection.dialect.name == "postgresql":
        _count_on(connection, table)


def _count_on(connection: Connection, table: Table) -> None:
    """Let PostgreSQL count on from the highest number that was put back; SQLite does by itself."""
    for column in table.primary_key.columns:
        if isinstance(column.type, Integer):
            sequence = func.pg_get_serial_sequence(table.name, column.name)
            highest = select(func.coalesce(func.max(column), 0)).scalar_subquery()
            connection.execute(select(func.setval(cast(sequence, REGCLASS), highest + 1, False)))


def _begin_anew(connection: Connection, now: dt.datetime) -> None:
    connection.execute(delete(workers))
    connection.execute(
        update(jobs)
        .where(jobs.c.ended.is_(None))
        .values(state="failed", problem={"code": "job.restored", "values": {}}, ended=now)
    )


def _note(connection: Connection, now: dt.datetime) -> None:
    value = now.isoformat()
    here = installation.c.name == _BACKED_UP
    if not connection.execute(update(installation).where(here).values(value=value)).rowcount:
        connection.execute(insert(installation).values(name=_BACKED_UP, value=value))
