"""Where the orders of a day begin and end: shops and doors of the town, each checked."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from routing.day.clock import DayClock
from routing.day.day import PlaceDetails
from routing.day.opening import opening_windows
from routing.day.shops import ShopFound, ShopIndex
from routing.day.streets import Position, metres_to_any_street
from routing.errors import InputError
from routing.formats.fleet import Hub, StopTimes
from routing.formats.orders import OrderRow
from routing.model import Place
from routing.street.engine import FARTHEST_METRES
from routing.town.addresses import AddressIndex, Found
from routing.town.town import Address, Town

HUB = "hub"
"""Id of the place where all vehicles start and end."""

METRES_PER_DEGREE = 111_195.0
"""Of latitude."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A place and how it is called.

    Parameters
    ----------
    closed
        Whether it is a shop that does not open on the day.
    """

    place: Place
    details: PlaceDetails
    closed: bool = False


class TownPlaces:
    """Finds the places of one day in a town; whatever cannot be one is an `InputError`."""

    def __init__(self, town: Town, clock: DayClock, times: StopTimes) -> None:
        self._town = town
        self.clock = clock
        self.times = times
        self._shops = ShopIndex(town)
        self._addresses = AddressIndex(town)
        self._first_rows: dict[str, OrderRow] = {}

    def shop(self, row: OrderRow) -> Placed:
        """The shop of an order: one place, however it is typed."""
        first = self._first_rows.setdefault(row.shop, row)
        if first.shop_position != row.shop_position:
            column = row.written("shop_lon")
            raise InputError("orders.shop_moved", line=row.line, column=column, first=first.line)
        if row.shop_position is not None:
            return self._own_shop(row, row.shop_position)
        found = self._shops.find(row.shop)
        shop = found.match
        if shop is None:
            raise _unknown_shop(row, found)
        self._require_near(shop.position, row, "shop")
        opening = opening_windows(shop.opening_hours, self.clock, shop.position)
        place = Place(f"shop:{shop.id}", shop.position, self.times.shop_setup, opening or ())
        name = row.shop_name or shop.name or row.shop
        return Placed(place, PlaceDetails("shop", name, ""), closed=opening == ())

    def door(self, row: OrderRow) -> Placed:
        """The door of an order: a house number is one place, a pin is its own."""
        setup = self.times.door_setup
        if row.pin is not None:
            self._require_near(row.pin, row, "lon")
            details = PlaceDetails("door", row.address, row.address)
            return Placed(Place(f"pin:{row.id}", row.pin, setup), details)
        found = self._addresses.find(row.address)
        address = found.match
        if address is None:
            raise _unknown_door(row, found)
        self._require_near(address.position, row, "address")
        details = PlaceDetails("door", address.label, address.label)
        return Placed(Place(address.id, address.position, setup), details)

    def hub(self, hub: Hub) -> Placed:
        """Where the vehicles start and end."""
        position, name = self._hub_position(hub)
        if not self._inside(position) or self._metres(position) > FARTHEST_METRES:
            raise InputError("fleet.hub_far", path="hub", town=self._town.name)
        return Placed(Place(HUB, position), PlaceDetails("hub", hub.label or name, name))

    def _hub_position(self, hub: Hub) -> tuple[Position, str]:
        if hub.position is not None:
            return hub.position, ""
        if hub.shop:
            found = self._shops.find(hub.shop)
            if found.match is None:
                raise _unknown_hub("hub.shop", ", ".join(found.known))
            return found.match.position, found.match.name
        door = self._addresses.find(hub.address)
        if door.match is None:
            raise _unknown_hub("hub.address", _labels(door.candidates))
        return door.match.position, door.match.label

    def _own_shop(self, row: OrderRow, position: Position) -> Placed:
        """A shop that the order itself places on the map."""
        self._require_near(position, row, "shop_lon")
        place = Place(f"shop:{row.shop}", position, self.times.shop_setup)
        return Placed(place, PlaceDetails("shop", row.shop_name or row.shop, ""))

    def _require_near(self, position: Position, row: OrderRow, column: str) -> None:
        """Refuse what lies outside the town, or where no street comes near."""
        if not self._inside(position):
            raise InputError(
                "orders.outside_town",
                line=row.line,
                column=row.written(column),
                town=self._town.name,
            )
        metres = self._metres(position)
        if metres > FARTHEST_METRES:
            raise InputError(
                "orders.far_from_streets",
                line=row.line,
                column=row.written(column),
                metres=round(metres),
                most=round(FARTHEST_METRES),
            )

    def _metres(self, position: Position) -> float:
        return metres_to_any_street(self._town.network, position)

    def _inside(self, position: Position) -> bool:
        (west, south), (east, north) = self._bounds
        return west <= position[0] <= east and south <= position[1] <= north

    @cached_property
    def _bounds(self) -> tuple[Position, Position]:
        """Corners of the streets' rectangle, wider by what a door may lie off."""
        lonlat = self._town.network.node_lonlat
        low, high = lonlat.min(axis=0) / 1e7, lonlat.max(axis=0) / 1e7
        margin = FARTHEST_METRES / METRES_PER_DEGREE
        wide = margin / max(math.cos(math.radians(high[1])), 0.01)
        return (
            (float(low[0] - wide), float(low[1] - margin)),
            (float(high[0] + wide), float(high[1] + margin)),
        )


def _unknown_shop(row: OrderRow, found: ShopFound) -> InputError:
    known = ", ".join(found.known)
    if found.unsure:
        return InputError(
            "orders.shop_unsure",
            line=row.line,
            column=row.written("shop"),
            shop=row.shop,
            known=known,
        )
    if known:
        return InputError(
            "orders.unknown_shop",
            line=row.line,
            column=row.written("shop"),
            shop=row.shop,
            known=known,
        )
    return InputError(
        "orders.no_such_shop", line=row.line, column=row.written("shop"), shop=row.shop
    )


def _unknown_door(row: OrderRow, found: Found) -> InputError:
    """The typed text is personal and stays out; the candidates come from the map."""
    if not found.candidates:
        return InputError("orders.unknown_address", line=row.line, column=row.written("address"))
    return InputError(
        "orders.address_unsure",
        line=row.line,
        column=row.written("address"),
        known=_labels(found.candidates),
    )


def _unknown_hub(path: str, known: str) -> InputError:
    if known:
        return InputError("fleet.hub_unsure", path=path, known=known)
    return InputError("fleet.hub_unknown", path=path)


def _labels(addresses: Sequence[Address]) -> str:
    return " / ".join(
        f"{address.label}, {address.city}" if address.city else address.label
        for address in addresses
    )
