"""A path, point by point: which node of which way each point is, how far and how long it took."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from routing.street.directions.street import Street
from routing.street.measure import Integers, segment_lengths
from routing.street.nearest import Floats
from routing.street.network import Network
from routing.street.ride import Ride

Point = tuple[float, float]

NO_NODE = -1


@dataclass(frozen=True, slots=True)
class Piece:
    """The straight line from one point of a trail to the next.

    Parameters
    ----------
    segment
        Which one of all ways it rides: the position in `Network.way_nodes` where that begins as
        drawn.
    forward
        Whether it is ridden as drawn.
    """

    way: int
    segment: int
    forward: bool
    pushed: bool
    street: Street


@dataclass(frozen=True, slots=True, eq=False)
class Trail:
    """A path, point by point.

    Parameters
    ----------
    points
        Longitude and latitude in degrees, at least one.
    nodes
        Index in `Network.node_lonlat` of each point, `NO_NODE` between nodes.
    millimetres, milliseconds
        From the start to each point.
    pieces
        Between the points, one less than these.
    """

    points: Floats
    nodes: tuple[int, ...]
    millimetres: Integers
    milliseconds: Integers
    pieces: tuple[Piece, ...]

    def __len__(self) -> int:
        return len(self.nodes)


@dataclass(frozen=True, slots=True)
class _Mark:
    """A point of a way.

    Parameters
    ----------
    ruler
        Millimetres from the start of the way.
    node
        `NO_NODE` between nodes.
    position
        In `Network.way_nodes`; between nodes, of the node before it as drawn.
    point
        Degrees.
    """

    ruler: int
    node: int
    position: int
    point: Point


@dataclass(slots=True)
class _Drawing:
    """A trail that grows."""

    points: list[Point]
    nodes: list[int]
    millimetres: list[int]
    milliseconds: list[int]
    pieces: list[Piece]

    def finished(self) -> Trail:
        return Trail(
            np.array(self.points, np.float64).reshape(-1, 2),
            tuple(self.nodes),
            np.array(self.millimetres, np.int64),
            np.array(self.milliseconds, np.int64),
            tuple(self.pieces),
        )


def draw(
    network: Network, streets: Sequence[Street], rides: Sequence[Ride], ends: tuple[Point, Point]
) -> Trail:
    """The trail of some rides.

    Parameters
    ----------
    streets
        One a way.
    rides
        In riding order, each beginning where the one before ends.
    ends
        Where the first begins and the last ends, in degrees; without rides only the first counts.
    """
    drawing = _Drawing([ends[0]], [NO_NODE], [0], [0], [])
    for ride in rides:
        _add(drawing, network, streets[ride.way], ride)
    if rides:
        drawing.points[-1] = ends[1]
    return drawing.finished()


def _add(drawing: _Drawing, network: Network, street: Street, ride: Ride) -> None:
    far, late = drawing.millimetres[-1], drawing.milliseconds[-1]
    length, forward = abs(ride.end - ride.start), ride.start < ride.end
    marks = _marks(network, ride)
    drawing.nodes[-1] = marks[0].node
    for before, after in pairwise(marks):
        ridden = abs(after.ruler - ride.start)
        segment = min(before.position, after.position)
        drawing.pieces.append(Piece(ride.way, segment, forward, ride.pushed, street))
        drawing.points.append(after.point)
        drawing.nodes.append(after.node)
        drawing.millimetres.append(far + ridden)
        drawing.milliseconds.append(late + ride.milliseconds * ridden // length)


def _marks(network: Network, ride: Ride) -> list[_Mark]:
    """The ends of a ride and the nodes between them, in riding order."""
    first, nodes = int(network.way_offsets[ride.way]), network.nodes_of(ride.way)
    corners = network.node_lonlat[nodes]
    ruler = np.cumsum([0, *segment_lengths(corners)])

    def between(mark: int) -> _Mark:
        longitude, latitude = (float(np.interp(mark, ruler, side)) / 1e7 for side in corners.T)
        at = int(np.searchsorted(ruler, mark)) - 1
        return _Mark(mark, NO_NODE, first + at, (longitude, latitude))

    def at_node(at: int) -> _Mark:
        longitude, latitude = (corners[at] / 1e7).tolist()
        return _Mark(int(ruler[at]), int(nodes[at]), first + at, (longitude, latitude))

    low, high = sorted((ride.start, ride.end))
    marks = [at_node(int(at)) for at in np.flatnonzero((low <= ruler) & (ruler <= high))]
    if not marks or marks[0].ruler != low:
        marks.insert(0, between(low))
    if marks[-1].ruler != high:
        marks.append(between(high))
    return marks if ride.start < ride.end else marks[::-1]
