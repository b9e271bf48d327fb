"""What else leaves a junction: the choices that a courier sees there."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from routing.street.directions.street import Street, is_circle, street_of
from routing.street.directions.turns import Point, bearing
from routing.street.measure import Integers
from routing.street.network import Network
from routing.street.oneway import directions


@dataclass(frozen=True, slots=True)
class Arm:
    """One of the lines that meet at a node.

    Parameters
    ----------
    segment
        Which one of all ways it is: the position in `Network.way_nodes` where it begins as drawn.
    bearing
        Where it leads, in degrees clockwise from north.
    circle
        Whether it goes round a roundabout.
    entered
        Whether traffic may leave the node by it, as far as plain one-way tags say.
    """

    street: Street
    segment: int
    bearing: float
    circle: bool
    entered: bool


class Junctions:
    """The streets of a network by the nodes where they meet."""

    def __init__(self, network: Network) -> None:
        self.streets = tuple(street_of(tags) for tags in network.way_tags)
        self.circles = tuple(is_circle(tags) for tags in network.way_tags)
        self._network = network
        counts = np.diff(network.way_offsets)
        self._ways = np.repeat(np.arange(len(counts)), counts)
        self._order = np.argsort(network.way_nodes, kind="stable")
        met = np.bincount(network.way_nodes, minlength=len(network.node_ids))
        self._offsets = np.concatenate([[0], np.cumsum(met)])
        ends = np.zeros(len(network.way_nodes), np.int64)
        ends[network.way_offsets[:-1][counts > 0]] += 1
        ends[network.way_offsets[1:][counts > 0] - 1] += 1
        lost = np.bincount(network.way_nodes, weights=ends, minlength=len(met))
        self._arms = 2 * met - lost.astype(np.int64)

    def is_junction(self, node: int) -> bool:
        """Whether more than two lines meet there."""
        return bool(self._arms[node] > 2)

    def arms(self, node: int) -> Iterator[Arm]:
        """Every line that meets the node."""
        offsets = self._network.way_offsets
        for position in self._order[self._offsets[node] : self._offsets[node + 1]].tolist():
            way = int(self._ways[position])
            first, end = int(offsets[way]), int(offsets[way + 1])
            yield from self._arm(way, position, np.arange(position, end), outward=True)
            yield from self._arm(way, position, np.arange(position, first - 1, -1), outward=False)

    def _arm(self, way: int, position: int, line: Integers, *, outward: bool) -> Iterator[Arm]:
        """The arm along some positions in `way_nodes`; none where these lead nowhere."""
        leads = bearing(self._points(self._network.way_nodes[line]))
        if leads is not None:
            along, against = directions(
                self._network.way_tags[way], (), obeys=True, contraflow=False
            )
            yield Arm(
                street=self.streets[way],
                segment=position if outward else position - 1,
                bearing=leads,
                circle=self.circles[way],
                entered=along if outward else against,
            )

    def _points(self, nodes: npt.NDArray[np.int32]) -> Iterator[Point]:
        """The points of a line up to the next junction."""
        for index, node in enumerate(nodes):
            longitude, latitude = (self._network.node_lonlat[node] / 1e7).tolist()
            yield longitude, latitude
            if index and self.is_junction(node):
                return
