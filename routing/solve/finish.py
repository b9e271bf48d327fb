"""From who does what to a plan of a very small day: exact times, and honest reasons.

Every place for a shipment left out is timed, whatever rules the day has: milliseconds for a few
orders, minutes for a large day.
"""

from collections.abc import Iterator
from itertools import combinations_with_replacement

from routing.model import Plan, Problem, Shipment, TaskKind, Unserved
from routing.model.units import CostUnits
from routing.solve.breaks import Timed
from routing.solve.prices import left_out_cost
from routing.solve.reasons import impossible, no_room, too_dear
from routing.solve.ride import is_on_board
from routing.solve.sequence import Sequence, Sequences
from routing.solve.timing import RouteTimer
from routing.solve.writing import written


def finished(problem: Problem, sequences: Sequences) -> Plan:
    """The plan of some sequences; what is absent comes in where that is better.

    Parameters
    ----------
    sequences
        Those that cannot be ridden are left out whole.
    """
    rounds = _Rounds(problem, sequences)
    unserved = [
        reason for shipment in problem.shipments if (reason := rounds.serve(shipment)) is not None
    ]
    left_out = (problem.shipment_by_id[one.shipment] for one in unserved)
    return Plan(
        tuple(written(problem, timed) for timed in rounds.timed.values()),
        tuple(unserved),
        sum(timed.timing.cost for timed in rounds.timed.values())
        + sum(left_out_cost(problem, shipment) for shipment in left_out),
    )


class _Rounds:
    """What each shift that rides does, while shipments are put in."""

    def __init__(self, problem: Problem, sequences: Sequences) -> None:
        self.problem = problem
        self.timer = RouteTimer(problem)
        ridden = {shift: self.timer.timed(shift, order) for shift, order in sequences.items()}
        self.timed = {shift: timed for shift, timed in ridden.items() if timed is not None}

    def serve(self, shipment: Shipment) -> Unserved | None:
        """Put a shipment in that nobody serves, unless that is impossible or too dear."""
        orders = (timed.ride.sequence for timed in self.timed.values())
        if any(name == shipment.id for order in orders for name, _ in order):
            return None
        hopeless = impossible(self.timer, shipment)
        if hopeless is not None:
            return hopeless
        ways = self._ways(shipment)
        more, timed = min(ways, key=lambda way: way[0], default=(0, None))
        if timed is None:
            return no_room(shipment)
        if shipment.penalty is not None and more >= left_out_cost(self.problem, shipment):
            return too_dear(shipment, more)
        self.timed[timed.ride.shift.id] = timed
        return None

    def _ways(self, shipment: Shipment) -> Iterator[tuple[CostUnits, Timed]]:
        """The routes that serve it too, each with what it costs more."""
        for shift in self.problem.shifts:
            before = self.timed.get(shift)
            order, cost = (before.ride.sequence, before.timing.cost) if before else ((), 0)
            for longer in _with(order, shipment):
                timed = self.timer.timed(shift, longer)
                if timed is not None:
                    yield timed.timing.cost - cost, timed


def _with(order: Sequence, shipment: Shipment) -> Iterator[Sequence]:
    """A sequence with a shipment's tasks in every place."""
    pickup, delivery = ((shipment.id, kind) for kind in TaskKind)
    places = range(len(order) + 1)
    if is_on_board(shipment):
        yield from ((*order[:place], delivery, *order[place:]) for place in places)
    else:
        for one, other in combinations_with_replacement(places, 2):
            yield (*order[:one], pickup, *order[one:other], delivery, *order[other:])
