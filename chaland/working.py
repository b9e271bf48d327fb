"""What a command works with on the service's database: clock, dice, rights, and a worker."""

import datetime as dt
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from chaland.exits import ExitCode
from routing.errors import InputError

if TYPE_CHECKING:
    from api.domain.actor import Actor
    from api.jobs.worker import Worker
    from api.store.database import Database
    from api.store.work import Means

CLOCK_AHEAD = "CHALAND_CLOCK_AHEAD"
"""Seconds by which the service's clock is ahead of the machine's: to show and to learn a whole day
in a few minutes, never for a town's real one."""

PATIENCE = 5
"""Seconds in which a worker that is told to stop may end what it does; another goes on with it."""


def means() -> "Means":
    """The clock and the dice of this machine.

    Raises
    ------
    InputError
        ``clock.unreadable``.
    """
    from api.store.work import Means

    ahead = dt.timedelta(seconds=_seconds_ahead())
    return Means(lambda: dt.datetime.now(dt.UTC) + ahead, secrets.token_bytes)


def _seconds_ahead() -> int:
    written = os.environ.get(CLOCK_AHEAD, "0")
    try:
        return int(written)
    except ValueError:
        raise InputError("clock.unreadable", name=CLOCK_AHEAD, found=written) from None


def commander() -> "Actor":
    """Who types commands on the machine of the database: they could read it without us."""
    from api.domain.actor import Role, acting

    return acting("command", Role.ADMIN, None)


@contextmanager
def at_work(database: "Database", given: "Means", *, at_once: int = 1) -> "Iterator[Worker]":
    """A worker, as long as it is wanted."""
    from api.jobs import hooks, purge
    from api.jobs.post import Poster
    from api.jobs.repeating import Repeating
    from api.jobs.searching import search_in_child
    from api.jobs.worker import Worker
    from api.services import standing
    from api.services.live_pools import LivePools
    from api.services.plan_making import PlanMaker
    from api.services.town_packs import TownPacks
    from chaland.public import webhook_targets

    packs = TownPacks()
    live_pools = LivePools(packs)
    delivery = hooks.Delivery(database, given, Poster(webhook_targets(os.environ)))
    besides = [
        Repeating("purge", purge.SECONDS, lambda: purge.run_purge(database, given)),
        Repeating("webhooks", hooks.PACE, delivery.turn),
        Repeating(
            "standing orders",
            standing.SECONDS,
            lambda: standing.make_all(database, given, live_pools),
        ),
    ]
    maker = PlanMaker(database, given, packs, search_in_child)
    working = Worker(maker, at_once=at_once, besides=besides)
    try:
        working.start()
        yield working
    finally:
        delivery.stop()
        if not working.stop(patience=PATIENCE):
            # A search that another worker has now would keep this process alive until its end.
            os._exit(ExitCode.DONE)
