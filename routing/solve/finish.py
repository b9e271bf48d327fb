"""From who does what to a plan: exact times, a last look at the absent, and honest reasons."""

import math
import time
from collections.abc import Iterator

from routing.model import Plan, Problem, Unserved
from routing.solve.reasons import Reasons, time_up
from routing.solve.sequence import Sequences
from routing.solve.settle import Settled, settle
from routing.solve.squeeze import Squeezed, squeezed
from routing.solve.stop import Over, never
from routing.solve.timing import RouteTimer

MOMENT = 0.02
"""Seconds for reasons when time is up: enough for the few orders of a usual day."""


def finished(problem: Problem, sequences: Sequences) -> Plan:
    """The plan of some sequences; what is absent comes in where that is better.

    Parameters
    ----------
    sequences
        What cannot be ridden of them is taken out.
    """
    timer = RouteTimer(problem)
    return with_reasons(timer, settle(timer, sequences), never)


def with_reasons(timer: RouteTimer, settled: Settled, over: Over) -> Plan:
    """The plan, after a last look at what is absent.

    Parameters
    ----------
    over
        When there is no time to look at one more, a moment is left for reasons; who is not reached
        in it is left out because time is up.
    """
    looked_at = squeezed(timer, settled, over)
    return looked_at.settled.plan(tuple(_reasons(timer, looked_at, over)))


def _reasons(timer: RouteTimer, looked_at: Squeezed, over: Over) -> Iterator[Unserved]:
    reasons, until = Reasons(timer), math.inf
    for shipment in looked_at.settled.absent:
        if until == math.inf and over():
            until = time.monotonic() + MOMENT
        if time.monotonic() < until:
            yield reasons.of(shipment, looked_at.more.get(shipment.id))
        else:
            yield time_up(shipment)
