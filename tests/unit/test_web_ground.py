"""The ground of a map: flat, small, true to the coast."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from api.web.drawing import draw_atlas
from api.web.frame import Box, Frame, Points, box_of, frame_around
from api.web.ground import draw_ground, path_data
from api.web.sea import sea_outlines
from routing.town.pack import find_town, load_town
from tests.asciitown import draw
from tests.ridden_day import area, small_day

TOWNS = Path(__file__).parents[2] / "data/towns"
BOX = Box(0, 0, 100, 100)
EVERYWHERE = Box(-1e4, -1e4, 1e4, 1e4)


def area_of(outlines: list[Points]) -> float:
    """By the shoelace formula; outlines are closed."""
    return sum(
        abs(float(np.sum(o[:-1, 0] * o[1:, 1] - o[1:, 0] * o[:-1, 1]))) / 2 for o in outlines
    )


def test_a_unit_east_is_as_long_as_a_unit_south() -> None:
    frame = Frame(7.42, 43.73)
    east, south = frame.flat([(7.42 + 0.01, 43.73), (7.42, 43.73 - 0.01)])
    assert east == pytest.approx((803.5, 0), abs=0.5)
    assert south == pytest.approx((0, 1_112.0), abs=0.5)


def test_the_unit_suits_the_extent() -> None:
    village = frame_around([[(7.42, 43.73), (7.43, 43.74)]])
    valley = frame_around([[(1.4, 42.4), (1.8, 42.7)]])
    assert village.metres_per_unit == 0.5
    assert valley.metres_per_unit == pytest.approx(4.2, abs=0.1)


def test_a_box_keeps_what_it_held_when_it_is_shaped() -> None:
    shaped = box_of(np.array([[3.0, 4.0], [5.0, 44.0]])).grown(1).shaped(1.0, 1.75)
    assert (shaped.left, shaped.top, shaped.right, shaped.bottom) == (-17, 3, 25, 45)


def test_a_closed_outline_writes_its_first_point_once() -> None:
    ring = np.array([[0.0, 0], [10, 0], [10, 10], [0, 0]])
    assert path_data([ring], closed=True) == "M0 0l10 0 0 10z"
    assert path_data([ring[:-1]], closed=True) == "M0 0l10 0 0 10z"


def test_what_is_smaller_than_a_unit_is_not_drawn() -> None:
    dust = np.array([[0.1, 0.1], [0.2, 0.1], [0.2, 0.2], [0.1, 0.1]])
    assert path_data([dust], closed=True) == ""
    assert path_data([dust[:2]]) == ""


def test_water_lies_to_the_right_of_the_coast() -> None:
    eastward = np.array([[-10.0, 60], [110, 60]])
    assert area_of(sea_outlines([eastward], BOX)) == pytest.approx(4_000)
    assert area_of(sea_outlines([eastward[::-1]], BOX)) == pytest.approx(6_000)


def test_a_coast_that_ends_inside_is_drawn_on_away_from_its_middle() -> None:
    corner = np.array([[20.0, 80], [20, 20], [80, 20]])
    sea = sea_outlines([corner], BOX)
    assert area_of(sea) == pytest.approx(10_000 / 2 + 60 * 60 / 2)


def test_an_island_is_land_in_the_sea() -> None:
    coast = np.array([[-10.0, 10], [110, 10]])
    island = np.array([[40.0, 40], [40, 60], [60, 60], [60, 40], [40, 40]])
    outlines = sea_outlines([coast, island], BOX)
    assert sorted(area_of([outline]) for outline in outlines) == pytest.approx([400, 9_000])


def test_a_lagoon_is_sea_in_the_land() -> None:
    lagoon = np.array([[40.0, 40], [60, 40], [60, 60], [40, 60], [40, 40]])
    assert area_of(sea_outlines([lagoon], BOX)) == pytest.approx(400)


def test_a_coast_far_away_draws_no_sea() -> None:
    assert sea_outlines([np.array([[500.0, 500], [510, 500], [510, 510], [500, 500]])], BOX) == []


def test_streets_are_drawn_by_their_class() -> None:
    drawn = draw(
        """
        a----b----c
        |         |
        d----e----f
        """,
        """
        ab  primary_link
        bc  residential
        ad  steps
        cf  residential tunnel=yes
        de  footway tunnel=yes
        ef  proposed
        """,
    )
    the_town = replace(small_day().town, network=drawn.network, areas={})
    layers = draw_ground(the_town, Frame(2.0, 48.0), EVERYWHERE, ["building"]).layers
    assert layers == {
        "major": "M0 0l50 0",
        "street": "M50 0l50 0",
        "steps": "M0 0l0 20",
        "under": "M100 0l0 20",
    }


def test_only_what_the_box_touches_is_drawn() -> None:
    near, far = [(2.0, 48.0), (2.001, 48.0), (2.001, 47.999), (2.0, 48.0)], [(3.0, 48.0)] * 4
    the_town = replace(small_day().town, areas={"park": area(near, far)})
    layers = draw_ground(the_town, Frame(2.0, 48.0), Box(-5, -5, 5, 5), ["park"]).layers
    assert layers["park"] == "M0 0l74 0 0 111z"
    assert layers["major"].startswith("M")
    assert "building" not in layers


def test_the_shipped_town_is_drawn_with_its_sea_and_stays_small() -> None:
    monaco = load_town(find_town("monaco", [TOWNS]))
    layers = draw_atlas(monaco, []).ground.layers
    assert {"sea", "park", "building", "major", "street", "path", "steps", "under"} <= set(layers)
    assert 50_000 < sum(map(len, layers.values())) < 300_000
