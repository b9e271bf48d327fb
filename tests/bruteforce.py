"""The best plan of a very small day, by trying everything.

Written from docs/reference/rules.md alone. Every order of tasks, every choice of a window for each
task, of a place for each break and of legs for reloads is tried; what remains are differences
between instants, whose closure (longest paths) tells the earliest times for every start.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations, pairwise, product
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from routing.model import (
    Break,
    Objective,
    Problem,
    Shift,
    Shipment,
    Stage,
    Task,
    TaskKind,
    Vehicle,
)
from routing.model.cost import UNITS_PER_CENT

Step = tuple[str, TaskKind]
Steps = tuple[Step, ...]
Interval = tuple[int, int]
Integers = npt.NDArray[np.int64]
Difference = tuple[int, int, int]
"""Earlier event, later event, least difference (negative: a longest delay backwards)."""

NOWHERE = -(10**12)
ORIGIN, START = 0, 1


class Times(NamedTuple):
    """What a route and its lateness cost, how long it takes, when it starts."""

    cost: int
    duration: int
    start: int


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
    allowed = [[s.commitment.shift] if s.commitment else [*riders] for s in problem.shipments]
    for choice in product(*([*shifts, None] for shifts in allowed)):
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
        self.aboard = tuple(
            shipment.id
            for shipment in problem.shipments
            if shipment.commitment is not None
            and shipment.commitment.stage is Stage.ON_BOARD
            and shipment.commitment.shift == shift_id
        )
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
        if self._less_is_easier:
            fewer = (shipments - {one.id} for one in own)
            if any(self.cheapest(some) is None for some in fewer):
                return None
        walks = [walk for steps in self._orders(own, (), self.aboard) for walk in self.walks(steps)]
        ranked = sorted((walk.cost(walk.shortest), number) for number, walk in enumerate(walks))
        best: int | None = None
        for at_least, number in ranked:
            walk = walks[number]
            if best is not None and at_least >= best:
                break
            restless = walk.best_times(breaks=())
            if restless is None or (best is not None and restless.cost >= best):
                continue
            times = walk.best_times()
            if times is not None:
                best = times.cost if best is None else min(times.cost, best)
        return best

    @cached_property
    def _less_is_easier(self) -> bool:
        """Whether it is never harder to do less: nothing promised, and straight ways are best."""
        promised = any(s.commitment is not None for s in self.problem.shipments)
        return not promised and all(
            (ways >= 0).all() and (ways <= (ways[:, :, None] + ways[None, :, :]).min(axis=1)).all()
            for ways in (self.matrix.durations, self.matrix.distances)
        )

    def may(self, steps: Steps) -> bool:
        """Whether equipment, loads and commitments allow these tasks in this order."""
        own = [self.problem.shipment_by_id[name] for name in sorted({name for name, _ in steps})]
        return (
            all(one.needs <= self.vehicle.equipment for one in own)
            and all(one.commitment is None or one.commitment.shift == self.shift.id for one in own)
            and steps in self._orders(own, (), self.aboard)
        )

    def walks(self, steps: Steps) -> Iterator["Walk"]:
        """The order with every choice of reloads that is possible: empty, and within the range."""
        empty = [leg for leg in range(len(steps) + 1) if not self._on_board(steps[:leg])]
        empty = empty if self.shift.reload is not None else []
        for count in range(len(empty) + 1):
            for reloads in combinations(empty, count):
                walk = Walk(self, steps, reloads)
                if walk.exists:
                    yield walk

    def best_times(self, steps: Steps) -> Times | None:
        """The cheapest, then shortest, then soonest times of an order; None where none hold."""
        if not self.may(steps):
            return None
        times = (walk.best_times() for walk in self.walks(steps))
        return min((one for one in times if one is not None), default=None)

    def _on_board(self, steps: Steps) -> set[str]:
        on_board = set(self.aboard)
        for name, kind in steps:
            on_board = on_board | {name} if kind is TaskKind.PICKUP else on_board - {name}
        return on_board

    def _orders(
        self, own: list[Shipment], steps: Steps, on_board: tuple[str, ...]
    ) -> Iterator[Steps]:
        """Every order in which pickups come first, nothing is overloaded, positions are kept."""
        before = [one.id for one in own if one.id in self.aboard]
        if len(steps) == 2 * len(own) - len(before):
            yield steps
            return
        for shipment in own:
            for kind, after in (
                (TaskKind.PICKUP, (*on_board, shipment.id)),
                (TaskKind.DELIVERY, tuple(name for name in on_board if name != shipment.id)),
            ):
                done = (shipment.id, TaskKind.PICKUP) in steps or shipment.id in before
                comes_next = done == (kind is TaskKind.DELIVERY)
                doubled = (shipment.id, TaskKind.DELIVERY) in steps
                fixed = shipment.commitment and shipment.commitment.position
                placed = kind is TaskKind.PICKUP or fixed in (None, len(steps))
                if comes_next and not doubled and placed and self._fits(after):
                    yield from self._orders(own, (*steps, (shipment.id, kind)), after)

    def _fits(self, on_board: tuple[str, ...]) -> bool:
        loads = [self.problem.shipment_by_id[name].load for name in on_board]
        capacity = self.vehicle.capacity
        return (
            sum(load.grams for load in loads) <= capacity.grams
            and sum(load.litres for load in loads) <= capacity.litres
            and sum(load.parcels for load in loads) <= capacity.parcels
        )


class Walk:
    """One order of tasks on one shift, reloading on some legs, and its best times."""

    def __init__(self, rider: Rider, steps: Steps, reloads: tuple[int, ...] = ()) -> None:
        self.rider, self.steps = rider, steps
        problem = rider.problem
        self.tasks: list[Task] = [problem.shipment_by_id[name].task(kind) for name, kind in steps]
        places = [rider.shift.start_place, *(task.place for task in self.tasks)]
        self.travel, parts, self.exists = [], [0], True
        for leg, (here, there) in enumerate(pairwise([*places, rider.shift.end_place])):
            ticks = 0
            via = [here, there]
            if leg in reloads:
                assert rider.shift.reload is not None
                via = [here, rider.shift.reload.place, there]
                ticks = rider.shift.reload.duration
            for number, (one, other) in enumerate(pairwise(via)):
                way = problem.place_index[one], problem.place_index[other]
                self.exists = self.exists and bool(rider.matrix.durations[way] >= 0)
                ticks += int(rider.matrix.durations[way])
                parts += [0] if number else []
                parts[-1] += int(rider.matrix.distances[way])
            self.travel.append(ticks)
        self.distance = sum(parts)
        if rider.shift.reload is not None:
            self.exists = self.exists and max(parts) <= rider.shift.reload.range
        self.setup = [
            0
            if number and before == place and number not in reloads
            else problem.place(place).setup
            for number, (before, place) in enumerate(pairwise(places))
        ]
        self.setup.append(0)
        self.service = [0, *(task.service for task in self.tasks)]
        self.end = START + len(self.tasks) + 1

    @property
    def shortest(self) -> int:
        """Were nobody ever to wait or to rest."""
        return sum(self.travel) + sum(self.setup) + sum(self.service)

    def cost(self, duration: int) -> int:
        """Rule 9."""
        return int(self.costs(np.array([duration]))[0])

    def costs(self, durations: Integers) -> Integers:
        """Rule 9 for each duration."""
        if self.rider.problem.objective is not Objective.MONEY:
            return np.full_like(durations, self.distance)
        costs = self.rider.vehicle.costs
        paid = np.maximum(costs.minimum_paid, durations)
        return costs.fixed * 18_000 + costs.per_hour * paid * 5 + costs.per_km * self.distance * 18

    def best_times(self, breaks: tuple[Break, ...] | None = None) -> Times | None:
        """Least cost, then shortest duration, then soonest start.

        Parameters
        ----------
        breaks
            None: those of the shift.
        """
        breaks = self.rider.shift.breaks if breaks is None else breaks
        outcomes = [
            times
            for windows in product(*map(self._intervals, self.steps))
            if self.exists and self._plausible(windows)
            for placed in self._placements(breaks)
            if (times := self._times(windows, placed)) is not None
        ]
        return min(outcomes, default=None)

    def _intervals(self, step: Step) -> list[Interval]:
        """When windows, opening, what is promised and what is on board all allow the start."""
        shipment = self.rider.problem.shipment_by_id[step[0]]
        task, promised = shipment.task(step[1]), shipment.commitment
        anytime = [(-(10**9), 10**9)]
        windows = [(w.start, w.end) for w in task.windows] or anytime
        if task.lateness is not None:
            windows[-1] = (windows[-1][0], task.lateness.latest)
        opening = [
            (w.start, w.end) for w in self.rider.problem.place(task.place).opening
        ] or anytime
        first, last = anytime[0]
        if step[1] is TaskKind.DELIVERY:
            if promised is not None and promised.start is not None:
                first = last = promised.start
            if shipment.id in self.rider.aboard and shipment.longest_on_board is not None:
                last = min(last, shipment.longest_on_board)
        both = [(max(a, c, first), min(b, d, last)) for (a, b), (c, d) in product(windows, opening)]
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
    ) -> Times | None:
        hours = self.rider.shift.window
        rules = [*self._within(START, hours.start, hours.end), *self._on_board()]
        rules += self._within(self.end, hours.start, hours.end)
        for number, (first, last) in enumerate(windows):
            rules += self._within(START + 1 + number, first, last)
        event = self.end
        for slot, pauses in enumerate(placed):
            rules += self._slot(slot, pauses, event + 1)
            event += len(pauses)
        closed = _closure(rules, event + 1)
        return None if closed is None else self._cheapest(closed)

    def _cheapest(self, closed: Integers) -> Times:
        """The best of all starts, each with everything as soon as it allows."""
        starts = np.arange(closed[ORIGIN, START], 1 - closed[START, ORIGIN])
        durations = np.maximum(closed[ORIGIN, self.end] - starts, closed[START, self.end])
        costs = self.costs(durations)
        for event, task in enumerate(self.tasks, START + 1):
            if task.lateness is not None and self.rider.problem.objective is Objective.MONEY:
                at = np.maximum(closed[ORIGIN, event], starts + closed[START, event])
                late = np.maximum(0, at - task.windows[-1].end)
                costs = costs + task.lateness.cents_per_hour * late * 5
        cheapest = np.flatnonzero(costs == costs.min())
        best = cheapest[np.argmin(durations[cheapest])]
        return Times(int(costs[best]), int(durations[best]), int(starts[best]))

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
            if shipment.longest_on_board is not None and name not in self.rider.aboard:
                most = shipment.pickup.service + shipment.longest_on_board
                yield where[name, TaskKind.DELIVERY], where[name, TaskKind.PICKUP], -most


def _closure(rules: list[Difference], events: int) -> Integers | None:
    """Longest paths between all events (Floyd, Warshall); None where a circle grows."""
    longest = np.full((events, events), NOWHERE, dtype=np.int64)
    np.fill_diagonal(longest, 0)
    for before, after, least in rules:
        longest[before, after] = max(longest[before, after], least)
    for via in range(events):
        np.maximum(longest, longest[:, via, None] + longest[None, via, :], out=longest)
    return None if (np.diagonal(longest) > 0).any() else longest
