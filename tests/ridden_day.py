"""A small day, planned and ridden: two shops, three doors, two couriers, one order left out.

Everything goes the real way (streets, matrix, times, rounds); only who rides what is written here.

The orders: *wine* and *roses* go to one door, from two shops; *cheese* is cold and waits for its
slot; *lamp* is a courier of its own; *piano* finds no place.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

import numpy as np

from routing.day.day import CourierDetails, Day, OrderDetails, PlaceDetails
from routing.day.rounds import Round, rounds
from routing.day.streets import streets_of
from routing.model import (
    Break,
    Comparison,
    Costs,
    Load,
    Place,
    Plan,
    Problem,
    Reason,
    Route,
    Shift,
    Shipment,
    Task,
    TaskKind,
    Totals,
    Unserved,
    Vehicle,
    Window,
)
from routing.model.comparison import totals
from routing.solve.timing import timed_route
from routing.town.town import Area, Town
from tests.asciitown import AsciiTown, draw

HOUR, MINUTE = 3_600, 60
TAKE, GIVE = TaskKind.PICKUP, TaskKind.DELIVERY
ZONE = ZoneInfo("Europe/Paris")

STREETS = draw(
    """
        a---------b----------c----------d
        | 1       |    2     |          |
        |         |          |      5   |
        e---------f----------g----------h
        |         |          |  3       |
        |   4     |          |          |
        i---------j----------k----------l
    """,
    """
        abcd  primary name=Grand_Rue
        efgh  residential name=Rue_du_Four
        ijkl  residential name=Quai_de_l’Ouest
        aei   tertiary
        bfj   service
        cgk   steps
        dhl   tertiary
    """,
)
POSITIONS: Mapping[str, tuple[float, float]] = {
    "hub": STREETS.points["a"],
    "cave": STREETS.points["1"],
    "fleurs": STREETS.points["2"],
    "door": STREETS.points["3"],
    "slow": STREETS.points["4"],
    "far": STREETS.points["5"],
}
PLACES = {
    "hub": PlaceDetails("hub", "Bureau des tournées", ""),
    "cave": PlaceDetails("shop", "Cave <du Port> & fils", "6 Rue du Four"),
    "fleurs": PlaceDetails("shop", "Fleurs Ondine", ""),
    "door": PlaceDetails("door", "12 bis Rue du Four", "12 bis Rue du Four"),
    "slow": PlaceDetails("door", "3 Quai de l’Ouest", "3 Quai de l’Ouest"),
    "far": PlaceDetails("door", "7 Grand Rue", "7 Grand Rue"),
}
ORDERS = {
    "wine": OrderDetails(
        PLACES["cave"].label, "Mme Petit", "12 bis Rue du Four", "Code B2407, 3ᵉ étage", False
    ),
    "roses": OrderDetails("Fleurs Ondine", "Mme Petit", "12 bis Rue du Four", "", False),
    "cheese": OrderDetails(
        PLACES["cave"].label, "M. <b>Benhaddou</b>", "3 Quai de l’Ouest", "", True
    ),
    "lamp": OrderDetails("Fleurs Ondine", "famille Nakamura", "7 Grand Rue", "Sonner fort", False),
    "piano": OrderDetails(PLACES["cave"].label, "M. Corbier", "7 Grand Rue", "", False),
}
COURIERS = {
    "early": CourierDetails("Inès", "A", "vélo cargo"),
    "late": CourierDetails("Koffi", "B", "triporteur"),
}


@dataclass(frozen=True)
class RiddenDay:
    """A day with its plan, its rounds, and what it costs alone."""

    day: Day
    plan: Plan
    rounds: tuple[Round, ...]
    comparison: Comparison


def ridden_day() -> RiddenDay:
    """The small day."""
    day = small_day()
    routes = (
        _route(
            day.problem,
            "early",
            [
                ("wine", TAKE), ("cheese", TAKE), ("roses", TAKE),
                ("roses", GIVE), ("wine", GIVE), ("cheese", GIVE),
            ],
        ),
        _route(day.problem, "late", [("lamp", TAKE), ("lamp", GIVE)]),
    )  # fmt: skip
    unserved = (Unserved("piano", Reason.TOO_LARGE, {}),)
    plan = Plan(routes, unserved, sum(route.cost for route in routes))
    pooled = totals(plan)
    alone = {
        "cave": Totals(1, 900, 2_000, 3 * pooled.cost // 4, 2, 1),
        "fleurs": Totals(1, 900, 2_000, 3 * pooled.cost // 4, 2, 0),
    }
    return RiddenDay(day, plan, rounds(day, plan), Comparison(pooled, alone))


def small_day() -> Day:
    """The day as built, before it is planned."""
    streets = streets_of(STREETS.network, "cargo_bike", list(POSITIONS.values()))
    problem = Problem(
        name="small day",
        places=tuple(
            Place(name, position, setup=0 if name == "hub" else 2 * MINUTE)
            for name, position in POSITIONS.items()
        ),
        shipments=(
            _shipment("wine", "cave", "door", Load(9_000, 20, 1), ends=9 * HOUR + 55 * MINUTE),
            _shipment("roses", "fleurs", "door", Load(800, 15, 2)),
            _shipment(
                "cheese",
                "cave",
                "slow",
                Load(1_200, 4, 1),
                begins=10 * HOUR + 10 * MINUTE,
                cold=True,
            ),
            _shipment("lamp", "fleurs", "far", Load(3_000, 40, 1)),
            _shipment("piano", "cave", "far", Load(300_000, 2_000, 1)),
        ),
        vehicles=(
            _vehicle(
                "bike",
                "early",
                Break("pause", Window(9 * HOUR + 50 * MINUTE, 10 * HOUR), 5 * MINUTE),
            ),
            _vehicle("trike", "late"),
        ),
        matrices={"cargo_bike": streets.matrix()},
    )
    return Day(
        town=town(STREETS),
        date=dt.date(2026, 11, 28),
        origin=dt.datetime(2026, 11, 28, tzinfo=ZONE),
        problem=problem,
        orders=ORDERS,
        places=PLACES,
        couriers=COURIERS,
        streets={"cargo_bike": streets},
    )


def without_buildings(day: Day) -> Day:
    """The same day in a town of which only the streets are known."""
    return replace(day, town=replace(day.town, areas={}, date=None))


def town(drawn: AsciiTown) -> Town:
    """The drawn streets with a building, a park, a pond and a coast to the south."""
    points = drawn.points
    square = [points["f"], points["g"], points["k"], points["j"], points["f"]]
    south = points["i"][1] - 0.0002
    coast = [(points["i"][0] - 0.01, south), (points["l"][0] + 0.01, south)]
    return Town(
        name="Petiteville",
        zone="Europe/Paris",
        attribution="© OpenStreetMap contributors",
        licence="ODbL-1.0",
        date=dt.datetime(2023, 12, 26, tzinfo=dt.UTC),
        sha256="0" * 64,
        network=drawn.network,
        addresses=(),
        shops=(),
        areas={
            "building": area(_shrunk(square, 0.5)),
            "park": area(_shrunk(square, 0.9)),
            "coastline": area(coast),
        },
    )


def area(*outlines: Sequence[tuple[float, float]]) -> Area:
    """Outlines as a town holds them."""
    return Area(
        offsets=np.cumsum([0, *map(len, outlines)]),
        lonlat=np.rint(np.concatenate([np.array(line) for line in outlines]) * 1e7).astype(
            np.int32
        ),
    )


def _shrunk(outline: Sequence[tuple[float, float]], factor: float) -> list[tuple[float, float]]:
    points = np.array(outline)
    middle = points[:-1].mean(axis=0)
    return [(float(x), float(y)) for x, y in middle + factor * (points - middle)]


def _route(problem: Problem, shift: str, tasks: Sequence[tuple[str, TaskKind]]) -> Route:
    route = timed_route(problem, shift, tuple(tasks))
    assert route is not None
    return route


def _shipment(
    name: str,
    shop: str,
    door: str,
    load: Load,
    *,
    begins: int = 0,
    ends: int = 20 * HOUR,
    cold: bool = False,
) -> Shipment:
    return Shipment(
        id=name,
        pickup=Task(shop, service=45),
        delivery=Task(door, (Window(begins, ends),), service=30),
        load=load,
        owner=shop,
        longest_on_board=90 * MINUTE if cold else None,
    )


def _vehicle(name: str, shift: str, *breaks: Break) -> Vehicle:
    return Vehicle(
        id=name,
        profile="cargo_bike",
        capacity=Load(80_000, 200, 40),
        shifts=(Shift(shift, Window(8 * HOUR, 13 * HOUR), "hub", "hub", breaks),),
        costs=Costs(fixed=500, per_hour=1_800, per_km=12),
    )
