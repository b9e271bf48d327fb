"""A fleet that suits a town, when nobody says what rides."""

import math
from dataclasses import dataclass

from data.demand.figures import COURIERS_BY_INHABITANTS, ORDERS_PER_COURIER, interpolated
from data.demand.ground import Ground
from data.demand.names import courier
from data.demand.size import inhabitants
from routing.formats.clock import ClockSpan
from routing.formats.fleet import (
    MANY_PARCELS,
    Fleet,
    FleetBreak,
    FleetShift,
    FleetVehicle,
    Hub,
)
from routing.model import Costs, Load
from routing.sentences import render
from routing.town.town import Town

RIDER_PER_HOUR = 2_400
"""Cents: 22 to 26 euros of loaded employer cost. [A]"""

BIKE_COSTS = Costs(per_hour=RIDER_PER_HOUR + 200, per_km=5)
"""The bike itself 1.5 to 2.5 euros an hour; wear and power by the kilometre. [A]"""

VAN_COSTS = Costs(per_hour=RIDER_PER_HOUR + 300, per_km=25)
"""3 euros an hour and 0.25 a kilometre. [A]"""

INSULATED = frozenset({"insulated_box"})


@dataclass(frozen=True, slots=True)
class _Kind:
    """A kind of vehicle; capacities from the press (francebleu, brusselstimes, agilenville [W])."""

    name: str
    code: str
    profile: str
    capacity: Load
    costs: Costs


_BIKE = _Kind("bike", "fleet.cargo_bike", "cargo_bike", Load(80_000, 200, MANY_PARCELS), BIKE_COSTS)
_TRICYCLE = _Kind(
    "tricycle", "fleet.cargo_tricycle", "cargo_bike", Load(150_000, 1_500, MANY_PARCELS), BIKE_COSTS
)
_VAN = _Kind("van", "fleet.van", "van", Load(600_000, 3_300, MANY_PARCELS), VAN_COSTS)

_KINDS = (_BIKE, _TRICYCLE, _BIKE, _VAN)
"""The first courier rides a bike, every fourth drives a van."""

_PAUSE_MINUTES = 20

_EARLY = (ClockSpan(570, 990), ClockSpan(750, 840))
_LATE = (ClockSpan(780, 1_200), ClockSpan(960, 1_050))
_TURNS = (_EARLY, _LATE, _LATE)
"""Hours and when the pause begins: seven hours each; two couriers cover all slots, 9:30 to 20:00,
and most ride in the evening, when most is asked for."""

_ALONE = (
    (ClockSpan(570, 780), None),
    (ClockSpan(840, 1_200), ClockSpan(990, 1_080)),
)
"""A single courier works in two halves."""


def default_fleet(town: Town, orders: int | None = None, *, language: str = "fr") -> Fleet:
    """A fleet with its hub in the middle of the town.

    Parameters
    ----------
    orders
        How many are to be delivered; None: by the size of the town.
    language
        In which couriers read what they ride: ``fr`` or ``en``.
    """
    ground = Ground(town)
    if orders is None:
        count = interpolated(COURIERS_BY_INHABITANTS, inhabitants(ground))
    else:
        count = max(1, math.ceil(orders / ORDERS_PER_COURIER))
    return Fleet(
        hub=Hub(position=ground.hub()),
        vehicles=tuple(_vehicle(number, count, language) for number in range(count)),
    )


def _vehicle(number: int, count: int, language: str) -> FleetVehicle:
    kind = _KINDS[number % len(_KINDS)]
    turns = _ALONE if count == 1 else (_TURNS[number % len(_TURNS)],)
    return FleetVehicle(
        id=f"{kind.name}-{number + 1}",
        label=render(kind.code, {}, language, "data").wrong,
        profile=kind.profile,
        capacity=kind.capacity,
        shifts=tuple(
            FleetShift(
                courier=courier(number),
                hours=hours,
                breaks=() if pause is None else (FleetBreak(pause, _PAUSE_MINUTES),),
            )
            for hours, pause in turns
        ),
        costs=kind.costs,
        equipment=INSULATED,
    )
