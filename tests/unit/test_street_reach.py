"""Why a place is out of a profile's reach."""

from dataclasses import replace

import numpy as np
import pytest

from routing.street.profile import PROFILES
from routing.street.reach import Obstacle, Unreached, unreached
from tests.asciitown import AsciiTown, draw

APART = """
    a-----------------------------b                    c---------d
                                                                                  Q
"""
IN_LINE = """
    a-----------------------------b-------------------c
"""


def found(town: AsciiTown, point: str, profile: str = "cargo_bike") -> Unreached | None:
    return unreached(town.network, PROFILES[profile], town.points[point])


@pytest.mark.parametrize(
    ("tags", "profile", "obstacle"),
    [
        ("residential", "cargo_bike", Obstacle.ISLAND),
        ("footway", "cargo_bike", Obstacle.ISLAND),
        ("footway", "van", Obstacle.ACCESS),
        ("residential access=private", "foot", Obstacle.ACCESS),
        ("residential access=private bicycle=yes", "cargo_bike", Obstacle.ISLAND),
    ],
)
def test_a_street_apart_is_an_island_for_those_who_may_ride_it(
    tags: str, profile: str, obstacle: Obstacle
) -> None:
    town = draw(APART, f"ab residential\ncd {tags}")
    assert found(town, "c", profile) == Unreached(obstacle, "", 2)


def test_a_street_that_is_only_left_is_an_island_too() -> None:
    town = draw(IN_LINE, "ab residential\ncb residential oneway=yes name=Impasse")
    assert found(town, "c", "van") == Unreached(Obstacle.ISLAND, "Impasse", 2)


def test_a_street_behind_a_barrier_is_an_island_for_those_it_stops() -> None:
    town = draw(IN_LINE, "ab residential\nbc residential\nb barrier=bollard")
    assert found(town, "c", "van") == Unreached(Obstacle.ISLAND, "", 2)


def test_the_nearest_street_is_told_whoever_may_use_it() -> None:
    picture = APART.replace(
        "c---------d", "c---------d\n                                                  e---------f"
    )
    town = draw(picture, "ab residential\ncd residential access=private\nef residential")
    assert found(town, "c", "van") == Unreached(Obstacle.ACCESS, "", 2)
    assert found(town, "e", "van") == Unreached(Obstacle.ISLAND, "", 3)


def test_a_street_that_is_too_steep_is_told_as_such() -> None:
    town = draw(IN_LINE, "ab residential\nbc residential")
    heights = np.array([0, 0, 40_000], np.int32)
    network = replace(town.network, node_heights=heights)
    steep = unreached(network, PROFILES["cargo_trailer"], town.points["c"])
    assert steep == Unreached(Obstacle.STEEP, "", 2)


def test_a_street_that_only_a_forbidden_turn_leads_to_is_told_as_such() -> None:
    town = draw(IN_LINE, "ab residential\nbc residential\nab>b>bc no_straight_on")
    assert found(town, "c", "van") == Unreached(Obstacle.RESTRICTION, "", 2)


def test_where_no_street_is_near_nothing_stands_in_the_way() -> None:
    town = draw(APART, "ab residential\ncd residential")
    assert found(town, "Q") is None
