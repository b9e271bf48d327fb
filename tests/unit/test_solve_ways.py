"""Ways that are missing, that are slower than the way round, or very long: the textbook's variant
of the search rides what the others ride."""

import math
import random

import numpy as np
import pytest

from routing.model import (
    UNREACHABLE,
    Costs,
    Load,
    Matrix,
    Objective,
    Place,
    Problem,
    Shift,
    Shipment,
    Task,
    Vehicle,
    Window,
)
from routing.solve import Stop, solve
from routing.solve.indexed import Indexed
from routing.solve.native import Spots
from routing.solve.timing import RouteTimer

ORDERS = 14
EXCEPT = 0.4
"""The share of the ways that are missing or slow."""


def scattered(seed: int, *, slower: int | None) -> Problem:
    """Orders about a hub, paid by the way alone; some ways are missing, or so many times slower."""
    draw = random.Random(seed)  # noqa: S311
    names = ["hub", *(f"{end} {number}" for number in range(ORDERS) for end in ("shop", "door"))]
    points = [(draw.random() * 1_000, draw.random() * 1_000) for _ in names]
    metres = np.array([[int(math.dist(a, b)) + (a != b) for b in points] for a in points])
    seconds = metres.copy()
    for a in range(1, len(names)):
        for b in range(1, len(names)):
            own_door = a % 2 == 1 and b == a + 1
            if a != b and not own_door and draw.random() < EXCEPT:
                seconds[a, b] = UNREACHABLE if slower is None else slower * seconds[a, b]
    metres[seconds == UNREACHABLE] = UNREACHABLE
    opens = [draw.randrange(6_000) for _ in range(ORDERS)]
    return Problem(
        name="scattered",
        places=tuple(Place(name, point) for name, point in zip(names, points, strict=True)),
        shipments=tuple(
            Shipment(
                f"order {number}",
                Task(f"shop {number}", (Window(opens[number], opens[number] + 2_500),)),
                Task(f"door {number}", (Window(opens[number] + 500, opens[number] + 4_000),)),
                Load(parcels=1),
            )
            for number in range(ORDERS)
        ),
        vehicles=(
            Vehicle(
                "bike",
                "bike",
                Load(parcels=4),
                tuple(Shift(f"{n}", Window(0, 14_000), "hub", "hub") for n in range(ORDERS)),
                Costs(per_km=20),
            ),
        ),
        matrices={"bike": Matrix(seconds, metres)},
    )


@pytest.mark.parametrize("fewest_routes", [False, True])
@pytest.mark.parametrize("slower", [None, 4])
def test_a_route_that_cannot_be_ridden_without_somebody_is_never_kept(
    slower: int | None, fewest_routes: bool
) -> None:
    for seed in range(4):
        problem = scattered(seed, slower=slower)
        indexed = Indexed(problem, tuple(one.id for one in problem.shipments))
        found, _ = Spots(indexed).problem().search(
            start=[], seed=1, fewest_routes=fewest_routes, seconds=math.inf, iterations=6_000,
            stale_seconds=math.inf, threads=1, watch=lambda *_: False,
        )  # fmt: skip
        timer = RouteTimer(problem)
        sequences = indexed.sequences([tuple(nodes) for nodes in found])
        assert sum(len(tasks) for tasks in sequences.values()) == 2 * ORDERS
        for shift, tasks in sequences.items():
            assert not tasks or timer.timed(shift, tasks) is not None


def test_an_order_finds_its_place_however_long_its_ways_are() -> None:
    """As many as the search itself must place: what it leaves out is looked at once more."""
    ways = np.abs(np.subtract.outer(np.arange(3), np.arange(3))).astype(np.int64)
    problem = Problem(
        name="far",
        objective=Objective.DISTANCE,
        places=tuple(Place(name, (0.0, 0.0)) for name in ("hub", "shop", "door")),
        shipments=tuple(
            Shipment(f"order {number}", Task("shop"), Task("door"), Load()) for number in range(60)
        ),
        vehicles=(
            Vehicle("bike", "bike", Load(parcels=1), (Shift("day", Window(0, 900), "hub", "hub"),)),
        ),
        matrices={"bike": Matrix(ways, ways * 180_000_000)},
    )
    assert solve(problem, stop=Stop(iterations=200), seed=1).unserved == ()
