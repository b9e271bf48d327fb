"""When a search ends, and what it tells meanwhile."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeAlias

from routing.errors import SolverError

Over: TypeAlias = Callable[[], bool]
"""Whether there is no time for more."""


def never() -> bool:
    """There is time for everything."""
    return False


@dataclass(frozen=True, slots=True)
class Stop:
    """When a search ends: as soon as one of the limits given is reached.

    With `iterations` alone the same problem and seed give the same plan on the same machine and
    versions; with `seconds` or `stale` the clock decides how far a search comes.

    Parameters
    ----------
    seconds
        Of search. ``search`` counts from the call on, and of four shipments and fewer ends sooner,
        once all plans have been looked at; the others, which work in a child process, from when
        that has started. ``search``, ``ortools`` and ``pyvrp`` tell every better plan at once and
        end on time. ``vroom`` looks at the clock between steps of its local search, and
        ends early when it has explored everything; ``commiv`` takes its time exactly. Who is a
        second late is ended without an answer. For ``search`` timing and checking the last plan is
        part of it; for the others it comes on top: tens of milliseconds on a town day.
    iterations
        ``search``: ruins of its one thread, and of four shipments and fewer as many ways to ride
        some of them; ``ortools``: solutions; ``pyvrp``: rounds of its iterated local search;
        ``vroom``: its level of exploration, 5 at most; ``commiv``: ruins.
    stale
        Seconds without a better plan. ``vroom`` and ``commiv`` tell only their last plan: for them
        it is the same as `seconds`.

    Raises
    ------
    SolverError
        When no limit is given, or one is not positive.
    """

    seconds: float | None = None
    iterations: int | None = None
    stale: float | None = None

    def __post_init__(self) -> None:
        given = [
            limit for limit in (self.seconds, self.iterations, self.stale) if limit is not None
        ]
        if not given:
            raise SolverError("solver.no_stop")
        for limit in given:
            if not limit > 0:  # what is no number is not either
                raise SolverError("solver.stop_not_positive", value=limit)

    def of_the_last_plan(self) -> "Stop":
        """For who tells only their last plan: nothing better comes before it."""
        limits = [limit for limit in (self.seconds, self.stale) if limit is not None]
        return replace(self, seconds=min(limits, default=None), stale=None)


@dataclass(frozen=True, slots=True)
class Progress:
    """What a search has found so far.

    Parameters
    ----------
    seconds
        Since the call.
    left_out
        Shipments.
    cost
        Of the best plan, as `Plan.cost`.
    """

    seconds: float
    routes: int
    left_out: int
    cost: int
