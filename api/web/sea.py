"""The sea, which maps know only by its coastlines: water lies on their right."""

from collections.abc import Iterable, Sequence

import numpy as np
import shapely

from api.web.frame import Box, Points, box_of

STEP_ASIDE = 0.01
"""How far from the coast the water is tasted, in units: less than any drawn detail."""


def sea_outlines(coastlines: Sequence[Points], box: Box) -> list[Points]:
    """The outlines of `sea_areas`, those of islands among them: fill even-odd."""
    return [shapely.get_coordinates(ring) for ring in shapely.get_rings(sea_areas(coastlines, box))]


def sea_areas(coastlines: Sequence[Points], box: Box) -> list[shapely.Polygon]:
    """The parts of a box that are sea, islands cut out.

    The box is cut along its coastlines; a piece that lies to the right of them is sea. An extract
    ends its coastlines where it ends itself: they are drawn on, straight away from its middle.

    Parameters
    ----------
    coastlines
        In the box's units (x east, y south), in the direction in which they were mapped.
    """
    coast = [shapely.LineString(line) for line in _drawn_on(coastlines, box)]
    inside = shapely.clip_by_rect(coast, box.left, box.top, box.right, box.bottom)
    if shapely.is_empty(inside).all():
        return []
    border = shapely.box(box.left, box.top, box.right, box.bottom).boundary
    pieces = shapely.get_parts(shapely.polygonize([shapely.union_all([border, *inside])]))
    water = shapely.points(np.concatenate([_beside(line, 1) for line in coastlines]))
    land = shapely.points(np.concatenate([_beside(line, -1) for line in coastlines]))
    return [
        piece
        for piece in pieces
        if shapely.contains(piece, water).sum() > shapely.contains(piece, land).sum()
    ]


def _drawn_on(coastlines: Sequence[Points], box: Box) -> Iterable[Points]:
    known = box_of(np.concatenate(coastlines))
    middle = np.array([known.left + known.right, known.top + known.bottom]) / 2
    far = 2 * (box.width + box.height + known.width + known.height)
    for line in coastlines:
        if np.array_equal(line[0], line[-1]):
            yield line
        else:
            ends = line[[0, -1]]
            away = ends - middle
            away = ends + far * away / np.hypot(away[:, 0], away[:, 1])[:, None]
            yield np.concatenate((away[:1], line, away[1:]))


def _beside(line: Points, side: int) -> Points:
    """Points just to the right (1) or left (-1) of the middle of every step of a line."""
    steps = np.diff(line, axis=0)
    right = np.column_stack((-steps[:, 1], steps[:, 0]))
    lengths = np.hypot(steps[:, 0], steps[:, 1])[:, None]
    return (line[:-1] + line[1:]) / 2 + side * STEP_ASIDE * right / np.maximum(lengths, STEP_ASIDE)
