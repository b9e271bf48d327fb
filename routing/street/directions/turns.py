"""Bearings and turns."""

import math
from collections.abc import Iterable
from itertools import pairwise

from routing.street.directions.step import Heading, Modifier

Point = tuple[float, float]

REACH = 12.0
"""Metres over which a street shows where it leads: rounded corners are shorter, bends longer."""

SLIGHT, TURN, SHARP, BACK = 22.0, 55.0, 125.0, 175.0
"""Degrees from which a turn is called slight, a turn, sharp, and a turn back."""

_METRES_PER_DEGREE = 111_195.0


def bearing(points: Iterable[Point]) -> float | None:
    """Where a line leads in its first metres: degrees clockwise from north.

    Parameters
    ----------
    points
        Degrees; read only as far as needed.

    Returns
    -------
    None when the line has no length.
    """
    east = north = 0.0
    left = REACH
    for (x, y), (next_x, next_y) in pairwise(points):
        right = (next_x - x) * _METRES_PER_DEGREE * math.cos(math.radians(y))
        up = (next_y - y) * _METRES_PER_DEGREE
        length = math.hypot(right, up)
        share = min(1.0, left / length) if length else 0.0
        east, north = east + share * right, north + share * up
        left -= length
        if left <= 0:
            break
    return math.degrees(math.atan2(east, north)) % 360 if east or north else None


def turn(before: float, after: float) -> float:
    """Degrees from one bearing to another: above 0 to the right, -180 straight back.

    Examples
    --------
    >>> turn(350, 80), turn(90, 0)
    (90.0, -90.0)
    """
    return (after - before + 180.0) % 360.0 - 180.0


def modifier(angle: float) -> Modifier:
    """What people call a turn.

    Examples
    --------
    >>> str(modifier(10)), str(modifier(-40)), str(modifier(90))
    ('straight', 'slight left', 'right')
    """
    size, right = abs(angle), angle > 0
    if size < SLIGHT:
        return Modifier.STRAIGHT
    if size < TURN:
        return Modifier.SLIGHT_RIGHT if right else Modifier.SLIGHT_LEFT
    if size < SHARP:
        return Modifier.RIGHT if right else Modifier.LEFT
    if size < BACK:
        return Modifier.SHARP_RIGHT if right else Modifier.SHARP_LEFT
    return Modifier.BACK


def heading(degrees: float) -> Heading:
    """The nearest of the eight points of the compass.

    Examples
    --------
    >>> str(heading(350)), str(heading(135))
    ('north', 'south-east')
    """
    return tuple(Heading)[round(degrees / 45) % 8]
