"""Random days of any size: as textbooks have them, or with a town's breaks and prices."""

from dataclasses import replace
from random import Random

import numpy as np

from routing.model import (
    Break,
    Costs,
    Lateness,
    Load,
    Matrix,
    Objective,
    Place,
    Problem,
    Reload,
    Shift,
    Shipment,
    Task,
    Vehicle,
    Window,
)

DAY = 8 * 3_600
ORDERS_OF_A_VEHICLE = 10


def large_day(orders: int, *, plain: bool, seed: int = 1) -> Problem:
    """So many orders, each from a place of its own to another one.

    Parameters
    ----------
    plain
        Fewest vehicles, then distance; one window each, one kind of load, no breaks.
    """
    draw = Random(seed)  # noqa: S311
    count = 1 + 2 * orders
    points = np.array([(draw.randint(0, 1_000), draw.randint(0, 1_000)) for _ in range(count)])
    ways = np.abs(points[:, None] - points[None]).sum(axis=2)
    vehicles = max(2, orders // ORDERS_OF_A_VEHICLE)
    return Problem(
        name=f"{orders} orders",
        places=tuple(
            Place(str(number), (float(x), float(y))) for number, (x, y) in enumerate(points)
        ),
        shipments=tuple(_shipment(draw, number) for number in range(orders)),
        vehicles=tuple(_vehicle(number, plain) for number in range(vehicles)),
        matrices={"bike": Matrix(ways, ways)},
        objective=Objective.VEHICLES if plain else Objective.MONEY,
    )


def _shipment(draw: Random, number: int) -> Shipment:
    opens = draw.randrange(0, DAY - 7_200)
    return Shipment(
        f"order {number}",
        pickup=Task(str(2 * number + 1), (Window(0, opens + 3_600),), 60),
        delivery=Task(str(2 * number + 2), (Window(opens, opens + 7_200),), 60),
        load=Load(draw.randint(1, 5), 0, 0),
    )


def _vehicle(number: int, plain: bool) -> Vehicle:
    pause = Break("lunch", Window(DAY // 3, DAY // 2), 1_200)
    shift = Shift(f"shift {number}", Window(0, DAY), "0", "0", () if plain else (pause,))
    costs = Costs() if plain else Costs(per_hour=2_600, per_km=5)
    return Vehicle(f"vehicle {number}", "bike", Load(30, 0, 0), (shift,), costs)


def intricate_day(orders: int) -> Problem:
    """The same with lateness, time on board, two windows, two breaks and reloads: slow to price."""
    problem = large_day(orders, plain=False)
    return replace(
        problem,
        shipments=tuple(map(_intricate, problem.shipments)),
        vehicles=tuple(map(_reloading, problem.vehicles[:: ORDERS_OF_A_VEHICLE // 2])),
    )


def _intricate(shipment: Shipment) -> Shipment:
    """Asked for early or late, late at a price, never long on the way."""
    [window] = shipment.delivery.windows
    windows = (Window(window.start, window.start + 3_600), Window(window.end, window.end + 1_800))
    late = Lateness(DAY, 600)
    return replace(
        shipment,
        delivery=replace(shipment.delivery, windows=windows, lateness=late),
        longest_on_board=DAY // 2,
    )


def _reloading(vehicle: Vehicle) -> Vehicle:
    [shift] = vehicle.shifts
    tea = Break("tea", Window(DAY // 2, 3 * DAY // 4), 600)
    reload = Reload("0", 300, 30_000)
    shift = replace(shift, breaks=(*shift.breaks, tea), reload=reload)
    return replace(vehicle, shifts=(shift,), capacity=Load(300, 0, 0))
