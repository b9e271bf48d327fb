"""The cheapest plan that can be put together from given routes."""

import threading
import time
from collections.abc import Sequence
from typing import cast

from routing.solve.children import replies
from routing.solve.pool.candidates import Candidates


def choose(
    candidates: Candidates,
    start: Sequence[int],
    *,
    seconds: float,
    cancel: threading.Event | None = None,
) -> tuple[int, ...]:
    """Choose routes that share no shipment, the cheapest with what they leave out.

    Parameters
    ----------
    start
        Numbers of the routes of a plan; no plan with more routes of a kind than there are shifts.
    seconds
        How long the child process may take, its start included.
    cancel
        When set, the choice ends within a tenth of a second.

    Returns
    -------
    Numbers of the chosen routes, in order; `start` when nothing cheaper was found in time.

    Raises
    ------
    ValueError
        When routes of `start` share a shipment, or there are too few shifts for them.

    References
    ----------
    The selection is the set partitioning problem: E. Balas, M. W. Padberg, "Set partitioning: a
    survey", SIAM Review 18, 1976, doi:10.1137/1018115.
    """
    best = tuple(sorted(start))
    if not candidates.fit(best):
        raise ValueError("start is no plan")
    deadline = time.monotonic() + seconds
    question = candidates, best, deadline
    for reply in replies("routing.solve.pool.child", question, deadline=deadline, cancel=cancel):
        found: tuple[int, ...] = tuple(cast("list[int]", reply))
        if candidates.fit(found) and candidates.cost(found) < candidates.cost(best):
            best = found
    return best
