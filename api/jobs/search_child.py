"""What the process of a search does: it stays out of everybody's way, and ends with its parent.

It is sent one `Request`, and answers with `JobProgress` again and again, then with a plan or with
the `Fault` for which there is none.
"""

import os
from dataclasses import dataclass
from multiprocessing.connection import Connection

from api.domain.job import Fault, JobProgress
from routing.errors import ChalandError
from routing.model import Plan, Problem
from routing.solve import Progress, Stop, solve
from routing.solve.child import end_with_parent

NICENESS = 10
"""Whoever serves people comes first, even where all cores are taken."""

SEED = 1


@dataclass(frozen=True, slots=True)
class Request:
    """A problem, a valid plan of it or of an earlier one, and the seconds to search."""

    problem: Problem
    start: Plan
    seconds: int


def main(handle: int) -> None:
    """Search once.

    Parameters
    ----------
    handle
        File descriptor of the child's end of the pipe.
    """
    end_with_parent()
    os.nice(NICENESS)
    with Connection(handle) as parent:
        request: Request = parent.recv()

        def tell(progress: Progress) -> None:
            parent.send(_written(progress, request.seconds))

        try:
            stop = Stop(seconds=request.seconds)
            plan = solve(request.problem, stop=stop, seed=SEED, start=request.start, progress=tell)
        except ChalandError as error:
            parent.send(Fault(error.code, error.values))
        else:
            parent.send(plan)


def _written(progress: Progress, of_seconds: int) -> JobProgress:
    return JobProgress(
        seconds=min(int(progress.seconds), of_seconds),
        of_seconds=of_seconds,
        routes=progress.routes,
        unserved=progress.left_out,
        cost=progress.cost,
    )
