"""What `chaland matrix` and `chaland route` share: a profile, and points near its streets."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from chaland.exits import UsageError
from chaland.profiles import profiles_of
from chaland.words import sentence
from routing.day.streets import graph_of
from routing.errors import InputError, Value
from routing.street.engine import FARTHEST_METRES
from routing.street.graph import StreetGraph
from routing.street.reach import unreached
from routing.street.snap import Snap
from routing.town.town import Town

MOST_METRES = round(FARTHEST_METRES)


@dataclass(frozen=True, slots=True)
class FarPoint:
    """A point that the streets do not reach: its number, and metres from it to the nearest."""

    index: int
    metres: int


def graph_for(town: Town, profile: str, own: Path | None = None) -> StreetGraph:
    """The streets of a town as a profile rides them.

    Parameters
    ----------
    own
        A file of own profiles.

    Raises
    ------
    UsageError
        When there is no such profile.
    InputErrors
        What is wrong in the file.
    TownError
        When it finds no street to ride.
    """
    known = profiles_of(own)
    if profile not in known:
        raise UsageError("usage.profile", profile=profile, known=", ".join(known))
    return graph_of(town.network, known[profile])


def far_points(snaps: Sequence[Snap]) -> Iterator[FarPoint]:
    """The points too far from any street that the profile may ride."""
    for index, snap in enumerate(snaps):
        if snap.distance > FARTHEST_METRES:
            yield FarPoint(index, math.ceil(snap.distance))


def in_the_way(
    graph: StreetGraph, position: tuple[float, float], place: str, **where: Value
) -> InputError | None:
    """What keeps a profile from a far point; None when no street of any kind comes near.

    Parameters
    ----------
    place
        What the point is called.
    where
        More values for programs, such as its line.
    """
    found = unreached(graph.network, graph.profile, position)
    if found is None:
        return None
    street = found.street or sentence("obstacle.nameless", {}).wrong
    values = {"place": place, "profile": graph.profile.name}
    return InputError(found.obstacle, **values, street=street, way=found.way, **where)
