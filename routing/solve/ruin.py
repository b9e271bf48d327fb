"""Ruin and recreate: strings of neighbouring stops are torn out of the routes and put back better.

Slack induction by string removals [1]_ for pairs of pickup and delivery, with the cooling of
simulated annealing.

References
----------
.. [1] J. Christiaens, G. Vanden Berghe, "Slack induction by string removals for vehicle routing
   problems", Transportation Science 54 (2020) 417-433. https://doi.org/10.1287/trsc.2019.0914
"""

import math
import random
from collections.abc import Callable, Iterable

import numpy as np

from routing.model.units import CostUnits
from routing.solve.draft import Draft, Drafts
from routing.solve.indexed import NEVER, Indexed
from routing.solve.insertion import cheapest_place, noisy_place
from routing.solve.state import State, open_to, state_of

LONGEST_STRING = 10
REMOVED = 3.0
"""Tasks a ruin removes on average; their other halves come on top."""
BLINK = 0.01
"""How often a route is not seen while a shipment is put back."""
NOISY = 0.5
"""How many shipments, for as many as there are, are put back in a cheap place rather than in the
cheapest: small days are caught in the greed of the search, large ones in its noise."""
SWAPPED = 0.01
"""How often two shifts exchange their routes instead of a ruin."""
HOT, COLD = 0.02, 0.0002
"""First and last temperature, as shares of what the routes cost besides their fixed costs."""


class RuinAndRecreate:
    """The search of one problem.

    Parameters
    ----------
    seed
        Of its random numbers.
    """

    def __init__(self, drafts: Drafts, seed: int) -> None:
        self.drafts = drafts
        self.day = drafts.day
        self._random = random.Random(seed)  # noqa: S311
        self._near = _neighbours(self.day)
        self._orders = _orders(self.day, self._random)

    def search(
        self, start: State, cooled: Callable[[], float], found: Callable[[State], None]
    ) -> None:
        """Search until cooled down.

        Parameters
        ----------
        cooled
            How much of the search is over, from 0 to 1, where it ends; called once a step.
        found
            Called with each state better than all before.
        """
        current = best = start
        while self.day.shipments and (done := cooled()) < 1:
            heat = _road_cost(self.day, current) * HOT * (COLD / HOT) ** done
            limit = current.cost - heat * math.log(1 - self._random.random())
            after = self._step(current, limit)
            if after is not None:
                current = after
                if after.cost < best.cost:
                    best = after
                    found(after)

    def _step(self, state: State, limit: float) -> State | None:
        """One ruin put right, if it costs less than the limit."""
        if self._random.random() < SWAPPED:
            whole = self._swapped(state)
        else:
            whole = self.recreate(*self._ruin(state))
        if whole.cost >= limit:
            return None
        settled = settle(self.drafts, whole)
        return settled if settled is not None and settled.cost < limit else None

    def _swapped(self, state: State) -> State:
        """Two shifts ride each other's routes; what they cannot take is put in elsewhere."""
        drafts = list(state.drafts)
        one, other = (self._random.randrange(len(drafts)) for _ in range(2))
        ones, others = drafts[one].tasks, drafts[other].tasks
        for number, tasks in ((one, others), (other, ones)):
            taken = self.day.shifts[number].takes
            some = tuple(node for node in tasks if taken[node // 2])
            drafts[number] = self.drafts.of_sequence(number, some) or self.drafts.empty(number)
        return self.recreate(drafts, self._absent(drafts))

    def _absent(self, drafts: Iterable[Draft]) -> set[int]:
        kept = {node // 2 for draft in drafts for node in draft.tasks}
        return set(range(len(self.day.shipments))) - kept

    def _ruin(self, state: State) -> tuple[list[Draft], set[int]]:
        """Tear strings out of routes around a shipment drawn at random."""
        chance = self._random.random
        routes = [draft for draft in state.drafts if draft.tasks]
        average = sum(len(draft.tasks) for draft in routes) / max(1, len(routes))
        longest = max(1.0, min(LONGEST_STRING, average))
        strings = int(chance() * (4 * REMOVED / (1 + longest)) + 1)
        drafts, gone = list(state.drafts), set(state.absent)
        route_of = {node: draft.shift for draft in routes for node in draft.tasks}
        torn: set[int] = set()
        for shipment in self._near[self._random.randrange(len(self._near))]:
            node = 2 * shipment + (chance() < 0.5)
            if node not in route_of or shipment in gone or route_of[node] in torn:
                continue
            torn.add(route_of[node])
            gone.update(self._string(state.drafts[route_of[node]], node, longest))
            if len(torn) == strings:
                break
        removed = gone - state.absent
        for number in {route_of[2 * shipment] for shipment in removed}:
            drafts[number] = self.drafts.without(drafts[number], removed)
        return drafts, self._absent(drafts)

    def _string(self, draft: Draft, node: int, longest: float) -> Iterable[int]:
        """Shipments of a string around a node; half of the strings spare a stretch inside."""
        chance, tasks = self._random.random, draft.tasks
        length = int(chance() * min(len(tasks), longest) + 1)
        spared = 0
        if chance() < 0.5:
            spared = 1
            while length + spared < len(tasks) and chance() < 0.5:
                spared += 1
        spared = min(spared, len(tasks) - length)
        at = tasks.index(node)
        first = max(0, at - length - spared + 1)
        first = self._random.randint(first, min(at, len(tasks) - length - spared))
        string = tasks[first : first + length + spared]
        hole = self._random.randint(0, length)
        return {one // 2 for one in (*string[:hole], *string[hole + spared :])}

    def recreate(self, ruined: Iterable[Draft], absent: Iterable[int]) -> State:
        """Put absent shipments back one by one, each in its cheapest place."""
        drafts, left_out = list(ruined), set()
        order = self._random.choice(self._orders)
        for shipment in sorted(absent, key=order):
            after = self._put(drafts, shipment)
            if after is None:
                left_out.add(shipment)
            else:
                drafts[after.shift] = after
        return state_of(self.day, drafts, left_out)

    def _put(self, drafts: list[Draft], shipment: int) -> Draft | None:
        """The route that takes a shipment at the least cost, with it."""
        limit, best, chance = self.day.left_out[shipment], None, self._random.random
        noisy = chance() * len(self.day.shipments) < NOISY
        for draft in open_to(self.day, drafts):
            place = (
                noisy_place(self.drafts, draft, shipment, limit, chance)
                if noisy
                else cheapest_place(self.drafts, draft, shipment, limit)
            )
            if place is not None and chance() >= BLINK:
                limit, best = place.cost, (draft, place)
        return self.drafts.with_shipment(best[0], shipment, best[1]) if best else None


def settle(drafts: Drafts, state: State) -> State | None:
    """The state with exact costs; None when a route breaks a rule."""
    settled = []
    for draft in state.drafts:
        exact = drafts.settled(draft)
        if exact is None:
            return None
        settled.append(exact)
    return state_of(drafts.day, settled, state.absent)


def _road_cost(day: Indexed, state: State) -> CostUnits:
    """What the routes cost besides their fixed costs."""
    return sum(
        draft.cost - day.shifts[draft.shift].price.fixed for draft in state.drafts if draft.tasks
    )


def _neighbours(day: Indexed) -> list[list[int]]:
    """For each shipment all shipments, from near to far: first by their doors, then by shops."""
    roads = next(iter(day.roads.values()))
    hops = np.minimum(roads.hops[: len(day.tasks), : len(day.tasks)], NEVER // 4)
    apart = hops + hops.T
    apart = 3 * apart[1::2, 1::2] + apart[0::2, 0::2]
    np.fill_diagonal(apart, -1)
    nearest: list[list[int]] = np.argsort(apart, axis=1, kind="stable").tolist()
    return nearest


def _orders(day: Indexed, chance: random.Random) -> list[Callable[[int], float]]:
    """In which orders shipments are put back; those that stand twice are drawn twice as often."""
    shift = day.shifts[0]
    hops = day.roads[shift.vehicle.profile].hops
    far: list[int] = hops[shift.start, : len(day.tasks)].tolist()
    spans = shift.spans
    wide = [sum(closes - opens for opens, closes in spans[2 * s + 1]) for s in range(len(far) // 2)]
    late = [spans[2 * s + 1][-1][1] if spans[2 * s + 1] else 0 for s in range(len(far) // 2)]

    def at_random(_: int) -> float:
        return chance.random()

    def large_first(shipment: int) -> float:
        return -sum(day.loads[shipment])

    def far_first(shipment: int) -> float:
        return -far[2 * shipment + 1]

    def near_first(shipment: int) -> float:
        return far[2 * shipment + 1]

    def narrow_first(shipment: int) -> float:
        return wide[shipment]

    def early_first(shipment: int) -> float:
        return late[shipment]

    return [
        *[at_random, large_first] * 4,
        *[far_first, narrow_first, early_first] * 2,
        near_first,
    ]
