"""Where a ride may reload, the most promising choice first.

A reload lies on a leg on which the vehicle is empty. Each choice of such legs is a path from the
start over reloads to the end whose arcs are no longer than the range; paths come in the order of
what they cost when nobody waits, by best-first search with the exact cost to go [1]_.

A reload that can be left out without breaking the range is no choice, unless the detour over it is
the shorter way: whoever does not need it may just as well wait.

References
----------
.. [1] P. E. Hart, N. J. Nilsson, B. Raphael, "A formal basis for the heuristic determination of
   minimum cost paths", IEEE Transactions on Systems Science and Cybernetics 4 (1968) 100-107.
   https://doi.org/10.1109/TSSC.1968.300136
"""

import heapq
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate
from typing import TypeAlias

from routing.model.units import CostUnits, Ticks
from routing.solve.legs import Leg

Choice: TypeAlias = tuple[int, ...]
"""The legs on which the vehicle reloads, in order."""


class Trips:
    """What lies between reloads. Stations are the start (-1), legs with a detour, the end.

    Parameters
    ----------
    legs
        Without reloads; None where there is no path.
    detours
        With a reload, by the number of the leg, where one is possible.
    reach
        Most distance between two stations.
    tick, per_distance
        What time and distance cost.
    """

    def __init__(
        self,
        legs: Sequence[Leg | None],
        detours: Mapping[int, Leg],
        reach: Ticks,
        tick: CostUnits,
        per_distance: CostUnits,
    ) -> None:
        self.legs, self.detours, self.reach = legs, detours, reach
        self.tick, self.per_distance = tick, per_distance
        self._ticks = list(accumulate((leg.ticks if leg else 0 for leg in legs), initial=0))
        self._far = list(accumulate((leg.distance if leg else 0 for leg in legs), initial=0))
        self._gaps = list(accumulate((leg is None for leg in legs), initial=0))
        self._stations = [-1, *sorted(detours), len(legs)]

    def choices(self) -> Iterator[tuple[CostUnits, Choice]]:
        """What a choice costs at least, and the choice; cheap ones first."""
        to_go = self._costs_to_go()
        start, end = self._stations[0], self._stations[-1]
        heap: list[tuple[CostUnits, Choice]] = []
        if start in to_go:
            heap.append((to_go[start], (start,)))
        while heap:
            bound, path = heapq.heappop(heap)
            here = path[-1]
            if here == end:
                yield bound, path[1:-1]
                continue
            for there in self._stations:
                cost = self._cost(here, there) if there > here and there in to_go else None
                if cost is not None and not (path[1:] and self._needless(path[-2], here, there)):
                    at_least = bound - to_go[here] + cost + to_go[there]
                    heapq.heappush(heap, (at_least, (*path, there)))

    def _costs_to_go(self) -> dict[int, CostUnits]:
        """The least cost from each station to the end, where there is a way."""
        to_go = {self._stations[-1]: 0}
        for here in reversed(self._stations[:-1]):
            costs = [
                cost + rest
                for there, rest in to_go.items()
                if (cost := self._cost(here, there)) is not None
            ]
            if costs:
                to_go[here] = min(costs)
        return to_go

    def _cost(self, here: int, there: int) -> CostUnits | None:
        """Of a trip from one station to the next; None when it is too far."""
        distance = self._distance(here, there)
        if distance is None or distance > self.reach:
            return None
        ticks = self._ticks[there] - self._ticks[here + 1]
        if there in self.detours:
            ticks += self.detours[there].ticks
        return self.tick * ticks + self.per_distance * distance

    def _distance(self, here: int, there: int) -> Ticks | None:
        if self._gaps[there] > self._gaps[here + 1]:
            return None
        before, after = self.detours.get(here), self.detours.get(there)
        onward = before.halt.onward if before is not None and before.halt is not None else 0
        toward = after.halt.toward if after is not None and after.halt is not None else 0
        return onward + self._far[there] - self._far[here + 1] + toward

    def _needless(self, before: int, here: int, after: int) -> bool:
        """Whether a reload may be left out and nothing is lost."""
        leg, detour = self.legs[here], self.detours[here]
        if leg is None or detour.ticks < leg.ticks or detour.distance < leg.distance:
            return False
        distance = self._distance(before, after)
        return distance is not None and distance <= self.reach
