"""A whole search in a process of its own, so that whoever asked goes on doing other things."""

import os
import threading
import time
from dataclasses import dataclass
from multiprocessing.connection import Connection

from routing.errors import SolverError
from routing.model import Plan, Problem
from routing.solve.child import end_with_parent
from routing.solve.children import replies
from routing.solve.solver import solve
from routing.solve.stop import Stop

READING = 60.0
"""Seconds, at most, for what is not search: starting, reading the problem, checking the plan."""

_NICE = 10
"""Answers to people go before."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One call of `solve`."""

    problem: Problem
    stop: Stop
    seed: int
    start: Plan | None


def solve_aside(
    problem: Problem,
    *,
    stop: Stop,
    seed: int,
    start: Plan | None = None,
    cancel: threading.Event | None = None,
) -> Plan:
    """Plan a day as `routing.solve.solve` does, in a process of its own.

    Parameters
    ----------
    stop
        With a limit in seconds.
    cancel
        When set, the process is ended within a tenth of a second, without a plan.

    Raises
    ------
    SolverError
        ``solver.ended``: the process came to an end without a plan.
    """
    deadline = time.monotonic() + (stop.seconds or 0.0) + READING
    asked = Asked(problem, stop, seed, start)
    for plan in replies("routing.solve.aside", asked, deadline=deadline, cancel=cancel):
        if isinstance(plan, Plan):
            return plan
    raise SolverError("solver.ended")


def main(handle: int) -> None:
    """Serve one call.

    Parameters
    ----------
    handle
        File descriptor of the child's end of the pipe.
    """
    end_with_parent()
    os.nice(_NICE)
    with Connection(handle) as parent:
        asked: Asked = parent.recv()
        parent.send(solve(asked.problem, stop=asked.stop, seed=asked.seed, start=asked.start))
