"""A problem by numbers, as searches read it.

*Nodes* are the tasks (2 s picks up shipment s, 2 s + 1 delivers it), then each start place and each
end place of a shift. From node to node a *hop* is what lies between the end of one service and the
start of the next when nobody waits: travel and set-up, nothing inside a stop.
"""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from routing.model import UNREACHABLE, Problem, Shift, TaskKind, Vehicle
from routing.model.units import CostUnits, Ticks
from routing.solve.kinds import committed_shifts, kind_of
from routing.solve.prices import Price, SearchPrices
from routing.solve.sequence import Sequence, Sequences

Nodes: TypeAlias = tuple[int, ...]
"""Tasks in order, without start and end."""

NEVER = 1 << 50
"""A hop where there is no path: longer than any shift."""

_KINDS = (TaskKind.PICKUP, TaskKind.DELIVERY)


@dataclass(frozen=True)
class Roads:
    """Hops and distances of one profile, shape (nodes, nodes)."""

    hops: npt.NDArray[np.int64]
    distances: npt.NDArray[np.int64]


@dataclass(frozen=True)
class IndexedShift:
    """A shift by numbers.

    Parameters
    ----------
    start, end
        Nodes.
    takes
        Whether it can carry each shipment, as far as commitments, load and equipment go.
    kind
        Equal for shifts that differ in nothing but their names.
    """

    id: str
    vehicle: Vehicle
    shift: Shift
    start: int
    end: int
    takes: tuple[bool, ...]
    price: Price
    kind: int


class Indexed:
    """A problem by numbers.

    Parameters
    ----------
    shipments
        Ids of those to be served, in order; the problem's others do not exist here.
    """

    def __init__(self, problem: Problem, shipments: tuple[str, ...]) -> None:
        self.problem = problem
        self.shipments = tuple(problem.shipment_by_id[name] for name in shipments)
        self._number = {name: number for number, name in enumerate(shipments)}
        self.tasks = [s.task(kind) for s in self.shipments for kind in _KINDS]
        starts = _in_order(shift.start_place for _, shift in problem.shifts.values())
        ends = _in_order(shift.end_place for _, shift in problem.shifts.values())
        self._first_start, self._first_end = len(self.tasks), len(self.tasks) + len(starts)
        self.places = [task.place for task in self.tasks] + starts + ends
        self.service: list[Ticks] = [task.service for task in self.tasks]
        self.service += [0] * (len(starts) + len(ends))
        self.loads = [shipment.load.amounts for shipment in self.shipments]
        self.longest: list[Ticks | None] = [s.longest_on_board for s in self.shipments]
        prices = SearchPrices(problem)
        self.left_out: list[CostUnits] = [prices.left_out(s) for s in self.shipments]
        self.shifts = self._shifts(prices, starts, ends)

    @cached_property
    def roads(self) -> dict[str, Roads]:
        """By profile; made when first asked for, which on a large day takes time and memory."""
        return {profile: self._roads(profile) for profile in self.problem.matrices}

    def nodes(self, sequence: Sequence) -> Nodes:
        """A sequence by numbers; shipments unknown here are left out."""
        return tuple(
            2 * self._number[name] + (kind is TaskKind.DELIVERY)
            for name, kind in sequence
            if name in self._number
        )

    def sequence(self, nodes: Nodes) -> Sequence:
        """The sequence that nodes stand for."""
        return tuple((self.shipments[node // 2].id, _KINDS[node % 2]) for node in nodes)

    def sequences(self, nodes_by_shift: list[Nodes]) -> Sequences:
        """The sequences of all shifts, by id."""
        return {
            shift.id: self.sequence(nodes)
            for shift, nodes in zip(self.shifts, nodes_by_shift, strict=True)
            if nodes
        }

    def _roads(self, profile: str) -> Roads:
        matrix = self.problem.matrices[profile]
        rows = np.array([self.problem.place_index[place] for place in self.places], dtype=np.intp)
        durations = matrix.durations[np.ix_(rows, rows)]
        reachable = durations != UNREACHABLE
        setup = np.zeros(len(rows), dtype=np.int64)
        setup[: self._first_start] = [self.problem.place(task.place).setup for task in self.tasks]
        task = np.arange(len(rows)) < self._first_start
        inside_stop = (rows[:, None] == rows[None, :]) & task[:, None] & task[None, :]
        return Roads(
            np.where(reachable, durations + np.where(inside_stop, 0, setup), NEVER),
            np.where(reachable, matrix.distances[np.ix_(rows, rows)], 0),
        )

    def _shifts(
        self, prices: SearchPrices, starts: list[str], ends: list[str]
    ) -> list[IndexedShift]:
        kinds: dict[Hashable, IndexedShift] = {}
        shifts: list[IndexedShift] = []
        committed = committed_shifts(self.problem)
        for shift_id, (vehicle, shift) in self.problem.shifts.items():
            key = kind_of(vehicle, shift, committed)
            twin = kinds.get(key)
            indexed = IndexedShift(
                id=shift_id,
                vehicle=vehicle,
                shift=shift,
                start=self._first_start + starts.index(shift.start_place),
                end=self._first_end + ends.index(shift.end_place),
                takes=twin.takes if twin else self._takes(vehicle, shift),
                price=prices.shift(vehicle.costs),
                kind=twin.kind if twin else len(kinds),
            )
            kinds.setdefault(key, indexed)
            shifts.append(indexed)
        return shifts

    def _takes(self, vehicle: Vehicle, shift: Shift) -> tuple[bool, ...]:
        return tuple(
            shipment.load.fits(vehicle.capacity)
            and shipment.needs <= vehicle.equipment
            and (shipment.commitment is None or shipment.commitment.shift == shift.id)
            for shipment in self.shipments
        )


def _in_order(places: Iterable[str]) -> list[str]:
    """Each once, in the order in which they come."""
    return list(dict.fromkeys(places))
