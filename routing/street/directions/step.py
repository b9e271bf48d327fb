"""One thing that a courier is told, in no language yet."""

from dataclasses import dataclass
from enum import StrEnum

from routing.street.directions.street import Street
from routing.street.nearest import Floats


class Kind(StrEnum):
    """What is done where a step begins."""

    DEPART = "depart"
    CONTINUE = "continue"
    TURN = "turn"
    ROUNDABOUT = "roundabout"
    PUSH = "push"
    RIDE = "ride"
    U_TURN = "u-turn"
    ARRIVE = "arrive"


class Modifier(StrEnum):
    """Whereto: of an arrival, the side on which the door lies."""

    STRAIGHT = "straight"
    SLIGHT_LEFT = "slight left"
    LEFT = "left"
    SHARP_LEFT = "sharp left"
    SLIGHT_RIGHT = "slight right"
    RIGHT = "right"
    SHARP_RIGHT = "sharp right"
    BACK = "back"


class Heading(StrEnum):
    """Points of the compass."""

    NORTH = "north"
    NORTH_EAST = "north-east"
    EAST = "east"
    SOUTH_EAST = "south-east"
    SOUTH = "south"
    SOUTH_WEST = "south-west"
    WEST = "west"
    NORTH_WEST = "north-west"


@dataclass(frozen=True, slots=True, eq=False)
class Step:
    """What is done at one point, and what follows until the next.

    Parameters
    ----------
    street
        The street ridden after it; of an arrival, the one that was ridden.
    stays
        Whether that is the street ridden before, which goes on round a corner.
    exit
        Of a roundabout, counted from 1; None on any other step, and where the path ends on it.
    heading
        Of the departure.
    pushed
        Whether the bike is pushed from here on.
    metres, seconds
        Until the next step; those of all steps add up to the path's.
    lonlat
        Longitude and latitude of the manoeuvre, in degrees.
    geometry
        float64, shape (points, 2), degrees: from here to the next step, at least one point.
    """

    kind: Kind
    modifier: Modifier | None
    street: Street
    metres: int
    seconds: int
    lonlat: tuple[float, float]
    geometry: Floats
    stays: bool = False
    exit: int | None = None
    heading: Heading | None = None
    pushed: bool = False
