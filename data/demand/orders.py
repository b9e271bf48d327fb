"""A day's orders for any town, drawn from a seed with the field's figures (`data.demand.figures`).

Drops are drawn first (who receives, where, when), then each gets the parcels of one shop, or of
two or three: the habit of market days that makes pooling worth while.
"""

import datetime as dt
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from data.demand.dice import Dice
from data.demand.doors import Door, doors
from data.demand.figures import (
    HEAVY_GRAMS,
    INSTRUCTIONS_SHARE,
    PARCELS_OF_AN_ORDER,
    SHARED_DOORS,
    SHOPS_BY_INHABITANTS,
    THREE_SHOPS,
    Trade,
    busy,
    interpolated,
)
from data.demand.ground import Ground
from data.demand.names import INSTRUCTIONS, customers
from data.demand.notes import Note
from data.demand.shops import Participant, participants
from data.demand.size import inhabitants
from data.demand.times import ready, slot
from routing.day.clock import DayClock
from routing.formats.clock import ClockSpan
from routing.formats.orders import OrderRow
from routing.model import Load
from routing.town.town import Town


@dataclass(frozen=True, slots=True)
class Demand:
    """A day's orders.

    Parameters
    ----------
    rows
        As `routing.formats.orders.write_orders` writes and `read_orders` reads them.
    notes
        What was not as on the map.
    """

    rows: tuple[OrderRow, ...]
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class _Drop:
    """One delivery to one door: the parcels of one shop or of several.

    Parameters
    ----------
    whole, wanted
        The slot, and what is asked for in it; None is any time.
    """

    shops: tuple[Participant, ...]
    recipient: str
    instructions: str
    whole: ClockSpan
    wanted: ClockSpan | None


def demand(  # noqa: PLR0913  # one keyword for each question that can be asked
    town: Town,
    *,
    seed: int,
    date: dt.date,
    orders: int | None = None,
    shops: int | None = None,
    shared_doors: float = SHARED_DOORS,
) -> Demand:
    """Draw a day's orders; the same seed gives the same bytes on every version of Python.

    Parameters
    ----------
    orders
        How many; None: a Poisson number for each shop, by its trade, the weekday and the season.
    shops
        How many take part; None: by the size of the town.
    shared_doors
        Share of drops that receive parcels of two or three shops.
    """
    dice, ground, clock = Dice(seed), Ground(town), DayClock(date, town.zone)
    count = interpolated(SHOPS_BY_INHABITANTS, inhabitants(ground)) if shops is None else shops
    sending = participants(ground, clock, count, dice)
    senders = _senders(sending, date, orders, dice)
    groups = list(_groups(senders, shared_doors, dice))
    recipients = customers(len(groups), dice)
    drops = [_drop(*pair, date, dice) for pair in zip(groups, recipients, strict=True)]
    places = doors(ground, len(drops), dice)
    drafts = [
        _draft(drop, shop, door, clock, dice)
        for drop, door in zip(drops, places, strict=True)
        for shop in drop.shops
    ]
    return Demand(_numbered(drafts), tuple(_notes(set(senders), shops, places)))


def _senders(
    sending: Sequence[Participant], date: dt.date, orders: int | None, dice: Dice
) -> list[Participant]:
    """The shop of each order, in any order.

    A given number is spread as Poisson numbers are that happen to add up to it, after one for
    each shop as far as it goes.
    """
    means = [shop.trade.mean * busy(shop.trade, date) for shop in sending]
    if orders is None:
        drawn = [
            shop
            for shop, mean in zip(sending, means, strict=True)
            for _ in range(dice.poisson(mean))
        ]
        orders = max(len(drawn), 1)
    else:
        drawn = list(sending[:orders])
    drawn += [dice.weighted(sending, means) for _ in range(orders - len(drawn))]
    return dice.shuffled(drawn)


def _groups(
    senders: Sequence[Participant], shared_doors: float, dice: Dice
) -> Iterator[tuple[Participant, ...]]:
    """Orders that go to one door together; at shared doors from two or three different shops."""
    left = list(senders)
    drops = len(left) / (1 + shared_doors * (1 + THREE_SHOPS))
    for _ in range(int(shared_doors * drops + dice.share())):
        if left:
            size = 3 if dice.happens(THREE_SHOPS) else 2
            yield _different(left, size)
    for shop in left:
        yield (shop,)


def _different(left: list[Participant], size: int) -> tuple[Participant, ...]:
    """Take the first orders of different shops, at most `size`."""
    group: list[Participant] = []
    for shop in tuple(left):
        if len(group) < size and shop not in group:
            group.append(shop)
            left.remove(shop)
    return tuple(group)


def _drop(shops: tuple[Participant, ...], recipient: str, date: dt.date, dice: Dice) -> _Drop:
    whole, wanted = slot(date, dice)
    instructions = dice.pick(INSTRUCTIONS) if dice.happens(INSTRUCTIONS_SHARE) else ""
    return _Drop(shops, recipient, instructions, whole, wanted)


def _draft(drop: _Drop, shop: Participant, door: Door, clock: DayClock, dice: Dice) -> OrderRow:
    """An order without its number; any time where the shop opens too late for the slot."""
    wanted = drop.wanted
    ready_at = ready(drop.whole, wanted, shop.opening, clock, dice)
    if ready_at is None:
        wanted, ready_at = None, ready(drop.whole, None, shop.opening, clock, dice)
    return OrderRow(
        line=0,
        id="",
        date=clock.date,
        shop=shop.shop,
        shop_name=shop.name,
        shop_position=shop.position,
        load=_load(shop.trade, dice),
        recipient=drop.recipient,
        address=door.address,
        pin=door.pin,
        instructions=drop.instructions,
        slots=() if wanted is None else (wanted,),
        ready_at=ready_at,
        cold=dice.happens(shop.trade.cold),
    )


def _load(trade: Trade, dice: Dice) -> Load:
    """Parcels of one size; heavy ones come alone."""
    size = dice.by_table(trade.parcels)
    count = dice.by_table(PARCELS_OF_AN_ORDER) if size.grams < HEAVY_GRAMS else 1
    return Load(size.grams * count, size.litres * count, count)


def _numbered(drafts: Sequence[OrderRow]) -> tuple[OrderRow, ...]:
    """Numbered as they come in: by when they are ready, then by shop."""
    ordered = sorted(drafts, key=lambda row: (row.ready_at or 0, row.shop_name))
    return tuple(
        replace(row, line=number + 1, id=str(number)) for number, row in enumerate(ordered, 1)
    )


def _notes(
    sending: Collection[Participant], asked: int | None, places: Sequence[Door]
) -> Iterator[Note]:
    if asked is not None and len(sending) < asked:
        yield Note("demand.fewer_shops", {"shops": len(sending), "asked": asked})
    beside = sum(shop.position is not None for shop in sending)
    if beside:
        yield Note("demand.shops_on_streets", {"count": beside, "shops": len(sending)})
    pins = sum(door.pin is not None for door in places)
    if pins:
        yield Note("demand.doors_on_streets", {"count": pins, "doors": len(places)})
