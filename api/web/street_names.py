"""Names written along streets, where there is room between pins and ways."""

import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import shapely

from api.web.frame import Box, Frame, Points, degrees
from api.web.ground import street_layer
from api.web.map import PlacedName
from routing.town.town import Town

PIXELS_PER_LETTER = 5.6
HALF_HEIGHT = 6
"""Pixels on either side of a name's middle line that stay free."""
BESIDE = 10
"""Pixels between a way and a name beside it."""
CLEAR_OF_PIN, CLEAR_OF_WAY = 12, 3
STRAIGHT = 6.0
"""Pixels by which a street may bend under its name."""
PIXELS_A_NAME = 12_000
"""Square pixels of map for each name: more names are noise."""
OVERHANG = 1.25
"""How much longer than its stretch a name may be."""
SHORT = {"Avenue": "Av.", "Boulevard": "Bd", "Place": "Pl.", "Chemin": "Ch.", "Impasse": "Imp."}


@dataclass(frozen=True, slots=True)
class _Stretch:
    """A straight part of a street, in pixels, from left to right."""

    name: str
    major: bool
    start: tuple[float, float]
    end: tuple[float, float]

    @property
    def length(self) -> float:
        return math.dist(self.start, self.end)

    def lines(self) -> Iterator[shapely.LineString]:
        """Where the name could lie: on the stretch or beside it, in its middle first."""
        for aside in (0, -BESIDE, BESIDE):
            for at in (0.5, 0.3, 0.7):
                yield self._line(at, aside)

    def _line(self, at: float, aside: float) -> shapely.LineString:
        half = len(self.name) * PIXELS_PER_LETTER / 2
        along = [(b - a) / self.length for a, b in zip(self.start, self.end, strict=True)]
        x = self.start[0] + at * (self.end[0] - self.start[0]) - aside * along[1]
        y = self.start[1] + at * (self.end[1] - self.start[1]) + aside * along[0]
        return shapely.LineString(
            [
                (x - half * along[0], y - half * along[1]),
                (x + half * along[0], y + half * along[1]),
            ]
        )


class StreetNames:
    """The named streets of a town, in the units of a frame."""

    def __init__(self, town: Town, frame: Frame) -> None:
        network = town.network
        lines: dict[tuple[str, bool], list[Points]] = defaultdict(list)
        for way, tags in enumerate(network.way_tags):
            layer = street_layer(tags)
            name = tags.get("name") or (tags.get("ref") if layer == "major" else "")
            if name and layer in {"major", "street"}:
                nodes = network.nodes_of(way)
                lines[shortened(name), layer == "major"].append(
                    frame.flat(degrees(network.node_lonlat[nodes]))
                )
        self._streets = {
            street: shapely.line_merge(shapely.MultiLineString(parts))
            for street, parts in lines.items()
        }

    def placed(
        self, box: Box, width: int, ways: Sequence[Points], pins: Points
    ) -> tuple[PlacedName, ...]:
        """The names for which a map has room, main streets and long stretches first.

        Parameters
        ----------
        width
            Of the map, in pixels.
        ways, pins
            What may not be covered, in the frame's units.
        """
        scale = width / box.width
        height = box.height * scale
        corner = (box.left, box.top)
        blocked = shapely.union_all(
            [
                *(shapely.buffer(shapely.points((p - corner) * scale), CLEAR_OF_PIN) for p in pins),
                *(_cleared((way - corner) * scale) for way in ways),
            ]
        )
        shapely.prepare(blocked)
        rooms: list[shapely.Geometry] = []
        placed: dict[str, PlacedName] = {}
        most = width * height / PIXELS_A_NAME
        for stretch in sorted(self._stretches(box, scale), key=lambda s: (not s.major, -s.length)):
            if len(placed) >= most:
                break
            if stretch.name in placed:
                continue
            for line in stretch.lines():
                room = shapely.buffer(line, HALF_HEIGHT)
                free = shapely.box(0, 0, width, height).contains(room)
                if (
                    free
                    and not blocked.intersects(room)
                    and not shapely.intersects(rooms, room).any()
                ):
                    rooms.append(room)
                    placed[stretch.name] = _name(stretch.name, line, width, height)
                    break
        return tuple(placed.values())

    def _stretches(self, box: Box, scale: float) -> Iterator[_Stretch]:
        """Straight parts long enough for the name of their street."""
        for (name, major), street in self._streets.items():
            inside = shapely.clip_by_rect(street, box.left, box.top, box.right, box.bottom)
            straight = shapely.simplify(inside, STRAIGHT / scale)
            for part in shapely.get_parts(straight):
                points = ((shapely.get_coordinates(part) - (box.left, box.top)) * scale).tolist()
                for one, other in pairwise(points):
                    start, end = sorted((tuple(one), tuple(other)))
                    stretch = _Stretch(name, major, start, end)
                    if stretch.length * OVERHANG >= len(name) * PIXELS_PER_LETTER:
                        yield stretch


def _cleared(way: Points) -> shapely.Geometry:
    return shapely.buffer(shapely.simplify(shapely.LineString(way), 1), CLEAR_OF_WAY)


def _name(text: str, line: shapely.LineString, width: float, height: float) -> PlacedName:
    (x1, y1), (x2, y2) = shapely.get_coordinates(line).tolist()
    return PlacedName(
        text=text,
        left=50 * (x1 + x2) / width,
        top=50 * (y1 + y2) / height,
        angle=math.degrees(math.atan2(y2 - y1, x2 - x1)),
    )


def shortened(name: str) -> str:
    """A street's name as maps write it.

    Examples
    --------
    >>> shortened("Boulevard du Jardin Exotique"), shortened("Rue Plati")
    ('Bd du Jardin Exotique', 'Rue Plati')
    """
    first, space, rest = name.partition(" ")
    return SHORT.get(first, first) + space + rest
