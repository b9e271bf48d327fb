"""The best of all plans of a few shipments, not only of those that a search meets.

Every sequence in which a shift could serve some of the shipments is listed with what it costs at
least (`routing.solve.listing`). The cheapest choice of sets by these bounds is timed exactly, what
it costs comes in their place, and so on until the cheapest choice is one that is timed: a
best-first search [1]_ over the few thousand sequences of four shipments.

References
----------
.. [1] E. L. Lawler, D. E. Wood, "Branch-and-bound methods: a survey", Operations Research 14 (1966)
   699-719. https://doi.org/10.1287/opre.14.4.699
"""

from collections import Counter
from collections.abc import Mapping
from typing import NamedTuple

from routing.model import Objective
from routing.model.units import CostUnits
from routing.solve.indexed import Indexed, IndexedShift, Nodes
from routing.solve.listing import Listing, Own
from routing.solve.settle import Settled
from routing.solve.stop import Over
from routing.solve.timing import RouteTimer

FEW = 4
"""Shipments whose sequences are all looked at: 2,520 of four on one shift, 113,400 of five."""

KINDS = 12
"""Of shifts, at most; each has sequences of its own."""


def is_small(day: Indexed) -> bool:
    """Whether all plans of a day can be looked at."""
    return len(day.shipments) <= FEW and len({shift.kind for shift in day.shifts}) <= KINDS


def cost_of(day: Indexed, settled: Settled) -> CostUnits:
    """What a plan costs in search prices, of two plans always less for the better one."""
    absent = {shipment.id for shipment in settled.absent}
    left_out = zip(day.shipments, day.left_out, strict=True)
    return sum(timed.timing.cost + _opening(day) for timed in settled.routes.values()) + sum(
        price for shipment, price in left_out if shipment.id in absent
    )


def best_of_all(
    timer: RouteTimer, day: Indexed, than: CostUnits, *, most: int | None, over: Over
) -> list[Nodes] | None:
    """The tasks by shift of a plan that costs less, the best of all unless time is up.

    Parameters
    ----------
    than
        In search prices.
    most
        Sequences that may be timed; None: all.
    over
        Whether there is no time for one more.

    Returns
    -------
    None when no plan is better, or none was found.
    """
    riders: dict[int, _Rider] = {}
    for shift in day.shifts:
        if shift.kind not in riders:
            if over():
                return None
            riders[shift.kind] = _Rider(timer, day, shift)
    allowance = _Allowance(most, over)
    while True:
        choice = _cheapest_choice(day, {kind: r.at_least for kind, r in riders.items()})
        if choice.cost >= than:
            return None
        unknown = [
            (riders[day.shifts[number].kind], own)
            for number, own in choice.sets
            if own not in riders[day.shifts[number].kind].known
        ]
        if not unknown:
            return _nodes(day, riders, choice)
        for rider, own in unknown:
            rider.look_at(own, allowance)
        if allowance.spent:
            choice = _cheapest_choice(day, {kind: r.found for kind, r in riders.items()})
            return _nodes(day, riders, choice) if choice.cost < than else None


class _Allowance:
    """How many sequences may still be timed."""

    def __init__(self, most: int | None, over: Over) -> None:
        self.left, self.over, self.spent = most, over, False

    def take(self) -> bool:
        """One, if there is one."""
        self.spent = self.spent or self.left == 0 or self.over()
        if self.left is not None and not self.spent:
            self.left -= 1
        return not self.spent


class _Rider:
    """All that one kind of shift could ride.

    Attributes
    ----------
    at_least
        What serving just some shipments costs at least; exactly where that is known.
    found
        What the best sequence timed so far costs.
    known
        The sets of which all sequences that could be the best are timed.
    """

    def __init__(self, timer: RouteTimer, day: Indexed, shift: IndexedShift) -> None:
        self.timer, self.day, self.shift = timer, day, shift
        self._bounds: dict[Own, list[tuple[CostUnits, Nodes]]] = {}
        for bound, own, nodes in Listing(day, shift).sequences():
            self._bounds.setdefault(own, []).append((bound, nodes))
        for bounds in self._bounds.values():
            bounds.sort()
        self.at_least = {own: bounds[0][0] for own, bounds in self._bounds.items()}
        self.found: dict[Own, CostUnits] = {}
        self.known: set[Own] = set()
        self.best: dict[Own, Nodes] = {}

    def look_at(self, own: Own, allowance: _Allowance) -> None:
        """Time the sequences of a set, as far as they may be the best."""
        for bound, nodes in self._bounds[own]:
            if own in self.found and bound >= self.found[own]:
                break
            if not allowance.take():
                return
            timed = self.timer.timed(self.shift.id, self.day.sequence(nodes))
            if timed is not None:
                cost = timed.timing.cost + _opening(self.day)
                if own not in self.found or cost < self.found[own]:
                    self.found[own], self.best[own] = cost, nodes
        self.known.add(own)
        if own in self.found:
            self.at_least[own] = self.found[own]
        else:
            del self.at_least[own]


class _Choice(NamedTuple):
    """Which shifts, by number, serve which sets, and what that costs with what is left out."""

    cost: CostUnits
    sets: tuple[tuple[int, Own], ...]


def _cheapest_choice(day: Indexed, costs: Mapping[int, Mapping[Own, CostUnits]]) -> _Choice:
    """The cheapest choice of disjoint sets, when each costs so much on each kind of shift."""
    best: dict[Own, _Choice] = {0: _Choice(0, ())}
    used: Counter[int] = Counter()
    for number, shift in enumerate(day.shifts):
        used[shift.kind] += 1
        if used[shift.kind] > len(day.shipments):
            continue
        for served, before in list(best.items()):
            for own, cost in costs[shift.kind].items():
                known = best.get(own | served)
                if not own & served and (known is None or before.cost + cost < known.cost):
                    sets = (*before.sets, (number, own))
                    best[own | served] = _Choice(before.cost + cost, sets)
    return min(
        choice._replace(cost=choice.cost + _left_out(day, served))
        for served, choice in best.items()
    )


def _left_out(day: Indexed, served: Own) -> CostUnits:
    return sum(price for number, price in enumerate(day.left_out) if not served & 1 << number)


def _nodes(day: Indexed, riders: Mapping[int, _Rider], choice: _Choice) -> list[Nodes]:
    nodes: list[Nodes] = [()] * len(day.shifts)
    for number, own in choice.sets:
        nodes[number] = riders[day.shifts[number].kind].best[own]
    return nodes


def _opening(day: Indexed) -> CostUnits:
    """What a route costs in search prices beside what it costs by the rules."""
    vehicles = day.problem.objective is Objective.VEHICLES
    return day.shifts[0].price.fixed if vehicles else 0
