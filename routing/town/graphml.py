"""Towns from a GraphML file that OSMnx wrote: streets only.

An OSMnx graph has two edges for a street of two directions and one for a one-way street; here each
street is one way again. What the graph has lost (turn relations, doors, shops, most tags) stays
lost: a town from a map file is better.
"""

import ast
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias
from xml.etree.ElementTree import ParseError

import networkx as nx
import numpy as np
import shapely

from routing.errors import TownError
from routing.street.network import Network
from routing.town.build import streets_town
from routing.town.extract import UNITS_PER_DEGREE, locate
from routing.town.streets import Street, assembled
from routing.town.tags import is_street, way_tags
from routing.town.town import Town

Point: TypeAlias = tuple[int, int]
Graph: TypeAlias = "nx.MultiDiGraph[str]"

MAPPED_ONEWAY = "mapped_oneway"
"""Where a graph of `routing.town.graphml_writing` keeps the tag ``oneway`` as mapped: OSMnx's own
attribute of that name is true or false."""

_NOT_TAGS = frozenset(["osmid", "geometry", "length", "reversed", "x", "y", "street_count"])


def town_from_graphml(path: Path, *, name: str, zone: str | None = None) -> Town:
    """Read a graph written by ``osmnx.save_graphml``, simplified or not.

    Where a simplified edge joins ways of several values (two names, two kinds), the first is kept.
    Bends of simplified edges get ids of their own, below zero.

    Raises
    ------
    TownError
        When the file is missing or damaged, is no unprojected OSMnx graph, or has no streets.
    """
    if not path.is_file():
        raise TownError("town.map_missing", path=str(path))
    try:
        graph: Graph = nx.MultiDiGraph(nx.read_graphml(path, force_multigraph=True))
    except (ParseError, nx.NetworkXError, KeyError, ValueError) as error:
        raise TownError("town.map_damaged", path=str(path), detail=str(error)) from error
    try:
        network = _network(graph)
    except (KeyError, ValueError, TypeError, shapely.errors.GEOSException) as error:
        raise TownError("town.not_an_osmnx_graph", path=str(path)) from error
    return streets_town(network, name=name, source=path.name, zone=zone)


class _Edge(NamedTuple):
    """An edge as OSMnx has it: one direction of a street.

    Parameters
    ----------
    backwards
        Whether it goes against the direction in which the way is mapped.
    """

    way_ids: tuple[int, ...]
    origin: int
    bends: tuple[Point, ...]
    destination: int
    tags: dict[str, str]
    backwards: bool

    @property
    def street(self) -> tuple[object, ...]:
        """The same for both directions of a street."""
        ahead = (self.origin, self.bends, self.destination)
        back = (self.destination, self.bends[::-1], self.origin)
        return frozenset(self.way_ids), min(ahead, back)

    def as_mapped(self) -> "_Edge":
        """The edge in the direction of its way, ``oneway`` as it is tagged there."""
        tags = {**self.tags, "oneway": self.tags[MAPPED_ONEWAY]}
        if not self.backwards:
            return self._replace(tags=tags)
        return self._replace(
            origin=self.destination,
            bends=self.bends[::-1],
            destination=self.origin,
            tags=tags,
            backwards=False,
        )


def _network(graph: Graph) -> Network:
    nodes = {int(node): _point(at["x"], at["y"]) for node, at in graph.nodes(data=True)}
    tags_of_nodes = {int(node): _tags(attributes) for node, attributes in graph.nodes(data=True)}
    ways: list[tuple[_Edge, list[int]]] = []
    lowest = min(0, *nodes)
    for edge in _streets(graph):
        bends = {lowest - 1 - index: point for index, point in enumerate(edge.bends)}
        lowest -= len(bends)
        nodes |= bends
        ways.append((edge, [edge.origin, *bends, edge.destination]))
    node_ids = np.array(sorted(nodes), dtype=np.int64)
    return assembled(
        [
            Street(edge.way_ids[0], locate(node_ids, np.array(refs)), way_tags(edge.tags))
            for edge, refs in ways
        ],
        node_ids=node_ids,
        node_points=np.array([nodes[id_] for id_ in node_ids.tolist()], dtype=np.int32),
        tags_of_nodes=tags_of_nodes,
    )


def _streets(graph: Graph) -> Iterator[_Edge]:
    """One edge for each street, in the direction in which it is mapped; one-way ones say so."""
    directions: dict[tuple[object, ...], list[_Edge]] = defaultdict(list)
    for origin, destination, attributes in graph.edges(data=True):
        edge = _edge(int(origin), int(destination), attributes)
        if is_street(edge.tags):
            directions[edge.street].append(edge)
    for edges in directions.values():
        first = min(edges, key=lambda edge: edge.backwards)
        if MAPPED_ONEWAY in first.tags:
            yield first.as_mapped()
            continue
        is_oneway = len({(edge.origin, edge.bends) for edge in edges}) == 1
        oneway = {"oneway": "yes"} if is_oneway else {}
        yield first._replace(tags=first.tags | oneway)


def _edge(origin: int, destination: int, attributes: Mapping[str, Any]) -> _Edge:
    line = shapely.from_wkt(attributes["geometry"]) if "geometry" in attributes else None
    bends = () if line is None else tuple(_point(x, y) for x, y in line.coords[1:-1])
    tags = _tags(attributes)
    tags.pop("oneway", None)  # OSMnx's own: whether one or two edges stand for the street
    return _Edge(
        way_ids=tuple(int(id_) for id_ in _several(attributes["osmid"])),
        origin=origin,
        bends=bends,
        destination=destination,
        tags=tags,
        backwards=str(attributes.get("reversed")) == "True",
    )


def _tags(attributes: Mapping[str, Any]) -> dict[str, str]:
    return {key: _several(value)[0] for key, value in attributes.items() if key not in _NOT_TAGS}


def _several(value: Any) -> list[str]:
    """What OSMnx has merged into one attribute: ``['primary', 'tertiary']``."""
    text = str(value)
    if not (text.startswith("[") and text.endswith("]")):
        return [text]
    try:
        return [str(one) for one in ast.literal_eval(text)] or [text]
    except (ValueError, SyntaxError):
        return [text]  # a name in brackets


def _point(x: Any, y: Any) -> Point:
    lon, lat = float(x), float(y)
    if not (-180 <= lon <= 180 and -90 <= lat <= 90):
        msg = f"{lon}, {lat} is not in degrees"
        raise ValueError(msg)
    return round(lon * UNITS_PER_DEGREE), round(lat * UNITS_PER_DEGREE)
