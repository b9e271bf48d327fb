"""``chaland worker``: makes plans, closes slots and purges, beside the service or elsewhere."""

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
    from api.jobs import purge
    from api.jobs.repeating import Repeating
    from api.jobs.searching import search_in_child
    from api.jobs.worker import Worker
    from api.services.plan_making import PlanMaker
    from api.services.town_packs import TownPacks
    from api.store.schema import require_current
    from chaland.database import opened
    from chaland.working import means

    with opened(data) as database:
        require_current(database)
        given = means()
        maker = PlanMaker(database, given, TownPacks(), search_in_child)
        purging = Repeating("purge", purge.SECONDS, lambda: purge.run_purge(database, given))
        working = Worker(maker, at_once=at_once, besides=[purging])
        try:
            working.start()
            note(say("said.works", worker=working.id, database=database.name))
            threading.Event().wait()
        except KeyboardInterrupt:
            done = working.stop(patience=PATIENCE)
    if not done:
        # A search that another worker has now would keep this process alive until its end.
        os._exit(ExitCode.DONE)
