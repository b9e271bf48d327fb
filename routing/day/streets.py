"""The places of a day on the streets of a profile."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from routing.model import UNREACHABLE, Matrix
from routing.street.engine import FARTHEST_METRES
from routing.street.graph import Path, StreetGraph, build_graph
from routing.street.nearest import Segments
from routing.street.network import Network
from routing.street.profile import PROFILES, Profile
from routing.street.snap import Snap

Position = tuple[float, float]


@dataclass(frozen=True, slots=True, eq=False)
class Streets:
    """Places snapped to the streets of one profile.

    Parameters
    ----------
    snaps
        One a place, in the order of `Problem.places`; None too far from any street.
    """

    graph: StreetGraph
    snaps: tuple[Snap | None, ...]

    def tags_at(self, snap: Snap) -> Mapping[str, str]:
        """The tags of the way on which a snap lies."""
        way = int(self.graph.topology.edges.ways[snap.edge])
        return self.graph.network.way_tags[way]

    def matrix(self) -> Matrix:
        """Between all places; from and to places too far off, `UNREACHABLE`."""
        near = [index for index, snap in enumerate(self.snaps) if snap is not None]
        found = self.graph.matrix([snap for snap in self.snaps if snap is not None])
        size = len(self.snaps)
        durations = np.full((size, size), UNREACHABLE, np.int64)
        distances = np.full((size, size), UNREACHABLE, np.int64)
        durations[np.ix_(near, near)] = found.durations
        distances[np.ix_(near, near)] = found.distances
        np.fill_diagonal(durations, 0)
        np.fill_diagonal(distances, 0)
        return Matrix(durations, distances)

    def path(self, origin: int, destination: int) -> Path:
        """The way from one place to another, by their rows in the matrix.

        Raises
        ------
        ValueError
            When one of them is too far from any street: no valid plan rides there.
        """
        start, end = self.snaps[origin], self.snaps[destination]
        if start is None or end is None:
            raise ValueError((origin, destination))
        return self.graph.path(start, end)


@lru_cache(maxsize=8)
def graph_of(network: Network, profile: Profile | str) -> StreetGraph:
    """The streets of a profile; kept, because each question about a day asks for them.

    Parameters
    ----------
    profile
        One, or the name of a built-in one.

    Raises
    ------
    TownError
        When the profile finds no street to ride.
    """
    if isinstance(profile, str):
        return graph_of(network, PROFILES[profile])
    return build_graph(network, profile)


def streets_of(network: Network, profile: Profile | str, positions: Sequence[Position]) -> Streets:
    """Snap places to the streets of a profile.

    Parameters
    ----------
    profile
        One, or the name of a built-in one.
    positions
        (longitude, latitude) in degrees.
    """
    graph = graph_of(network, profile)
    snaps = graph.snap(np.array(positions, np.float64).reshape(-1, 2))
    return Streets(
        graph, tuple(snap if snap.distance <= FARTHEST_METRES else None for snap in snaps)
    )


@lru_cache(maxsize=8)
def _all_streets(network: Network) -> Segments:
    """Every piece of every way, whoever may ride it."""
    last = np.zeros(len(network.way_nodes), bool)
    last[network.way_offsets[1:] - 1] = True
    tails = np.flatnonzero(~last)
    nodes = network.way_nodes
    return Segments(network.node_lonlat[nodes[tails]], network.node_lonlat[nodes[tails + 1]])


def metres_to_any_street(network: Network, position: Position) -> float:
    """Metres from a place to the nearest street of any kind, reached or not."""
    return _all_streets(network).nearest(np.array(position, np.float64)).metres
