"""What a town has: itself, its shops, its couriers, their vehicles and shifts."""

import datetime as dt
from dataclasses import dataclass, field

from api.domain.shop_settings import ShopSettings
from api.domain.tariff import Tariff
from api.domain.town_settings import Position, TownSettings
from routing.formats.clock import ClockMinutes
from routing.model import Costs, Load


@dataclass(frozen=True, slots=True)
class ServedTown:
    """A town that this installation serves.

    Parameters
    ----------
    zone
        IANA name.
    pack
        Hash of its town pack, which lies in the database.
    version
        Counts its changes: its ETag.
    """

    id: str
    name: str
    zone: str
    pack: str
    settings: TownSettings
    version: int = 1


@dataclass(frozen=True, slots=True)
class MemberShop:
    """A shop that delivers with the others.

    Parameters
    ----------
    opening_hours
        In OpenStreetMap's syntax; empty: unknown, and then no hindrance.
    """

    id: str
    town: str
    name: str
    position: Position
    opening_hours: str = ""
    settings: ShopSettings = field(default_factory=ShopSettings)
    active: bool = True
    version: int = 1


@dataclass(frozen=True, slots=True)
class Courier:
    """Who rides."""

    id: str
    town: str
    name: str
    active: bool = True
    version: int = 1


@dataclass(frozen=True, slots=True)
class TownVehicle:
    """What is ridden.

    Parameters
    ----------
    profile
        Name of a profile that the streets know.
    """

    id: str
    town: str
    name: str
    profile: str
    capacity: Load
    costs: Costs
    equipment: frozenset[str] = frozenset()
    active: bool = True
    version: int = 1


@dataclass(frozen=True, slots=True)
class ShiftBreak:
    """A pause of so many minutes that starts in a span of the wall clock."""

    start: ClockMinutes
    end: ClockMinutes
    minutes: int


@dataclass(frozen=True, slots=True)
class TownShift:
    """A courier's hours on a vehicle on one date.

    Parameters
    ----------
    date
        The local date of its pool.
    starts, ends
        Aware, in UTC.
    """

    id: str
    town: str
    courier: str
    vehicle: str
    date: dt.date
    starts: dt.datetime
    ends: dt.datetime
    breaks: tuple[ShiftBreak, ...] = ()
    version: int = 1


@dataclass(frozen=True, slots=True)
class TownTariff:
    """A tariff and from which date on it is valid. It is never changed."""

    id: str
    town: str
    tariff: Tariff
    valid_from: dt.date
