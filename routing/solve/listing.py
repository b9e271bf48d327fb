"""Every sequence in which a shift could serve some of a few shipments, and what it costs at least.

A bound knows ways, set-ups, services, loads, commitments, and the waits that windows force when
each is taken in one piece; breaks, lateness and time on board only cost more.
"""

from collections.abc import Iterator
from typing import NamedTuple, TypeAlias

import numpy as np

from routing.model import UNREACHABLE, TaskKind
from routing.model.units import CostUnits, Ticks
from routing.solve.indexed import NEVER, Indexed, IndexedShift, Nodes
from routing.solve.ride import is_on_board, spans_of
from routing.solve.stretch import Stretch, joined

Own: TypeAlias = int
"""A set of shipments, one bit each."""
Table: TypeAlias = list[list[int]]


class Listing:
    """Makes the sequences of one shift, one task after the other."""

    def __init__(self, day: Indexed, shift: IndexedShift) -> None:
        self.day, self.shift = day, shift
        promised = (s.commitment for s in day.shipments)
        self.positions = [promise.position if promise else None for promise in promised]
        self.events = [self._event(node) for node in range(2 * len(day.shipments))]
        self.hops, self.distances = _legs(day, shift)
        self.empty_hops, self.empty_distances = _legs_when_empty(day, shift)
        mine = [
            one
            for one in day.problem.shipments
            if is_on_board(one) and one.commitment and one.commitment.shift == shift.id
        ]
        self.aboard = sum(1 << n for n, one in enumerate(day.shipments) if one in mine)
        self.never_empty = any(one not in day.shipments for one in mine)
        self.room = [
            most - sum(one.load.amounts[unit] for one in mine)
            for unit, most in enumerate(shift.vehicle.capacity.amounts)
        ]

    def sequences(self) -> Iterator[tuple[CostUnits, Own, Nodes]]:
        """What each costs at least, what it serves, its tasks."""
        window = self.shift.shift.window
        start: Stretch = (0, window.start, window.end)
        yield from self._after(_Begun((), self.shift.start, start, 0, self.aboard, 0))

    def _after(self, begun: "_Begun") -> Iterator[tuple[CostUnits, Own, Nodes]]:
        """The sequences that begin so."""
        nodes, at, stretch, distance, aboard, done = begun
        empty = not aboard and not self.never_empty
        hops = (self.empty_hops if empty else self.hops)[at]
        distances = (self.empty_distances if empty else self.distances)[at]
        if nodes and not aboard & ~self.aboard:
            window = self.shift.shift.window
            whole = joined(stretch, hops[self.shift.end], (0, window.start, window.end))
            if whole is not None:
                far = distance + distances[self.shift.end]
                yield self.shift.price.of(whole[0], far), done, nodes
        for node in self._next(len(nodes), aboard, done):
            event, one = self.events[node], 1 << node // 2
            further = joined(stretch, hops[node], event) if event is not None else None
            if further is not None:
                far = distance + distances[node]
                served = done | one if node % 2 else done
                yield from self._after(
                    _Begun((*nodes, node), node, further, far, aboard ^ one, served)
                )

    def _next(self, position: int, aboard: Own, done: Own) -> Iterator[int]:
        """The tasks that may come next, windows and ways aside."""
        for number in range(len(self.day.shipments)):
            one = 1 << number
            if aboard & one:
                if self.positions[number] in (None, position):
                    yield 2 * number + 1
            elif not done & one and self.shift.takes[number] and self._fits(number, aboard, done):
                yield 2 * number

    def _fits(self, number: int, aboard: Own, done: Own) -> bool:
        """Whether there is room for one more shipment."""
        loads = self.day.loads
        more = [n for n in range(len(loads)) if aboard & ~self.aboard & 1 << n] + [number]
        less = [n for n in range(len(loads)) if done & self.aboard & 1 << n]
        return all(
            sum(loads[n][unit] for n in more) - sum(loads[n][unit] for n in less) <= room
            for unit, room in enumerate(self.room)
        )

    def _event(self, node: int) -> Stretch | None:
        """A task's service in all of its windows taken as one; None when it has none."""
        kind = TaskKind.DELIVERY if node % 2 else TaskKind.PICKUP
        shipment = self.day.shipments[node // 2]
        spans = spans_of(self.day.problem, self.shift.shift.window, shipment, kind)
        return (self.day.service[node], spans[0][0], spans[-1][1]) if spans else None


class _Begun(NamedTuple):
    """A sequence that may go on.

    Parameters
    ----------
    at
        The node where the vehicle is.
    stretch, distance
        Of the way there.
    aboard, done
        What is in the vehicle, and what was delivered.
    """

    nodes: Nodes
    at: int
    stretch: Stretch
    distance: Ticks
    aboard: Own
    done: Own


def _legs(day: Indexed, shift: IndexedShift) -> tuple[Table, Table]:
    roads = day.roads[shift.vehicle.profile]
    return roads.hops.tolist(), roads.distances.tolist()


def _legs_when_empty(day: Indexed, shift: IndexedShift) -> tuple[Table, Table]:
    """The same where the vehicle may reload on the way, whichever is less."""
    reload = shift.shift.reload
    if reload is None:
        return _legs(day, shift)
    problem, roads = day.problem, day.roads[shift.vehicle.profile]
    matrix, here = problem.matrices[shift.vehicle.profile], problem.place_index[reload.place]
    rows = np.array([problem.place_index[place] for place in day.places], dtype=np.intp)
    setups = np.zeros(len(rows), dtype=np.int64)
    setups[: len(day.tasks)] = [problem.place(task.place).setup for task in day.tasks]
    to, on = matrix.durations[rows, here], matrix.durations[here, rows]
    there = (to != UNREACHABLE)[:, None] & (on != UNREACHABLE)[None, :]
    over = to[:, None] + on[None, :] + reload.duration + setups[None, :]
    far = matrix.distances[rows, here][:, None] + matrix.distances[here, rows][None, :]
    hops = np.minimum(roads.hops, np.where(there, over, NEVER))
    distances = np.where(there, np.minimum(roads.distances, far), roads.distances)
    return hops.tolist(), distances.tolist()
