"""Places and shipments as the core reads them, and places that come later."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import NamedTuple, TypeAlias

import numpy as np

from routing.errors import SolverError
from routing.model import UNREACHABLE, Matrix, Place, Problem, Shipment, Task
from routing.model.matrix import Ticked
from routing.model.units import CostUnits, Instant, Ticks
from routing.native.core import LiveRoutes
from routing.solve.indexed import NEVER, Indexed
from routing.solve.instants import Spans, allowed, both
from routing.solve.native import FAR, Spots
from routing.solve.prices import lateness_rate

NativeLate: TypeAlias = tuple[Instant, CostUnits] | None
"""From when on a start is late, and what each tick costs."""
NativeTask: TypeAlias = tuple[int, Ticks, Spans, NativeLate]
"""Spot, service, when it may start, lateness."""
NativeSlot: TypeAlias = tuple[Spans, NativeLate]
Arc: TypeAlias = tuple[Ticks, Ticks]
"""Time with set-up, distance."""


@dataclass(frozen=True, slots=True)
class Ways:
    """From a new place to every other one and back, for one profile.

    Parameters
    ----------
    durations_to, distances_to
        Ticks from the new place to each place of the live plan's problem, in their order, then to
        each new place before it in the same call; `UNREACHABLE` in both where there is no path.
    durations_from, distances_from
        The same, towards the new place.
    """

    durations_to: Sequence[Ticks]
    distances_to: Sequence[Ticks]
    durations_from: Sequence[Ticks]
    distances_from: Sequence[Ticks]

    def lead_to(self, places: int) -> bool:
        """Whether there is a way to and from each of so many places."""
        rows = self.durations_to, self.distances_to, self.durations_from, self.distances_from
        return all(len(row) == places for row in rows)


@dataclass(frozen=True, slots=True)
class NewPlace:
    """A place that no matrix knows yet, with its ways by profile."""

    place: Place
    ways: Mapping[str, Ways]


class _Spot(NamedTuple):
    """A row of the core's arcs: a place to stop at, or a place where a shift starts, ends, reloads.

    Parameters
    ----------
    leaves, enters
        Whether there are ways from it, and ways to it.
    setup
        Spent on arrival.
    """

    place: str
    setup: Ticks = 0
    leaves: bool = True
    enters: bool = True


class Asked(NamedTuple):
    """A shipment as the core reads it."""

    pickup: NativeTask
    delivery: NativeTask
    load: tuple[int, int, int]
    longest_on_board: Ticks
    equipped: list[bool]


class Ground:
    """What a live plan stands on.

    Parameters
    ----------
    shipments
        Those with a number: 0, 1, ... in this order.
    """

    def __init__(self, problem: Problem, shipments: tuple[str, ...]) -> None:
        spots = Spots(Indexed(problem, shipments))
        self.routes = LiveRoutes(spots.problem())
        self.places = {place.id: place for place in problem.places}
        self._problem = problem
        self._new: list[NewPlace] = []
        self._duty = spots.duty
        self._shifts = tuple(problem.shifts.values())
        ids = [place.id for place in problem.places]
        self._row = {name: row for row, name in enumerate(ids)}
        self._spots = [
            *(_Spot(place.id, place.setup) for place in problem.places),
            *(_Spot(ids[row], enters=False) for row in spots.starts),
            *(_Spot(ids[row], leaves=False) for row in spots.ends),
            *(_Spot(ids[row]) for row in spots.reloads),
        ]
        self._spot = dict(self._row)

    @property
    def problem(self) -> Problem:
        """The problem with all places that came later, in its matrices too."""
        if self._new:
            places = (*self._problem.places, *(new.place for new in self._new))
            matrices = {
                profile: _grown(matrix, [new.ways[profile] for new in self._new])
                for profile, matrix in self._problem.matrices.items()
            }
            self._problem = replace(self._problem, places=places, matrices=matrices)
            self._new = []
        return self._problem

    def asked(self, shipment: Shipment) -> Asked:
        """A shipment as the core reads it.

        Raises
        ------
        SolverError
            When it is at a place that nobody told, or has a commitment.
        """
        if shipment.commitment is not None:
            raise SolverError("quote.cannot_model", feature="commitment")
        pickup, delivery = (
            self._task(shipment, task) for task in (shipment.pickup, shipment.delivery)
        )
        return Asked(
            pickup,
            delivery,
            shipment.load.amounts,
            NEVER if shipment.longest_on_board is None else shipment.longest_on_board,
            [shipment.needs <= vehicle.equipment for vehicle, _ in self._shifts],
        )

    def carriers(self, shipment: Shipment) -> list[bool]:
        """Which shifts have the equipment and the capacity for it."""
        return [
            shipment.needs <= vehicle.equipment and shipment.load.fits(vehicle.capacity)
            for vehicle, _ in self._shifts
        ]

    def slot(self, task: Task) -> NativeSlot:
        """When a task may start, and from when on that is late."""
        opening = self.places[task.place].opening
        spans = both(allowed(task), opening, self._duty)
        rate = lateness_rate(self._problem, task) if task.windows else 0
        return spans, (task.windows[-1].end, rate) if rate else None

    @contextmanager
    def visited(self, places: Sequence[NewPlace]) -> Iterator[None]:
        """Take places in, as long as they are asked about."""
        known, spots = len(self.places), self.routes.spots
        try:
            for new in places:
                self._add(new)
            yield
        finally:
            self.routes.forget_spots(spots)
            for name in list(self.places)[known:]:
                del self.places[name], self._row[name], self._spot[name]
                self._spots.pop()

    def add(self, places: Sequence[NewPlace]) -> None:
        """Take places in for good.

        Raises
        ------
        SolverError
            When one is known already, or a profile or a way is missing.
        """
        for new in places:
            self._add(new)
            self._new.append(new)

    def _add(self, new: NewPlace) -> None:
        place = new.place
        if place.id in self.places:
            raise SolverError("quote.known_place", place=place.id)
        outgoing, incoming = [], []
        for profile in self._problem.matrices:
            ways = new.ways.get(profile)
            if ways is None or not ways.lead_to(len(self.places)):
                known = len(self.places)
                raise SolverError(
                    "quote.ways_missing", place=place.id, profile=profile, places=known
                )
            outgoing.append([*(self._arc_to(spot, ways) for spot in self._spots), (0, 0)])
            incoming.append([*(self._arc_from(spot, ways, place) for spot in self._spots), (0, 0)])
        self._spot[place.id] = self.routes.add_spot(outgoing, incoming)
        self._row[place.id] = len(self.places)
        self._spots.append(_Spot(place.id, place.setup))
        self.places[place.id] = place

    def _arc_to(self, spot: _Spot, ways: Ways) -> Arc:
        row = self._row[spot.place]
        ticks = ways.durations_to[row]
        if not spot.enters or ticks == UNREACHABLE:
            return FAR, 0
        return ticks + spot.setup, ways.distances_to[row]

    def _arc_from(self, spot: _Spot, ways: Ways, place: Place) -> Arc:
        row = self._row[spot.place]
        ticks = ways.durations_from[row]
        if not spot.leaves or ticks == UNREACHABLE:
            return FAR, 0
        return ticks + place.setup, ways.distances_from[row]

    def _task(self, shipment: Shipment, task: Task) -> NativeTask:
        if task.place not in self.places:
            raise SolverError("quote.unknown_place", shipment=shipment.id, place=task.place)
        return self._spot[task.place], task.service, *self.slot(task)


def _grown(matrix: Matrix, ways: Sequence[Ways]) -> Matrix:
    """The matrix with a row and a column more for each new place."""
    return Matrix(
        _grown_square(matrix.durations, [(way.durations_to, way.durations_from) for way in ways]),
        _grown_square(matrix.distances, [(way.distances_to, way.distances_from) for way in ways]),
    )


def _grown_square(
    square: Ticked, more: Sequence[tuple[Sequence[Ticks], Sequence[Ticks]]]
) -> Ticked:
    known, size = len(square), len(square) + len(more)
    grown = np.zeros((size, size), dtype=np.int64)
    grown[:known, :known] = square
    for place, (row, column) in enumerate(more, start=known):
        grown[place, :place] = row
        grown[:place, place] = column
    return grown
