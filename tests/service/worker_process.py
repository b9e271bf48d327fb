"""A worker as a process of its own, told at which minute it lives; it says when it searches.

Called with the database's URL and the instant; it works until it is killed.
"""

import datetime as dt
import secrets
import sys
import threading

from api.domain.job import JobProgress
from api.jobs.searching import search_in_child
from api.jobs.worker import Worker
from api.services.plan_making import PlanMaker
from api.services.ports import Heard
from api.services.town_packs import TownPacks
from api.store.database import Database
from api.store.work import Means
from routing.model import Plan, Problem


def search_aloud(problem: Problem, start: Plan, *, seconds: int, heard: Heard) -> Plan | None:
    """Search, and say so as soon as the first report is written."""

    def said(progress: JobProgress) -> bool:
        going_on = heard(progress)
        print("searching", flush=True)
        return going_on

    return search_in_child(problem, start, seconds=seconds, heard=said)


def main() -> None:
    """Work."""
    url, now = sys.argv[1:]
    means = Means(lambda: dt.datetime.fromisoformat(now), secrets.token_bytes)
    Worker(PlanMaker(Database(url), means, TownPacks(), search_aloud)).start()
    threading.Event().wait()


if __name__ == "__main__":
    main()
