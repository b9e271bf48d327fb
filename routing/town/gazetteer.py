"""All that a town has a name for: streets with their doors, places, shops.

One name may be several streets (each village has its Hauptstraße): ways of one name that lie apart
are told apart, and each door belongs to the nearest of them.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

import numpy as np
import shapely

from routing.street.network import Network
from routing.town.candidate import Kind
from routing.town.extract import UNITS_PER_DEGREE
from routing.town.localities import Neighbourhood
from routing.town.plane import Plane
from routing.town.spelling import (
    fold,
    is_little,
    locality_key,
    number_key,
    numbers_of,
    street_key,
)
from routing.town.town import Address, NamedPlace, Shop, Town

APART_METRES = 300.0
"""Ways of one name that lie further from each other are different streets."""

_ROUGHLY_METRES = 20.0
"""To which streets are told apart: mountain roads have thousands of bends."""

_NAMES = ("name", "alt_name", "official_name", "loc_name", "short_name", "name:left", "name:right")

_APOSTROPHE = re.compile("['’]")

Line = shapely.LineString


@dataclass(frozen=True, slots=True)
class Door:
    """An address as the search sees it.

    Parameters
    ----------
    street, number
        Their keys.
    numbers
        Keys of all its numbers, where it is a range or a list.
    figure
        The first number without its repetition, when there is one.
    localities
        Folded words of its city and postcode.
    """

    address: Address
    street: str
    number: str
    numbers: tuple[str, ...]
    figure: int | None
    localities: frozenset[str]


@dataclass(frozen=True, slots=True)
class Named:
    """A street, place or shop.

    Parameters
    ----------
    id
        Empty for a street.
    names
        As written, the best known first.
    locality
        Postcode and city as written, perhaps empty.
    doors
        A street's, in the order of their numbers.
    by_number
        Indices of doors by the key of their number, and of each number of a range or list.
    lines
        A street's ways in metres of the town's plane, put end to end.
    """

    kind: Kind
    id: str
    names: tuple[str, ...]
    locality: str
    localities: frozenset[str]
    position: tuple[float, float]
    doors: tuple[Door, ...] = ()
    by_number: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    lines: tuple[Line, ...] = ()

    @property
    def full_label(self) -> str:
        """The name with its postcode and city."""
        return f"{self.names[0]}, {self.locality}" if self.locality else self.names[0]


def plane_of(town: Town) -> Plane:
    """The plane through the middle of a town."""
    lonlat = town.network.node_lonlat
    if len(lonlat):
        return Plane(float(np.median(lonlat[:, 1])) / UNITS_PER_DEGREE)
    return Plane(town.addresses[0].position[1] if town.addresses else 0.0)


def gazetteer(town: Town, plane: Plane) -> list[Named]:
    """Everything with a name, streets first."""
    around = Neighbourhood(town.addresses, plane)
    return [*_streets(town, plane, around), *_places(town, around)]


def figure(number: str) -> int | None:
    """The number without its repetition: 12 of ``12 bis``, of ``12-14`` and of ``A12``."""
    digits = "".join(c if c.isdecimal() else " " for c in number).split()
    return int(digits[0]) if digits else None


def _doors(addresses: Sequence[Address], around: Neighbourhood) -> Iterator[Door]:
    """Doors with their keys; what thousands of them share is folded once."""
    street_of, number_of, words_of_locality = cache(street_key), cache(number_key), cache(_words)
    numbers_in = cache(lambda number: tuple(numbers_of(number)))
    silent = [address for address in addresses if not (address.city and address.postcode)]
    told = around.localities([address.position for address in silent])
    near = {address.id: localities for address, localities in zip(silent, told, strict=True)}
    for address in addresses:
        city, postcode = near.get(address.id, ("", ""))
        number = number_of(address.number)
        yield Door(
            address=address,
            street=street_of(address.street),
            number=number,
            numbers=numbers_in(address.number),
            figure=figure(number),
            localities=words_of_locality(address.city or city, address.postcode or postcode),
        )


def _streets(town: Town, plane: Plane, around: Neighbourhood) -> Iterator[Named]:
    doors: dict[str, list[Door]] = defaultdict(list)
    for door in _doors(town.addresses, around):
        doors[door.street].append(door)
    lines, names = _lines(town.network, plane)
    for key in sorted(lines.keys() | doors.keys()):
        written = Counter(door.address.street for door in doors.get(key, ()))
        called = [*(name for name, _ in written.most_common(1)), *names.get(key, ())]
        for own, ways in _by_street(doors.get(key, []), lines.get(key, []), plane):
            if not own and not ways:
                continue
            yield _street(tuple(dict.fromkeys(called)), own, ways, plane, around)


def _lines(network: Network, plane: Plane) -> tuple[dict[str, list[Line]], dict[str, list[str]]]:
    """Ways by the key of their best known name, and all names by that key."""
    lines: dict[str, list[Line]] = defaultdict(list)
    names: dict[str, list[str]] = defaultdict(list)
    for way, tags in enumerate(network.way_tags):
        called = [name for key in _NAMES if (name := tags.get(key, "").strip())]
        key = street_key(called[0]) if called else ""
        if key:
            nodes = network.node_lonlat[network.nodes_of(way)] / UNITS_PER_DEGREE
            lines[key].append(Line(plane.metres(nodes)))
            names[key].extend(called)
    return lines, names


def _by_street(
    doors: list[Door], lines: list[Line], plane: Plane
) -> Iterator[tuple[list[Door], list[Line]]]:
    """Ways of one name, street by street, each with the doors that are nearest to it."""
    if len(lines) < 2:
        yield doors, lines
        return
    rough = shapely.simplify(np.array(lines), _ROUGHLY_METRES)
    around = shapely.buffer(rough, APART_METRES / 2, quad_segs=2)
    touching = shapely.get_parts(shapely.union_all(around))
    areas = shapely.STRtree(touching)
    streets: list[tuple[list[Door], list[Line]]] = [([], []) for _ in touching]
    for line in lines:
        streets[int(areas.nearest(line))][1].append(line)
    for door, point in zip(doors, plane.points([d.address.position for d in doors]), strict=True):
        streets[int(areas.nearest(point))][0].append(door)
    yield from streets


def _street(
    names: tuple[str, ...],
    doors: list[Door],
    lines: list[Line],
    plane: Plane,
    around: Neighbourhood,
) -> Named:
    ordered = tuple(sorted(doors, key=_in_order))
    position = _middle(ordered, lines, plane)
    if ordered:
        localities = frozenset().union(*(door.localities for door in ordered))
        told = {_locality(door.address.city, door.address.postcode) for door in ordered} - {""}
        locality = told.pop() if len(told) == 1 else ""
    else:
        ((city, postcode),) = around.localities([position])
        localities, locality = _words(city, postcode), _locality(city, postcode)
    return Named(
        Kind.STREET, "", names, locality, localities, position, ordered, _by_number(ordered),
        _end_to_end(lines),
    )  # fmt: skip


def _end_to_end(lines: Sequence[Line]) -> tuple[Line, ...]:
    merged = shapely.line_merge(shapely.MultiLineString(list(lines)))
    parts: list[Line] = shapely.get_parts(merged).tolist()
    return tuple(parts)


def _middle(doors: Sequence[Door], lines: Sequence[Line], plane: Plane) -> tuple[float, float]:
    """The point of the street's ways, else of its doors, that is nearest to all of it."""
    if not lines:
        points = plane.metres([door.address.position for door in doors])
        nearest = int(np.hypot(*(points - points.mean(axis=0)).T).argmin())
        return doors[nearest].address.position
    ways = shapely.MultiLineString(list(lines))
    foot = ways.interpolate(ways.project(ways.centroid))
    return plane.degrees(foot.x, foot.y)


def _by_number(doors: Sequence[Door]) -> dict[str, tuple[int, ...]]:
    found: dict[str, list[int]] = defaultdict(list)
    for index, door in enumerate(doors):
        for key in dict.fromkeys([door.number, *door.numbers]):
            found[key].append(index)
    return {key: tuple(indices) for key, indices in found.items()}


def _places(town: Town, around: Neighbourhood) -> Iterator[Named]:
    named: list[NamedPlace | Shop] = [*town.places, *(shop for shop in town.shops if shop.name)]
    told = around.localities([one.position for one in named])
    for one, (near_city, near_postcode) in zip(named, told, strict=True):
        city, postcode = near_city, near_postcode
        if isinstance(one, NamedPlace):
            city, postcode = one.city or city, one.postcode or postcode
        yield Named(
            Kind.PLACE,
            one.id,
            (one.name,),
            _locality(city, postcode),
            _words(city, postcode),
            one.position,
        )


def _in_order(door: Door) -> tuple[int, str]:
    return door.figure or 0, door.number


def _locality(city: str, postcode: str) -> str:
    return f"{postcode} {city}".strip()


def _words(*localities: str) -> frozenset[str]:
    return frozenset(
        word for name in localities for word in (*locality_key(name).split(), *_together(name))
    )


def keys_of(name: str) -> list[tuple[str, ...]]:
    """A name's words, spelled out as in its key, and as they are written where that is other.

    Hyphens and apostrophes may be forgotten: ``Monte-Carlo`` is ``montecarlo`` too, and ``l’Abbé``
    is ``labbe``.
    """
    ways = (fold(name).split(), _together(name), _together(_APOSTROPHE.sub(" ", name)))
    told = ([word for word in words if not is_little(word)] for words in ways)
    keys = dict.fromkeys(map(tuple, (street_key(name).split(), *told)))
    return [key for key in keys if key]


def _together(name: str) -> list[str]:
    return [word for part in name.split() if (word := fold(part).replace(" ", ""))]


def words_of(things: Iterable[Named]) -> set[str]:
    """Every word of every name and locality."""
    names = {word for one in things for name in one.names for key in keys_of(name) for word in key}
    doors = (door.localities for one in things for door in one.doors)
    return names.union(*doors, *(one.localities for one in things))
