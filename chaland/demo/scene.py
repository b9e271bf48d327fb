"""What the demo's people work with: one database, one clock, one memory."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from api.services.live_pools import LivePools
from api.store.database import Database
from api.store.work import Means, Work, writing
from chaland.demo.agenda import Agenda


@dataclass(frozen=True, slots=True)
class Scene:
    """Where the demo's day is lived, before anybody looks.

    Parameters
    ----------
    agenda
        Its clock is the service's.
    """

    database: Database
    agenda: Agenda
    live_pools: LivePools

    @property
    def means(self) -> Means:
        """The agenda's clock, and this machine's dice."""
        return Means(lambda: self.agenda.now, secrets.token_bytes)

    @contextmanager
    def work(self) -> Iterator[Work]:
        """One transaction, at the time that the agenda shows."""
        with writing(self.database, self.means) as work:
            yield work
