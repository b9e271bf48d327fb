"""One round along one street, so plain that its times can be told by heart.

Hub, two shops and two doors stand so many minutes from the hub; a courier rides them as follows.

    14:00:00  hub
    14:02:00  shop A   lock 60 s   +bread 14:03:00-14:03:30   +gift 14:03:30-14:04:00
    14:05:00  shop B   lock 60 s   +roses 14:06:00-14:06:30
    14:09:30  door 1   lock 30 s   -bread 14:10:00-14:11:00   -roses 14:11:00-14:12:00
    14:16:00  door 2   lock 30 s, wait for the slot           -gift  14:30:00-14:31:00
    14:41:00  hub
"""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from sqlalchemy import insert

from api.domain.actor import Actor, Role, acting
from api.domain.ids import Id, Kind
from api.domain.order import Mark, Order, Parcel
from api.domain.order_state import OrderState
from api.domain.people import Door, Note, Recipient
from api.domain.round import Handover, Round, RoundMatrix, RoundStop, StopKind
from api.domain.town import Courier, MemberShop, ServedTown, TownShift, TownVehicle
from api.domain.town_settings import TownSettings
from api.store import blobs, fleet, orders, people, rounds, shops, towns, work
from api.store.database import Database
from api.store.tables import plans
from api.store.work import Means, Work
from routing.day.clock import DayClock
from routing.model import Costs, Load, TaskKind

DATE = dt.date(2026, 11, 27)
PARIS = "Europe/Paris"
PICKUP, DELIVERY = TaskKind.PICKUP, TaskKind.DELIVERY
SHOP, DOOR = StopKind.SHOP, StopKind.DOOR

MINUTES = {"hub": 0, "shop A": 2, "shop B": 3, "door 1": 6, "door 2": 10}
"""From the hub; 300 m each."""


def at(text: str) -> int:
    """Seconds after midnight of a time on a day on which no clock is turned."""
    hours, minutes, *seconds = map(int, text.split(":"))
    return hours * 3600 + minutes * 60 + sum(seconds)


def matrix(names: dict[str, str]) -> RoundMatrix:
    """Of the street.

    Parameters
    ----------
    names
        Ids of the places.
    """
    away = list(MINUTES.values())
    minutes = tuple(tuple(abs(one - other) for other in away) for one in away)
    return RoundMatrix(
        tuple(names[place] for place in MINUTES),
        tuple(tuple(60 * far for far in row) for row in minutes),
        tuple(tuple(300 * far for far in row) for row in minutes),
    )


def stops(names: dict[str, str], later: int = 0) -> tuple[RoundStop, ...]:
    """As the module's drawing has them.

    Parameters
    ----------
    names
        Ids of places and orders.
    later
        Seconds by which all of it is later.
    """

    def handover(order: str, kind: TaskKind, start: str, end: str, wait: int = 0) -> Handover:
        code = {"bread": "BRE2", "roses": "RQS3", "gift": "GFT4"}[order]
        return Handover(names[order], kind, at(start) + later, at(end) + later, (code,), wait=wait)

    def stop(number: int, place: str, kind: StopKind, arrival: str, *done: Handover) -> RoundStop:
        return RoundStop(
            number, names[place], kind, at(arrival) + later, done[0].start, done[-1].end, done
        )

    return (
        stop(
            1, "shop A", SHOP, "14:02:00",
            handover("bread", PICKUP, "14:03:00", "14:03:30"),
            handover("gift", PICKUP, "14:03:30", "14:04:00"),
        ),
        stop(
            2, "shop B", SHOP, "14:05:00",
            handover("roses", PICKUP, "14:06:00", "14:06:30"),
        ),
        stop(
            3, "door 1", DOOR, "14:09:30",
            handover("bread", DELIVERY, "14:10:00", "14:11:00"),
            handover("roses", DELIVERY, "14:11:00", "14:12:00"),
        ),
        stop(
            4, "door 2", DOOR, "14:16:00",
            handover("gift", DELIVERY, "14:30:00", "14:31:00", wait=at("0:13:30")),
        ),
    )  # fmt: skip


def plain_round(
    date: dt.date = DATE, zone: str = PARIS, names: dict[str, str] | None = None
) -> Round:
    """The round, in which every place and order is called by its name."""
    names = names or {name: name for name in (*MINUTES, "bread", "roses", "gift")}
    clock = DayClock(date, zone)
    later = clock.instant(14 * 60) - at("14:00")
    midnight = clock.origin.astimezone(dt.UTC)
    leave, back = (midnight + dt.timedelta(seconds=at(time) + later) for time in ("14:00", "14:41"))
    return Round(
        id="rnd_plain",
        town="twn",
        date=date,
        plan="pln",
        shift="shi",
        courier="cou",
        letter="B",
        starts=leave,
        ends=back,
        stops=stops(names, later),
        matrix=matrix(names),
        costs=Costs(fixed=300, per_hour=1_500, per_km=20),
        metres=6_000,
        cost=300 * 18_000 + 1_500 * 41 * 60 * 5 + 20 * 6_000 * 18,
    )


@dataclass
class Street:
    """The round in a database, with its people, and a clock that is set by hand."""

    database: Database
    means: Means
    town: ServedTown
    shops: dict[str, MemberShop]
    courier: Courier
    round: Round
    names: dict[str, str]
    now: dt.datetime

    @contextmanager
    def work(self) -> Iterator[Work]:
        """A transaction that writes, at the clock's instant."""
        with work.writing(self.database, replace(self.means, now=lambda: self.now)) as one:
            yield one

    def clock(self, text: str, days: int = 0) -> dt.datetime:
        """The instant at which the town's clocks show a time on the round's date."""
        clock = DayClock(self.round.date + dt.timedelta(days=days), self.town.zone)
        shown = clock.origin + dt.timedelta(seconds=at(text))  # the hands of the clock are moved
        return shown.astimezone(dt.UTC)

    @property
    def rider(self) -> Actor:
        """The round's courier."""
        return acting("usr_rider", Role.COURIER, self.town.id, self.courier.id)

    @property
    def planner(self) -> Actor:
        """Who plans the town."""
        return acting("usr_planner", Role.PLANNER, self.town.id)

    def keeper(self, shop: str) -> Actor:
        """Who keeps a shop."""
        return acting(f"usr_{shop}", Role.SHOP, self.town.id, self.shops[shop].id)

    def order(self, name: str) -> Order:
        """An order as it stands."""
        with self.work() as one:
            return orders.by_id(one, [self.names[name]])[self.names[name]]


def street(
    database: Database,
    means: Means,
    *,
    date: dt.date = DATE,
    zone: str = PARIS,
    pack: bytes = b"pack",
    name: str = "A",
) -> Street:
    """Bring the town and its round into a database, published in the morning."""
    morning = DayClock(date, zone).origin.astimezone(dt.UTC) + dt.timedelta(hours=8)
    with work.writing(database, replace(means, now=lambda: morning)) as one:
        town = ServedTown(
            one.new(Kind.TOWN), name, zone, blobs.keep(one, pack), TownSettings((7.42, 43.73))
        )
        towns.add(one, town)
        kept = {
            letter: MemberShop(one.new(Kind.SHOP), town.id, f"Shop {letter}", (7.42, 43.73))
            for letter in "AB"
        }
        for shop in kept.values():
            shops.add(one, shop)
        names = {"hub": "hub", **{f"shop {letter}": kept[letter].id for letter in kept}}
        for place in ("door 1", "door 2"):
            names[place] = one.new(Kind.DOOR)
            door = Door(names[place], town.id, f"{place} street", (7.43, 43.74), "osm:1")
            people.add_door(one, door, date)
        slot = {"gift": ("14:30", "17:00")}
        for order, keeper, place in (
            ("bread", "A", "door 1"), ("roses", "B", "door 1"), ("gift", "A", "door 2"),
        ):  # fmt: skip
            start, end = slot.get(order, ("14:00", "17:00"))
            names[order] = _order(one, town, kept[keeper].id, names[place], date, start, end, order)
        courier = Courier(one.new(Kind.COURIER), town.id, "Inès")
        fleet.add_courier(one, courier)
        a_round = _round(one, town, courier, names, date)
    return Street(database, means, town, kept, courier, a_round, names, morning)


def _order(  # noqa: PLR0917  # what an order is
    one: Work,
    town: ServedTown,
    shop: str,
    door: str,
    date: dt.date,
    start: str,
    end: str,
    name: str,
) -> Id:
    recipient = Recipient(one.new(Kind.RECIPIENT), town.id, shop, f"Mme {name}", "+33 6 00")
    people.add_recipient(one, recipient, date)
    clock = DayClock(date, town.zone)
    promised = tuple(
        clock.origin.astimezone(dt.UTC) + dt.timedelta(seconds=clock.instant(at(time) // 60))
        for time in (start, end)
    )
    order = Order(
        id=one.new(Kind.ORDER),
        town=town.id,
        shop=shop,
        date=date,
        state=OrderState.PLANNED,
        parcels=(Parcel(1_500, 8, cold=name == "roses"),),
        number={"bread": 1, "roses": 2, "gift": 3}[name],
        recipient=recipient.id,
        door=door,
        marks=frozenset({Mark.DISCREET}) if name == "gift" else frozenset(),
        promised=(promised[0], promised[1]),
        amount_due=1_250 if name == "bread" else None,
    )
    orders.add(one, order)
    people.write_note(one, order.id, Note("", "Third floor", f"code {name}"))
    return Id(order.id)


def _round(
    one: Work, town: ServedTown, courier: Courier, names: dict[str, str], date: dt.date
) -> Round:
    return published(one, town, courier, replace(plain_round(date, town.zone, names), letter="B"))


def published(one: Work, town: ServedTown, courier: Courier, a_round: Round) -> Round:
    """A round in the database, with a plan, a shift and a vehicle of its own."""
    vehicle = TownVehicle(
        one.new(Kind.VEHICLE), town.id, "Bike", "cargo_bike", Load(80_000, 200, 100), Costs()
    )
    fleet.add_vehicle(one, vehicle)
    shift = TownShift(
        one.new(Kind.SHIFT),
        town.id,
        courier.id,
        vehicle.id,
        a_round.date,
        a_round.starts,
        a_round.ends,
    )
    fleet.add_shift(one, shift)
    plan = one.new(Kind.PLAN)
    one.connection.execute(
        insert(plans).values(
            id=plan,
            town=town.id,
            date=a_round.date,
            number=int.from_bytes(one.means.random_bytes(3), "big"),
            pool_version=1,
            routes=[],
            unserved=[],
            cost=0,
            version=1,
            created=one.now,
        )
    )
    kept = replace(
        a_round,
        id=one.new(Kind.ROUND),
        town=town.id,
        plan=plan,
        shift=shift.id,
        courier=courier.id,
    )
    lines = [[[7.42, 43.73], [7.43, 43.74]] for _ in range(len(kept.stops) + 1)]
    rounds.add(one, kept, lines)
    return kept
