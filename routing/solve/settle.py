"""Found sequences as exact routes: each is timed once, and what holds it up is taken out."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from routing.model import Objective, Plan, Problem, Shipment, TaskKind, Unserved
from routing.model.units import CostUnits
from routing.solve.prices import left_out_cost
from routing.solve.ride import is_on_board
from routing.solve.sequence import Sequence, Sequences
from routing.solve.stop import Over, never
from routing.solve.timed import Timed
from routing.solve.timing import RouteTimer
from routing.solve.value import Value
from routing.solve.writing import written


@dataclass(frozen=True, slots=True)
class Settled:
    """A whole plan with exact times, but for the reasons of what it leaves out.

    Parameters
    ----------
    routes
        By shift.
    absent
        Shipments in no route, in the problem's order.
    """

    problem: Problem
    routes: Mapping[str, Timed]
    absent: tuple[Shipment, ...]

    @property
    def sequences(self) -> Sequences:
        """Who does what in which order."""
        return {shift: timed.ride.sequence for shift, timed in self.routes.items()}

    @property
    def cost(self) -> CostUnits:
        """Of the plan: routes, lateness, penalties."""
        routes = sum(timed.timing.cost for timed in self.routes.values())
        return routes + sum(left_out_cost(self.problem, shipment) for shipment in self.absent)

    @property
    def value(self) -> Value:
        """What makes it better or worse than others."""
        required = sum(shipment.penalty is None for shipment in self.absent)
        routes_count = self.problem.objective is Objective.VEHICLES
        return Value(required, len(self.routes) if routes_count else 0, self.cost)

    def plan(self, unserved: tuple[Unserved, ...]) -> Plan:
        """The plan, when these are the reasons."""
        routes = tuple(written(self.problem, timed) for timed in self.routes.values())
        return Plan(routes, unserved, self.cost)


def settle(
    timer: RouteTimer,
    sequences: Sequences,
    *,
    known: Mapping[str, Timed] | None = None,
    over: Over = never,
) -> Settled:
    """The valid plan closest to sequences, however broken those are.

    Parameters
    ----------
    sequences
        Unknown shifts and shipments are passed over, and so are shipments that have been seen.
    known
        Routes timed before, by shift: whose tasks are the same are not timed again.
    over
        Whether there is no time to try what a broken sequence can keep: then it keeps what has been
        found. Sequences that can be ridden are always timed.
    """
    problem = timer.problem
    routes: dict[str, Timed] = {}
    served: set[str] = set()
    for shift in problem.shifts:
        sequence = tuple(_sound(problem, sequences.get(shift, ()), served))
        timed = known.get(shift) if known else None
        if timed is None or timed.ride.sequence != sequence:
            timed = timer.timed(shift, sequence) or _shortened(timer, shift, sequence, over)
        if timed is not None:
            routes[shift] = timed
            served |= {name for name, _ in timed.ride.sequence}
    return of_routes(problem, routes)


def of_routes(problem: Problem, routes: Mapping[str, Timed]) -> Settled:
    """The plan of these routes."""
    served = {name for timed in routes.values() for name, _ in timed.ride.sequence}
    absent = tuple(shipment for shipment in problem.shipments if shipment.id not in served)
    return Settled(problem, routes, absent)


def _sound(
    problem: Problem, sequence: Sequence, served: set[str]
) -> Iterator[tuple[str, TaskKind]]:
    """The tasks that are still to be done."""
    for name, kind in sequence:
        shipment = problem.shipment_by_id.get(name)
        if shipment is None or name in served:
            continue
        if kind is TaskKind.DELIVERY or not is_on_board(shipment):
            yield name, kind


def _shortened(timer: RouteTimer, shift: str, sequence: Sequence, over: Over) -> Timed | None:
    """As many shipments as can be served in this order: the dearest to leave out first."""
    shipments = timer.problem.shipment_by_id
    names = sorted(
        dict.fromkeys(name for name, _ in sequence), key=lambda n: _urgency(shipments[n])
    )
    best: Timed | None = None
    kept: set[str] = set()
    for name in names:
        if over():
            break
        timed = timer.timed(shift, tuple(task for task in sequence if task[0] in kept | {name}))
        if timed is not None:
            best, kept = timed, kept | {name}
    return best


def _urgency(shipment: Shipment) -> tuple[bool, bool, bool, int]:
    """Least for what is to be kept first; a promised position only means something at the end.

    Who is committed to the shift has no other to go to.
    """
    promised = shipment.commitment is not None and shipment.commitment.position is not None
    is_optional, is_free = shipment.penalty is not None, shipment.commitment is None
    return promised, is_optional, is_free, -(shipment.penalty or 0)
