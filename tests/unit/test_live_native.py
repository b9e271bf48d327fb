"""The native live plan: numbers that it must refuse before it reads past them."""

from typing import Any

import numpy as np
import pytest

from routing.native.core import LiveRoutes, SearchProblem
from routing.solve.quote import Obstacle
from tests.unit.test_search_native import SHIFT, SHIPMENT, problem

NO_TIME, DETOUR_TOO_LONG = (
    1 + list(Obstacle).index(obstacle) for obstacle in (Obstacle.NO_TIME, Obstacle.DETOUR_TOO_LONG)
)
WAYS = np.array([[0, 4], [4, 0]], np.int64)

ORDER: dict[str, Any] = {
    "pickup": (0, 0, [(0, 9)], None),
    "delivery": (1, 0, [(0, 9)], None),
    "load": (0, 0, 1),
    "longest_on_board": 1 << 50,
}
QUOTE: dict[str, Any] = {
    **ORDER,
    "equipped": [True],
    "slots": [([(0, 9)], None)],
    "iterations": 4,
    "seconds": 1.0,
    "seed": 1,
}


def live() -> LiveRoutes:
    made = problem()
    made.add_shipment(**SHIPMENT)
    return LiveRoutes(made)


def test_a_route_is_told_with_its_exact_times() -> None:
    routes = live()
    assert routes.route(0) == (0, [], 0, 0, 0)
    assert routes.assign(0, [0, 1])
    assert routes.route(0) == (0, [0, 1], 0, 0, 0)
    assert routes.best_times(0, [0, 1]) == (0, 0, 0)


@pytest.mark.parametrize(("shift", "nodes"), [(1, []), (-1, []), (0, [2]), (0, [-1])])
def test_a_sequence_names_what_exists(shift: int, nodes: list[int]) -> None:
    routes = live()
    for ask in (routes.assign, routes.best_times):
        with pytest.raises(ValueError, match="no such"):
            ask(shift, nodes)


@pytest.mark.parametrize(("shift", "nodes"), [(1, [2, 3]), (-1, [2, 3]), (0, [4]), (0, [-1])])
def test_a_change_of_what_does_not_exist_is_not_taken(shift: int, nodes: list[int]) -> None:
    routes = live()
    assert routes.accept(**ORDER, fits_shift=[True], changes=[(shift, nodes)]) is None
    assert routes.route(0) == (0, [], 0, 0, 0)


@pytest.mark.parametrize("nodes", [[1, 0], [0], [0, 0, 1]])
def test_a_sequence_that_is_none_is_not_taken(nodes: list[int]) -> None:
    routes = live()
    assert not routes.assign(0, nodes)
    assert routes.route(0) == (0, [], 0, 0, 0)


@pytest.mark.parametrize(
    "wrong",
    [
        {"pickup": (2, 0, [], None)},
        {"delivery": (-1, 0, [], None)},
        {"equipped": []},
        {"equipped": [True] * 2},
    ],
)
def test_an_order_names_what_exists(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"no such|equipment"):
        live().quote(**QUOTE | wrong)


def test_an_order_without_windows_is_not_found() -> None:
    routes = live()
    assert routes.quote(**QUOTE | {"slots": [([], None)]}) == [(False, 5, [])]
    assert routes.quote(**QUOTE | {"pickup": (0, 0, [], None)}) == [(False, 6, [])]


def test_what_is_accepted_has_the_seats_number() -> None:
    routes = live()
    seat = routes.seat()
    assert seat == 1
    ((reshuffled, obstacle, ((shift, nodes, *_),)),) = routes.quote(**QUOTE)
    assert (reshuffled, obstacle, nodes) == (False, 0, [2, 3])
    assert routes.accept(**ORDER, fits_shift=[True], changes=[(shift, nodes)]) == seat
    assert routes.seat() == 2
    assert routes.remove(seat)
    assert routes.seat() == seat
    assert not routes.remove(seat)


def test_nobody_gets_lost_when_an_order_is_accepted() -> None:
    routes = live()
    assert routes.assign(0, [0, 1])
    routes.seat()
    assert routes.accept(**ORDER, fits_shift=[True], changes=[(0, [2, 3])]) is None
    assert routes.accept(**ORDER, fits_shift=[False], changes=[(0, [0, 1, 2, 3])]) is None
    assert routes.route(0)[1] == [0, 1]
    assert routes.accept(**ORDER, fits_shift=[True], changes=[(0, [0, 1, 2, 3])]) == 1


def test_a_new_spot_has_an_arc_for_every_spot() -> None:
    routes = live()
    arcs = [[(0, 0)] * 3]
    for wrong in ([], [[(0, 0)] * 2], arcs * 2):
        with pytest.raises(ValueError, match="arc"):
            routes.add_spot(wrong, arcs)
        with pytest.raises(ValueError, match="arc"):
            routes.add_spot(arcs, wrong)


def test_spots_come_and_go() -> None:
    routes = live()
    for count in range(2, 60):
        arcs = [[(4, 7)] * count + [(0, 0)]]
        assert routes.add_spot(arcs, arcs) == count
    slots = [([(0, 9)], None), ([(0, 3)], None), ([(0, 9)], (1, 5))]
    order = QUOTE | {"delivery": (59, 0, [], None), "slots": slots}
    assert routes.quote(**order) == [
        (False, 0, [(0, [2, 3], 8, 14, 0)]),
        (False, 5, []),
        (False, 0, [(0, [2, 3], 8, 14, 3 * 5)]),
    ]
    assert routes.quote(**order | {"longest_on_board": 3})[0] == (False, 7, [])
    routes.forget_spots(2)
    assert routes.spots == 2
    for wrong in (-1, 3):
        with pytest.raises(ValueError, match="no such spot"):
            routes.forget_spots(wrong)
    with pytest.raises(ValueError, match="no such spot"):
        routes.quote(**order)


def test_who_may_be_on_board_for_ever_is_told_of_no_detour() -> None:
    """Of two breaks the one that must be had later is open for longer: a route cannot hold that."""
    made = SearchProblem(2)
    made.add_profile(WAYS, WAYS)
    made.add_shift(**SHIFT | {"window": (0, 29), "breaks": [(20, 20, 6), (12, 21, 4)]})
    made.add_shipment(**SHIPMENT)
    routes = LiveRoutes(made)
    order = QUOTE | {
        "pickup": (1, 2, [(0, 29)], None),
        "delivery": (1, 1, [], None),
        "slots": [([(12, 15)], None)],
        "iterations": 0,
    }
    assert routes.quote(**order) == [(False, NO_TIME, [])]
    assert routes.quote(**order | {"longest_on_board": 20}) == [(False, DETOUR_TOO_LONG, [])]
