"""From who does what to a plan of a very small day: exact times, and honest reasons.

Every place for a shipment left out is timed, whatever rules the day has: seconds for a large day,
milliseconds for a few orders.
"""

from collections.abc import Iterator
from itertools import combinations_with_replacement

from routing.model import Objective, Plan, Problem, Route, Shipment, Stage, TaskKind, Unserved
from routing.model.cost import UNITS_PER_CENT_PER_HOUR_SECOND
from routing.model.units import CostUnits
from routing.solve.prices import left_out_cost
from routing.solve.reasons import impossible, no_room, too_dear
from routing.solve.sequence import Sequence, Sequences
from routing.solve.timing import RouteTimer


def finished(problem: Problem, sequences: Sequences) -> Plan:
    """The plan of sequences that can be ridden; what is absent comes in where that is better.

    Raises
    ------
    KeyError
        When a sequence names what the problem does not have.
    """
    rounds = _Rounds(problem, sequences)
    unserved = [
        reason for shipment in problem.shipments if (reason := rounds.serve(shipment)) is not None
    ]
    routes = tuple(route for route in rounds.routes.values() if route is not None)
    left_out = (problem.shipment_by_id[one.shipment] for one in unserved)
    cost = sum(cost_of(problem, route) for route in routes)
    cost += sum(left_out_cost(problem, shipment) for shipment in left_out)
    return Plan(routes, tuple(unserved), cost)


def cost_of(problem: Problem, route: Route) -> CostUnits:
    """What a route adds to its plan's cost: its own, and lateness."""
    if problem.objective is not Objective.MONEY:
        return route.cost
    return route.cost + UNITS_PER_CENT_PER_HOUR_SECOND * sum(
        task.lateness.cents_per_hour * max(0, service.start - task.windows[-1].end)
        for _, service in route.services()
        if (task := problem.shipment_by_id[service.shipment].task(service.kind)).lateness
    )


class _Rounds:
    """Sequences with their routes, while shipments are put in."""

    def __init__(self, problem: Problem, sequences: Sequences) -> None:
        self.problem = problem
        self.timer = RouteTimer(problem)
        self.sequences = {shift: sequences.get(shift, ()) for shift in problem.shifts}
        self.routes = {
            shift: self.timer.route(shift, sequence) for shift, sequence in self.sequences.items()
        }

    def serve(self, shipment: Shipment) -> Unserved | None:
        """Put a shipment in that is in no sequence, unless that is impossible or too dear."""
        if any(name == shipment.id for order in self.sequences.values() for name, _ in order):
            return None
        hopeless = impossible(self.timer, shipment)
        if hopeless is not None:
            return hopeless
        ways = list(self._ways(shipment))
        if not ways:
            return no_room(shipment)
        more, shift, sequence = min(ways)
        if shipment.penalty is not None and more >= left_out_cost(self.problem, shipment):
            return too_dear(shipment, more)
        self.sequences[shift] = sequence
        self.routes[shift] = self.timer.route(shift, sequence)
        return None

    def _ways(self, shipment: Shipment) -> Iterator[tuple[CostUnits, str, Sequence]]:
        for shift, sequence in self.sequences.items():
            before = self._cost(self.routes[shift])
            for longer in _with(sequence, shipment):
                route = self.timer.route(shift, longer)
                if route is not None:
                    yield self._cost(route) - before, shift, longer

    def _cost(self, route: Route | None) -> CostUnits:
        return 0 if route is None else cost_of(self.problem, route)


def _with(sequence: Sequence, shipment: Shipment) -> Iterator[Sequence]:
    """A sequence with a shipment's tasks in every place."""
    pickup, delivery = ((shipment.id, kind) for kind in TaskKind)
    commitment, places = shipment.commitment, range(len(sequence) + 1)
    if commitment is not None and commitment.stage is Stage.ON_BOARD:
        yield from ((*sequence[:place], delivery, *sequence[place:]) for place in places)
        return
    for one, other in combinations_with_replacement(places, 2):
        yield (*sequence[:one], pickup, *sequence[one:other], delivery, *sequence[other:])
