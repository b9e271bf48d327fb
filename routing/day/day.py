"""A town's day: its problem, and what people need to read beside it.

The problem and the plan hold ids and numbers only. Names, addresses and instructions stay here, so
that a plan can be kept, sent and compared without anybody's personal data.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from routing.model import Problem
from routing.street.engine import Ways
from routing.town.town import Town


@dataclass(frozen=True, slots=True)
class OrderDetails:
    """What the courier reads about an order. Personal data: on the courier's sheet only."""

    shop: str
    recipient: str
    address: str
    instructions: str
    cold: bool


@dataclass(frozen=True, slots=True)
class PlaceDetails:
    """How a place is called.

    Parameters
    ----------
    kind
        ``shop``, ``door`` or ``hub``.
    label
        The shop's name, or the address as on the wall.
    address
        The address as on the wall; empty when unknown.
    """

    kind: str
    label: str
    address: str


@dataclass(frozen=True, slots=True)
class CourierDetails:
    """Who rides a shift."""

    name: str
    letter: str
    vehicle_label: str


@dataclass(frozen=True)
class Day:
    """One pool: one town, one local date.

    Parameters
    ----------
    origin
        Local midnight of the date, aware; the plan's times are seconds after it.
    orders
        By shipment id.
    places
        By place id.
    couriers
        By shift id.
    streets
        By profile: the ways between the places, to draw them. Empty in a day that is only read.
    """

    town: Town
    date: dt.date
    origin: dt.datetime
    problem: Problem
    orders: Mapping[str, OrderDetails]
    places: Mapping[str, PlaceDetails]
    couriers: Mapping[str, CourierDetails]
    streets: Mapping[str, Ways] = field(default_factory=dict)
