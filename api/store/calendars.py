"""Feeds that couriers' calendars read: who may, and which rounds are in them."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import delete, insert, select

from api.domain.round import read_stops
from api.store.tables import calendars, rounds, towns
from api.store.work import Work


@dataclass(frozen=True, slots=True)
class CalendarOf:
    """Whose a feed is.

    Parameters
    ----------
    zone
        Of the town, its IANA name.
    """

    courier: str
    zone: str


@dataclass(frozen=True, slots=True)
class CalendarRound:
    """As much of a round as a calendar may show."""

    id: str
    letter: str
    starts: dt.datetime
    ends: dt.datetime
    stops: int
    version: int
    published: dt.datetime


def put(work: Work, town: str, courier: str, sha256: str) -> None:
    """Let a secret open a courier's feed, and no other one any more."""
    remove(work, courier)
    work.connection.execute(
        insert(calendars).values(courier=courier, town=town, sha256=sha256, created=work.now)
    )


def remove(work: Work, courier: str) -> None:
    """Let no secret open a courier's feed any more."""
    work.connection.execute(delete(calendars).where(calendars.c.courier == courier))


def opened_by(work: Work, sha256: str) -> CalendarOf | None:
    """Whose feed a secret opens."""
    row = work.connection.execute(
        select(calendars.c.courier, towns.c.zone)
        .join(towns, towns.c.id == calendars.c.town)
        .where(calendars.c.sha256 == sha256)
    ).first()
    return None if row is None else CalendarOf(row.courier, row.zone)


def rounds_of(work: Work, courier: str, since: dt.date) -> list[CalendarRound]:
    """A courier's rounds from a date on, in the order in which they start."""
    rows = work.connection.execute(
        select(rounds)
        .where(rounds.c.courier == courier, rounds.c.date >= since)
        .order_by(rounds.c.starts, rounds.c.id)
    )
    return [
        CalendarRound(
            id=row.id,
            letter=row.letter,
            starts=row.starts,
            ends=row.ends,
            stops=len(read_stops(row.stops)),
            version=row.version,
            published=row.created,
        )
        for row in rows
    ]
