"""Numbered pins that can all be read: those that would cover each other move apart."""

import numpy as np

from api.web.frame import Points

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
        apart = spots[:, None] - spots[None]
        distance = np.hypot(apart[..., 0], apart[..., 1])
        np.fill_diagonal(distance, np.inf)
        overlap = np.clip(2 * radius - distance, 0, None)
        push = (apart / distance[..., None] * overlap[..., None]).sum(axis=1) / 2
        pull = (anchors - centres) * max(0.0, 0.1 * (1 - 2 * step / STEPS))
        centres = np.clip(centres + 0.7 * push + pull, radius, limits)
    return centres
