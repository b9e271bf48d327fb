"""A town as a plane: degrees to metres and back, near enough for the few kilometres of a town."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, hypot, radians

import numpy as np
import numpy.typing as npt
import shapely

Floats = npt.NDArray[np.float64]
Position = tuple[float, float]
"""(longitude, latitude) in degrees."""

METRES_PER_DEGREE = 111_195.0
"""Of latitude, on a sphere of the Earth's mean radius."""


def metres_between(one: Position, other: Position) -> float:
    """Distance of two positions that are near each other."""
    east = (one[0] - other[0]) * cos(radians(one[1]))
    return hypot(east, one[1] - other[1]) * METRES_PER_DEGREE


@dataclass(frozen=True, slots=True)
class Plane:
    """The equirectangular projection that is true to scale at one latitude, in degrees."""

    latitude: float

    def metres(self, lonlat: npt.ArrayLike) -> Floats:
        """Metres east and north of longitude 0, latitude 0.

        Parameters
        ----------
        lonlat
            Degrees, shape (points, 2).
        """
        points = np.asarray(lonlat, np.float64).reshape(-1, 2)
        return points * (METRES_PER_DEGREE * cos(radians(self.latitude)), METRES_PER_DEGREE)

    def points(self, positions: Sequence[Position]) -> list[shapely.Point]:
        """Positions as points in metres."""
        if not len(positions):
            return []
        made: list[shapely.Point] = np.asarray(shapely.points(self.metres(positions))).tolist()
        return made

    def degrees(self, x: float, y: float) -> Position:
        """Longitude and latitude of a point in metres, rounded to 1e-7 degrees."""
        east = METRES_PER_DEGREE * cos(radians(self.latitude))
        return round(x / east, 7), round(y / METRES_PER_DEGREE, 7)
