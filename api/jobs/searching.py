"""A search in a process of its own: full cores, a crash or a leak there stop nobody here."""

import time

from api.domain.job import Fault, JobProgress
from api.jobs.search_child import Request
from api.services.ports import Heard
from routing.errors import SolverError
from routing.model import Plan, Problem
from routing.solve.children import TICK, Child, child

EVERY = 0.8
"""Seconds between two reports: with the time to write one, a cancellation is heard within one."""

PATIENCE = 60
"""Seconds on top of twice the search's own, after which its process is given up."""


def search_in_child(problem: Problem, start: Plan, *, seconds: int, heard: Heard) -> Plan | None:
    """See `api.services.ports.Search`."""
    with child("api.jobs.search_child", Request(problem, start, seconds)) as searching:
        answer = _answer(searching, seconds, heard)
    if isinstance(answer, Fault):
        raise SolverError(answer.code, **answer.values)
    return answer


def _answer(searching: Child, seconds: int, heard: Heard) -> Plan | Fault | None:
    begun = told = time.monotonic()
    latest = JobProgress(0, seconds)
    while searching.busy and time.monotonic() < begun + 2 * seconds + PATIENCE:
        for reply in searching.replies(TICK):
            if isinstance(reply, JobProgress):
                latest = reply
            elif isinstance(reply, Plan | Fault):
                return reply
        if time.monotonic() >= told + EVERY:
            told = time.monotonic()
            if not heard(latest):
                return None
    return Fault("plan.search_died")
