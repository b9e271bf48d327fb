"""Who takes part on the demo's day: the town, its shops and couriers, and who may sign in."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from api.domain.actor import Role
from api.domain.shop_settings import ShopSettings
from api.domain.town import Courier, MemberShop, ServedTown, TownVehicle
from api.domain.town_settings import TownSettings
from api.domain.user import User
from api.services import fleet, shops, towns, users
from api.services.fleet import WantedShift
from api.services.users import WantedUser
from api.store import blobs
from api.store.work import Work
from chaland.demo import settings
from chaland.demo.scene import Scene
from chaland.words import say
from chaland.working import commander
from data.demand.fleet import INSULATED
from data.demand.ground import Ground
from data.demand.names import courier
from routing.formats.orders import OrderRow
from routing.town.town import Town

LOGINS = {
    Role.SHOP: "demo.login.shop",
    Role.COURIER: "demo.login.courier",
    Role.PLANNER: "demo.login.planner",
    Role.ADMIN: "demo.login.admin",
}


@dataclass(frozen=True, slots=True)
class Members:
    """Who takes part.

    Parameters
    ----------
    shops
        By the place that orders name.
    keepers, riders
        Who signs in, by shop and by courier.
    """

    served: ServedTown
    shops: Mapping[str, MemberShop]
    keepers: Mapping[str, User]
    riders: Mapping[str, User]
    planner: User
    admin: User


def settle(
    scene: Scene, pack: Path, town: Town, rows: Iterable[OrderRow], dates: Iterable[dt.date]
) -> Members:
    """Settle a town with the shops that orders name, and with couriers on duty on some dates."""
    served = _served(scene, pack, town)
    members = _shops(scene, served, town, rows)
    couriers = _couriers(scene, served, dates)
    keepers = {
        shop.id: _user(scene, Role.SHOP, served, shop.id, number=number)
        for number, shop in enumerate(members.values(), 1)
    }
    riders = {
        one.id: _user(scene, Role.COURIER, served, one.id, number=number)
        for number, one in enumerate(couriers, 1)
    }
    planner = _user(scene, Role.PLANNER, served)
    return Members(served, members, keepers, riders, planner, _user(scene, Role.ADMIN))


def _served(scene: Scene, pack: Path, town: Town) -> ServedTown:
    how = TownSettings(
        hub=Ground(town).hub(),
        slots=settings.SLOTS,
        holidays=settings.HOLIDAYS,
        zones=settings.ZONES,
        planning_seconds=settings.PLANNING_SECONDS,
    )
    with scene.work() as work:
        wanted = ServedTown("", town.name, town.zone, blobs.keep(work, pack.read_bytes()), how)
        served = towns.add(work, commander(), wanted, scene.live_pools.packs)
        towns.add_tariff(work, commander(), served, settings.TARIFF, work.now.date())
    return served


def _shops(
    scene: Scene, served: ServedTown, town: Town, rows: Iterable[OrderRow]
) -> dict[str, MemberShop]:
    places = {shop.id: shop.position for shop in town.shops}
    named = {row.shop: row for row in rows}
    made = {}
    for number, place in enumerate(sorted(named)):
        row, hours = named[place], settings.OPENING_HOURS[number % len(settings.OPENING_HOURS)]
        wanted = MemberShop(
            "",
            "",
            row.shop_name,
            row.shop_position or places[place],
            hours,
            ShopSettings(preparation_minutes=settings.PREPARATION_MINUTES),
        )
        with scene.work() as work:
            made[place] = shops.add(work, commander(), served, wanted, scene.live_pools)
    return made


def _couriers(scene: Scene, served: ServedTown, dates: Iterable[dt.date]) -> list[Courier]:
    with scene.work() as work:
        couriers = [
            fleet.add_courier(work, commander(), served, courier(number))
            for number in range(settings.COURIERS)
        ]
        vehicles = [_vehicle(work, served, kind) for kind in settings.VEHICLES]
    for date in dates:
        with scene.work() as work:
            for rider, vehicle, hours in settings.SHIFTS:
                wanted = WantedShift(
                    couriers[rider].id, vehicles[vehicle].id, date, hours.start, hours.end
                )
                fleet.add_shift(work, commander(), served, wanted, scene.live_pools)
    return couriers


def _vehicle(work: Work, served: ServedTown, kind: settings.VehicleKind) -> TownVehicle:
    name = say(kind.code)
    wanted = TownVehicle("", served.id, name, "cargo_bike", kind.capacity, kind.costs, INSULATED)
    return fleet.add_vehicle(work, commander(), served, wanted)


def _user(
    scene: Scene,
    role: Role,
    served: ServedTown | None = None,
    subject: str | None = None,
    *,
    number: int = 0,
) -> User:
    login = say(LOGINS[role], number=number)
    wanted = WantedUser(login, role, None if served is None else served.id, subject)
    with scene.work() as work:
        return users.add(work, commander(), wanted)
