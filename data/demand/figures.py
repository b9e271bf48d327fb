"""The figures behind a generated day, each with where it comes from.

[W] read on a public page, [C] in a project's code, [D] derived from data, [A] an assumption, to be
replaced by a town's own records. All are plain values here, to be edited in one place.
"""

import datetime as dt
import itertools
from collections.abc import Mapping
from dataclasses import dataclass

from routing.formats.clock import ClockSpan
from routing.model import Load


@dataclass(frozen=True, slots=True)
class Trade:
    """A type of shop.

    Parameters
    ----------
    mean
        Deliveries on an ordinary day, the mean of a Poisson distribution.
    parcels
        What one parcel may be, and how likely.
    cold
        Share of orders that must stay cold.
    kinds
        Values of ``shop=*`` or ``amenity=*`` whose places suit the trade.
    """

    name: str
    mean: float
    parcels: tuple[tuple[Load, float], ...]
    kinds: frozenset[str]
    cold: float = 0.0


def _kinds(words: str) -> frozenset[str]:
    return frozenset(words.split())


ENVELOPE = Load(700, 2, 1)
BOUQUET = Load(1_000, 15, 1)
CLOTHES = Load(1_500, 10, 1)
BREAD = Load(1_000, 8, 1)
SIX_BOTTLES = Load(9_000, 20, 1)
FOOD_BAG = Load(4_000, 15, 1)
BASKET = Load(12_000, 45, 1)
BULKY = Load(15_000, 150, 1)

COLD_SHARE = 0.25
"""Of food orders, 20 to 30 % are cold. [A]"""

TRADES = (
    Trade("florist", 1.5, ((BOUQUET, 1.0),), _kinds("florist garden_centre")),
    Trade(
        "grocer",
        2.0,
        ((BASKET, 0.7), (FOOD_BAG, 0.3)),
        _kinds("greengrocer convenience supermarket grocery health_food farm organic marketplace"),
        COLD_SHARE,
    ),
    Trade(
        "butcher",
        1.5,
        ((FOOD_BAG, 0.8), (BASKET, 0.2)),
        _kinds("butcher deli cheese seafood dairy"),
        COLD_SHARE,
    ),
    Trade(
        "bakery", 1.0, ((BREAD, 1.0),), _kinds("bakery pastry confectionery chocolate"), COLD_SHARE
    ),
    Trade("pharmacy", 2.0, ((ENVELOPE, 1.0),), _kinds("pharmacy chemist medical_supply")),
    Trade("wine", 0.7, ((SIX_BOTTLES, 1.0),), _kinds("wine alcohol beverages")),
    Trade("books", 0.5, ((ENVELOPE, 1.0),), _kinds("books newsagent stationery")),
    Trade("clothes", 0.3, ((CLOTHES, 1.0),), _kinds("clothes shoes boutique fashion bag leather")),
    Trade(
        "tools",
        0.3,
        ((CLOTHES, 0.7), (BULKY, 0.3)),
        _kinds("doityourself hardware trade electronics paint"),
    ),
)
"""Means a day [A]; florists, food and wine come first in the schemes that exist (Sucy-en-Brie,
94.citoyens.com 2023 [W]). Sizes [A], but for the volume of the basket, ADEME's
(publicodes-impact-livraison [C]). The first trade is the first to take part in a small town."""

FOOD = frozenset({"grocer", "butcher", "bakery"})

OTHER_PLACES = _kinds(
    """gift kiosk jewelry art perfumery toys sports electrical hairdresser watches optician
    furniture interior_decoration houseware bicycle mobile_phone beauty copyshop tea coffee
    variety_store department_store general second_hand fabric photo music antiques craft pet"""
)
"""Places that may stand for a trade of which the map has no shop of its own."""

PARCELS_OF_AN_ORDER = ((1, 0.75), (2, 0.2), (3, 0.05))
"""[A]"""

HEAVY_GRAMS = 12_000
"""Parcels from this weight on come one by one. [A]"""

INSTRUCTIONS_SHARE = 0.4
"""[A]"""

WEEKDAYS = (0.6, 1.0, 2.0, 1.0, 1.2, 2.0, 0.4)
"""Monday to Sunday, an ordinary day being 1. Market days Wednesday and Saturday are the peaks of
Sucy-en-Brie [W]; the factor 2 and the rest are [A]."""

DECEMBER = 1.3
"""Mid-November to Christmas is 20 to 25 % above the year, up to 40 % (colisactiv.fr [W])."""

FLOWER_DAYS = 6.0
"""Florists on Valentine's day and on Mother's day. [A]"""

MORNING, AFTERNOON, EVENING = ClockSpan(600, 750), ClockSpan(840, 1020), ClockSpan(1020, 1200)

SLOT_SHARES: Mapping[ClockSpan, float] = {MORNING: 0.25, AFTERNOON: 0.35, EVENING: 0.40}
WEEKEND_SLOT_SHARES: Mapping[ClockSpan, float] = {MORNING: 0.6, AFTERNOON: 0.4, EVENING: 0.0}
"""Saturday and Sunday. [A]"""

ANY_TIME_SHARE, PRECISE_SHARE = 0.30, 0.15
"""Of all drops: any time today, and a window of one hour inside a slot. [A]"""

READY: Mapping[ClockSpan, ClockSpan] = {
    MORNING: ClockSpan(570, 600),
    AFTERNOON: ClockSpan(660, 780),
    EVENING: ClockSpan(840, 960),
}
"""When orders for a slot are ready: cut-offs 11:00 for the afternoon (Chamalieres collects from
11:00) and 16:00 for the evening (Rouen). [A]"""

READY_ANY_TIME = ClockSpan(570, 900)

SHARED_DOORS = 0.18
"""Share of drops that receive parcels of two or more shops in the same half-day: 10 to 25 %. [A]"""

THREE_SHOPS = 0.2
"""Share of shared drops that receive parcels of three shops. [A]"""

INHABITANTS_PER_ADDRESS, INHABITANTS_PER_BUILDING, INHABITANTS_PER_KM = 2.5, 2.5, 100.0
"""How a map tells a town's size: whichever says most. Kilometres of residential streets. [A]"""

SHOPS_BY_INHABITANTS = ((0, 6), (6_000, 12), (15_000, 22), (50_000, 55))
"""Participating shops (Carvin, 18,000 inhabitants: about 15, tf1.fr 2020 [W]; the rest [A])."""

COURIERS_BY_INHABITANTS = ((0, 1), (6_000, 2), (15_000, 3), (50_000, 7))
"""Enough for a market day. [A]"""

ORDERS_PER_COURIER = 20
"""A shift of seven hours at four to five drops an hour with their pickups, well below the 10.1 an
hour measured in dense Brussels (kale.ai and Urbike [W], an upper bound)."""

RADIUS_METRES = 3_000.0
"""How far from the middle of the shops doors are drawn first; professional cargo bikes have a
catchment of 10 km (Les Boites a Velo 2024 [W])."""


def interpolated(table: tuple[tuple[int, int], ...], at: float) -> int:
    """A value between the rows of a table, the last row's above it.

    Examples
    --------
    >>> interpolated(SHOPS_BY_INHABITANTS, 10_500), interpolated(SHOPS_BY_INHABITANTS, 90_000)
    (17, 55)
    """
    for (low, first), (high, last) in itertools.pairwise(table):
        if at <= high:
            return round(first + (last - first) * (at - low) / (high - low))
    return table[-1][1]


def busy(trade: Trade, date: dt.date) -> float:
    """How much busier than an ordinary day a date is for a trade."""
    factor = WEEKDAYS[date.weekday()] * (DECEMBER if date.month == 12 else 1.0)
    if trade.name == "florist" and (is_mothers_day(date) or (date.month, date.day) == (2, 14)):
        factor *= FLOWER_DAYS
    return factor


def is_mothers_day(date: dt.date) -> bool:
    """The last Sunday of May (in the years when that is Pentecost, France waits a week)."""
    return date.month == 5 and date.weekday() == 6 and date.day > 24
