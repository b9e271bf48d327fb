"""The plain reference of a quote: every pair of positions in every route, timed exactly."""

from dataclasses import replace
from typing import NamedTuple

from routing.model import Objective, Problem, Shipment, TaskKind, Window
from routing.solve.sequence import Sequences
from routing.solve.timing import RouteTimer


class Best(NamedTuple):
    """What an order costs more in its cheapest place, lateness included; where vehicles count, they
    come first.
    """

    routes: int
    cost: int
    seconds: int


def promised(shipment: Shipment, slot: Window) -> Shipment:
    return replace(shipment, delivery=replace(shipment.delivery, windows=(slot,)))


def cheapest(
    problem: Problem, sequences: Sequences, shipment: Shipment, slot: Window
) -> Best | None:
    """The cheapest place for an order in a slot; None when there is none.

    Commitments, lateness and reloads are those of the exact timing in Python, which times no
    sequence that breaks a commitment.

    Parameters
    ----------
    problem
        With the accepted orders, and all goods on board.
    """
    with_it = replace(problem, shipments=(*problem.shipments, promised(shipment, slot)))
    timer = RouteTimer(with_it)
    pickup, delivery = ((shipment.id, kind) for kind in TaskKind)
    vehicles_first = problem.objective is Objective.VEHICLES
    found = []
    for shift in problem.shifts:
        tasks = sequences.get(shift, ())
        now = timer.timed(shift, tasks)
        for first in range(len(tasks) + 1):
            for second in range(first, len(tasks) + 1):
                longer = (*tasks[:first], pickup, *tasks[first:second], delivery, *tasks[second:])
                timed = timer.timed(shift, longer)
                if timed is not None:
                    cost = timed.timing.cost - (now.timing.cost if now else 0)
                    seconds = timed.timing.duration - (now.timing.duration if now else 0)
                    found.append(Best(int(vehicles_first and not now), cost, seconds))
    return min(found, default=None)
