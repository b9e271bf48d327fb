"""What the database tells of the service's condition: who is alive, how late it is at least."""

import datetime as dt

from sqlalchemy import func, select

from api.store.tables import events, workers
from api.store.work import Work


def workers_seen(work: Work, since: dt.datetime) -> int:
    """How many workers have said since an instant that they are alive."""
    alive = select(func.count()).select_from(workers).where(workers.c.seen >= since)
    return work.connection.scalar(alive) or 0


def newest_event(work: Work) -> dt.datetime | None:
    """When the service had the newest event of its log; None before the first."""
    newest: dt.datetime | None = work.connection.scalar(select(func.max(events.c.received)))
    return newest
