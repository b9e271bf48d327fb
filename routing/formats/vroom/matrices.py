"""What lies between the locations of a problem: as the document says it, or as the streets know."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

import numpy as np

from routing.errors import InputError
from routing.formats.vroom.document import (
    Location,
    Square,
    VroomMatrices,
    VroomOrder,
    VroomVehicle,
)
from routing.formats.vroom.values import Json
from routing.model import UNREACHABLE, Matrix

DEFAULT_PROFILE = "car"

LONGEST_WAY = 10_000_000
"""Seconds, metres or costs from which on there is no way: such numbers stand for "never"."""

_SQUARES = ("durations", "distances", "costs")


class Ways(Protocol):
    """Streets that know what lies between places, where the document does not say it."""

    def knows(self, profile: str) -> bool:
        """Whether they know a profile by VROOM's name for it."""

    def between(self, positions: Sequence[tuple[float, float]], profile: str) -> Matrix:
        """Durations and distances, shape (positions, positions)."""


def given_matrices(root: Json) -> dict[str, VroomMatrices]:
    """The matrices of a document, by profile; what is wrong with them is kept."""
    if not root["matrices"].given:
        durations = root["matrix"].square()
        return {} if durations is None else {DEFAULT_PROFILE: VroomMatrices(_ways(durations))}
    read = {profile: _matrices(root["matrices"][profile]) for profile in root["matrices"].names()}
    return {profile: one for profile, one in read.items() if one is not None}


def matrices_of_streets(
    vehicles: Iterable[VroomVehicle], positions: Sequence[tuple[float, float]], ways: Ways
) -> dict[str, VroomMatrices]:
    """The matrices of all profiles, between positions in their order."""
    found = {}
    for profile in dict.fromkeys(vehicle.profile for vehicle in vehicles):
        between = ways.between(positions, profile)
        found[profile] = VroomMatrices(np.array(between.durations), np.array(between.distances))
    return found


def unknown_profiles(
    vehicles: Iterable[VroomVehicle], known: Mapping[str, VroomMatrices] | Ways
) -> list[InputError]:
    """The vehicles whose profile nobody knows."""
    return [
        InputError("vroom.no_profile", pointer=f"{vehicle.pointer}/profile")
        for vehicle in vehicles
        if not (
            vehicle.profile in known if isinstance(known, Mapping) else known.knows(vehicle.profile)
        )
    ]


def rows_beyond(
    vehicles: Iterable[VroomVehicle],
    orders: Iterable[VroomOrder],
    matrices: Mapping[str, VroomMatrices],
) -> list[InputError]:
    """The indices that are no row of the smallest matrix."""
    rows = min((len(one.durations) for one in matrices.values()), default=0)
    places: list[tuple[Location | None, str]] = [
        (task.location, f"{task.pointer}/location_index")
        for order in orders
        for task in order.tasks
    ]
    for vehicle in vehicles:
        places.append((vehicle.start, f"{vehicle.pointer}/start_index"))
        places.append((vehicle.end, f"{vehicle.pointer}/end_index"))
    return [
        InputError("vroom.index_beyond", pointer=pointer, rows=rows)
        for place, pointer in places
        if place is not None and place.row >= rows
    ]


def _matrices(here: Json) -> VroomMatrices | None:
    """All that one profile has; None when something of it is wrong."""
    before = len(here.errors)
    here.object().only(_SQUARES)
    durations, distances, costs = (here[name].square() for name in _SQUARES)
    if not here["durations"].given:
        here.wrong("vroom.no_durations")
    if durations is None:
        return None
    for name, square in (("distances", distances), ("costs", costs)):
        if square is not None and len(square) != len(durations):
            here[name].wrong("vroom.not_square", rows=len(durations))
    if len(here.errors) > before:
        return None
    return VroomMatrices(
        _ways(durations),
        None if distances is None else _ways(distances),
        None if costs is None else _ways(costs),
    )


def _ways(square: list[list[int]]) -> Square:
    """A matrix in which numbers that stand for "never" are `UNREACHABLE`."""
    ways = np.array(square, dtype=np.int64)
    ways[ways >= LONGEST_WAY] = UNREACHABLE
    return ways
