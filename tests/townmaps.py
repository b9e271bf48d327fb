"""Small maps for the tests of towns: elements by hand, as files or as Overpass sends them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr

from routing.town.osm import read_osm
from routing.town.town import Town

ORIGIN = (7.42, 43.73)
STEP = 1e-5
"""Degrees a step: about one metre."""
DATE = "2024-05-01T12:00:00Z"


@dataclass(frozen=True, eq=False)
class Node:
    id: int
    x: int
    y: int
    tags: Mapping[str, str] = field(default_factory=dict)

    @property
    def lonlat(self) -> tuple[float, float]:
        return round(ORIGIN[0] + self.x * STEP, 7), round(ORIGIN[1] + self.y * STEP, 7)


@dataclass(frozen=True, eq=False)
class Way:
    id: int
    nodes: tuple[int, ...]
    tags: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Relation:
    id: int
    members: tuple[tuple[str, int, str], ...]
    tags: Mapping[str, str] = field(default_factory=dict)


Element = Node | Way | Relation


def xml(elements: Iterable[Element]) -> str:
    """The elements as an `.osm` file."""
    lines = ["<osm version='0.6' generator='by hand'>", *map(_xml_element, elements), "</osm>"]
    return "\n".join(lines)


def write_map(path: Path, *elements: Element) -> Path:
    path.write_text(xml(elements), encoding="utf-8")
    return path


def town_from(folder: Path, *elements: Element) -> Town:
    """The town of some elements, read from a file in a folder."""
    return read_osm([write_map(folder / "map.osm", *elements)], name="Test")


def street(way_id: int = 100, nodes: tuple[int, ...] = (1, 2), **tags: str) -> Way:
    return Way(way_id, nodes, {"highway": "residential", **tags})


def two_nodes() -> tuple[Node, Node]:
    """The ends of the least of streets, 1 and 2."""
    return Node(1, 0, 0), Node(2, 100, 0)


def square(first_id: int, x: int, y: int, size: int = 10) -> tuple[Node, ...]:
    """Four corners, in order."""
    corners = ((x, y), (x + size, y), (x + size, y + size), (x, y + size))
    return tuple(Node(first_id + index, *corner) for index, corner in enumerate(corners))


def _xml_element(element: Element) -> str:
    head = f"id='{element.id}' version='1' timestamp='{DATE}'"
    tags = "".join(f"<tag k={quoteattr(k)} v={quoteattr(v)}/>" for k, v in element.tags.items())
    match element:
        case Node():
            lon, lat = element.lonlat
            return f"<node {head} lon='{lon}' lat='{lat}'>{tags}</node>"
        case Way():
            refs = "".join(f"<nd ref='{node}'/>" for node in element.nodes)
            return f"<way {head}>{refs}{tags}</way>"
        case Relation():
            members = "".join(
                f"<member type='{kind}' ref='{id_}' role='{role}'/>"
                for kind, id_, role in element.members
            )
            return f"<relation {head}>{members}{tags}</relation>"


def overpass_element(element: Element) -> dict[str, Any]:
    """The element as Overpass sends it."""
    tags = {"tags": dict(element.tags)} if element.tags else {}
    match element:
        case Node():
            lon, lat = element.lonlat
            return {"type": "node", "id": element.id, "lat": lat, "lon": lon, **tags}
        case Way():
            return {"type": "way", "id": element.id, "nodes": list(element.nodes), **tags}
        case Relation():
            members = [
                {"type": kind, "ref": id_, "role": role} for kind, id_, role in element.members
            ]
            return {"type": "relation", "id": element.id, "members": members, **tags}
