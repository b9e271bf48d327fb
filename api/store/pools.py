"""Pools, in and out of the database. Whoever decides by one locks it first."""

import datetime as dt
from dataclasses import asdict
from typing import Any

from sqlalchemy import Row, Select, select, update
from sqlalchemy.dialects.postgresql import insert as insert_or_skip
from sqlalchemy.dialects.sqlite import insert as insert_or_skip_on_sqlite

from api.domain.pool import Pool
from api.store.tables import pools, rounds
from api.store.work import Work
from routing.formats.fleet import StopTimes
from routing.model import TaskKind

_KINDS = {kind.value: kind for kind in TaskKind}


def read(work: Work, town: str, date: dt.date) -> Pool:
    """A pool as it stands; one that nobody has used yet is empty."""
    row = work.connection.execute(_of(town, date)).first()
    return Pool(town, date) if row is None else _pool(row)


def locked(work: Work, town: str, date: dt.date) -> Pool:
    """A pool that nobody else changes until this work is over.

    On SQLite whoever writes is alone anyway.
    """
    _make(work, town, date)
    return _pool(work.connection.execute(_of(town, date).with_for_update()).one())


def lock(work: Work, town: str, date: dt.date) -> None:
    """Let nobody else change a pool until this work is over; it is not read."""
    _make(work, town, date)
    here = (pools.c.town == town, pools.c.date == date)
    work.connection.execute(select(pools.c.version).where(*here).with_for_update())


def save(work: Work, pool: Pool) -> None:
    """Write a pool that this work has locked."""
    work.connection.execute(
        update(pools)
        .where(pools.c.town == pool.town, pools.c.date == pool.date)
        .values(
            version=pool.version,
            sequences={
                shift: [[order, str(kind)] for order, kind in tasks]
                for shift, tasks in pool.sequences.items()
                if tasks
            },
            last_number=pool.last_number,
            closed=sorted(pool.closed),
            times=None if pool.times is None else asdict(pool.times),
        )
    )


def published_shifts(work: Work, town: str, date: dt.date) -> set[str]:
    """The shifts of a date that have a round."""
    here = (rounds.c.town == town, rounds.c.date == date)
    return set(work.connection.scalars(select(rounds.c.shift).where(*here)))


def _make(work: Work, town: str, date: dt.date) -> None:
    """Let there be a row to lock."""
    empty = {
        "town": town,
        "date": date,
        "version": 0,
        "sequences": {},
        "last_number": 0,
        "closed": [],
    }
    on_sqlite = work.connection.dialect.name == "sqlite"
    add = insert_or_skip_on_sqlite(pools) if on_sqlite else insert_or_skip(pools)
    work.connection.execute(add.values(**empty).on_conflict_do_nothing())


def _of(town: str, date: dt.date) -> Select[Any]:
    return select(pools).where(pools.c.town == town, pools.c.date == date)


def _pool(row: Row[Any]) -> Pool:
    return Pool(
        town=row.town,
        date=row.date,
        version=row.version,
        sequences={
            shift: tuple((order, _KINDS[kind]) for order, kind in tasks)
            for shift, tasks in row.sequences.items()
        },
        last_number=row.last_number,
        closed=frozenset(row.closed),
        times=None if row.times is None else StopTimes(**row.times),
    )
