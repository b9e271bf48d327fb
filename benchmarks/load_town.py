"""A town under load: a drawn day's shops and fleet in a database, and keys for all of them."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from api.domain.actor import Role, acting
from api.domain.ids import Kind
from api.domain.slots import SlotRule
from api.domain.tariff import Tariff
from api.domain.town import (
    Courier,
    MemberShop,
    ServedTown,
    ShiftBreak,
    TownShift,
    TownTariff,
    TownVehicle,
)
from api.domain.town_settings import EVERY_DAY, TownSettings
from api.services import keys as key_service
from api.services import users as user_service
from api.services.keys import WantedKey
from api.services.users import WantedUser
from api.store import blobs, fleet, shops, towns
from api.store.work import Work
from data.demand.fleet import default_fleet
from data.demand.orders import demand
from routing.formats.clock import ClockSpan
from routing.formats.fleet import FleetVehicle
from routing.formats.orders import OrderRow
from routing.town.town import Town

MONDAY = dt.date(2026, 11, 30)
"""When it is asked, at eight in the morning, whatever the machine's clock says."""
FULL, QUIET = dt.date(2026, 12, 2), dt.date(2026, 12, 3)
"""The day that is filled, and another one, whose rounds are published."""

SLOTS = tuple(
    SlotRule(f"slot-{number}", ClockSpan(start, start + 75), EVERY_DAY, 18 * 60, days_before=1)
    for number, start in enumerate(range(10 * 60, 20 * 60, 75), 1)
)
"""Eight, side by side from ten to eight."""

KEYS = 4
"""Of everybody: one key alone may ask 600 times a minute."""

SHOPS = 12
_ADMIN = acting("command", Role.ADMIN, None)


@dataclass(frozen=True, slots=True)
class Wanted:
    """An order that a shop will hand over.

    Parameters
    ----------
    shop
        Its id.
    body
        As ``POST /v1/orders`` takes it.
    """

    shop: str
    body: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class LoadTown:
    """Who asks.

    Parameters
    ----------
    orders, newcomers
        Those that fill the day, and those that only ask.
    quiet
        Those of the quiet day.
    keys
        By id of a shop or a courier, and ``planner``.
    """

    orders: tuple[Wanted, ...]
    newcomers: tuple[Wanted, ...]
    quiet: tuple[Wanted, ...]
    keys: dict[str, tuple[str, ...]]


def opening(zone: str) -> dt.datetime:
    """The instant at which the town is asked, in UTC."""
    return dt.datetime.combine(MONDAY, dt.time(8), ZoneInfo(zone)).astimezone(dt.UTC)


def settle(  # noqa: PLR0913  # one keyword for each question that can be asked
    work: Work,
    town: Town,
    pack: bytes,
    *,
    seed: int,
    orders: int,
    newcomers: int,
    quiet: int,
    couriers: int,
) -> LoadTown:
    """Bring a town into an empty database, with shifts on both days."""
    drawn = demand(town, seed=seed, date=FULL, orders=orders + newcomers + quiet, shops=SHOPS)
    own_fleet = default_fleet(town, orders=couriers * 20)
    hub = own_fleet.hub.position
    if hub is None:
        raise ValueError(own_fleet.hub)
    settings = TownSettings(hub=hub, slots=SLOTS)
    served = ServedTown(work.new(Kind.TOWN), town.name, town.zone, blobs.keep(work, pack), settings)
    towns.add(work, served)
    tariff = Tariff(flat=500, slots={SLOTS[-1].name: 100}, free_from=6_000)
    towns.add_tariff(work, TownTariff(work.new(Kind.TARIFF), served.id, tariff, MONDAY))
    members = _members(work, served, town, drawn.rows)
    riders = [_rider(work, served, vehicle) for vehicle in own_fleet.vehicles[:couriers]]
    wanted = [_wanted(row, members[row.shop]) for row in drawn.rows]
    step = len(wanted) / newcomers
    asking = {int(number * step) for number in range(newcomers)}
    rest = [one for number, one in enumerate(wanted) if number not in asking]
    return LoadTown(
        orders=tuple(rest[:orders]),
        newcomers=tuple(wanted[number] for number in sorted(asking)),
        quiet=tuple(Wanted(one.shop, {**one.body, "date": str(QUIET)}) for one in rest[orders:]),
        keys={
            "planner": _keys(work, served, Role.PLANNER),
            **{shop: _keys(work, served, Role.SHOP, shop) for shop in members.values()},
            **{rider: _keys(work, served, Role.COURIER, rider) for rider in riders},
        },
    )


def _members(
    work: Work, served: ServedTown, town: Town, rows: Sequence[OrderRow]
) -> dict[str, str]:
    """Ids of the shops, by what the rows call them."""
    mapped = {shop.id: shop.position for shop in town.shops}
    members: dict[str, str] = {}
    for row in rows:
        if row.shop not in members:
            position = row.shop_position or mapped[row.shop]
            shop = MemberShop(work.new(Kind.SHOP), served.id, row.shop_name, position)
            shops.add(work, shop)
            members[row.shop] = shop.id
    return members


def _rider(work: Work, served: ServedTown, vehicle: FleetVehicle) -> str:
    """A courier with a vehicle, on duty on both days."""
    (shift,) = vehicle.shifts
    courier = Courier(work.new(Kind.COURIER), served.id, shift.courier)
    fleet.add_courier(work, courier)
    ridden = TownVehicle(
        work.new(Kind.VEHICLE),
        served.id,
        vehicle.id,
        vehicle.profile,
        vehicle.capacity,
        vehicle.costs,
        vehicle.equipment,
    )
    fleet.add_vehicle(work, ridden)
    for date in (FULL, QUIET):
        midnight = dt.datetime.combine(date, dt.time(), ZoneInfo(served.zone))
        starts, ends = (
            (midnight + dt.timedelta(minutes=minutes)).astimezone(dt.UTC)
            for minutes in (shift.hours.start, shift.hours.end)
        )
        breaks = tuple(
            ShiftBreak(one.start.start, one.start.end, one.minutes) for one in shift.breaks
        )
        duty = TownShift(
            work.new(Kind.SHIFT), served.id, courier.id, ridden.id, date, starts, ends, breaks
        )
        fleet.add_shift(work, duty)
    return courier.id


def _wanted(row: OrderRow, shop: str) -> Wanted:
    parcels = max(row.load.parcels, 1)
    parcel = {
        "grams": row.load.grams // parcels,
        "litres": row.load.litres // parcels,
        "cold": row.cold,
    }
    body = {
        "shop": shop,
        "date": str(FULL),
        "recipient": {"name": row.recipient},
        "address": {"text": row.address, "pin": row.pin},
        "instructions": row.instructions,
        "parcels": [parcel] * parcels,
    }
    return Wanted(shop, body)


def _keys(
    work: Work, served: ServedTown, role: Role, subject: str | None = None
) -> tuple[str, ...]:
    login = subject or str(role)
    user = user_service.add(work, _ADMIN, WantedUser(login, role, served.id, subject))
    return tuple(
        key_service.add(work, _ADMIN, WantedKey(f"key {number}", user.id)).secret
        for number in range(KEYS)
    )
