"""A town's streets as a GraphML file that OSMnx opens: for its tools, and for everybody else's.

The graph is one that OSMnx might have made itself: an edge for each direction of a street, from
junction to junction, the bends between in its ``geometry``. Edges never join two ways, so each has
one ``osmid`` and the tags of one way; nodes that tell something (a barrier, a crossing) stay nodes.
`routing.town.graphml` reads it back to the same streets. What a graph cannot hold is left out: turn
relations, doors, shops, areas.
"""

from collections.abc import Iterator
from importlib.metadata import version
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import networkx as nx
import numpy as np
import numpy.typing as npt

from routing.formats.atomic import write_atomically
from routing.street.measure import Integers
from routing.street.network import Network
from routing.street.oneway import directions
from routing.town.extract import UNITS_PER_DEGREE
from routing.town.graphml import MAPPED_ONEWAY
from routing.town.town import Town

Attributes = dict[str, str | int | float]

CRS = "epsg:4326"


def write_graphml(town: Town, path: Path) -> None:
    """Write the streets for ``osmnx.load_graphml``, whole or not at all.

    Every value is text, as ``osmnx.save_graphml`` writes it.
    """
    graph = graph_of_town(town)
    for attributes in (
        graph.graph,
        *(at for _, at in graph.nodes(data=True)),
        *(at for _, _, at in graph.edges(data=True)),
    ):
        attributes.update({name: str(value) for name, value in attributes.items()})
    with write_atomically(path) as file:
        nx.write_graphml(graph, file)


def graph_of_town(town: Town) -> "nx.MultiDiGraph[int]":
    """The streets of a town as OSMnx has them; nodes are OpenStreetMap's ids.

    Attributes of edges: ``osmid``, ``length`` (metres), ``oneway``, ``reversed`` (against the
    direction in which the way is mapped), ``geometry`` (WKT, where the edge bends) and every tag of
    the way, of which ``oneway`` is ``mapped_oneway``. Of nodes: ``x``, ``y``, ``street_count`` and
    every tag. Of the graph: what OSMnx asks, and whose data it is.
    """
    network = town.network
    graph: nx.MultiDiGraph[int] = nx.MultiDiGraph(
        crs=CRS,
        simplified=True,
        created_with=f"Chaland {version('chaland')}",
        created_date=town.date.isoformat() if town.date else "",
        name=town.name,
        attribution=town.attribution,
        licence=town.licence,
        sha256=town.sha256,
    )
    pieces = list(_pieces(network))
    ends = [node for piece in pieces for node in (piece.nodes[0], piece.nodes[-1])]
    counted = np.bincount(np.array(ends, np.int64), minlength=len(network.node_ids))
    for node in np.flatnonzero(counted).tolist():
        lon, lat = (network.node_lonlat[node] / UNITS_PER_DEGREE).tolist()
        tags = network.node_tags.get(node, {})
        own: Attributes = {"x": lon, "y": lat, "street_count": int(counted[node])}
        graph.add_node(int(network.node_ids[node]), **{**tags, **own})
    for piece in pieces:
        for origin, destination, attributes in _edges(network, piece):
            graph.add_edge(origin, destination, **attributes)
    return graph


class _Piece(NamedTuple):
    """A way from one junction to the next.

    Parameters
    ----------
    nodes
        Indices, in the direction in which the way is mapped.
    millimetres
        Its length.
    """

    way: int
    nodes: npt.NDArray[np.int32]
    millimetres: int


def _pieces(network: Network) -> Iterator[_Piece]:
    """Every way cut where it meets another or itself, and at nodes that have tags."""
    marks = network.ruler
    cut = np.bincount(network.way_nodes, minlength=len(network.node_ids)) > 1
    cut[list(network.node_tags)] = True
    for way in range(len(network.way_ids)):
        nodes = network.nodes_of(way)
        if len(nodes) < 2:
            continue
        along: Integers = marks[network.way_offsets[way] : network.way_offsets[way + 1]]
        inner = np.flatnonzero(cut[nodes[1:-1]]) + 1
        for start, end in pairwise([0, *inner.tolist(), len(nodes) - 1]):
            yield _Piece(way, nodes[start : end + 1], int(along[end] - along[start]))


def _edges(network: Network, piece: _Piece) -> Iterator[tuple[int, int, Attributes]]:
    """The edges of a piece: one for each direction in which plain traffic may ride it.

    Of a street that turns with the hour both are given; its tag tells.
    """
    tags = dict(network.way_tags[piece.way])
    forward, backward = directions(tags, (), obeys=True, contraflow=False)
    if oneway := tags.pop("oneway", ""):
        tags[MAPPED_ONEWAY] = oneway
    points = network.node_lonlat[piece.nodes] / UNITS_PER_DEGREE
    ids = network.node_ids[piece.nodes].tolist()
    told: Attributes = {
        **tags,
        "osmid": int(network.way_ids[piece.way]),
        "length": piece.millimetres / 1000,
        "oneway": forward != backward,
    }
    if forward or not backward:
        yield ids[0], ids[-1], {**told, "reversed": False, **_geometry(points)}
    if backward or not forward:
        yield ids[-1], ids[0], {**told, "reversed": True, **_geometry(points[::-1])}


def _geometry(points: npt.NDArray[np.float64]) -> Attributes:
    """The line of an edge that bends, as WKT in the seven decimals of OpenStreetMap."""
    if len(points) == 2:
        return {}
    written = ", ".join(f"{lon:.7f} {lat:.7f}" for lon, lat in points.tolist())
    return {"geometry": f"LINESTRING ({written})"}
