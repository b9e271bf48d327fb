"""In which city, and under which postcode, each door is: as mapped, else as its neighbours."""

from collections.abc import Sequence

import shapely

from routing.town.plane import Plane, Position
from routing.town.town import Address

FARTHEST_NEIGHBOUR_METRES = 1_000.0
"""A door further off tells nothing about a place."""


class Neighbourhood:
    """What the doors around any position tell about it."""

    def __init__(self, addresses: Sequence[Address], plane: Plane) -> None:
        self._plane = plane
        self._cities = _Nearest([(a.position, a.city) for a in addresses if a.city], plane)
        self._postcodes = _Nearest(
            [(a.position, a.postcode) for a in addresses if a.postcode], plane
        )

    def localities(self, positions: Sequence[Position]) -> list[tuple[str, str]]:
        """City and postcode of the nearest door that has one, empty where none is near."""
        points = self._plane.points(positions)
        return list(zip(self._cities.of(points), self._postcodes.of(points), strict=True))


class _Nearest:
    """A text of each of some points, told of any point near one of them."""

    def __init__(self, told: Sequence[tuple[Position, str]], plane: Plane) -> None:
        self._texts = [text for _, text in told]
        self._tree = shapely.STRtree(plane.points([position for position, _ in told]))

    def of(self, points: Sequence[shapely.Point]) -> list[str]:
        texts = [""] * len(points)
        if self._texts and points:
            asked, nearest = self._tree.query_nearest(
                points, max_distance=FARTHEST_NEIGHBOUR_METRES, all_matches=False
            )
            for point, index in zip(asked.tolist(), nearest.tolist(), strict=True):
                texts[point] = self._texts[index]
        return texts
