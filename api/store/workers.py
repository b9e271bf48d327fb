"""Who works on this database, and when each was last alive."""

import datetime as dt

from sqlalchemy import delete, insert, select, update

from api.store.tables import workers
from api.store.work import Work

PLANNING = "planning"
"""The kind of workers that do jobs."""


def beat(work: Work, worker: str) -> None:
    """Say that a worker is alive."""
    seen = update(workers).where(workers.c.id == worker).values(seen=work.now)
    if work.connection.execute(seen).rowcount == 0:
        work.connection.execute(insert(workers).values(id=worker, kind=PLANNING, seen=work.now))


def silent_since(work: Work, instant: dt.datetime) -> list[str]:
    """The workers that have said nothing since."""
    silent = (workers.c.kind == PLANNING, workers.c.seen < instant)
    return list(work.connection.scalars(select(workers.c.id).where(*silent)))


def take_over(work: Work, worker: str, silent_since: dt.datetime) -> bool:
    """Take a dead worker's work in hand; of several that try only one does.

    Whoever has it in hand and dies too leaves it to another, as late as if it were alive now.
    """
    silent = (workers.c.id == worker, workers.c.seen < silent_since)
    taken = work.connection.execute(update(workers).where(*silent).values(seen=work.now))
    return taken.rowcount == 1


def remove(work: Work, worker: str) -> None:
    """Forget a worker that has no work left."""
    work.connection.execute(delete(workers).where(workers.c.id == worker))
