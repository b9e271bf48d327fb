"""A town of one street, ten metres a character, and a day of four orders in it."""

import datetime as dt
from dataclasses import replace

from routing.formats.clock import ClockSpan
from routing.formats.fleet import Fleet, FleetBreak, FleetShift, FleetVehicle, Hub
from routing.formats.orders import OrderRow
from routing.model import Costs, Load
from routing.town.town import Address, Shop, Town
from tests.asciitown import draw

DRAWN = draw(
    """
              1         2          P
    a---------b---------c---------d

         B              F                                                                 3
                                                                                          e----f
                                                                          Q
    """,
    """
    abcd  residential
    ef    residential
    """,
)
"""Doors 1 and 2 and a pin P along a street of 300 m; door 3 at an island; Q far from any street."""

POINTS = DRAWN.points
WEDNESDAY = dt.date(2026, 3, 18)
BREAD = Load(2_000, 16, 2)


def _address(number: str) -> Address:
    return Address(f"node/{number}", number, "Rue Longue", "76000", "Longueville", POINTS[number])


def _shop(number: int, kind: str, name: str, hours: str, sign: str) -> Shop:
    return Shop(f"node/{number}", kind, name, hours, POINTS[sign])


TOWN = Town(
    name="Longueville",
    zone="Europe/Paris",
    attribution="",
    licence="",
    date=None,
    sha256="",
    network=DRAWN.network,
    addresses=tuple(map(_address, "123")),
    shops=(
        _shop(11, "bakery", "Boulangerie d’Été", "Mo-Su 07:00-12:30,15:00-19:00", "B"),
        _shop(12, "florist", "Fleurs", "", "F"),
        _shop(13, "clothes", "Chez Max", "Mo-Sa 09:00-18:00; We off", "F"),
        _shop(14, "wine", "Nicole", "", "B"),
        _shop(15, "wine", "Nicole", "what", "F"),
        _shop(16, "books", "Au loin", "", "Q"),
    ),
    areas={},
)

FLEET = Fleet(
    Hub(position=POINTS["a"], label="Dépôt"),
    (
        FleetVehicle(
            id="bike",
            label="Vélo-cargo",
            profile="cargo_bike",
            capacity=Load(80_000, 200, 40),
            shifts=(
                FleetShift("Inès", ClockSpan(540, 720), (FleetBreak(ClockSpan(660, 690), 20),)),
                FleetShift("Awa", ClockSpan(780, 1_140)),
            ),
            costs=Costs(per_hour=2_600),
            equipment=frozenset({"insulated_box"}),
        ),
    ),
)

ORDER = OrderRow(
    line=2,
    id="1",
    date=WEDNESDAY,
    shop="node/11",
    load=BREAD,
    recipient="Ann",
    address="1 Rue Longue",
    instructions="Ring twice",
)

FOUR_ORDERS = (
    replace(ORDER, slots=(ClockSpan(600, 660),), ready_at=570, shop_name="Le Fournil"),
    replace(ORDER, line=3, id="2", shop="FLEURS", address="1, r. longue", penalty=500),
    replace(
        ORDER, line=4, id="3", address="", pin=POINTS["P"], recipient="Bob", longest_on_board=30
    ),
    replace(
        ORDER,
        line=5,
        id="4",
        address="2 rue Longue",
        slots=(ClockSpan(600, 630), ClockSpan(660, 690)),
        ready_at=615,
        is_return=True,
        cold=True,
    ),
)
"""Bread and flowers to one door, bread to a pin, cold bread back to the bakery."""
