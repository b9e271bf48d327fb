"""A town: its streets, its doors, its shops, its named places."""

import datetime as dt
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from routing.street.network import Network


@dataclass(frozen=True, slots=True)
class Address:
    """A door with a house number, as mapped.

    Parameters
    ----------
    id
        ``node/123``, ``way/456`` or ``relation/789`` of OpenStreetMap; ``ban/76540_7600_00012`` of
        the Base Adresse Nationale.
    number
        As mapped: ``12``, ``12 bis``, ``12-14``, ``3;5``.
    street
        The street's name, or the place's where houses are numbered without streets.
    postcode, city
        Empty when unknown.
    position
        (longitude, latitude) in degrees.
    """

    id: str
    number: str
    street: str
    postcode: str
    city: str
    position: tuple[float, float]

    @property
    def label(self) -> str:
        """As on the wall: ``12 Rue Grimaldi``."""
        return f"{self.number} {self.street}"

    @property
    def full_label(self) -> str:
        """As on an envelope: ``12 Rue Grimaldi, 98000 Monaco``."""
        locality = f"{self.postcode} {self.city}".strip()
        return f"{self.label}, {locality}" if locality else self.label


@dataclass(frozen=True, slots=True)
class Shop:
    """A shop's place, as mapped.

    Parameters
    ----------
    kind
        The value of ``shop=*`` or ``amenity=*``.
    opening_hours
        In OpenStreetMap's syntax; empty when unknown.
    """

    id: str
    kind: str
    name: str
    opening_hours: str
    position: tuple[float, float]


@dataclass(frozen=True, slots=True)
class NamedPlace:
    """A hamlet, a farm, a quarter: what people name where no street and number will do.

    Parameters
    ----------
    id
        As an address's; ``ban/...`` for a *lieu-dit* of the Base Adresse Nationale.
    kind
        The value of ``place=*``; ``farm`` for a farm of any tagging.
    postcode, city
        Empty when unknown.
    position
        (longitude, latitude) in degrees.
    """

    id: str
    kind: str
    name: str
    postcode: str
    city: str
    position: tuple[float, float]


@dataclass(frozen=True, eq=False)
class Area:
    """Outlines of one kind (buildings, water, parks), in compact arrays.

    Parameters
    ----------
    offsets
        int64, shape (outlines + 1,).
    lonlat
        int32, shape (points, 2), 1e-7 degrees.
    """

    offsets: npt.NDArray[np.int64]
    lonlat: npt.NDArray[np.int32]


@dataclass(frozen=True, eq=False)
class Town:
    """What a town pack holds.

    Parameters
    ----------
    zone
        IANA name of the town's time zone.
    date
        Instant of the map data, aware; None when the map does not tell.
    sha256
        Hash of the pack's content, which names it in plans.
    areas
        By kind: ``building``, ``water``, ``park`` (closed rings: first point = last point) and
        ``coastline`` (lines with the water on their right). A kind that the town has none of is
        missing.
    """

    name: str
    zone: str
    attribution: str
    licence: str
    date: dt.datetime | None
    sha256: str
    network: Network
    addresses: tuple[Address, ...]
    shops: tuple[Shop, ...]
    areas: dict[str, Area]
    places: tuple[NamedPlace, ...] = ()
