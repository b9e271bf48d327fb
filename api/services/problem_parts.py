"""Orders, shops, doors and shifts as the parts of a problem, and the ways between places.

Everything in it is an id or a number. A promise stays as it was made: its slot, when its goods may
be fetched and the times at a stop are the order's and the pool's own, whatever is changed later.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import replace

from api.domain.order import Order
from api.domain.town import MemberShop, TownShift, TownVehicle
from routing.day.by_hour import by_hour
from routing.day.clock import DayClock
from routing.day.engines import OwnEngine
from routing.day.streets import Streets
from routing.formats.fleet import StopTimes
from routing.model import Break, Place, Shift, Shipment, Task, Vehicle, Window
from routing.town.town import Town

HUB = "hub"
"""Id of the place where all shifts start and end."""

INSULATED = "insulated_box"


def shipment_of(order: Order, clock: DayClock, times: StopTimes) -> Shipment:
    """An order as a shipment, from its shop to its door or back.

    Its slot binds whoever is at the door; when its goods may be fetched, whoever is at the counter.
    """
    parcels = len(order.parcels)
    at_shop = Task(order.shop, order.collect, times.shop_order + parcels * times.shop_parcel)
    slot = () if order.promised is None else (window_of(order.promised, clock),)
    at_door = Task(order.door or "", slot, parcels * times.door_parcel)
    first, last = (at_door, at_shop) if order.is_return else (at_shop, at_door)
    return Shipment(
        id=order.id,
        pickup=first,
        delivery=last,
        load=order.load,
        owner=order.shop,
        needs=frozenset({INSULATED}) if order.cold else frozenset(),
    )


def window_of(promised: tuple[dt.datetime, dt.datetime], clock: DayClock) -> Window:
    """Seconds after the date's local midnight."""
    return Window(clock.after(promised[0]), clock.after(promised[1]))


def shop_place(shop: MemberShop, times: StopTimes) -> Place:
    """A shop as a place."""
    return Place(shop.id, shop.position, times.shop_setup)


def door_place(door: str, position: tuple[float, float], times: StopTimes) -> Place:
    """A door as a place."""
    return Place(door, position, times.door_setup)


def ways_between(
    town: Town,
    profiles: Iterable[str],
    places: Sequence[Place],
    clock: DayClock,
    *,
    hub: int | None = 0,
) -> tuple[dict[str, Streets], list[Place]]:
    """The ways between places, and the places with the hours of their streets.

    Parameters
    ----------
    hub
        Its row; None where it is not among the places.
    """
    engine = OwnEngine(town.network)
    found = by_hour({name: engine.ways(name, places) for name in profiles}, clock.date, hub=hub)
    opened = [
        replace(place, opening=tuple(clock.window(span) for span in found.hours[row]))
        if row in found.hours
        else place
        for row, place in enumerate(places)
    ]
    return found.ways, opened


def vehicle_of(shift: TownShift, vehicle: TownVehicle, clock: DayClock) -> Vehicle:
    """A shift with its vehicle: nothing tells two shifts of one vehicle from two vehicles."""
    breaks = tuple(
        Break(
            f"break-{number}",
            Window(clock.instant(pause.start), clock.instant(pause.end)),
            pause.minutes * 60,
        )
        for number, pause in enumerate(shift.breaks, 1)
    )
    window = Window(clock.after(shift.starts), clock.after(shift.ends))
    return Vehicle(
        id=shift.id,
        profile=vehicle.profile,
        capacity=vehicle.capacity,
        shifts=(Shift(shift.id, window, HUB, HUB, breaks),),
        costs=vehicle.costs,
        equipment=vehicle.equipment,
    )
