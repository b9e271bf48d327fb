"""The oracle's streets: segments between neighbouring nodes, measured once more."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, NamedTuple

from routing.street.network import Network
from tests.oracle_hills import on_grade, permille
from tests.oracle_rules import ground, is_stopped, pushed, speeds

EARTH = 6_371_008.8
"""Metres."""


@dataclass(frozen=True)
class Segment:
    """Between two neighbouring nodes of a way; ends are (node, or the side of a barrier)."""

    way: int
    way_id: int
    ends: tuple[Any, Any]
    nodes: tuple[int, int]
    marks: tuple[int, int]
    points: tuple[tuple[int, int], tuple[int, int]]
    speeds: dict[str, int]
    pushed: set[str]

    @property
    def length(self) -> int:
        return self.marks[1] - self.marks[0]

    def is_pushed(self, forward: bool) -> bool:
        return ("forward" if forward else "backward") in self.pushed


class Move(NamedTuple):
    """A segment, ridden forward or not."""

    segment: int
    forward: bool


class Stand(NamedTuple):
    """A point on a segment."""

    segment: int
    mark: int


def all_segments(network: Network, profile: str) -> list[Segment]:
    """Every segment that may be ridden, in the order of the file."""
    stopped = {n for n, tags in network.node_tags.items() if is_stopped(dict(tags), profile)}
    points = [(lon, lat) for lon, lat in network.node_lonlat.tolist()]
    segments = []
    for way, tags in enumerate(network.way_tags):
        way_speeds, way_pushed = speeds(dict(tags), profile), pushed(dict(tags), profile)
        if not way_speeds:
            continue
        end = 0
        for place, (a, b) in enumerate(pairwise(network.nodes_of(way).tolist())):
            start, end = end, end + haversine(points[a], points[b])
            on_hill = sloped(network, profile, way, (a, b), end - start, way_speeds)
            if not on_hill:
                continue
            # Both sides of a barrier are reached; nothing joins them.
            tail = ("behind", way, place) if a in stopped else a
            head = ("before", way, place) if b in stopped else b
            segments.append(
                Segment(
                    way,
                    int(network.way_ids[way]),
                    (tail, head),
                    (a, b),
                    (start, end),
                    (points[a], points[b]),
                    on_hill,
                    way_pushed,
                )
            )
    return segments


def sloped(  # noqa: PLR0917
    network: Network,
    profile: str,
    way: int,
    nodes: tuple[int, int],
    length: int,
    flat: dict[str, int],
) -> dict[str, int]:
    """Metres per hour between two nodes in the directions that are not too steep."""
    tags = dict(network.way_tags[way])
    # The pace of steps is that of climbing them.
    if network.node_heights is None or tags["highway"] == "steps":
        return flat
    tail, head = (int(network.node_heights[node]) for node in nodes)
    rise = permille(head - tail, length)
    grades = {"forward": rise, "backward": -rise}
    found = {
        direction: on_grade(speed, ground(tags), grades[direction], profile)
        for direction, speed in flat.items()
    }
    return {direction: speed for direction, speed in found.items() if speed}


def haversine(a: tuple[int, int], b: tuple[int, int]) -> int:
    """Millimetres between points in 1e-7 degrees."""
    (lon1, lat1), (lon2, lat2) = a, b
    dlon, dlat = math.radians((lon2 - lon1) / 1e7), math.radians((lat2 - lat1) / 1e7)
    cosines = math.cos(math.radians(lat1 / 1e7)) * math.cos(math.radians(lat2 / 1e7))
    h = math.sin(dlat / 2) ** 2 + cosines * math.sin(dlon / 2) ** 2
    return round(1_000 * 2 * EARTH * math.asin(math.sqrt(h)))


def heading(points: Sequence[tuple[int, int]]) -> int:
    """Whole degrees from north by east between two points in 1e-7 degrees."""
    (x1, y1), (x2, y2) = points
    east = (x2 / 1e7 - x1 / 1e7) * math.cos(math.radians(y1 / 1e7))
    return round(math.degrees(math.atan2(east, y2 / 1e7 - y1 / 1e7)))
