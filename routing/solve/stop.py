"""When a search ends, and what it tells meanwhile."""

from dataclasses import dataclass

from routing.errors import SolverError


@dataclass(frozen=True, slots=True)
class Stop:
    """When a search ends: as soon as one of the limits given is reached.

    Parameters
    ----------
    seconds
        Of search, from the call on; starting the child processes is part of it. The first plan is
        always finished, and timing the last one comes on top: tens of milliseconds on a town day.
    iterations
        Steps of each child process: solutions of OR-Tools, then ruins. With this limit alone the
        same problem and seed give the same plan on the same machine and versions; with `seconds` or
        `stale` they need not.
    stale
        Seconds without a better plan.

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
        if min(given) <= 0:
            raise SolverError("solver.stop_not_positive", value=min(given))


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
