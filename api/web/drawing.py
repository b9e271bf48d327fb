"""Rounds drawn over a town: together, and each on its own."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from api.web.frame import Box, Frame, Points, box_of, frame_around
from api.web.ground import Ground, draw_ground, line_data
from api.web.map import Atlas, Map, Pin, PlacedPin, Track, tone_of
from api.web.pins import spread
from api.web.street_names import StreetNames
from routing import typography
from routing.day.rounds import Round
from routing.town.pack import bounds
from routing.town.town import Town

NARROW, WIDE = 300, 590
"""Pixels across a map: in a column on paper or on the narrowest phone, and on a desk."""
WHOLE_TOWN = 1_200
"""Pixels across the picture of a town, which has its streets' names to show and no pins."""
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
THINNER_FROM_METRES_PER_PIXEL = 8.0
"""Smaller, streets are drawn thinner than that, else a valley would be one white blot."""
THINNEST_PIXELS = 0.35

UNITS_PER_PIXEL = 4
"""Of a picture with one place to look at."""

BUILDINGS_FROM_METRES_PER_PIXEL = 7.0
"""Smaller, they are dust."""


@dataclass(frozen=True, slots=True)
class Ridden:
    """A round as it is drawn.

    Parameters
    ----------
    way
        In the frame's units.
    """

    track: Track
    way: Points
    pins: tuple[Pin, ...]


def draw_atlas(
    town: Town, rounds: Sequence[Round], unserved: Sequence[tuple[float, float]] = ()
) -> Atlas:
    """Draw all rounds together and each on its own.

    Parameters
    ----------
    unserved
        (longitude, latitude) of the doors left out.
    """
    houses = _houses(rounds)
    ways = [_way(a_round) for a_round in rounds]
    pins = [_pins(a_round, houses) for a_round in rounds]
    needs = [Pin("need", "!", "", position) for position in unserved]
    spots = [pin.position for some in (*pins, needs) for pin in some]
    frame = frame_around([*ways, spots]) if spots else _frame_of(town)
    ridden = [
        _ridden(a_round, frame.flat(way), some)
        for a_round, way, some in zip(rounds, ways, pins, strict=True)
    ]
    cartographer = Cartographer(town, frame)
    overview = cartographer.map(ridden, needs)
    maps = tuple(cartographer.map([one]) for one in ridden)
    return Atlas(cartographer.ground((overview, *maps)), overview, maps)


def draw_town(town: Town) -> Atlas:
    """Draw a town alone, on one map as wide as `WHOLE_TOWN`."""
    cartographer = Cartographer(town, _frame_of(town), wide=WHOLE_TOWN)
    overview = cartographer.map([])
    return Atlas(cartographer.ground([overview]), overview, ())


def draw_spot(town: Town, spot: tuple[float, float], metres: float, pixels: int) -> Atlas:
    """Draw a square of a town around a pin.

    Parameters
    ----------
    spot
        (longitude, latitude) of the pin.
    metres, pixels
        From edge to edge, on the ground and on a screen.
    """
    frame = Frame(*spot, metres_per_unit=metres / (pixels * UNITS_PER_PIXEL))
    half = pixels * UNITS_PER_PIXEL / 2
    cartographer = Cartographer(town, frame, wide=pixels)
    shown = cartographer.part(Box(-half, -half, half, half), pins=[Pin("here", "", "", spot)])
    return Atlas(cartographer.ground([shown]), shown, ())


def _frame_of(town: Town) -> Frame:
    return frame_around([_corners(town)])


def _corners(town: Town) -> Points:
    """South-west and north-east of the streets."""
    west, south, east, north = bounds(town)
    return np.array([(west, south), (east, north)])


def _way(a_round: Round) -> Points:
    return np.concatenate([leg.lonlat for leg in a_round.legs])


def _houses(rounds: Sequence[Round]) -> dict[str, tuple[float, float]]:
    """Where rounds begin and end, by place.

    A bike and a van leave one hub from different streets; its house stands at the first of them.
    """
    houses: dict[str, tuple[float, float]] = {}
    for a_round in rounds:
        first, last = a_round.legs[0], a_round.legs[-1]
        for place, point in ((first.origin, first.lonlat[0]), (last.destination, last.lonlat[-1])):
            houses.setdefault(place, (float(point[0]), float(point[1])))
    return houses


def _pins(a_round: Round, houses: Mapping[str, tuple[float, float]]) -> tuple[Pin, ...]:
    """The house where a round begins and where it ends, and its stops, numbered."""
    ends = dict.fromkeys((a_round.legs[0].origin, a_round.legs[-1].destination))
    hubs = [Pin("hub", "", "", houses[place]) for place in ends]
    tone = tone_of(a_round.letter)
    stops = [Pin(stop.kind, str(stop.number), tone, stop.position) for stop in a_round.stops]
    return (*hubs, *stops)


def _ridden(a_round: Round, way: Points, pins: tuple[Pin, ...]) -> Ridden:
    track = Track(a_round.letter, tone_of(a_round.letter), line_data([way]))
    return Ridden(track, way, pins)


class Cartographer:
    """Draws maps of one town in one frame.

    Parameters
    ----------
    wide
        Pixels across a map where there is room.
    """

    def __init__(self, town: Town, frame: Frame, *, wide: int = WIDE) -> None:
        self._town = town
        self._wide = wide
        self._frame = frame
        self._names = StreetNames(town, frame)

    def map(self, ridden: Sequence[Ridden], needs: Sequence[Pin] = ()) -> Map:
        """A map just large enough for some rounds and some marks; of the town without any."""
        pins = list(dict.fromkeys((*(pin for one in ridden for pin in one.pins), *needs)))
        flat = self._frame.flat([pin.position for pin in pins])
        return self.part(self._box([*(one.way for one in ridden), flat]), ridden, pins)

    def part(self, box: Box, ridden: Sequence[Ridden] = (), pins: Sequence[Pin] = ()) -> Map:
        """A map of a part of the town, with some rounds and some marks."""
        flat = self._frame.flat([pin.position for pin in pins])
        ways = [one.way for one in ridden]
        wide = self._wide
        units_per_pixel = box.width / wide
        metres_per_pixel = units_per_pixel * self._frame.metres_per_unit
        moved = {width: _moved_apart(box, flat, width) for width in (NARROW, wide)}
        names = {
            width: self._names.placed(box, width, ways, flat + moved[width] * box.width / width)
            for width in (NARROW, wide)
        }
        scale = _round_length(wide * metres_per_pixel / 4)
        return Map(
            box=box,
            tracks=tuple(one.track for one in ridden),
            pins=tuple(_placed(box, pins, flat, moved[NARROW], moved[wide])),
            narrow_names=names[NARROW],
            wide_names=names[wide],
            widths=self._widths(units_per_pixel),
            buildings=metres_per_pixel < BUILDINGS_FROM_METRES_PER_PIXEL,
            scale_metres=scale,
            scale_percent=100 * scale / (wide * metres_per_pixel),
        )

    def ground(self, maps: Sequence[Map]) -> Ground:
        """The ground that some maps share."""
        shown = maps[0].box
        for one in maps[1:]:
            shown |= one.box
        kinds = ["water", "park", *["building"][: any(one.buildings for one in maps)]]
        return draw_ground(self._town, self._frame, shown.grown(self._margin), kinds)

    @property
    def _margin(self) -> float:
        return MARGIN_METRES / self._frame.metres_per_unit

    def _box(self, drawn: Sequence[Points]) -> Box:
        points = np.concatenate(drawn)
        if not len(points):
            points = self._frame.flat(_corners(self._town))
        return box_of(points).grown(self._margin).shaped(NARROWEST, WIDEST)

    def _widths(self, units_per_pixel: float) -> dict[str, float]:
        metres_per_pixel = units_per_pixel * self._frame.metres_per_unit
        thinner = min(1.0, THINNER_FROM_METRES_PER_PIXEL / metres_per_pixel)
        streets = {
            layer: max(
                metres / self._frame.metres_per_unit,
                max(pixels * thinner, THINNEST_PIXELS) * units_per_pixel,
            )
            for layer, (metres, pixels) in STREET_METRES_AND_PIXELS.items()
        }
        return {**streets, "case": 2 * CASE_PIXELS * units_per_pixel}


def _moved_apart(box: Box, flat: Points, width: int) -> Points:
    """How far each pin moves from its spot, in whole pixels of a map of that width."""
    size = (float(width), width * box.height / box.width)
    pixels = (flat - (box.left, box.top)) * width / box.width
    return np.rint(spread(pixels, PIN_RADIUS, size) - pixels)


def _placed(
    box: Box, pins: Sequence[Pin], flat: Points, narrow: Points, wide: Points
) -> Iterable[PlacedPin]:
    per_cent = 100 * (flat - (box.left, box.top)) / (box.width, box.height)
    for index, pin in enumerate(pins):
        left, top = per_cent[index].tolist()
        yield PlacedPin(
            pin,
            left,
            top,
            narrow=(int(narrow[index, 0]), int(narrow[index, 1])),
            wide=(int(wide[index, 0]), int(wide[index, 1])),
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
