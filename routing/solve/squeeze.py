"""One more shipment in routes that are timed already: a last look at what a search left out."""

import heapq
from collections.abc import Iterator
from typing import NamedTuple, TypeAlias

import numpy as np

from routing.model import Shipment, TaskKind
from routing.model.units import CostUnits
from routing.solve.detours import Detours
from routing.solve.kinds import one_of_each
from routing.solve.prices import left_out_cost, price
from routing.solve.ride import is_on_board
from routing.solve.sequence import Sequence
from routing.solve.settle import Settled, of_routes
from routing.solve.stop import Over
from routing.solve.timed import Timed
from routing.solve.timing import RouteTimer

TRIED = 64
"""How many places are timed exactly for a shipment: those with the least detour. All, on a day of
four orders."""


MOST = 50
"""How many shipments are looked at: more than these are no oversight of a search."""

Gaps: TypeAlias = tuple[int, ...]
"""Before which services: the pickup, then the delivery."""


class Squeezed(NamedTuple):
    """What became of the shipments left out.

    Parameters
    ----------
    more
        What serving one that is still left out would cost more, in the cheapest place found.
    """

    settled: Settled
    more: dict[str, CostUnits]


def squeezed(timer: RouteTimer, settled: Settled, over: Over) -> Squeezed:
    """Put each absent shipment in its cheapest place, if that is better than leaving it out.

    Parameters
    ----------
    over
        Whether there is no time to look further; who has been looked at by half stays out.
    """
    problem, more = timer.problem, dict[str, CostUnits]()
    look = _Look(timer, over)
    required_first = sorted(settled.absent, key=lambda one: one.penalty is not None)
    for shipment in required_first[:MOST]:
        found = look.cheapest(settled, shipment)
        if over():
            break
        if found is None:
            continue
        routes = {**settled.routes, found.ride.shift.id: found}
        in_order = {shift: routes[shift] for shift in problem.shifts if shift in routes}
        after = of_routes(problem, in_order)
        if after.value < settled.value:
            settled = after
        else:
            more[shipment.id] = after.cost - settled.cost + left_out_cost(problem, shipment)
    return Squeezed(settled, more)


class _Look:
    """For places in the routes of a plan, of which only a few change from look to look."""

    def __init__(self, timer: RouteTimer, over: Over) -> None:
        self.timer, self.over = timer, over
        self._known: dict[str, tuple[Timed | None, Detours]] = {}

    def cheapest(self, settled: Settled, shipment: Shipment) -> Timed | None:
        """The route that serves a shipment too for the least more, of those that promise most."""
        best: tuple[CostUnits, Timed] | None = None
        for _, shift, sequence in heapq.nsmallest(TRIED, self._places(settled, shipment)):
            if self.over():
                return None
            timed = self.timer.timed(shift, sequence)
            if timed is not None:
                before = settled.routes.get(shift)
                more = timed.timing.cost - (before.timing.cost if before else 0)
                if best is None or more < best[0]:
                    best = more, timed
        return best[1] if best else None

    def _places(
        self, settled: Settled, shipment: Shipment
    ) -> Iterator[tuple[CostUnits, str, Sequence]]:
        """What detours cost, and the sequences with them: a few of each route and unused shift."""
        problem = self.timer.problem
        unused = (shift.id for _, shift in one_of_each(problem, besides=settled.routes))
        for shift in (*settled.routes, *unused):
            if self.over():
                return
            vehicle, _ = problem.shifts[shift]
            committed = shipment.commitment is not None and shipment.commitment.shift != shift
            takes = shipment.load.fits(vehicle.capacity) and shipment.needs <= vehicle.equipment
            if takes and not committed:
                timed = settled.routes.get(shift)
                base = 0 if timed else price(problem, vehicle.costs).of(0, 0)
                here = timed.ride.sequence if timed else ()
                for cost, gaps in _cheapest_gaps(self._detours(shift, timed), shipment):
                    yield base + cost, shift, _put(here, gaps, shipment)

    def _detours(self, shift: str, timed: Timed | None) -> Detours:
        """Those of a shift's route; made again only where the route is another one."""
        before, detours = self._known.get(shift, (None, None))
        if detours is None or before is not timed:
            detours = Detours(self.timer.problem, shift, timed)
            self._known[shift] = timed, detours
        return detours


def _cheapest_gaps(detours: Detours, shipment: Shipment) -> Iterator[tuple[CostUnits, Gaps]]:
    """What it costs to serve a shipment in some gaps; for goods on board there is only one."""
    aboard = is_on_board(shipment)
    costs = detours.delivery_costs(shipment) if aboard else detours.costs(shipment)
    for place in np.argsort(costs, axis=None, kind="stable")[:TRIED]:
        gaps = tuple(int(gap) for gap in np.unravel_index(place, costs.shape))
        if not np.isfinite(costs[gaps]):
            return
        yield int(costs[gaps]), gaps


def _put(sequence: Sequence, gaps: Gaps, shipment: Shipment) -> Sequence:
    """The sequence with a shipment's tasks in their gaps."""
    pickup, delivery = ((shipment.id, kind) for kind in TaskKind)
    first, second = gaps[0], gaps[-1]
    tasks = (pickup,) if len(gaps) == 2 else ()
    return (*sequence[:first], *tasks, *sequence[first:second], delivery, *sequence[second:])
