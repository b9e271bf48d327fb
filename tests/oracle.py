"""The oracle of the streets: ``docs/reference/profiles.md`` read a second time, slowly.

It builds a NetworkX graph with every node of every way from the raw tags and shares no code with
`routing.street`: plain rules in plain Python, one graph node a map node, nothing contracted.
"""

import math
from itertools import pairwise
from typing import Any, NamedTuple

import networkx as nx
import numpy as np
import numpy.typing as npt

from routing.street.network import Network
from tests.oracle_rules import is_stopped, speeds

EARTH = 6_371_008.8
"""Metres."""

DIGITS = 10**10
"""A cost is milliseconds, then ten digits of millimetres."""


class Mark(NamedTuple):
    """A point of a way's ruler and the graph's node there."""

    millimetres: int
    node: Any


class Segment(NamedTuple):
    """Between two neighbouring nodes of a way."""

    tail: Mark
    head: Mark
    points: tuple[tuple[int, int], tuple[int, int]]
    speeds: dict[str, int]


class Oracle:
    """Seconds and metres between points, the slow way."""

    def __init__(self, network: Network, profile: str) -> None:
        segments = all_segments(network, profile)
        graph: nx.DiGraph[Any] = nx.DiGraph()
        for segment in segments:
            join(graph, segment.tail, segment.head, segment.speeds)
        main, self.segments = main_part(graph, segments)
        self.graph = graph.subgraph(main)
        self._tails = np.array([segment.points[0] for segment in self.segments], float) / 1e7
        self._heads = np.array([segment.points[1] for segment in self.segments], float) / 1e7

    def nearest(self, lon: float, lat: float) -> tuple[int, float, float]:
        """Segment, fraction and metres, by trying all segments."""
        metre = EARTH * math.pi / 180
        squeeze = math.cos(math.radians(lat))
        ax = (self._tails[:, 0] - lon) * squeeze * metre
        ay = (self._tails[:, 1] - lat) * metre
        bx = (self._heads[:, 0] - lon) * squeeze * metre
        by = (self._heads[:, 1] - lat) * metre
        dx, dy = bx - ax, by - ay
        length2 = dx * dx + dy * dy
        length2[length2 == 0] = 1
        t = np.minimum(np.maximum(-(ax * dx + ay * dy) / length2, 0), 1)
        x = np.where(t == 1, bx, ax + t * dx)
        y = np.where(t == 1, by, ay + t * dy)
        metres = np.sqrt(x * x + y * y)
        best = int(np.flatnonzero(metres <= metres.min() + 1e-6)[0])
        return best, float(t[best]), float(metres[best])

    def matrix(
        self, origins: npt.NDArray[np.float64], destinations: npt.NDArray[np.float64]
    ) -> tuple[list[list[int]], list[list[int]]]:
        """Seconds and metres from each origin to each destination, given in degrees."""
        graph = self.graph.copy()
        marks: dict[int, list[Mark]] = {}
        starts = [self._stand(graph, marks, lon, lat) for lon, lat in origins.tolist()]
        ends = [self._stand(graph, marks, lon, lat) for lon, lat in destinations.tolist()]
        seconds, metres = [], []
        for start in starts:
            costs = nx.single_source_dijkstra_path_length(graph, start)
            seconds.append([rounded_up(int(costs[end]) // DIGITS) for end in ends])
            metres.append([rounded_up(int(costs[end]) % DIGITS) for end in ends])
        return seconds, metres

    def _stand(
        self, graph: "nx.DiGraph[Any]", marks: dict[int, list[Mark]], lon: float, lat: float
    ) -> Any:
        """The graph's node for a point: one of the map, or a new one on the nearest segment."""
        number, fraction, _ = self.nearest(lon, lat)
        segment = self.segments[number]
        start, end = segment.tail.millimetres, segment.head.millimetres
        here = Mark(start + math.floor(fraction * (end - start) + 0.5), ("snap", lon, lat))
        others = marks.setdefault(number, [segment.tail, segment.head])
        for other in others:
            if other.millimetres == here.millimetres:
                return other.node
        for other in others:
            before, after = (other, here) if other < here else (here, other)
            join(graph, before, after, segment.speeds)
        others.append(here)
        return here.node


def all_segments(network: Network, profile: str) -> list[Segment]:
    """Every segment that may be ridden, in the order of the file."""
    stopped = {n for n, tags in network.node_tags.items() if is_stopped(dict(tags), profile)}
    points = [(lon, lat) for lon, lat in network.node_lonlat.tolist()]
    segments = []
    for way, tags in enumerate(network.way_tags):
        way_speeds = speeds(dict(tags), profile)
        if not way_speeds:
            continue
        end = 0
        for place, (a, b) in enumerate(pairwise(network.nodes_of(way).tolist())):
            start, end = end, end + haversine(points[a], points[b])
            # Both sides of a barrier are reached; nothing joins them.
            tail = Mark(start, ("behind", way, place) if a in stopped else a)
            head = Mark(end, ("before", way, place) if b in stopped else b)
            segments.append(Segment(tail, head, (points[a], points[b]), way_speeds))
    return segments


def join(graph: "nx.DiGraph[Any]", before: Mark, after: Mark, ridden: dict[str, int]) -> None:
    """Arcs between two marks of a way, in the directions in which it is ridden."""
    graph.add_nodes_from([before.node, after.node])
    length = after.millimetres - before.millimetres
    for direction, speed in ridden.items():
        time = clock(after.millimetres, speed) - clock(before.millimetres, speed)
        arc = (before.node, after.node) if direction == "forward" else (after.node, before.node)
        cost = time * DIGITS + length
        graph.add_edge(*arc, weight=min(cost, graph.get_edge_data(*arc, {}).get("weight", cost)))


def main_part(graph: "nx.DiGraph[Any]", segments: list[Segment]) -> tuple[set[Any], list[Segment]]:
    """The strongly connected part with the greatest length, its nodes and its segments."""
    parts = list(nx.strongly_connected_components(graph))
    part_of = {node: number for number, part in enumerate(parts) for node in part}
    inner: dict[int, list[Segment]] = {}
    for segment in segments:
        if part_of[segment.tail.node] == part_of[segment.head.node]:
            inner.setdefault(part_of[segment.tail.node], []).append(segment)
    # The first of equals: a dictionary keeps the order in which its keys came.
    main = max(
        inner, key=lambda part: sum(s.head.millimetres - s.tail.millimetres for s in inner[part])
    )
    return parts[main], inner[main]


def haversine(a: tuple[int, int], b: tuple[int, int]) -> int:
    """Millimetres between points in 1e-7 degrees."""
    (lon1, lat1), (lon2, lat2) = a, b
    dlon, dlat = math.radians((lon2 - lon1) / 1e7), math.radians((lat2 - lat1) / 1e7)
    cosines = math.cos(math.radians(lat1 / 1e7)) * math.cos(math.radians(lat2 / 1e7))
    h = math.sin(dlat / 2) ** 2 + cosines * math.sin(dlon / 2) ** 2
    return round(1_000 * 2 * EARTH * math.asin(math.sqrt(h)))


def clock(millimetres: int, speed: int) -> int:
    """Milliseconds."""
    return millimetres * 3_600 // speed


def rounded_up(thousandths: int) -> int:
    return (thousandths + 999) // 1_000
