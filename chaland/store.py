"""``chaland backup``, ``restore`` and ``upgrade``: the service's database as a whole."""

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from chaland.database import opened
from chaland.invocation import invocation
from chaland.options import DataFolder
from chaland.output import Document, show
from chaland.words import say
from routing.typography import day, number

if TYPE_CHECKING:
    from api.store.archive import Manifest

BackupOut = Annotated[Path, typer.Argument(help=say("help.backup.file"), metavar="FILE")]
BackupIn = Annotated[Path, typer.Argument(help=say("help.restore.file"), metavar="FILE")]


def backup(file: BackupOut, data: DataFolder = None) -> None:
    """Write all that the service knows into one file; it may run meanwhile."""
    from api.store.backup import back_up
    from chaland.folders import make_folder, writing

    with opened(data) as database:
        make_folder(file.parent)
        with writing(file):
            manifest = back_up(database, file, dt.datetime.now(dt.UTC))
        name = database.name
    rows = number(manifest.rows, invocation().language)
    told = say("said.backed_up", rows=rows, database=name, file=str(file))
    show(_document(manifest, file, name), told)


def restore(file: BackupIn, data: DataFolder = None) -> None:
    """Put a backup back into an empty database."""
    from api.store.backup import restore as put_back
    from api.store.serving import serving

    with opened(data, new=True) as database, serving(database):
        manifest = put_back(database, file, dt.datetime.now(dt.UTC))
        name = database.name
    language = invocation().language
    rows, made = number(manifest.rows, language), day(manifest.made.date(), language, year=True)
    told = say("said.restored", rows=rows, database=name, made=made)
    show(_document(manifest, file, name), told)


def upgrade(data: DataFolder = None) -> None:
    """Bring the database to what this Chaland needs, or make one."""
    from api.store.schema import upgrade as bring_up
    from api.store.serving import serving

    with opened(data, new=True) as database, serving(database):
        before, after = bring_up(database)
        name = database.name
    if before == after:
        told = say("said.upgraded_already", database=name, after=after)
    elif before is None:
        told = say("said.database_made", database=name, after=after)
    else:
        told = say("said.upgraded", database=name, before=before, after=after)
    show({"database": name, "before": before, "after": after}, told)


def _document(manifest: "Manifest", file: Path, database: str) -> Document:
    return {
        "file": str(file),
        "database": database,
        "schema": manifest.schema,
        "made": manifest.made.isoformat(),
        "rows": {table: part.rows for table, part in manifest.tables.items()},
    }
