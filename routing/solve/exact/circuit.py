"""What one shift may do in CP-SAT: a circuit through its depot, some tasks, perhaps reloads.

An arc stands for what lies between the end of one event and the start of the next: travel and
set-up, nothing inside a stop.
"""

from collections.abc import Iterator, Mapping
from itertools import pairwise, permutations
from typing import NamedTuple

import numpy as np
from ortools.sat.python import cp_model

from routing.model import UNREACHABLE, Matrix, Problem, Reload, Route
from routing.model.matrix import Ticked
from routing.model.units import Ticks
from routing.solve.exact.tasks import Board, ExactTask, ExactTasks

NO_WAY = 1 << 40
"""Longer than any shift, and still to be added up."""


class Event(NamedTuple):
    """A node of the circuit.

    Parameters
    ----------
    task
        None at the depot and at reloads.
    on
        Whether it is on the circuit.
    comes, leaves
        When it starts, and from when its `ticks` count; they differ at the depot, which the route
        leaves at its start and reaches at its end.
    into, out_of
        Rows of the matrix.
    ticks
        Of its service, or of the reload.
    board
        On board after it; empty at the depot.
    far
        Distance since the last fresh start; None where the shift has no reload.
    """

    task: ExactTask | None
    on: cp_model.IntVar
    comes: cp_model.IntVar
    leaves: cp_model.IntVar
    into: int
    out_of: int
    ticks: Ticks
    board: Board
    rank: cp_model.IntVar | None
    far: cp_model.IntVar | None


class Arc(NamedTuple):
    """From one event to the next.

    Parameters
    ----------
    ticks
        From the start of the one to the start of the other when nobody waits or rests.
    apart
        Between their starts at least, as far as their windows tell.
    """

    one: Event
    other: Event
    on: cp_model.IntVar
    ticks: Ticks
    apart: Ticks
    distance: Ticks


class Circuit:
    """The events of a shift, and the arcs between them of which some are chosen.

    Parameters
    ----------
    serves
        By shipment that the shift may serve: whether it does.
    """

    def __init__(
        self, tasks: ExactTasks, shift_id: str, serves: Mapping[int, cp_model.IntVar]
    ) -> None:
        self.model: cp_model.CpModel = tasks.model
        self.problem: Problem = tasks.problem
        self.vehicle, self.shift = self.problem.shifts[shift_id]
        self.serves = serves
        self.ways = _shortest(self.problem.matrices[self.vehicle.profile])
        self.used = self.model.new_bool_var(f"{shift_id} rides")
        self.start, self.end = self._instant("start"), self._instant("end")
        self.depot = self._depot()
        self.events = [self.depot, *self._tasks(tasks), *self._reloads(tasks)]
        self.arcs = list(self._arcs())
        self._close()

    def order(self, chosen: cp_model.CpSolverSolutionCallback) -> Iterator[Event]:
        """The events of a solution, without the depot."""
        after = {id(arc.one): arc.other for arc in self.arcs if chosen.boolean_value(arc.on)}
        event = after.get(id(self.depot), self.depot)
        while event is not self.depot:
            yield event
            event = after[id(event)]

    def hint(self, route: Route | None) -> None:
        """Let a search begin with this route, or with none."""
        order = [self.depot, *self._ridden(route), self.depot] if route is not None else []
        chosen = {(id(one), id(other)) for one, other in pairwise(order)}
        for arc in self.arcs:
            self.model.add_hint(arc.on, (id(arc.one), id(arc.other)) in chosen)
        for on in {id(event.on): event.on for event in self.events}.values():
            self.model.add_hint(on, any(event.on is on for event in order))
        if route is not None:
            self.model.add_hint(self.start, route.start)
            self.model.add_hint(self.end, route.end)

    def _ridden(self, route: Route) -> Iterator[Event]:
        tasks = {event.task.id: event for event in self.events if event.task is not None}
        reloads = (event for event in self.events[1:] if event.task is None)
        for visit in route.visits:
            if visit.reload:
                yield next(reloads)
            for service in visit.services:
                yield tasks[service.shipment, service.kind]

    def _instant(self, name: str) -> cp_model.IntVar:
        window = self.shift.window
        return self.model.new_int_var(window.start, window.end, f"{self.shift.id}: {name}")

    def _far(self) -> cp_model.IntVar | None:
        reload = self.shift.reload
        return None if reload is None else self.model.new_int_var(0, reload.range, "")

    def _depot(self) -> Event:
        rows = self.problem.place_index
        into, out_of = rows[self.shift.end_place], rows[self.shift.start_place]
        return Event(None, self.used, self.end, self.start, into, out_of, 0, (), None, self._far())

    def _tasks(self, tasks: ExactTasks) -> Iterator[Event]:
        for shipment, on in self.serves.items():
            for task in tasks.by_shipment[shipment]:
                yield Event(
                    task=task,
                    on=on,
                    comes=task.start,
                    leaves=task.start,
                    into=task.row,
                    out_of=task.row,
                    ticks=task.task.service,
                    board=task.board,
                    rank=task.rank,
                    far=self._far(),
                )

    def _reloads(self, tasks: ExactTasks) -> list[Event]:
        """As many as may be of use: before each shipment, and before the end."""
        reload = self.shift.reload
        most = len(self.serves) + 1 if reload is not None else 0
        reloads = [self._reload(tasks, reload, number) for number in range(most) if reload]
        for one, other in pairwise(reloads):
            self.model.add_implication(other.on, one.on)
            self.model.add(one.comes <= other.comes).only_enforce_if(other.on)
        return reloads

    def _reload(self, tasks: ExactTasks, reload: Reload, number: int) -> Event:
        name = f"{self.shift.id}: reload {number}"
        time, row = self._instant(name), self.problem.place_index[reload.place]
        on, board = self.model.new_bool_var(name), tasks.board(name)
        for amount in board:
            if amount is not None:
                self.model.add(amount == 0).only_enforce_if(on)
        return Event(
            task=None,
            on=on,
            comes=time,
            leaves=time,
            into=row,
            out_of=row,
            ticks=reload.duration,
            board=board,
            rank=tasks.rank(name),
            far=self._far(),
        )

    def _arcs(self) -> Iterator[Arc]:
        matrix = self.problem.matrices[self.vehicle.profile]
        for one, other in permutations(self.events, 2):
            same_stop = one.task and other.task and one.task.row == other.task.row
            travel = int(matrix.durations[one.out_of, other.into])
            if travel == UNREACHABLE or not self._may_follow(one, other):
                continue
            setup = other.task.setup if other.task and not same_stop else 0
            ticks = one.ticks + (0 if same_stop else travel) + setup
            apart = _apart(one, other, ticks)
            if apart is not None:
                distance = int(matrix.distances[one.out_of, other.into])
                yield Arc(one, other, self.model.new_bool_var(""), ticks, apart, distance)

    def _may_follow(self, one: Event, other: Event) -> bool:
        """Whether pairs and loads allow it; whether there is time is left to propagation."""
        before, after = one.task, other.task
        if before is None:
            # Empty, but for what is on board from the start.
            fresh = after is None or after.is_pickup or (one is self.depot and after.alone)
            return fresh and (after is not None or one.out_of != other.into)
        if after is None:
            return not before.is_pickup
        if before.shipment == after.shipment:
            return before.is_pickup
        together = before.is_pickup or not after.is_pickup
        return not together or before.alone or after.alone or self._fit(before, after)

    def _fit(self, one: ExactTask, other: ExactTask) -> bool:
        loads = [self.problem.shipments[task.shipment].load for task in (one, other)]
        return (loads[0] + loads[1]).fits(self.vehicle.capacity)

    def _close(self) -> None:
        """One circuit through the depot and all that is on it; or none at all."""
        number = {id(event): index for index, event in enumerate(self.events)}
        ridden = ((number[id(arc.one)], number[id(arc.other)], arc.on) for arc in self.arcs)
        skipped = ((index, index, ~event.on) for index, event in enumerate(self.events))
        self.model.add_circuit([*ridden, *skipped])
        for event in self.events:
            self.model.add_implication(event.on, self.used)
        self.model.add_at_least_one(~self.used, *self.serves.values())


def _shortest(matrix: Matrix) -> Ticked:
    """Least durations between places, whatever lies on the way (Floyd, Warshall)."""
    ways = np.where(matrix.durations == UNREACHABLE, NO_WAY, matrix.durations)
    for via in range(len(ways)):
        np.minimum(ways, ways[:, via, None] + ways[None, via, :], out=ways)
    return ways


def _apart(one: Event, other: Event, ticks: Ticks) -> Ticks | None:
    """Least time between their starts, at least so many ticks; None when there is none."""
    spans = [event.task.spans if event.task else None for event in (one, other)]
    if spans[0] is None or spans[1] is None:
        return ticks
    return min(
        (
            max(ticks, opens - closes)
            for first, closes in spans[0]
            for opens, last in spans[1]
            if first + ticks <= last
        ),
        default=None,
    )
