"""The shops that take part: real places, invented trades and names."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from data.demand.dice import Dice
from data.demand.figures import OTHER_PLACES, TRADES, Trade
from data.demand.ground import Ground, Position
from data.demand.names import shop_names
from data.demand.times import collectable
from routing.day.clock import DayClock
from routing.day.opening import opening_windows
from routing.model import Window
from routing.town.town import Shop


@dataclass(frozen=True, slots=True)
class Participant:
    """A shop that sends orders.

    Parameters
    ----------
    shop
        Id of the place in the town; the invented name where there is none.
    position
        Only of a shop that the map does not have.
    opening
        When the place is open on the day; None when unknown.
    """

    shop: str
    name: str
    trade: Trade
    position: Position | None
    opening: tuple[Window, ...] | None


@dataclass(frozen=True, slots=True)
class _Spot:
    trade: Trade
    place: Shop | None
    opening: tuple[Window, ...] | None


def participants(ground: Ground, clock: DayClock, count: int, dice: Dice) -> list[Participant]:
    """So many shops open on a day, their trades in turn.

    A trade without a place of its own on the map takes a shop of another kind; when those are used
    up too, it gets a spot beside a residential street.
    """
    near = ground.around(ground.town.shops, lambda shop: shop.position, 2 * count)
    opened = [(shop, opening_windows(shop.opening_hours, clock, shop.position)) for shop in near]
    free = dice.shuffled([pair for pair in opened if collectable(pair[1], clock)])
    chosen = [_spot(TRADES[number % len(TRADES)], free) for number in range(count)]
    names = shop_names([spot.trade.name for spot in chosen], dice)
    beside = iter(ground.spots(sum(spot.place is None for spot in chosen), dice))
    return list(_named(chosen, names, beside))


def _spot(trade: Trade, free: list[tuple[Shop, tuple[Window, ...] | None]]) -> _Spot:
    """The first free place that suits a trade, which is then free no longer."""
    for kinds in (trade.kinds, OTHER_PLACES):
        for index, (shop, opening) in enumerate(free):
            if kinds.intersection(shop.kind.split(";")):
                del free[index]
                return _Spot(trade, shop, opening)
    return _Spot(trade, None, None)


def _named(
    chosen: Sequence[_Spot], names: Sequence[str], beside: Iterator[Position]
) -> Iterator[Participant]:
    for spot, name in zip(chosen, names, strict=True):
        if spot.place is None:
            yield Participant(name, name, spot.trade, next(beside), None)
        else:
            yield Participant(spot.place.id, name, spot.trade, None, spot.opening)
