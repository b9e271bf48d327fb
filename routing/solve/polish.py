"""A better plan from any plan."""

import math
import threading
import time
from collections.abc import Callable
from dataclasses import replace

from routing.model import Plan, Problem
from routing.solve.engines.engine import Engine
from routing.solve.mend import sound_part
from routing.solve.native import LEAST
from routing.solve.solver import solve
from routing.solve.stop import Progress, Stop
from routing.solve.value import value_of


def polish(  # noqa: PLR0913  # one keyword for each question that can be asked
    problem: Problem,
    plan: Plan,
    *,
    stop: Stop,
    seed: int,
    progress: Callable[[Progress], None] | None = None,
    cancel: threading.Event | None = None,
) -> Plan:
    """Search on from a plan with our own engine.

    Parameters
    ----------
    plan
        Any: yesterday's, one that somebody changed by hand, one of another engine. What it names
        that the problem does not have is dropped, tasks done twice are done once, pairs torn apart
        are put in anew, and routes that break a rule keep as many of their shipments as they can.
    stop, seed, progress, cancel
        As in `solve`.

    Returns
    -------
    A valid plan, never worse than those of the given routes that were valid, as far as they were
    looked at before time was up.
    """
    end = math.inf if stop.seconds is None else time.monotonic() + stop.seconds

    def over() -> bool:
        return time.monotonic() >= end or (cancel is not None and cancel.is_set())

    sound = sound_part(problem, plan, over)
    polished = solve(
        problem, stop=_until(end, stop), seed=seed, start=plan, progress=progress, cancel=cancel,
        engine=Engine.SEARCH,
    )  # fmt: skip
    if value_of(problem, polished) <= value_of(problem, sound):
        return polished
    # What could be kept of the broken routes led the search to a worse place.
    stop = replace(_until(end, stop), iterations=1)
    return solve(problem, stop=stop, seed=seed, start=sound, cancel=cancel, engine=Engine.SEARCH)


def _until(end: float, stop: Stop) -> Stop:
    """What is left of the time."""
    if stop.seconds is None:
        return stop
    return replace(stop, seconds=max(end - time.monotonic(), LEAST))
