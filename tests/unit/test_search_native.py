"""The native search: numbers that it must refuse before it reads past them."""

from typing import Any

import numpy as np
import pytest

from routing.native.core import SearchProblem

ZEROS = np.zeros((2, 2), np.int64)
SHIFT: dict[str, Any] = {
    "profile": 0,
    "start_spot": 0,
    "end_spot": 0,
    "kind": 0,
    "window": (0, 9),
    "capacity": (0, 0, 1),
    "breaks": [],
    "fixed": 0,
    "per_time": 1,
    "per_distance": 1,
    "minimum_paid": 0,
}
SHIPMENT: dict[str, Any] = {
    "pickup_spot": 0,
    "pickup_service": 0,
    "pickup_windows": [(0, 9)],
    "delivery_spot": 1,
    "delivery_service": 0,
    "delivery_windows": [(0, 9)],
    "load": (0, 0, 1),
    "penalty": 1,
    "required": True,
    "longest_on_board": 1 << 50,
    "fits_shift": [True],
}


def problem() -> SearchProblem:
    made = SearchProblem(2)
    made.add_profile(ZEROS, ZEROS)
    made.add_shift(**SHIFT)
    return made


def search(
    made: SearchProblem, start: list[list[int]], threads: int = 1
) -> tuple[list[list[int]], int]:
    return made.search(
        start=start,
        seed=1,
        fewest_routes=False,
        seconds=60.0,
        iterations=32,
        stale_seconds=60.0,
        threads=threads,
        watch=lambda *_: False,
    )


def test_there_is_at_least_one_spot() -> None:
    with pytest.raises(ValueError, match="spot"):
        SearchProblem(0)


def test_a_profile_has_the_shape_of_the_spots() -> None:
    with pytest.raises(ValueError, match="row"):
        problem().add_profile(np.zeros((3, 3), np.int64), ZEROS)


@pytest.mark.parametrize(
    "wrong",
    [
        {"profile": 1},
        {"profile": -1},
        {"start_spot": 2},
        {"end_spot": -1},
        {"kind": -1},
        {"kind": 99},
        {"breaks": [(0, 1, 1)] * 9},
        {"reload": (2, 0, 9)},
    ],
)
def test_a_shift_names_what_exists(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"no such|at most|kind"):
        problem().add_shift(**SHIFT | wrong)


@pytest.mark.parametrize(
    "wrong",
    [
        {"pickup_spot": 2},
        {"delivery_spot": -1},
        {"pickup_windows": []},
        {"penalty": -1},
        {"penalty": 1 << 55},
        {"fits_shift": []},
        {"fits_shift": [True, True]},
    ],
)
def test_a_shipment_names_what_exists(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"no such|window|penalty|fits"):
        problem().add_shipment(**SHIPMENT | wrong)


@pytest.mark.parametrize("start", [[[2]], [[-1]], [[], []]])
def test_a_start_names_what_exists(start: list[list[int]]) -> None:
    made = problem()
    made.add_shipment(**SHIPMENT)
    with pytest.raises(ValueError, match="no such"):
        search(made, start)


@pytest.mark.parametrize("start", [[], [[0]], [[1, 0]], [[0, 1, 0, 1]], [[0, 1]]])
def test_whatever_the_start_a_shipment_that_fits_is_served(start: list[list[int]]) -> None:
    made = problem()
    made.add_shipment(**SHIPMENT)
    found, iterations = search(made, start)
    assert found == [[0, 1]]
    assert iterations == 32


def test_there_is_at_least_one_thread() -> None:
    made = problem()
    made.add_shipment(**SHIPMENT)
    with pytest.raises(ValueError, match="thread"):
        search(made, [], threads=0)


def test_there_is_something_to_carry() -> None:
    with pytest.raises(ValueError, match="shipment"):
        search(problem(), [])


def test_moves_need_something_to_move() -> None:
    with pytest.raises(ValueError, match="shipment"):
        problem().random_moves(seed=1, moves=1)


def test_moves_tell_every_route_that_they_change() -> None:
    made = problem()
    made.add_shipment(**SHIPMENT)
    moved = made.random_moves(seed=1, moves=50)
    assert {nodes for _, _, sequence, _ in moved for nodes in sequence} == {0, 1}
    assert {move for move, *_ in moved} <= {"insert", "remove", "strings", "exchange"}


def test_what_the_watcher_raises_ends_the_search() -> None:
    made = problem()
    made.add_shipment(**SHIPMENT)

    def watch(cost: int, _: object) -> bool:
        raise KeyError(cost)

    with pytest.raises(KeyError):
        made.search([], 1, False, 60.0, 0, 60.0, 2, watch)
