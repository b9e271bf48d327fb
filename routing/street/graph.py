"""The streets of one profile: snap doors to them, then ask for matrices and paths.

Matrix and path take the same snaps and give the same numbers, always: both are sums of the same
whole milliseconds and millimetres, rounded up to seconds and metres once, at the end.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from routing.errors import TownError
from routing.model import Matrix
from routing.street.edges import Arcs, Edges, arcs, cut, main_part, times_and_lengths
from routing.street.measure import Integers, rulers
from routing.street.nearest import Floats
from routing.street.network import Network
from routing.street.profile import Profile
from routing.street.sides import Snaps
from routing.street.snap import Snap, Snapper


@dataclass(frozen=True, slots=True, eq=False)
class Path:
    """The fastest way between two snaps.

    Parameters
    ----------
    lonlat
        float64, shape (points, 2), degrees: from the first snap to the second, at least these two.
    """

    seconds: int
    metres: int
    lonlat: Floats


@dataclass(frozen=True, slots=True, eq=False)
class StreetGraph:
    """The main part of the streets that a profile may ride. Made by `build_graph`.

    From every point of it every other can be reached, so matrix and path know no gaps. Times and
    lengths are those of the fastest path; of equally fast ones, of the shortest.

    Parameters
    ----------
    ruler
        Millimetres from the start of its way, by position in `Network.way_nodes`.
    """

    profile: Profile
    network: Network
    ruler: Integers
    edges: Edges
    arcs: Arcs
    snapper: Snapper

    def snap(self, lonlat: npt.ArrayLike) -> tuple[Snap, ...]:
        """The nearest point of a street for each point; far ones are the caller's to refuse.

        Parameters
        ----------
        lonlat
            Shape (points, 2): longitude, latitude in degrees.
        """
        return self.snapper.snap(lonlat)

    def matrix(self, snaps: Sequence[Snap], *, threads: int = 0) -> Matrix:
        """Seconds and metres from each snap to each other, rounded up.

        Parameters
        ----------
        threads
            0 for as many as the machine has cores. The result does not depend on it.
        """
        given = Snaps.of(self.edges, snaps)
        leaving, reaching = given.leaving(), given.reaching()
        cells = self.arcs.graph.many_to_many(
            leaving.vertices, leaving.weights, reaching.vertices, reaching.weights, threads
        )
        origins, destinations = np.nonzero(given.edge[:, None] == given.edge)
        along = given.along(origins, destinations)
        cells[origins, destinations] = np.minimum(cells[origins, destinations], along)
        return Matrix(*_rounded_up(cells))

    def path(self, origin: Snap, destination: Snap) -> Path:
        """The fastest path: the numbers of the matrix, and how it lies on the ground."""
        weight, lonlat = min(
            (*self._along(origin, destination), self._over_vertices(origin, destination)),
            key=lambda way: way[0],
        )
        seconds, metres = _rounded_up(np.array(weight))
        ends = np.array([origin.lonlat]), np.array([destination.lonlat])
        return Path(
            int(seconds), int(metres), _without_repeats(np.concatenate([ends[0], lonlat, ends[1]]))
        )

    def _along(self, origin: Snap, destination: Snap) -> list[tuple[int, Floats]]:
        """Weight and drawing of the way between snaps of one edge that does not leave it."""
        if origin.edge != destination.edge:
            return []
        given = Snaps.of(self.edges, (origin, destination))
        weight = given.along(np.array([0]), np.array([1]))[0]
        return [(int(weight), self._drawn(origin.edge, origin.ruler, destination.ruler))]

    def _over_vertices(self, origin: Snap, destination: Snap) -> tuple[int, Floats]:
        """Weight and drawing of the fastest way that passes a vertex at least."""
        edges = self.edges
        leaving = Snaps.of(edges, (origin,)).leaving()
        reaching = Snaps.of(edges, (destination,)).reaching()
        weight, first, last, ridden = self.arcs.graph.shortest_path(
            np.concatenate([leaving.vertices, reaching.vertices]),
            np.concatenate([leaving.weights, reaching.weights]),
        )
        borders = edges.starts, edges.ends
        out = int(borders[leaving.side_of(first)][origin.edge])
        into = int(borders[reaching.side_of(last)][destination.edge])
        drawn = [self._drawn(origin.edge, origin.ruler, out)]
        for edge, forward in zip(self.arcs.edges[ridden], self.arcs.forward[ridden], strict=True):
            start, end = edges.starts[edge], edges.ends[edge]
            drawn.append(self._drawn(edge, *((start, end) if forward else (end, start))))
        drawn.append(self._drawn(destination.edge, into, destination.ruler))
        return weight, np.concatenate(drawn)

    def _drawn(self, edge: int, start: int, end: int) -> Floats:
        """The nodes of an edge between two marks of its way's ruler, in riding order."""
        positions = np.arange(self.edges.firsts[edge], self.edges.lasts[edge] + 1)
        marks = self.ruler[positions]
        between = positions[(min(start, end) <= marks) & (marks <= max(start, end))]
        ordered = between if start <= end else between[::-1]
        lonlat: Floats = self.network.node_lonlat[self.network.way_nodes[ordered]] / 1e7
        return lonlat


def build_graph(network: Network, profile: Profile) -> StreetGraph:
    """The streets of a network as one profile rides them.

    Raises
    ------
    TownError
        ``streets.none`` when no two points are connected both ways.
    """
    ruler = rulers(network.node_lonlat[network.way_nodes], network.way_offsets)
    edges = main_part(cut(network, profile, ruler))
    if not len(edges):
        raise TownError("streets.none", profile=profile.name)
    return StreetGraph(profile, network, ruler, edges, arcs(edges), Snapper(network, edges, ruler))


def _rounded_up(weights: Integers) -> tuple[Integers, Integers]:
    milliseconds, millimetres = times_and_lengths(weights)
    return (milliseconds + 999) // 1_000, (millimetres + 999) // 1_000


def _without_repeats(lonlat: Floats) -> Floats:
    """Inner points that repeat the one before left out; both ends stay."""
    kept = np.ones(len(lonlat), bool)
    kept[1:-1] = (lonlat[1:-1] != lonlat[:-2]).any(axis=1)
    return lonlat[kept]
