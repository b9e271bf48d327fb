"""Numbered pins that can all be read: those that would cover each other move apart."""

from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import shapely

from api.web.frame import Points

Indices: TypeAlias = npt.NDArray[np.intp]

STEPS = 240
GOLDEN_ANGLE = np.pi * (3 - np.sqrt(5))


def spread(anchors: Points, radius: float, size: tuple[float, float]) -> Points:
    """Where to draw discs so that none covers another, each near its anchor.

    Every disc pushes away those it covers and is drawn back to its own anchor; the drawing back
    ends before the pushing does. Deterministic.

    Parameters
    ----------
    anchors
        Where the discs belong, in pixels.
    radius
        Pixels, half a gap included.
    size
        Width and height that the discs stay inside.

    Returns
    -------
    Centres, in pixels, in the order of the anchors.
    """
    angles = GOLDEN_ANGLE * np.arange(len(anchors))
    # Discs at one very spot, or pushed into one corner, need different directions to flee.
    asides = 0.01 * np.column_stack((np.cos(angles), np.sin(angles)))
    centres = anchors
    limits = np.array(size) - radius
    for step in range(STEPS):
        spots = centres + asides
        one, other = _close(spots, 2 * radius)
        apart = spots[one] - spots[other]
        distance = np.hypot(apart[:, 0], apart[:, 1])[:, None]
        push = np.zeros_like(spots)
        np.add.at(push, one, apart / distance * (2 * radius - distance) / 2)
        pull = (anchors - centres) * max(0.0, 0.1 * (1 - 2 * step / STEPS))
        centres = np.clip(centres + 0.7 * push + pull, radius, limits)
    return centres


def _close(spots: Points, reach: float) -> tuple[Indices, Indices]:
    """Both indices of all pairs nearer to each other than that, each pair in both orders."""
    tree = shapely.STRtree([shapely.Point(spot) for spot in spots.tolist()])
    one, other = tree.query(tree.geometries, predicate="dwithin", distance=reach)
    return one[one != other], other[one != other]
