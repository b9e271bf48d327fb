"""The best times of one order of tasks, by trying everything.

Written from docs/reference/rules.md alone. Every choice of a window for each task and of a place
for each break is tried; what remains are differences between instants, whose closure (longest
paths) tells the earliest times for every start.
"""

from collections.abc import Iterator
from itertools import pairwise, product
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from routing.model import Break, Objective, Problem, Stage, Task, TaskKind

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


def on_board(problem: Problem, shift_id: str) -> tuple[str, ...]:
    """What is in the vehicle of a shift from the start."""
    return tuple(
        shipment.id
        for shipment in problem.shipments
        if shipment.commitment is not None
        and shipment.commitment.stage is Stage.ON_BOARD
        and shipment.commitment.shift == shift_id
    )


class Walk:
    """One order of tasks on one shift, reloading on some legs, and its best times."""

    def __init__(
        self, problem: Problem, shift_id: str, steps: Steps, reloads: tuple[int, ...]
    ) -> None:
        self.problem, self.steps = problem, steps
        self.vehicle, self.shift = problem.shifts[shift_id]
        self.aboard = on_board(problem, shift_id)
        matrix = problem.matrices[self.vehicle.profile]
        self.tasks: list[Task] = [problem.shipment_by_id[name].task(kind) for name, kind in steps]
        places = [self.shift.start_place, *(task.place for task in self.tasks)]
        self.travel, parts, self.exists = [], [0], True
        for leg, (here, there) in enumerate(pairwise([*places, self.shift.end_place])):
            ticks = 0
            via = [here, there]
            if leg in reloads:
                assert self.shift.reload is not None
                via = [here, self.shift.reload.place, there]
                ticks = self.shift.reload.duration
            for number, (one, other) in enumerate(pairwise(via)):
                way = problem.place_index[one], problem.place_index[other]
                self.exists = self.exists and bool(matrix.durations[way] >= 0)
                ticks += int(matrix.durations[way])
                parts += [0] if number else []
                parts[-1] += int(matrix.distances[way])
            self.travel.append(ticks)
        self.distance = sum(parts)
        if self.shift.reload is not None:
            self.exists = self.exists and max(parts) <= self.shift.reload.range
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
        if self.problem.objective is not Objective.MONEY:
            return np.full_like(durations, self.distance)
        costs = self.vehicle.costs
        paid = np.maximum(costs.minimum_paid, durations)
        return costs.fixed * 18_000 + costs.per_hour * paid * 5 + costs.per_km * self.distance * 18

    def best_times(self, breaks: tuple[Break, ...] | None = None) -> Times | None:
        """Least cost, then shortest duration, then soonest start.

        Parameters
        ----------
        breaks
            None: those of the shift.
        """
        breaks = self.shift.breaks if breaks is None else breaks
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
        shipment = self.problem.shipment_by_id[step[0]]
        task, promised = shipment.task(step[1]), shipment.commitment
        anytime = [(-(10**9), 10**9)]
        windows = [(w.start, w.end) for w in task.windows] or anytime
        if task.lateness is not None:
            windows[-1] = (windows[-1][0], task.lateness.latest)
        opening = [(w.start, w.end) for w in self.problem.place(task.place).opening] or anytime
        first, last = anytime[0]
        if step[1] is TaskKind.DELIVERY:
            if promised is not None and promised.start is not None:
                first = last = promised.start
            if shipment.id in self.aboard and shipment.longest_on_board is not None:
                last = min(last, shipment.longest_on_board)
        both = [(max(a, c, first), min(b, d, last)) for (a, b), (c, d) in product(windows, opening)]
        return [(first, last) for first, last in both if first <= last]

    def _plausible(self, windows: tuple[Interval, ...]) -> bool:
        """Whether each task can be reached in its window when nothing else holds it up."""
        now = self.shift.window.start
        for leg, (first, last) in enumerate(windows):
            now = max(first, now + self.service[leg] + self.travel[leg] + self.setup[leg])
            if now > last:
                return False
        return now + self.service[-1] + self.travel[-1] <= self.shift.window.end

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
        hours = self.shift.window
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
            if task.lateness is not None and self.problem.objective is Objective.MONEY:
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
            shipment = self.problem.shipment_by_id[name]
            if shipment.longest_on_board is not None and name not in self.aboard:
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
