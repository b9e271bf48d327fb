"""``chaland worker``: makes plans, closes slots, tells webhooks and purges, wherever it is."""

import threading
from typing import Annotated

import typer

from chaland.options import DataFolder
from chaland.output import note
from chaland.words import say

AtOnce = Annotated[
    int, typer.Option("--at-once", min=1, max=64, help=say("help.worker.at_once"), metavar="N")
]


def worker(data: DataFolder = None, at_once: AtOnce = 1) -> None:
    """Work until told to stop."""
    from api.store.schema import require_current
    from chaland.database import opened
    from chaland.working import at_work, means

    with opened(data) as database:
        require_current(database)
        try:
            with at_work(database, means(), at_once=at_once) as working:
                note(say("said.works", worker=working.id, database=database.name))
                threading.Event().wait()
        except KeyboardInterrupt:
            return  # told to stop, it has stopped: that is no failure
