"""Pins: every number can be read, and stands near its place."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from api.web.pins import spread

RADIUS = 11.0
SIZE = (326.0, 326.0)
coordinates = st.floats(0, 326, allow_nan=False, width=32)
anchors = st.lists(st.tuples(coordinates, coordinates), min_size=1, max_size=40)


def nearest(points: np.ndarray[tuple[int, int], np.dtype[np.float64]]) -> float:
    apart = np.hypot(*(points[:, None] - points[None]).transpose(2, 0, 1))
    np.fill_diagonal(apart, np.inf)
    return float(apart.min())


def test_a_lonely_pin_stays_where_it_belongs() -> None:
    placed = spread(np.array([[50.0, 60], [200, 60]]), RADIUS, SIZE)
    assert np.allclose(placed, [[50, 60], [200, 60]])


def test_two_pins_at_one_place_part_on_both_sides_of_it() -> None:
    placed = spread(np.array([[100.0, 100], [100, 100]]), RADIUS, SIZE)
    assert nearest(placed) > 2 * RADIUS - 0.5
    assert np.allclose(placed.mean(axis=0), [100, 100], atol=0.5)


def test_pins_pressed_into_one_corner_part() -> None:
    assert nearest(spread(np.zeros((4, 2)), RADIUS, SIZE)) > 2 * RADIUS - 1


@given(anchors)
def test_no_pin_covers_another_and_all_stay_on_the_map(
    places: list[tuple[float, float]],
) -> None:
    placed = spread(np.array(places), RADIUS, SIZE)
    assert nearest(placed) > 2 * RADIUS - 2
    assert (placed >= RADIUS - 0.01).all()
    assert (placed <= np.array(SIZE) - RADIUS + 0.01).all()


@given(anchors)
def test_the_same_places_give_the_same_picture(places: list[tuple[float, float]]) -> None:
    first, second = (spread(np.array(places), RADIUS, SIZE) for _ in range(2))
    assert np.array_equal(first, second)
