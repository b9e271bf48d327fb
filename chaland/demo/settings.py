"""How the demo's town delivers: its slots, zones and prices, its shops' hours, who rides when."""

from dataclasses import dataclass

from api.domain.order import Mark
from api.domain.slots import SlotRule
from api.domain.tariff import Tariff
from api.domain.town_settings import Zone
from routing.formats.clock import ClockSpan
from routing.model import Costs, Load

TOWN = "monaco"
HOLIDAYS = "MC"
PLANNING_SECONDS = 1

WORKING_DAYS = frozenset(range(6))

SLOTS = (
    SlotRule("morning", ClockSpan(600, 720), WORKING_DAYS, 480),
    SlotRule("afternoon", ClockSpan(840, 960), WORKING_DAYS, 720),
    SlotRule("evening", ClockSpan(1_020, 1_140), WORKING_DAYS, 960),
)
"""10:00 to 12:00 until 8:00, 14:00 to 16:00 until noon, 17:00 to 19:00 until 16:00."""

ZONES = (
    Zone("Fontvieille", ((7.408, 43.724), (7.4195, 43.724), (7.4195, 43.7315), (7.408, 43.7315))),
    Zone("Larvotto", ((7.431, 43.743), (7.443, 43.743), (7.443, 43.7517), (7.431, 43.7517))),
)
"""Roughly."""

TARIFF = Tariff(
    flat=500, zones={"Fontvieille": 400, "Larvotto": 600}, slots={"evening": 100}, free_from=8_000
)

OPENING_HOURS = (
    "Mo-Sa 08:30-19:30",
    "Mo-Sa 09:00-13:00,14:00-19:30",
    "Tu-Sa 08:00-19:00; Mo 10:00-19:00",
)
"""Of the shops in turn."""

PREPARATION_MINUTES = 10

MARKS = {"L’Officine": Mark.DISCREET, "Les Caves": Mark.AGE_CHECK}
"""Of all that shops sell whose names begin so."""


@dataclass(frozen=True, slots=True)
class VehicleKind:
    """What is ridden.

    Parameters
    ----------
    code
        Of its name.
    """

    code: str
    capacity: Load
    costs: Costs


COSTS = Costs(per_hour=2_600, per_km=5)
CARGO_BIKE = VehicleKind("demo.vehicle.cargo_bike", Load(80_000, 200, 200), COSTS)
TRICYCLE = VehicleKind("demo.vehicle.cargo_tricycle", Load(150_000, 1_500, 200), COSTS)
VEHICLES = (CARGO_BIKE, CARGO_BIKE, TRICYCLE, CARGO_BIKE)

MORNING, AFTERNOON, EVENING = ClockSpan(570, 750), ClockSpan(825, 1_000), ClockSpan(1_005, 1_170)

COURIERS = 4

SHIFTS = (
    (0, 0, MORNING),
    (1, 2, MORNING),
    (0, 0, AFTERNOON),
    (2, 1, AFTERNOON),
    (1, 2, EVENING),
    (3, 3, EVENING),
)
"""Who rides what and when, by the numbers of couriers and vehicles."""
