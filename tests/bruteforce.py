"""The best plan of a very small day, by trying everything.

Written from docs/reference/rules.md alone. Every order of tasks, every choice of a window for each
task and of a place for each break is tried; what remains are differences between instants, whose
closure (longest paths) tells the shortest route.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise, product

import numpy as np

from routing.model import Break, Objective, Problem, Shift, Shipment, Task, TaskKind, Vehicle
from routing.model.cost import UNITS_PER_CENT

Step = tuple[str, TaskKind]
Steps = tuple[Step, ...]
Interval = tuple[int, int]
Difference = tuple[int, int, int]
"""Earlier event, later event, least difference (negative: a longest delay backwards)."""

NOWHERE = -(10**12)
NEVER = 10**18
ORIGIN, START = 0, 1


@dataclass(frozen=True)
class Best:
    """The best plan's left-out shipments that must be served, routes, and cost.

    Parameters
    ----------
    served
        By shift, the shipments that a best plan serves there.
    """

    must_left_out: int
    routes: int
    cost: int
    served: Mapping[str, frozenset[str]] = field(compare=False, default_factory=dict)


def best_plan(problem: Problem) -> Best:
    """The best of all plans."""
    riders = {shift: Rider(problem, shift) for shift in problem.shifts}
    names = [shipment.id for shipment in problem.shipments]
    money = problem.objective is Objective.MONEY
    found = []
    for choice in product([*riders, None], repeat=len(names)):
        served = {
            shift: frozenset(
                name for name, where in zip(names, choice, strict=True) if where == shift
            )
            for shift in riders
        }
        costs = [riders[shift].cheapest(own) for shift, own in served.items() if own]
        if any(cost is None for cost in costs):
            continue
        left_out = [s for s, where in zip(problem.shipments, choice, strict=True) if where is None]
        must = sum(s.penalty is None for s in left_out)
        penalties = sum(s.penalty or 0 for s in left_out) * UNITS_PER_CENT if money else 0
        cost = sum(cost for cost in costs if cost is not None) + penalties
        found.append(Best(must, len(costs), cost, served))
    routes_count = problem.objective is Objective.VEHICLES
    return min(found, key=lambda b: (b.must_left_out, b.routes if routes_count else 0, b.cost))


class Rider:
    """One shift and everything it could ride."""

    def __init__(self, problem: Problem, shift_id: str) -> None:
        self.problem = problem
        self.vehicle: Vehicle
        self.shift: Shift
        self.vehicle, self.shift = problem.shifts[shift_id]
        self.matrix = problem.matrices[self.vehicle.profile]
        self._cheapest: dict[frozenset[str], int | None] = {frozenset(): 0}

    def cheapest(self, shipments: frozenset[str]) -> int | None:
        """What serving just these costs at least; None when it cannot."""
        if shipments not in self._cheapest:
            self._cheapest[shipments] = self._search(shipments)
        return self._cheapest[shipments]

    def _search(self, shipments: frozenset[str]) -> int | None:
        own = [self.problem.shipment_by_id[name] for name in sorted(shipments)]
        if any(not shipment.needs <= self.vehicle.equipment for shipment in own):
            return None
        if any(self.cheapest(shipments - {one.id}) is None for one in own) and self._is_metric:
            return None
        walks = [Walk(self, steps) for steps in self._orders(own, (), ())]
        ranked = sorted((self.cost(w, w.shortest), number) for number, w in enumerate(walks))
        best: int | None = None
        for at_least, number in ranked:
            walk = walks[number]
            if best is not None and at_least >= best:
                break
            restless = walk.best_times(breaks=())
            if restless is None or (best is not None and self.cost(walk, restless[0]) >= best):
                continue
            times = walk.best_times()
            if times is not None:
                best = min(self.cost(walk, times[0]), best or NEVER)
        return best

    @cached_property
    def _is_metric(self) -> bool:
        """Whether going straight is never slower, so that doing less is never harder."""
        ways = self.matrix.durations
        via = (ways[:, :, None] + ways[None, :, :]).min(axis=1)
        return bool((ways >= 0).all() and (ways <= via).all())

    def may(self, steps: Steps) -> bool:
        """Whether equipment and loads allow these tasks in this order."""
        own = [self.problem.shipment_by_id[name] for name in sorted({name for name, _ in steps})]
        return all(one.needs <= self.vehicle.equipment for one in own) and steps in self._orders(
            own, (), ()
        )

    def _orders(
        self, own: list[Shipment], steps: Steps, on_board: tuple[str, ...]
    ) -> Iterator[Steps]:
        """Every order in which pickups come first and nothing is overloaded."""
        if len(steps) == 2 * len(own):
            yield steps
            return
        done = set(steps)
        for shipment in own:
            pickup, delivery = (shipment.id, TaskKind.PICKUP), (shipment.id, TaskKind.DELIVERY)
            if pickup not in done:
                if self._fits((*on_board, shipment.id)):
                    yield from self._orders(own, (*steps, pickup), (*on_board, shipment.id))
            elif delivery not in done:
                rest = tuple(name for name in on_board if name != shipment.id)
                yield from self._orders(own, (*steps, delivery), rest)

    def _fits(self, on_board: tuple[str, ...]) -> bool:
        loads = [self.problem.shipment_by_id[name].load for name in on_board]
        capacity = self.vehicle.capacity
        return (
            sum(load.grams for load in loads) <= capacity.grams
            and sum(load.litres for load in loads) <= capacity.litres
            and sum(load.parcels for load in loads) <= capacity.parcels
        )

    def cost(self, walk: "Walk", duration: int) -> int:
        """Rule 9."""
        if self.problem.objective is not Objective.MONEY:
            return walk.distance
        costs = self.vehicle.costs
        paid = max(costs.minimum_paid, duration)
        return costs.fixed * 18_000 + costs.per_hour * paid * 5 + costs.per_km * walk.distance * 18


class Walk:
    """One order of tasks on one shift, and its best times."""

    def __init__(self, rider: Rider, steps: Steps) -> None:
        self.rider, self.steps = rider, steps
        problem = rider.problem
        self.tasks: list[Task] = [problem.shipment_by_id[name].task(kind) for name, kind in steps]
        row = problem.place_index
        places = [rider.shift.start_place, *(task.place for task in self.tasks)]
        legs = [
            *pairwise([row[place] for place in places]),
            (row[places[-1]], row[rider.shift.end_place]),
        ]
        self.exists = all(rider.matrix.durations[leg] >= 0 for leg in legs)
        self.travel = [int(rider.matrix.durations[leg]) for leg in legs]
        self.distance = sum(int(rider.matrix.distances[leg]) for leg in legs)
        self.setup = [
            0 if number and before == place else problem.place(place).setup
            for number, (before, place) in enumerate(pairwise(places))
        ]
        self.setup.append(0)
        self.service = [0, *(task.service for task in self.tasks)]
        self.end = START + len(self.tasks) + 1

    @property
    def shortest(self) -> int:
        """Were nobody ever to wait or to rest."""
        return sum(self.travel) + sum(self.setup) + sum(self.service)

    def best_times(self, breaks: tuple[Break, ...] | None = None) -> tuple[int, int] | None:
        """Shortest duration, and the soonest start that allows it.

        Parameters
        ----------
        breaks
            None: those of the shift.
        """
        breaks = self.rider.shift.breaks if breaks is None else breaks
        outcomes = [
            times
            for windows in product(*(self._intervals(task) for task in self.tasks))
            if self.exists and self._plausible(windows)
            for placed in self._placements(breaks)
            if (times := self._times(windows, placed)) is not None
        ]
        return min(outcomes, default=None)

    def _intervals(self, task: Task) -> list[Interval]:
        """When a task's window and its place's opening both allow the start."""
        anytime = [(-(10**9), 10**9)]
        windows = [(w.start, w.end) for w in task.windows] or anytime
        opening = [
            (w.start, w.end) for w in self.rider.problem.place(task.place).opening
        ] or anytime
        both = [(max(a, c), min(b, d)) for (a, b), (c, d) in product(windows, opening)]
        return [(first, last) for first, last in both if first <= last]

    def _plausible(self, windows: tuple[Interval, ...]) -> bool:
        """Whether each task can be reached in its window when nothing else holds it up."""
        now = self.rider.shift.window.start
        for leg, (first, last) in enumerate(windows):
            now = max(first, now + self.service[leg] + self.travel[leg] + self.setup[leg])
            if now > last:
                return False
        return now + self.service[-1] + self.travel[-1] <= self.rider.shift.window.end

    def _placements(self, breaks: tuple[Break, ...]) -> Iterator[tuple[tuple[Break, ...], ...]]:
        """Each way to take the breaks: before the route, on each leg, after it, in any order."""
        slots = len(self.travel) + 2
        if not breaks:
            yield ((),) * slots
            return
        for placed in self._placements(breaks[1:]):
            for slot in range(slots):
                for position in range(len(placed[slot]) + 1):
                    here = (*placed[slot][:position], breaks[0], *placed[slot][position:])
                    yield (*placed[:slot], here, *placed[slot + 1 :])

    def _times(
        self, windows: tuple[Interval, ...], placed: tuple[tuple[Break, ...], ...]
    ) -> tuple[int, int] | None:
        hours = self.rider.shift.window
        rules = [*self._within(START, hours.start, hours.end), *self._on_board()]
        rules += self._within(self.end, hours.start, hours.end)
        for number, (first, last) in enumerate(windows):
            rules += self._within(START + 1 + number, first, last)
        event = self.end
        for slot, pauses in enumerate(placed):
            rules += self._slot(slot, pauses, event + 1)
            event += len(pauses)
        return _shortest(rules, event + 1, self.end)

    def _within(self, event: int, first: int, last: int) -> list[Difference]:
        return [(ORIGIN, event, first), (event, ORIGIN, -last)]

    def _slot(self, slot: int, pauses: tuple[Break, ...], event: int) -> Iterator[Difference]:
        """A leg with its breaks, or the breaks before (slot 0) or after the route (last slot)."""
        leg = slot - 1
        riding = 0 <= leg < len(self.travel)
        before, after = START + leg, START + slot
        leaves = self.service[leg] if riding else 0
        rested = 0
        for number, pause in enumerate(pauses, event):
            yield from self._within(number, pause.window.start, pause.window.end)
            if slot > 0:
                yield before, number, leaves
            if after <= self.end:
                yield number, after, pause.duration
            if number > event:
                yield number - 1, number, pauses[number - event - 1].duration
            if riding and after == self.end:
                yield number, before, 1 - (leaves + self.travel[leg] + rested)
            rested += pause.duration
        if riding:
            gap = leaves + self.travel[leg] + self.setup[leg] + rested
            yield before, after, gap
            if after == self.end:
                yield after, before, -gap

    def _on_board(self) -> Iterator[Difference]:
        where = {step: START + 1 + number for number, step in enumerate(self.steps)}
        for name in {name for name, _ in self.steps}:
            shipment = self.rider.problem.shipment_by_id[name]
            if shipment.longest_on_board is not None:
                most = shipment.pickup.service + shipment.longest_on_board
                yield where[name, TaskKind.DELIVERY], where[name, TaskKind.PICKUP], -most


def _shortest(rules: list[Difference], events: int, end: int) -> tuple[int, int] | None:
    """Least difference between start and end, and the soonest start with it."""
    closed = _closure(rules, events)
    if closed is None:
        return None
    duration = int(closed[START, end])
    exact = _closure([*rules, (end, START, -duration)], events)
    assert exact is not None
    return duration, int(exact[ORIGIN, START])


def _closure(
    rules: list[Difference], events: int
) -> "np.ndarray[tuple[int, int], np.dtype[np.int64]] | None":
    """Longest paths between all events (Floyd, Warshall); None where a circle grows."""
    longest = np.full((events, events), NOWHERE, dtype=np.int64)
    np.fill_diagonal(longest, 0)
    for before, after, least in rules:
        longest[before, after] = max(longest[before, after], least)
    for via in range(events):
        np.maximum(longest, longest[:, via, None] + longest[None, via, :], out=longest)
    return None if (np.diagonal(longest) > 0).any() else longest
