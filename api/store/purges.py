"""The log of purges: on which day how many values of each column were emptied."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert as insert_or_skip
from sqlalchemy.dialects.sqlite import insert as insert_or_skip_on_sqlite

from api.store.tables import purges
from api.store.work import Work


def count(work: Work, emptied: Mapping[str, int]) -> None:
    """Add to what was emptied on this day (in UTC), and note that a purge has run.

    Parameters
    ----------
    emptied
        By column, how many values.
    """
    date = work.now.date()
    on_sqlite = work.connection.dialect.name == "sqlite"
    add = insert_or_skip_on_sqlite(purges) if on_sqlite else insert_or_skip(purges)
    nothing = {"date": date, "emptied": {}, "at": work.now}
    work.connection.execute(add.values(**nothing).on_conflict_do_nothing())
    here = purges.c.date == date
    before = select(purges.c.emptied).where(here).with_for_update()
    total = Counter(work.connection.scalars(before).one()) + Counter(emptied)
    changed = update(purges).where(here).values(emptied=dict(total), at=work.now)
    work.connection.execute(changed)


def emptied_on(work: Work, date: dt.date) -> Mapping[str, int]:
    """What was emptied on a day; nothing where no purge has run."""
    found: Mapping[str, int] | None = work.connection.scalar(
        select(purges.c.emptied).where(purges.c.date == date)
    )
    return found or {}


def last(work: Work) -> dt.datetime | None:
    """When a purge has run last; None: never."""
    newest = select(purges.c.at).order_by(purges.c.date.desc()).limit(1)
    return work.connection.scalar(newest)
