"""The revisions of the schema: bringing a database to the newest one, and refusing any other.

Migrations (`api/store/migrations`) are run by Alembic, all of an upgrade in one transaction, which
both databases can take back.
"""

from collections.abc import Collection
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import JSON, Connection, DateTime, MetaData, Table, event, inspect

from api.domain.errors import ServiceError
from api.store.columns import Document, Utc
from api.store.database import Database
from api.store.tables import METADATA

_NEWEST = "head"

_VERSION_TABLE = "alembic_version"
"""Where Alembic keeps a database's revision."""


def upgrade(database: Database) -> tuple[str | None, str]:
    """Bring a database to the newest revision, whole or not at all; an empty one gets all tables.

    Returns
    -------
    The revision that it had, None for an empty one, and the one that it has now.

    Raises
    ------
    ServiceError
        ``store.newer_schema``: a later Chaland has been here.
    """
    with database.restructuring() as connection:
        before = revision_of(connection)
        if before is not None and before not in revisions():
            raise _newer(before, database)
        migrate(connection)
        return before, revisions()[-1]


def require_current(database: Database) -> None:
    """Go on only with a database of the newest revision.

    Raises
    ------
    ServiceError
        ``store.no_tables``, ``store.older_schema``, ``store.newer_schema``.
    """
    with database.reading() as connection:
        require_newest(revision_of(connection), database)


def require_newest(revision: str | None, database: Database) -> str:
    """The newest revision, which is the one that was found.

    Raises
    ------
    ServiceError
        As `require_current` has it.
    """
    known = revisions()
    if revision is None:
        raise ServiceError("store.no_tables", database=database.name)
    if revision not in known:
        raise _newer(revision, database)
    if revision != known[-1]:
        raise ServiceError(
            "store.older_schema", database=database.name, found=revision, newest=known[-1]
        )
    return revision


def revisions() -> tuple[str, ...]:
    """All revisions that this Chaland knows, the oldest first."""
    scripts = ScriptDirectory.from_config(_config())
    return tuple(script.revision for script in scripts.walk_revisions())[::-1]


def revision_of(connection: Connection) -> str | None:
    """The revision of a database; None for one that has none of our tables."""
    return MigrationContext.configure(connection).get_current_revision()


def is_empty(connection: Connection) -> bool:
    """Whether a database has none of our tables; it may have those of others."""
    found = set(inspect(connection).get_table_names())
    return found.isdisjoint({_VERSION_TABLE, *METADATA.tables})


def migrate(connection: Connection, revision: str = _NEWEST) -> None:
    """Run the migrations up to a revision, inside the transaction of `Database.restructuring`."""
    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, revision)


def reflected(connection: Connection, names: Collection[str]) -> MetaData:
    """Tables as they are in a database, whatever its revision, with our own types of columns."""
    found = MetaData()

    @event.listens_for(found, "column_reflect")
    def reflecting(inspector: Any, table: Table, column: dict[str, Any]) -> None:
        del inspector, table
        if isinstance(column["type"], DateTime):
            column["type"] = Utc()
        elif isinstance(column["type"], JSON):
            column["type"] = Document

    found.reflect(connection, only=lambda name, _: name in names)
    return found


def _newer(revision: str, database: Database) -> ServiceError:
    return ServiceError(
        "store.newer_schema", database=database.name, found=revision, newest=revisions()[-1]
    )


def _config() -> Config:
    config = Config()
    folder = str(Path(__file__).with_name("migrations"))
    config.set_main_option("script_location", folder.replace("%", "%%"))
    return config
