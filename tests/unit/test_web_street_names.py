"""Street names on a map: along their streets, clear of pins and ways, never upside down."""

from dataclasses import replace

import numpy as np
import pytest

from api.web.frame import Box, Frame
from api.web.map import PlacedName
from api.web.street_names import StreetNames
from tests.asciitown import ORIGIN, AsciiTown, draw
from tests.ridden_day import small_day

WIDTH = 400
BOX = Box(-50, -50, 350, 150)
"""400 m wide: a pixel is a metre."""
NOTHING = np.empty((0, 2))
CROSS = draw(
    """
    a-------------b--------------c

           d

                  e
    """,
    """
    abc  primary name=Quai_Nord
    be   residential name=Rue_Basse
    ad   footway name=Sentier
    """,
)


def placed(
    drawn: AsciiTown,
    *ways: np.ndarray[tuple[int, int], np.dtype[np.float64]],
    pins: np.ndarray[tuple[int, int], np.dtype[np.float64]] = NOTHING,
    box: Box = BOX,
) -> dict[str, PlacedName]:
    town = replace(small_day().town, network=drawn.network)
    names = StreetNames(town, Frame(*ORIGIN)).placed(box, WIDTH, ways, pins)
    return {name.text: name for name in names}


def spot(name: PlacedName) -> tuple[float, float]:
    """In metres, as the picture is drawn."""
    return (
        BOX.left + name.left / 100 * BOX.width,
        BOX.top + name.top / 100 * BOX.height,
    )


def test_a_name_lies_along_the_middle_of_its_street() -> None:
    names = placed(CROSS)
    assert set(names) == {"Quai_Nord"}
    assert spot(names["Quai_Nord"]) == pytest.approx((145, 0), abs=1)
    assert names["Quai_Nord"].angle == pytest.approx(0, abs=0.1)


def test_a_street_too_short_for_its_name_stays_unnamed() -> None:
    assert "Rue_Basse" not in placed(CROSS)


def test_a_name_makes_room_for_a_way() -> None:
    way = np.array([[0.0, 0], [290, 0]])
    assert abs(spot(placed(CROSS, way)["Quai_Nord"])[1]) == pytest.approx(10, abs=0.1)


def test_a_name_makes_room_for_a_pin() -> None:
    pin = np.array([[145.0, 0]])
    x, y = spot(placed(CROSS, pins=pin)["Quai_Nord"])
    assert np.hypot(x - 145, y) > 12


def test_where_there_is_no_room_there_is_no_name() -> None:
    crowd = np.array([[x, y] for x in range(0, 300, 15) for y in (-15, 0, 15)], dtype=np.float64)
    assert placed(CROSS, pins=crowd) == {}


def test_a_street_drawn_from_right_to_left_reads_from_left_to_right() -> None:
    leftward = draw("a--------------------b", "ba residential name=Rue_Haute")
    assert placed(leftward)["Rue_Haute"].angle == pytest.approx(0, abs=0.1)


def test_a_street_off_the_map_stays_unnamed() -> None:
    assert placed(CROSS, box=Box(-50, 40, 350, 240)) == {}
