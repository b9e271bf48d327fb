"""Settings of the whole installation, in and out of the database: texts by their names."""

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert as insert_or_skip
from sqlalchemy.dialects.sqlite import insert as insert_or_skip_on_sqlite

from api.store.tables import installation
from api.store.work import Work


def setting(work: Work, name: str) -> str | None:
    """A setting; None where nobody has made it."""
    return work.connection.scalar(select(installation.c.value).where(installation.c.name == name))


def settle(work: Work, name: str, value: str) -> None:
    """Make a setting once: where there is one, it stays."""
    on_sqlite = work.connection.dialect.name == "sqlite"
    add = insert_or_skip_on_sqlite(installation) if on_sqlite else insert_or_skip(installation)
    work.connection.execute(add.values(name=name, value=value).on_conflict_do_nothing())


def change(work: Work, name: str, value: str) -> None:
    """Make a setting, whatever it was before."""
    work.connection.execute(delete(installation).where(installation.c.name == name))
    settle(work, name, value)
