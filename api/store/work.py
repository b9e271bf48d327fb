"""One transaction's work: its connection, its instant, its dice, what is done once it stands."""

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from sqlalchemy import Connection

from api.domain.ids import RANDOM_BYTES, Id, Kind, uuid7, written_id
from api.store.database import Database


@dataclass(frozen=True, slots=True)
class Means:
    """The clock and the dice of a service: given, so that tests hold them.

    Parameters
    ----------
    now
        The instant, aware, in UTC.
    random_bytes
        So many bytes that nobody can guess.
    """

    now: Callable[[], dt.datetime]
    random_bytes: Callable[[int], bytes]

    def below(self, bound: int) -> int:
        """A random number from 0 to below `bound`."""
        return int.from_bytes(self.random_bytes(8), "big") % bound


@dataclass
class _LastId:
    bits: int = 0


@dataclass
class Work:
    """What one transaction does, at one instant."""

    connection: Connection
    means: Means
    now: dt.datetime
    _afterwards: list[Callable[[], None]] = field(default_factory=list)
    _last: _LastId = field(default_factory=_LastId)

    def new(self, kind: Kind) -> Id:
        """An id that nothing has yet. Those of one work sort as they were made."""
        drawn = uuid7(self.now, self.means.random_bytes(RANDOM_BYTES))
        self._last.bits = max(self._last.bits + 1, drawn)
        return written_id(kind, self._last.bits)

    def part(self) -> "Work":
        """A part of this work that may be taken back: what it does afterwards is its own."""
        return Work(self.connection, self.means, self.now, _last=self._last)

    def afterwards(self, act: Callable[[], None]) -> None:
        """Let something be done in memory once the transaction stands, and not if it falls."""
        self._afterwards.append(act)

    def stand(self) -> None:
        """Do what waited for the transaction to stand."""
        for act in self._afterwards:
            act()


@contextmanager
def reading(database: Database, means: Means) -> Iterator[Work]:
    """Work that only reads."""
    with database.reading() as connection:
        yield Work(connection, means, means.now())


@contextmanager
def writing(database: Database, means: Means) -> Iterator[Work]:
    """Work that writes: whole or not at all."""
    with database.writing() as connection:
        work = Work(connection, means, means.now())
        yield work
    work.stand()
