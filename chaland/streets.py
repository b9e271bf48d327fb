"""What `chaland matrix` and `chaland route` share: a profile, and points near its streets."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from chaland.exits import UsageError
from routing.day.streets import FARTHEST_METRES, graph_of
from routing.street.graph import StreetGraph
from routing.street.profile import PROFILES
from routing.street.snap import Snap
from routing.town.town import Town

MOST_METRES = round(FARTHEST_METRES)


@dataclass(frozen=True, slots=True)
class FarPoint:
    """A point that the streets do not reach: its number, and metres from it to the nearest."""

    index: int
    metres: int


def graph_for(town: Town, profile: str) -> StreetGraph:
    """The streets of a town as a profile rides them.

    Raises
    ------
    UsageError
        When there is no such profile.
    TownError
        When it finds no street to ride.
    """
    if profile not in PROFILES:
        raise UsageError("usage.profile", profile=profile, known=", ".join(PROFILES))
    return graph_of(town.network, profile)


def far_points(snaps: Sequence[Snap]) -> Iterator[FarPoint]:
    """The points too far from any street that the profile may ride."""
    for index, snap in enumerate(snaps):
        if snap.distance > FARTHEST_METRES:
            yield FarPoint(index, math.ceil(snap.distance))
