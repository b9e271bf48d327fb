"""The nearest point of many straight segments.

Distances are measured in an equirectangular projection around the point asked for: within a
kilometre of it they are right to 0.02 %.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from routing.street.measure import EARTH_RADIUS, Flags, Integers

Floats = npt.NDArray[np.float64]

_METRES = EARTH_RADIUS * np.pi / 180e7
"""Metres to 1e-7 degrees of latitude."""

_CELLS_PER_SEGMENT = 0.5

_REACHES = (1, 2, 4)
"""Cells around a point's own that are looked at together."""

_EQUALLY_NEAR = 1e-6
"""Metres. Streets may lie on each other; which one is taken must not hang on the last bit."""


@dataclass(frozen=True, slots=True)
class Nearest:
    """The nearest point of all segments.

    Parameters
    ----------
    fraction
        How far along the segment, from 0 to 1.
    metres
        From the point asked for.
    lonlat
        Degrees.
    """

    segment: int
    fraction: float
    metres: float
    lonlat: tuple[float, float]


class Segments:
    """Straight segments, found by place through a grid of cells.

    Parameters
    ----------
    tails, heads
        int32, shape (segments, 2), at least one: longitude, latitude in 1e-7 degrees.
    """

    def __init__(self, tails: npt.NDArray[np.int32], heads: npt.NDArray[np.int32]) -> None:
        self._tails = tails.astype(np.int64)
        self._heads = heads.astype(np.int64)
        low, high = np.minimum(self._tails, self._heads), np.maximum(self._tails, self._heads)
        self._corner = low.min(axis=0)
        span = high.max(axis=0) - self._corner + 1
        # Cells about as wide as high, in metres.
        squeeze = np.cos((self._corner[1] + span[1] / 2) * np.pi / 180e7)
        side = np.sqrt(span[0] * squeeze * span[1] / (_CELLS_PER_SEGMENT * len(tails)))
        self._cell = np.maximum(np.ceil([side / squeeze, side]).astype(np.int64), 1)
        self._shape = (span - 1) // self._cell + 1
        self._fill((low - self._corner) // self._cell, (high - self._corner) // self._cell)

    def _fill(self, low: Integers, high: Integers) -> None:
        """Note each segment in every cell that its bounding box touches, cells row by row."""
        widths, heights = (high - low + 1).T
        counts = widths * heights
        members = np.repeat(np.arange(len(counts)), counts)
        nth = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
        columns = low[members, 0] + nth % widths[members]
        rows = low[members, 1] + nth // widths[members]
        cells = rows * self._shape[0] + columns
        self._members = members[np.argsort(cells, kind="stable")]
        per_cell = np.bincount(cells, minlength=self._shape.prod())
        self._offsets = np.concatenate([[0], np.cumsum(per_cell)])
        self._occupied = np.flatnonzero(per_cell)

    def nearest(self, lonlat: Floats) -> Nearest:
        """The nearest point to a point; of equally near segments the first.

        Parameters
        ----------
        lonlat
            Shape (2,), degrees.
        """
        point = lonlat * 1e7
        home = np.floor((point - self._corner) / self._cell).astype(np.int64)
        scale = np.array([np.cos(np.radians(lonlat[1])), 1.0]) * _METRES
        # A window of cells around the point, until nothing outside it can be nearer.
        for reach in _REACHES:
            window = self._within(home - reach, home + reach)
            if not len(window):
                continue
            found = self._nearest_of(window, point, scale)
            if found.metres < reach * (self._cell * scale).min():
                return found
        return self._far(point, scale)

    def _far(self, point: Floats, scale: Floats) -> Nearest:
        """From the cell nearest to the point on, all that may hold something nearer."""
        rows, columns = np.divmod(self._occupied, self._shape[0])
        low = self._corner + np.stack([columns, rows], axis=1) * self._cell
        off = np.maximum(np.maximum(low - point, point - low - self._cell), 0) * scale
        away = np.hypot(off[:, 0], off[:, 1])
        first = self._nearest_of(self._in(away == away.min()), point, scale)
        return self._nearest_of(self._in(away <= first.metres + _EQUALLY_NEAR), point, scale)

    def _in(self, occupied: Flags) -> Integers:
        """Segments noted in some of the occupied cells, in order."""
        cells = self._occupied[occupied].tolist()
        spans = ((self._offsets[cell], self._offsets[cell + 1]) for cell in cells)
        return np.unique(np.concatenate([self._members[start:end] for start, end in spans]))

    def _within(self, low: Integers, high: Integers) -> Integers:
        """Segments noted in a window of cells, in order."""
        left, bottom = np.maximum(low, 0)
        right, top = np.minimum(high, self._shape - 1)
        if left > right or bottom > top:
            return np.empty(0, np.int64)
        rows = np.arange(bottom, top + 1) * self._shape[0]
        spans = zip(self._offsets[rows + left], self._offsets[rows + right + 1], strict=True)
        return np.unique(np.concatenate([self._members[start:end] for start, end in spans]))

    def _nearest_of(self, segments: Integers, point: Floats, scale: Floats) -> Nearest:
        tails = (self._tails[segments] - point) * scale
        heads = (self._heads[segments] - point) * scale
        steps = heads - tails
        squares = (steps**2).sum(axis=1)
        fractions = -(tails * steps).sum(axis=1) / np.where(squares > 0, squares, 1)
        fractions = np.clip(fractions, 0, 1)
        # An end is taken as it is: segments that share it must be equally near.
        feet = np.where(fractions[:, None] == 1, heads, tails + fractions[:, None] * steps)
        metres = np.hypot(feet[:, 0], feet[:, 1])
        best = int(np.argmax(metres <= metres.min() + _EQUALLY_NEAR))
        longitude, latitude = (point + feet[best] / scale) / 1e7
        return Nearest(
            int(segments[best]),
            float(fractions[best]),
            float(metres[best]),
            (float(longitude), float(latitude)),
        )
