"""What a map shows, and where: values for the templates to draw.

The ground scales with the picture; lines, pins and names keep their size in pixels, so that a pin's
number is as readable on a phone as on paper. Pins are placed in per cent and moved apart twice:
once for a phone's width, once for a page's.
"""

from dataclasses import dataclass

from api.web.frame import Box
from api.web.ground import Ground

TONES = "abcdef"
"""Courier colours, each with its dash pattern; a seventh shares the first's but for its letter."""


@dataclass(frozen=True, slots=True)
class Pin:
    """A numbered mark.

    Parameters
    ----------
    kind
        ``shop`` (square), ``door`` (circle), ``hub`` (house), ``need`` (triangle) or ``here`` (its
        tip on the spot).
    tone
        One of `TONES`; empty for marks of no courier.
    position
        (longitude, latitude) in degrees.
    """

    kind: str
    text: str
    tone: str
    position: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Track:
    """A courier's way, as SVG path data."""

    letter: str
    tone: str
    path: str


@dataclass(frozen=True, slots=True)
class PlacedPin:
    """A pin on a map.

    Parameters
    ----------
    left, top
        Of its true spot, in per cent of the map.
    narrow, wide
        How far from there it is drawn, in pixels, on a phone and on a page.
    """

    pin: Pin
    left: float
    top: float
    narrow: tuple[int, int]
    wide: tuple[int, int]


@dataclass(frozen=True, slots=True)
class PlacedName:
    """A street's name, written along the street.

    Parameters
    ----------
    left, top
        Of its middle, in per cent of the map.
    angle
        Degrees, clockwise, never upside down.
    """

    text: str
    left: float
    top: float
    angle: float


@dataclass(frozen=True, slots=True)
class Map:
    """A picture of a part of the ground with rounds on it.

    Parameters
    ----------
    narrow_names, wide_names
        Street names for which a phone, and a page, has room.
    widths
        Of the streets by layer, in the frame's units.
    scale_metres
        A round length for the scale bar, and `scale_percent` of the map's width it takes.
    """

    box: Box
    tracks: tuple[Track, ...]
    pins: tuple[PlacedPin, ...]
    narrow_names: tuple[PlacedName, ...]
    wide_names: tuple[PlacedName, ...]
    widths: dict[str, float]
    buildings: bool
    scale_metres: int
    scale_percent: float

    @property
    def ratio(self) -> float:
        """Width over height."""
        return self.box.width / self.box.height


@dataclass(frozen=True, slots=True)
class Atlas:
    """All maps of a page over one ground.

    Parameters
    ----------
    overview
        All rounds.
    rounds
        One map a round, in their order.
    """

    ground: Ground
    overview: Map
    rounds: tuple[Map, ...]


def tone_of(letter: str) -> str:
    """The tone of the courier with that letter.

    Examples
    --------
    >>> tone_of("A"), tone_of("G")
    ('a', 'a')
    """
    return TONES[(ord(letter[-1]) - ord("A")) % len(TONES)]
