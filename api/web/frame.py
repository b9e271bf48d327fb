"""A flat map of a small part of the earth, in whole units east and south of a corner.

Towns are small: on ten kilometres the local equirectangular projection is off by less than a
thousandth, which no eye sees on a screen or on paper.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Points = npt.NDArray[np.float64]
"""Shape (points, 2)."""

STORED_PER_DEGREE = 1e7
METRES_PER_DEGREE = math.radians(1) * 6_371_008.8
"""On the sphere of the earth's mean radius (IUGG)."""


def degrees(stored: npt.NDArray[np.int32]) -> Points:
    """Longitude and latitude as towns store them, in degrees."""
    return stored.astype(np.float64) / STORED_PER_DEGREE


@dataclass(frozen=True, slots=True)
class Box:
    """An upright rectangle, in the units of its frame."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """From left to right."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """From top to bottom."""
        return self.bottom - self.top

    def __or__(self, other: "Box") -> "Box":
        return Box(
            min(self.left, other.left),
            min(self.top, other.top),
            max(self.right, other.right),
            max(self.bottom, other.bottom),
        )

    def grown(self, margin: float) -> "Box":
        """The box with a margin on every side."""
        return Box(self.left - margin, self.top - margin, self.right + margin, self.bottom + margin)

    def shaped(self, narrowest: float, widest: float) -> "Box":
        """The box made wider or higher until width / height lies between two ratios.

        Examples
        --------
        >>> Box(0, 0, 10, 10).shaped(2, 3)
        Box(left=-5.0, top=0.0, right=15.0, bottom=10.0)
        >>> Box(0, 0, 10, 1).shaped(1, 2)
        Box(left=0.0, top=-2.0, right=10.0, bottom=3.0)
        """
        ratio = min(max(self.width / self.height, narrowest), widest)
        wider = max(self.height * ratio - self.width, 0.0) / 2
        higher = max(self.width / ratio - self.height, 0.0) / 2
        return Box(self.left - wider, self.top - higher, self.right + wider, self.bottom + higher)


def box_of(points: Points) -> Box:
    """The smallest box around some points."""
    left, top = points.min(axis=0)
    right, bottom = points.max(axis=0)
    return Box(float(left), float(top), float(right), float(bottom))


@dataclass(frozen=True, slots=True)
class Frame:
    """How longitude and latitude become units.

    Parameters
    ----------
    longitude, latitude
        Of the origin, in degrees.
    metres_per_unit
        Length of a unit on the ground.
    """

    longitude: float
    latitude: float
    metres_per_unit: float = 1.0

    def flat(self, lonlat: npt.ArrayLike) -> Points:
        """Units east (x) and south (y) of the origin, from degrees, shape (points, 2)."""
        given = np.asarray(lonlat, dtype=np.float64).reshape(-1, 2)
        units_per_degree = METRES_PER_DEGREE / self.metres_per_unit
        east = (given[:, 0] - self.longitude) * math.cos(math.radians(self.latitude))
        south = self.latitude - given[:, 1]
        return np.column_stack((east, south)) * units_per_degree

    def lonlat(self, flat: Points) -> Points:
        """Degrees, from units: the way back from `flat`."""
        east, south = (flat.reshape(-1, 2) * self.metres_per_unit / METRES_PER_DEGREE).T
        return np.column_stack(
            (
                self.longitude + east / math.cos(math.radians(self.latitude)),
                self.latitude - south,
            )
        )


FINEST_METRES_PER_UNIT = 0.5
UNITS_ACROSS = 8_000
"""About what the finest screen or printer shows of a map across a page."""


def frame_around(lonlats: Iterable[npt.ArrayLike]) -> Frame:
    """A frame with its origin in the middle of some points and a unit that suits their extent."""
    given = np.concatenate([np.asarray(points, np.float64).reshape(-1, 2) for points in lonlats])
    longitude, latitude = (given.min(axis=0) + given.max(axis=0)) / 2
    metres = box_of(Frame(float(longitude), float(latitude)).flat(given))
    unit = max(metres.width, metres.height) / UNITS_ACROSS
    return Frame(float(longitude), float(latitude), max(unit, FINEST_METRES_PER_UNIT))
