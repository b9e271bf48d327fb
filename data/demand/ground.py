"""Where on a map shops and doors can be: real ones first, else spots along residential streets."""

import bisect
import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from data.demand.dice import Dice, Item
from data.demand.figures import RADIUS_METRES
from routing.day.streets import graph_of
from routing.street.graph import StreetGraph
from routing.town.town import Town

Position = tuple[float, float]
Floats = npt.NDArray[np.float64]

RESIDENTIAL = frozenset({"residential", "living_street"})
MINOR = frozenset({"unclassified", "tertiary", "pedestrian", "service", "road"})

NEAR_METRES = 60.0
"""A door further from the streets that a cargo bike rides is not drawn."""

FEWEST_PLACES = 5
"""Fewer shops or doors do not tell where the middle of a town is."""

BATCH = 200
"""How many places beyond the usual radius are looked at together."""

_HOUSE_METRES = 12.0
"""From the middle of a street to the doors on either side."""

_METRES_PER_DEGREE = 111_195.0


@dataclass(frozen=True)
class Ground:
    """The middle of a town and what lies around it."""

    town: Town

    @cached_property
    def centre(self) -> Position:
        """The middle of the shops, or of the doors, or of the residential streets."""
        places = [shop.position for shop in self.town.shops] or [
            address.position for address in self.town.addresses
        ]
        points = np.array(places, np.float64) if len(places) >= FEWEST_PLACES else self._middles
        return _rounded(np.median(points, axis=0))

    @cached_property
    def residential_km(self) -> float:
        """Length of the residential streets."""
        return float(self._lengths.sum()) / 1_000

    def around(
        self, items: Iterable[Item], position: Callable[[Item], Position], least: int
    ) -> list[Item]:
        """The items near the middle that a cargo bike reaches, nearest first.

        When fewer than `least` lie within the usual radius, the nearest ones beyond it follow.
        """
        ordered = sorted(items, key=lambda item: self._metres_from_centre(position(item)))
        metres = [self._metres_from_centre(position(item)) for item in ordered]
        inside = bisect.bisect_right(metres, RADIUS_METRES)
        kept = self._reached(ordered[:inside], position)
        while len(kept) < least and inside < len(ordered):
            kept += self._reached(ordered[inside : inside + BATCH], position)
            inside += BATCH
        return kept

    def spots(self, count: int, dice: Dice) -> list[Position]:
        """Spots beside residential streets near the middle; long streets have many houses."""
        away = [self._metres_from_centre(middle) for middle in self._middles]
        near = [piece for piece, metres in enumerate(away) if metres <= RADIUS_METRES]
        pieces = near or list(range(len(away)))
        lengths = [float(self._lengths[piece]) for piece in pieces]
        drawn = [self._beside(dice.weighted(pieces, lengths), dice) for _ in range(count)]
        snaps = self._graph.snap(np.array(drawn).reshape(-1, 2))
        return [
            spot if snap.distance <= NEAR_METRES else _rounded(snap.lonlat)
            for spot, snap in zip(drawn, snaps, strict=True)
        ]

    def hub(self) -> Position:
        """The point of a street nearest to the middle."""
        return _rounded(self._graph.snap([self.centre])[0].lonlat)

    def _beside(self, piece: int, dice: Dice) -> Position:
        start, end = self._pieces[0][piece], self._pieces[1][piece]
        step = (end - start) * self._scale
        across = np.array([-step[1], step[0]]) / max(float(self._lengths[piece]), 1.0)
        side = _HOUSE_METRES if dice.happens(0.5) else -_HOUSE_METRES
        spot = start + dice.share() * (end - start) + side * across / self._scale
        return _rounded(spot)

    def _metres_from_centre(self, position: Position | Floats) -> float:
        east, north = (np.array(position) - self.centre) * self._scale
        return math.hypot(east, north)

    def _reached(self, items: list[Item], position: Callable[[Item], Position]) -> list[Item]:
        snaps = self._graph.snap(np.array([position(item) for item in items]).reshape(-1, 2))
        return [
            item for item, snap in zip(items, snaps, strict=True) if snap.distance <= NEAR_METRES
        ]

    @cached_property
    def _graph(self) -> StreetGraph:
        return graph_of(self.town.network, "cargo_bike")

    @cached_property
    def _scale(self) -> Floats:
        """Metres to a degree of longitude and of latitude, here."""
        latitude = float(self._pieces[0][0, 1])
        return np.array([math.cos(math.radians(latitude)), 1.0]) * _METRES_PER_DEGREE

    @cached_property
    def _pieces(self) -> tuple[Floats, Floats]:
        """Both ends, in degrees, of every piece of residential street, or else of any street."""
        network = self.town.network
        kinds = [tags.get("highway", "") for tags in network.way_tags]
        for wanted in (RESIDENTIAL, MINOR, frozenset(kinds)):
            ways = [way for way, kind in enumerate(kinds) if kind in wanted]
            if ways:
                break
        tails = np.concatenate([network.nodes_of(way)[:-1] for way in ways])
        heads = np.concatenate([network.nodes_of(way)[1:] for way in ways])
        return network.node_lonlat[tails] / 1e7, network.node_lonlat[heads] / 1e7

    @cached_property
    def _middles(self) -> Floats:
        return (self._pieces[0] + self._pieces[1]) / 2

    @cached_property
    def _lengths(self) -> Floats:
        east, north = ((self._pieces[1] - self._pieces[0]) * self._scale).T
        lengths: Floats = np.hypot(east, north)
        return lengths


def _rounded(lonlat: Position | Floats) -> Position:
    """To a ten millionth of a degree, as OpenStreetMap keeps them."""
    return round(float(lonlat[0]), 7), round(float(lonlat[1]), 7)
