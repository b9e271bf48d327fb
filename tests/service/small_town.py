"""A small town that the service serves: the shipped map, three shops, couriers on cargo bikes."""

import datetime as dt
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from api.domain.actor import Actor, Role, acting
from api.domain.ids import Kind
from api.domain.order import Parcel
from api.domain.slots import SlotRule
from api.domain.tariff import Tariff
from api.domain.town import Courier, MemberShop, ServedTown, TownShift, TownTariff, TownVehicle
from api.domain.town_settings import EVERY_DAY, TownSettings
from api.services.addressing import Address
from api.services.live_pools import LivePools
from api.services.ordering import OrderDraft
from api.services.town_packs import TownPacks
from api.store import blobs, fleet, shops, towns
from api.store.work import Work
from routing.formats.clock import ClockSpan
from routing.model import Costs, Load

DATE = dt.date(2026, 11, 27)
"""A Friday."""
MORNING_BEFORE = dt.datetime(2026, 11, 26, 8, tzinfo=dt.UTC)

HUB = (7.4217, 43.7384)
MARKETS = ((7.4189, 43.7331), (7.4246, 43.7376), (7.4287, 43.7401))
"""Where the three shops are."""
DOORS = (
    "10 Rue de la Turbie",
    "18 Boulevard des Moulins",
    "28 Quai Jean-Charles Rey",
    "40 Avenue Princesse Grace",
)

SLOTS = (
    SlotRule("morning", ClockSpan(10 * 60, 12 * 60), EVERY_DAY, 18 * 60, days_before=1),
    SlotRule("afternoon", ClockSpan(14 * 60, 17 * 60), EVERY_DAY, 12 * 60),
    SlotRule("evening", ClockSpan(17 * 60, 20 * 60), EVERY_DAY, 12 * 60),
)


@dataclass(frozen=True, slots=True)
class SmallTown:
    """The town, and who is in it."""

    town: ServedTown
    shops: tuple[MemberShop, ...]
    couriers: tuple[Courier, ...]
    shifts: tuple[TownShift, ...]

    @property
    def planner(self) -> Actor:
        """Who plans the town."""
        return acting("usr_planner", Role.PLANNER, self.town.id)

    def keeper(self, number: int) -> Actor:
        """Who keeps a shop, counted from 0."""
        shop = self.shops[number]
        return acting(f"usr_keeper{number}", Role.SHOP, self.town.id, shop.id)

    def rider(self, number: int) -> Actor:
        """A courier, counted from 0."""
        courier = self.couriers[number]
        return acting(f"usr_rider{number}", Role.COURIER, self.town.id, courier.id)


@cache
def monaco() -> bytes:
    """The pack that ships."""
    return (files("data") / "towns" / "monaco.town").read_bytes()


_PACKS = TownPacks()


def live_pools() -> LivePools:
    """Nothing in it yet; packs never change, and are read once."""
    return LivePools(_PACKS)


def settle(
    work: Work, *, couriers: int = 2, slots: tuple[SlotRule, ...] = SLOTS, name: str = "Monaco"
) -> SmallTown:
    """Bring a town with three shops into the database, and shifts for `DATE`."""
    town = ServedTown(
        id=work.new(Kind.TOWN),
        name=name,
        zone="Europe/Monaco",
        pack=blobs.keep(work, monaco()),
        settings=TownSettings(hub=HUB, slots=slots, holidays="MC"),
    )
    towns.add(work, town)
    tariff = Tariff(flat=500, slots={"evening": 100}, free_from=6_000)
    towns.add_tariff(work, TownTariff(work.new(Kind.TARIFF), town.id, tariff, DATE))
    members = [
        MemberShop(work.new(Kind.SHOP), town.id, f"Shop {letter}", place)
        for letter, place in zip("ABC", MARKETS, strict=True)
    ]
    for shop in members:
        shops.add(work, shop)
    riders = [courier_with_shift(work, town, number) for number in range(couriers)]
    return SmallTown(
        town,
        tuple(members),
        tuple(courier for courier, _ in riders),
        tuple(shift for _, shift in riders),
    )


def courier_with_shift(work: Work, town: ServedTown, number: int) -> tuple[Courier, TownShift]:
    """One more courier, on duty from nine to eight."""
    courier = Courier(work.new(Kind.COURIER), town.id, f"Courier {number}")
    fleet.add_courier(work, courier)
    vehicle = TownVehicle(
        work.new(Kind.VEHICLE),
        town.id,
        f"Bike {number}",
        "cargo_bike",
        Load(80_000, 200, 100_000),
        Costs(0, 2_600, 5),
        frozenset({"insulated_box"}),
    )
    fleet.add_vehicle(work, vehicle)
    shift = TownShift(
        work.new(Kind.SHIFT),
        town.id,
        courier.id,
        vehicle.id,
        DATE,
        starts=dt.datetime(2026, 11, 27, 8, tzinfo=dt.UTC),
        ends=dt.datetime(2026, 11, 27, 19, tzinfo=dt.UTC),
    )
    fleet.add_shift(work, shift)
    return courier, shift


def told(shop: MemberShop, number: int = 0, *, name: str = "M. Petit") -> OrderDraft:
    """An order of a shop for one of the doors."""
    return OrderDraft(
        shop=shop.id,
        date=DATE,
        parcels=(Parcel(grams=1_500, litres=8),),
        address=Address(text=DOORS[number % len(DOORS)]),
        name=name,
        phone="+377 93 00 00 00",
    )
