"""From who does what to a plan: exact times, a last look at the absent, and honest reasons."""

from collections.abc import Callable

from routing.model import Plan, Problem
from routing.solve.reasons import reason
from routing.solve.sequence import Sequences
from routing.solve.settle import Settled, settle
from routing.solve.squeeze import squeezed
from routing.solve.timing import RouteTimer


def finished(problem: Problem, sequences: Sequences) -> Plan:
    """The plan of some sequences; what is absent comes in where that is better.

    Parameters
    ----------
    sequences
        What cannot be ridden of them is taken out.
    """
    timer = RouteTimer(problem)
    return with_reasons(timer, settle(timer, sequences), lambda: False)


def with_reasons(timer: RouteTimer, settled: Settled, over: Callable[[], bool]) -> Plan:
    """The plan, after a last look at what is absent.

    Parameters
    ----------
    over
        Whether there is no time to look at one more.
    """
    best, more = squeezed(timer, settled, over)
    return best.plan(tuple(reason(timer, one, more.get(one.id)) for one in best.absent))
