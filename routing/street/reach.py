"""Why the streets of a profile do not come near a place."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from routing.street.edges import Edges, cut, whole_ways
from routing.street.engine import FARTHEST_METRES
from routing.street.network import Network
from routing.street.profile import Profile
from routing.street.readings import readings_of
from routing.street.snap import Snapper
from routing.street.topology import freely_turning

Position = tuple[float, float]

_EQUALLY_NEAR = 1e-6
"""Metres."""


class Obstacle(StrEnum):
    """What stands in the way. Each has a sentence."""

    ACCESS = "obstacle.access"
    """The profile may not use it."""
    STEEP = "obstacle.steep"
    """It is too steep for it."""
    ISLAND = "obstacle.island"
    """It may use it, but no way leads there and back."""
    RESTRICTION = "obstacle.restriction"
    """A way would lead there and back, were no turn forbidden."""
    HOURS = "obstacle.hours"
    """It comes there at some hours, which do not suit the day."""
    OTHERS = "obstacle.others"
    """It comes there at some hours, and another profile at any."""


@dataclass(frozen=True, slots=True)
class Unreached:
    """What stands in the way, and on which street.

    Parameters
    ----------
    street
        Its name; empty when it has none.
    way
        Its id in OpenStreetMap.
    """

    obstacle: Obstacle
    street: str
    way: int

    @classmethod
    def on(cls, obstacle: Obstacle, network: Network, way: int) -> "Unreached":
        """What stands in the way on a way of the network, by its number."""
        street = network.way_tags[way].get("name", "")
        return cls(obstacle, street, int(network.way_ids[way]))


def unreached(network: Network, profile: Profile, position: Position) -> Unreached | None:
    """Why the nearest street to a place is not of the main part of a profile's streets.

    Parameters
    ----------
    position
        Longitude, latitude in degrees.

    Returns
    -------
    None when no street of any kind comes near.
    """
    found = [
        (obstacle, edges, snapper.snap([position])[0])
        for obstacle, edges, snapper in _streets(network, profile)
    ]
    least = min((snap.distance for _, _, snap in found), default=math.inf)
    if least > FARTHEST_METRES:
        return None
    return next(
        Unreached.on(obstacle, network, int(edges.ways[snap.edge]))
        for obstacle, edges, snap in found
        if snap.distance <= least + _EQUALLY_NEAR
    )


Streets = tuple[Obstacle, Edges, Snapper]


@lru_cache(maxsize=8)
def _streets(network: Network, profile: Profile) -> tuple[Streets, ...]:
    """More and more of the streets, and what keeps the profile from those that come on top."""

    def found() -> Iterator[tuple[Obstacle, Edges]]:
        yield Obstacle.RESTRICTION, freely_turning(network, profile)
        pieces, _ = cut(network, profile)
        yield Obstacle.ISLAND, pieces.chosen(pieces.forward | pieces.backward)
        ways = whole_ways(network)
        rides = readings_of(network, profile).rides[ways.ways]
        yield Obstacle.STEEP, ways.chosen(rides.max(axis=1) > 0)
        yield Obstacle.ACCESS, ways

    return tuple(
        (obstacle, edges, Snapper(network, edges)) for obstacle, edges in found() if len(edges)
    )
