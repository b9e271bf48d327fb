"""What the day costs when each shop delivers alone.

The comparison favours the shop that stays alone wherever there is a choice: it has the whole fleet
to choose from, starts and ends at its own door rather than at the hub, and goes out as often as it
likes, so that no pause between two slots is paid. Only sharing the way with others is gone.

A deadline bounds the search. Each shop is always built one valid day; what time is left makes the
days cheaper.
"""

import itertools
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

import numpy as np

from routing.model import (
    Comparison,
    Matrix,
    Plan,
    Problem,
    Shift,
    Shipment,
    Totals,
    Vehicle,
    totals,
)
from routing.solve.hopeful import hopeful
from routing.solve.indexed import Indexed, Nodes
from routing.solve.native import LEAST, search
from routing.solve.settle import settle
from routing.solve.stop import Stop
from routing.solve.timing import RouteTimer

STEPS = 25
"""Ruins a shipment, if there is time; ten times as many change nothing on a town day."""

SECONDS = 5.0
"""For all shops together, unless told otherwise."""

MOST_OUTINGS = 6
"""Outings of one shift, more than a shop's slots in a day."""


def compare(
    problem: Problem,
    plan: Plan,
    *,
    seconds: float = SECONDS,
    progress: Callable[[float], None] | None = None,
) -> Comparison:
    """A plan of a day beside the same day with each shop alone; see `alone`."""
    return Comparison(totals(plan), alone(problem, seconds=seconds, progress=progress))


def alone(
    problem: Problem,
    *,
    seed: int = 1,
    seconds: float = SECONDS,
    progress: Callable[[float], None] | None = None,
) -> Mapping[str, Totals]:
    """What each owner's shipments come to when it delivers them by itself.

    Parameters
    ----------
    problem
        Shipments without an owner are in no total.
    seed
        Of the searches' random numbers: the same problem and seed give the same totals, unless
        `seconds` cuts a search short.
    seconds
        For all owners together, shared out by their shipments. A first valid day of each is always
        finished, whatever it takes.
    progress
        Called before each owner and at the end, with the share of the shipments that is done.

    Returns
    -------
    By owner, in the order of their first shipments.
    """
    deadline = time.monotonic() + seconds
    by_owner: dict[str, list[Shipment]] = {}
    for shipment in problem.shipments:
        if shipment.owner is not None:
            by_owner.setdefault(shipment.owner, []).append(shipment)
    every = to_do = sum(map(len, by_owner.values()))
    totals_by_owner: dict[str, Totals] = {}
    for owner, shipments in by_owner.items():
        if progress is not None:
            progress(1 - to_do / every)
        left = max(0.0, deadline - time.monotonic())
        allowed = left * len(shipments) / to_do
        totals_by_owner[owner] = _totals(day_alone(problem, shipments), seed, allowed)
        to_do -= len(shipments)
    if progress is not None:
        progress(1.0)
    return totals_by_owner


def day_alone(problem: Problem, shipments: Sequence[Shipment]) -> Problem:
    """The day of one shop: its shipments, and the fleet at its own door as often as it likes."""
    home = _home(shipments)
    outings = min(len(shipments), MOST_OUTINGS)
    vehicles = tuple(_at_home(vehicle, home, outings) for vehicle in problem.vehicles)
    named = {home, *(task.place for s in shipments for task in (s.pickup, s.delivery))}
    rows = [row for row, place in enumerate(problem.places) if place.id in named]
    return replace(
        problem,
        places=tuple(problem.places[row] for row in rows),
        shipments=tuple(replace(shipment, commitment=None) for shipment in shipments),
        vehicles=vehicles,
        matrices={profile: _part(matrix, rows) for profile, matrix in problem.matrices.items()},
    )


def _home(shipments: Iterable[Shipment]) -> str:
    """The shop's own place: the one that all its shipments touch, goods leaving it first."""
    tasks = [(shipment.pickup.place, shipment.delivery.place) for shipment in shipments]
    shared = set(tasks[0]).intersection(*tasks)
    return next((place for pair in tasks for place in pair if place in shared), tasks[0][0])


def _at_home(vehicle: Vehicle, home: str, outings: int) -> Vehicle:
    shifts = tuple(
        _outing(shift, home, number)
        for shift, number in itertools.product(vehicle.shifts, range(outings))
    )
    return replace(vehicle, shifts=shifts)


def _outing(shift: Shift, home: str, number: int) -> Shift:
    reload = shift.reload and replace(shift.reload, place=home)
    outing = f"{shift.id}#{number}"
    return replace(shift, id=outing, start_place=home, end_place=home, reload=reload)


def _part(matrix: Matrix, rows: Sequence[int]) -> Matrix:
    chosen = np.ix_(rows, rows)
    return Matrix(matrix.durations[chosen], matrix.distances[chosen])


def _totals(problem: Problem, seed: int, seconds: float) -> Totals:
    day, timer = Indexed(problem, hopeful(problem)), RouteTimer(problem)
    found: list[Nodes] = [()] * len(day.shifts)
    if day.shipments:
        stop = Stop(seconds=max(seconds, LEAST), iterations=STEPS * len(day.shipments))
        found = search(day, found, stop, seed, lambda *_: False)
    settled = settle(timer, day.sequences(found))
    return replace(totals(settled.plan(())), unserved=len(settled.absent))
