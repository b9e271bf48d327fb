"""A pool as a problem: what was promised, who works, and the ways between all of it.

Everything in it is an id or a number. A promise stays as it was made: its slot, when its goods may
be fetched and the times at a stop are the order's and the pool's own, whatever is changed later.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from api.domain.order import Order
from api.domain.order_state import OrderState
from api.domain.pool import Pool
from api.domain.town import MemberShop, ServedTown, TownShift, TownVehicle
from api.services.town_packs import TownPacks
from api.store import fleet, orders, people, pools, shops
from api.store.work import Work
from routing.day.by_hour import by_hour
from routing.day.clock import DayClock
from routing.day.engines import OwnEngine
from routing.formats.fleet import StopTimes
from routing.model import Break, Place, Problem, Shift, Shipment, Task, Vehicle, Window
from routing.model.builder import ProblemBuilder
from routing.street.engine import Ways
from routing.town.town import Town

HUB = "hub"
"""Id of the place where all shifts start and end."""

INSULATED = "insulated_box"


@dataclass(frozen=True)
class PoolDay:
    """A pool with its problem.

    Parameters
    ----------
    problem
        Shipments by order id, shifts by shift id, places: the hub, shops and doors by their ids.
        Published shifts and their orders are not in it.
    streets
        By profile: the ways between the places, in the order of the problem's.
    """

    served_town: ServedTown
    town: Town
    pool: Pool
    clock: DayClock
    times: StopTimes
    problem: Problem
    streets: Mapping[str, Ways]
    shifts: tuple[TownShift, ...]


def pool_day(work: Work, served: ServedTown, pool: Pool, packs: TownPacks) -> PoolDay:
    """The problem of a pool.

    Parameters
    ----------
    pool
        As this work has read it, locked by whoever decides by it.

    Raises
    ------
    ModelErrors
        When what is stored contradicts itself.
    """
    town = packs.of(work, served.pack).town
    clock = DayClock(pool.date, served.zone)
    times = pool.times or served.settings.times
    promised = [
        order
        for order in orders.of_day(work, served.id, pool.date, {OrderState.ACCEPTED})
        if order.promised is not None
    ]
    vehicles = fleet.vehicles_by_id(work, served.id)
    shifts = open_shifts(work, served, pool.date)
    places = _places(work, served, promised, times)
    profiles = sorted({vehicles[shift.vehicle].profile for shift in shifts})
    streets, places = ways_between(town, profiles, places, clock)
    builder = ProblemBuilder(f"{served.name} {pool.date}")
    for place in places:
        builder.add_place(place)
    for order in promised:
        builder.add_shipment(shipment_of(order, clock, times))
    for shift in shifts:
        builder.add_vehicle(_vehicle(shift, vehicles[shift.vehicle], clock))
    for profile, ways in streets.items():
        matrix = ways.matrix()
        builder.add_matrix(profile, matrix.durations, matrix.distances)
    return PoolDay(served, town, pool, clock, times, builder.build(), streets, tuple(shifts))


def open_shifts(work: Work, served: ServedTown, date: dt.date) -> list[TownShift]:
    """The shifts of a date that still take orders: those without a published round."""
    taken = pools.published_shifts(work, served.id, date)
    return [shift for shift in fleet.shifts_on(work, served.id, date) if shift.id not in taken]


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
    town: Town, profiles: Iterable[str], places: Sequence[Place], clock: DayClock
) -> tuple[dict[str, Ways], list[Place]]:
    """The ways between places, the hub first, and the places with the hours of their streets."""
    engine = OwnEngine(town.network)
    found = by_hour({name: engine.ways(name, places) for name in profiles}, clock.date)
    opened = [
        replace(place, opening=tuple(clock.window(span) for span in found.hours[row]))
        if row in found.hours
        else place
        for row, place in enumerate(places)
    ]
    return found.ways, opened


def _places(
    work: Work, served: ServedTown, promised: Sequence[Order], times: StopTimes
) -> list[Place]:
    """The hub, then all shops, then the doors of what was promised."""
    members = shops.of_town_by_id(work, served.id)
    doors = people.doors_by_id(work, {order.door for order in promised if order.door})
    positions = {door.id: door.position for door in doors.values() if door.position}
    return [
        Place(HUB, served.settings.hub),
        *(shop_place(members[shop], times) for shop in sorted(members)),
        *(door_place(door, positions[door], times) for door in sorted(positions)),
    ]


def _vehicle(shift: TownShift, vehicle: TownVehicle, clock: DayClock) -> Vehicle:
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
