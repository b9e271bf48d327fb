"""``chaland worker``: makes plans, closes slots, tells webhooks and purges, wherever it is."""

import os
import threading
from typing import Annotated

import typer

from chaland.exits import ExitCode
from chaland.options import DataFolder
from chaland.output import note
from chaland.words import say

PATIENCE = 5
"""Seconds in which a worker that is told to stop may end what it does; another goes on with it."""

AtOnce = Annotated[
    int, typer.Option("--at-once", min=1, max=64, help=say("help.worker.at_once"), metavar="N")
]


def worker(data: DataFolder = None, at_once: AtOnce = 1) -> None:
    """Work until told to stop."""
    from api.jobs import hooks, purge
    from api.jobs.post import Poster
    from api.jobs.repeating import Repeating
    from api.jobs.searching import search_in_child
    from api.jobs.worker import Worker
    from api.services.plan_making import PlanMaker
    from api.services.town_packs import TownPacks
    from api.store.schema import require_current
    from chaland.database import opened
    from chaland.public import webhook_targets
    from chaland.working import means

    with opened(data) as database:
        require_current(database)
        given = means()
        maker = PlanMaker(database, given, TownPacks(), search_in_child)
        purging = Repeating("purge", purge.SECONDS, lambda: purge.run_purge(database, given))
        delivery = hooks.Delivery(database, given, Poster(webhook_targets(os.environ)))
        telling = Repeating("webhooks", hooks.PACE, delivery.turn)
        working = Worker(maker, at_once=at_once, besides=[purging, telling])
        try:
            working.start()
            note(say("said.works", worker=working.id, database=database.name))
            threading.Event().wait()
        except KeyboardInterrupt:
            delivery.stop()
            done = working.stop(patience=PATIENCE)
    if not done:
        # A search that another worker has now would keep this process alive until its end.
        os._exit(ExitCode.DONE)
