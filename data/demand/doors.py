"""The doors of customers: house numbers of the map, or pins beside its residential streets."""

from dataclasses import dataclass

from data.demand.dice import Dice
from data.demand.ground import Ground, Position
from routing.town.addresses import AddressIndex
from routing.town.town import Address


@dataclass(frozen=True, slots=True)
class Door:
    """Either an address that the town's index finds, or a pin."""

    address: str = ""
    pin: Position | None = None


def doors(ground: Ground, count: int, dice: Dice) -> list[Door]:
    """So many different doors near the middle of the town."""
    index = AddressIndex(ground.town)
    near = ground.around(ground.town.addresses, lambda address: address.position, 2 * count)
    found: list[Door] = []
    for address in dice.shuffled(near):
        if len(found) == count:
            return found
        text = _text(address, index)
        if text is not None:
            found.append(Door(address=text))
    return found + [Door(pin=spot) for spot in ground.spots(count - len(found), dice)]


def _text(address: Address, index: AddressIndex) -> str | None:
    """What somebody would type for it, if the index then finds this very door."""
    place = f"{address.postcode} {address.city}".strip()
    for text in (address.label, f"{address.label}, {place}"):
        match = index.find(text).match
        if match is not None and match.id == address.id:
            return text
    return None
