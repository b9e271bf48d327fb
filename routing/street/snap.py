"""From a door to the nearest street, between its nodes as well as at them."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from routing.street.edges import Edges
from routing.street.nearest import Floats, Segments
from routing.street.network import Network


@dataclass(frozen=True, slots=True)
class Snap:
    """A point on a street.

    Parameters
    ----------
    edge
        Number of the graph's edge.
    position
        In `Network.way_nodes`: the node at or before it.
    ruler
        Millimetres from the start of the edge's way.
    distance
        Metres from the point that was asked for: far ones are for the caller to refuse.
    lonlat
        Degrees, rounded to the 1e-7 of OpenStreetMap.
    """

    edge: int
    position: int
    ruler: int
    distance: float
    lonlat: tuple[float, float]


class Snapper:
    """Finds streets near points.

    Parameters
    ----------
    edges
        The streets to choose from.
    """

    def __init__(self, network: Network, edges: Edges) -> None:
        counts = edges.lasts - edges.firsts
        self._edges = np.repeat(np.arange(len(edges)), counts)
        before = np.cumsum(counts) - counts
        nth = np.arange(len(self._edges)) - np.repeat(before, counts)
        self._positions = edges.firsts[self._edges] + nth
        self._ruler = network.ruler
        corners = network.node_lonlat[network.way_nodes]
        self._segments = Segments(corners[self._positions], corners[self._positions + 1])

    def snap(self, lonlat: npt.ArrayLike) -> tuple[Snap, ...]:
        """The nearest point of all streets for each point; of equally near ones the first.

        Parameters
        ----------
        lonlat
            Shape (points, 2): longitude, latitude in degrees.
        """
        return tuple(self._snap(point) for point in np.asarray(lonlat, np.float64).reshape(-1, 2))

    def _snap(self, point: Floats) -> Snap:
        near = self._segments.nearest(point)
        position = self._positions[near.segment]
        start, end = self._ruler[position : position + 2].tolist()
        mark = start + int(near.fraction * (end - start) + 0.5)
        longitude, latitude = near.lonlat
        return Snap(
            edge=int(self._edges[near.segment]),
            position=int(position) + (mark == end),
            ruler=mark,
            distance=near.metres,
            lonlat=(round(longitude, 7), round(latitude, 7)),
        )
