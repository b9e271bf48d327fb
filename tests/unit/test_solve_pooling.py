"""What pooling is: one stop for the parcels of several shops, added up by hand on one street."""

from dataclasses import replace

import numpy as np

from routing.model import (
    Costs,
    Load,
    Matrix,
    Place,
    Problem,
    Shift,
    Shipment,
    Task,
    Vehicle,
    Window,
)
from routing.solve import Stop, solve
from routing.solve.alone import compare

ENOUGH = Stop(iterations=50)
NAMES = ("hub", "bakery", "florist", "door")


def street(*, hub: int = 0, bikes: int = 1) -> Problem:
    """Bakery, florist and door a minute and 300 m apart, the hub so many minutes before them."""
    minutes = np.array([-hub, 1, 2, 3])
    ways = np.abs(np.subtract.outer(minutes, minutes)).astype(np.int64)
    return Problem(
        name="street",
        places=tuple(Place(name, (0.0, 0.0), setup=0 if name == "hub" else 100) for name in NAMES),
        shipments=tuple(
            Shipment(
                f"{shop} {number}",
                Task(shop, service=10),
                Task("door", service=20),
                Load(1_000, 10, 1),
                owner=shop,
            )
            for shop in ("bakery", "florist")
            for number in range(2)
        ),
        vehicles=tuple(
            Vehicle(
                f"bike {number}",
                "bike",
                Load(9_000, 90, 9),
                (Shift(f"shift {number}", Window(0, 7_200), "hub", "hub"),),
                Costs(per_hour=3_600, per_km=1_000),
            )
            for number in range(bikes)
        ),
        matrices={"bike": Matrix(ways * 60, ways * 300)},
    )


def test_parcels_of_two_shops_for_one_door_make_one_stop() -> None:
    plan = solve(street(), stop=ENOUGH, seed=1)
    [route] = plan.routes
    assert [visit.place for visit in route.visits] == ["bakery", "florist", "door"]
    assert [len(visit.services) for visit in route.visits] == [2, 2, 4]


def test_the_set_up_is_spent_once_a_stop() -> None:
    [route] = solve(street(), stop=ENOUGH, seed=1).routes
    riding, setups, services = 6 * 60, 3 * 100, 4 * 10 + 4 * 20
    assert route.duration == riding + setups + services


def test_pooled_and_alone_are_added_up() -> None:
    problem = street()
    comparison = compare(problem, solve(problem, stop=ENOUGH, seed=1))
    assert comparison.pooled.duration == 780
    assert comparison.pooled.distance == 1_800
    assert list(comparison.alone_by_owner) == ["bakery", "florist"]
    bakery, florist = comparison.alone_by_owner.values()
    assert (bakery.duration, bakery.distance) == (4 * 60 + 2 * 100 + 20 + 40, 1_200)
    assert (florist.duration, florist.distance) == (2 * 60 + 2 * 100 + 20 + 40, 600)
    assert comparison.alone.cost == 880 * 3_600 * 5 + 1_800 * 1_000 * 18
    assert comparison.pooled.cost < comparison.alone.cost


def test_where_pooling_loses_the_figures_say_so() -> None:
    problem = street(hub=30)
    comparison = compare(problem, solve(problem, stop=ENOUGH, seed=1))
    assert comparison.pooled.cost > comparison.alone.cost
    assert comparison.pooled.unserved == comparison.alone.unserved == 0


def test_what_a_shop_cannot_deliver_alone_is_counted() -> None:
    problem = street()
    heavy = replace(problem.shipments[0], load=Load(10_000, 10, 1))
    problem = replace(problem, shipments=(heavy, *problem.shipments[1:]))
    comparison = compare(problem, solve(problem, stop=ENOUGH, seed=1))
    assert comparison.pooled.unserved == comparison.alone.unserved == 1
