"""Rounds drawn over a town: what a map shows, and where.

The ground scales with the picture; lines and pins keep their size in pixels, so that a pin's number
is as readable on a phone as on paper. Pins are placed in per cent and moved apart twice: once for a
phone's width, once for a page's.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from api.web.frame import Box, Frame, Points, box_of, degrees, frame_around
from api.web.ground import Ground, draw_ground, line_data
from api.web.pins import spread
from routing import typography
from routing.day.rounds import Round
from routing.town.town import Town

TONES = "abcdef"
"""Courier colours, each with its dash pattern; a seventh shares the first's but for its letter."""

NARROW, WIDE = 358, 590
"""Pixels across a map: on the narrowest phone, and in a column or on paper."""
PIN_RADIUS = 11
MARGIN_METRES = 90
NARROWEST, WIDEST = 1.0, 1.75
"""Width over height of a map: it fits a phone's width and half a sheet of paper."""

STREET_METRES_AND_PIXELS = {
    "major": (13.0, 3.6),
    "street": (8.5, 2.2),
    "minor": (4.5, 1.0),
    "path": (2.0, 0.6),
    "steps": (2.5, 1.0),
    "under": (7.0, 1.2),
}
"""How wide streets are drawn: as on the ground, but never thinner than so many pixels."""
CASE_PIXELS = 0.7

BUILDINGS_FROM_METRES_PER_PIXEL = 7.0
"""Smaller, they are dust."""


@dataclass(frozen=True, slots=True)
class Pin:
    """A numbered mark.

    Parameters
    ----------
    kind
        ``shop`` (square), ``door`` (circle), ``hub`` (house) or ``need`` (triangle).
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
class Map:
    """A picture of a part of the ground with rounds on it.

    Parameters
    ----------
    widths
        Of the streets by layer, in the frame's units.
    scale_metres
        A round length for the scale bar, and `scale_percent` of the map's width it takes.
    """

    box: Box
    tracks: tuple[Track, ...]
    pins: tuple[PlacedPin, ...]
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


def draw_atlas(
    town: Town, rounds: Sequence[Round], unserved: Sequence[tuple[float, float]] = ()
) -> Atlas:
    """Draw all rounds together and each on its own.

    Parameters
    ----------
    unserved
        (longitude, latitude) of the doors left out.
    """
    needs = [Pin("need", "!", "", position) for position in unserved]
    pins = [_round_pins(a_round) for a_round in rounds]
    ways = [_way(a_round) for a_round in rounds]
    everyones = [pin for some in pins for pin in some]
    spots = [pin.position for pin in (*everyones, *needs)]
    frame = frame_around([*ways, spots] if spots else [_streets(town)])
    tracks = [
        Track(a_round.letter, tone_of(a_round.letter), line_data([frame.flat(way)]))
        for a_round, way in zip(rounds, ways, strict=True)
    ]
    boxes = [
        _box(frame, [way, [pin.position for pin in some]])
        for way, some in zip(ways, pins, strict=True)
    ]
    whole = _box(frame, [*ways, spots] if spots else [_streets(town)])
    shown = whole
    for box in boxes:
        shown |= box
    overview = _map(frame, whole, tracks, list(dict.fromkeys((*everyones, *needs))))
    maps = tuple(
        _map(frame, box, [track], some)
        for box, track, some in zip(boxes, tracks, pins, strict=True)
    )
    kinds = [
        "water",
        "park",
        *(["building"] if any(m.buildings for m in (overview, *maps)) else []),
    ]
    ground = draw_ground(town, frame, shown.grown(MARGIN_METRES / frame.metres_per_unit), kinds)
    return Atlas(ground, overview, maps)


def _round_pins(a_round: Round) -> list[Pin]:
    """The stops of a round, numbered, and the house where it begins and where it ends."""
    ends = [tuple(a_round.legs[0].lonlat[0]), tuple(a_round.legs[-1].lonlat[-1])]
    hubs = [Pin("hub", "", "", (float(end[0]), float(end[1]))) for end in dict.fromkeys(ends)]
    tone = tone_of(a_round.letter)
    stops = [Pin(stop.kind, str(stop.number), tone, stop.position) for stop in a_round.stops]
    return [*hubs, *stops]


def _way(a_round: Round) -> Points:
    return np.concatenate([leg.lonlat for leg in a_round.legs])


def _streets(town: Town) -> Points:
    return degrees(town.network.node_lonlat)


def _box(frame: Frame, lonlats: Iterable[object]) -> Box:
    points = np.concatenate([frame.flat(np.asarray(some)) for some in lonlats])
    return box_of(points).grown(MARGIN_METRES / frame.metres_per_unit).shaped(NARROWEST, WIDEST)


def _map(frame: Frame, box: Box, tracks: Sequence[Track], pins: Sequence[Pin]) -> Map:
    units_per_pixel = box.width / WIDE
    metres_per_pixel = units_per_pixel * frame.metres_per_unit
    widths = {
        layer: max(metres / frame.metres_per_unit, pixels * units_per_pixel)
        for layer, (metres, pixels) in STREET_METRES_AND_PIXELS.items()
    }
    scale = _round_length(WIDE * metres_per_pixel / 4)
    return Map(
        box=box,
        tracks=tuple(tracks),
        pins=_placed(frame, box, pins),
        widths={**widths, "case": 2 * CASE_PIXELS * units_per_pixel},
        buildings=metres_per_pixel < BUILDINGS_FROM_METRES_PER_PIXEL,
        scale_metres=scale,
        scale_percent=100 * scale / (WIDE * metres_per_pixel),
    )


def _placed(frame: Frame, box: Box, pins: Sequence[Pin]) -> tuple[PlacedPin, ...]:
    if not pins:
        return ()
    flat = frame.flat([pin.position for pin in pins])
    shares = (flat - (box.left, box.top)) / (box.width, box.height)
    moved = []
    for width in (NARROW, WIDE):
        size = (float(width), width * box.height / box.width)
        moved.append(np.rint(spread(shares * size, PIN_RADIUS, size) - shares * size))
    return tuple(
        PlacedPin(pin, 100 * left, 100 * top, (int(nx), int(ny)), (int(wx), int(wy)))
        for pin, (left, top), (nx, ny), (wx, wy) in zip(
            pins, shares.tolist(), moved[0].tolist(), moved[1].tolist(), strict=True
        )
    )


def _round_length(metres: float) -> int:
    """The longest of 1, 2, 5, 10, 20, 50, ... that is no longer.

    Examples
    --------
    >>> _round_length(249.0), _round_length(2_000.0)
    (200, 2000)
    """
    power = 10 ** int(np.log10(max(metres, 1)))
    return int(next(power * step for step in (5, 2, 1) if power * step <= max(metres, 1)))


def scale_words(metres: int, language: str) -> str:
    """What a scale bar says: round kilometres have no decimals."""
    if metres % 1_000 == 0:
        return f"{typography.number(metres // 1_000, language)}{typography.SPACE}km"
    return typography.distance(metres, language)
