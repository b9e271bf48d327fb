"""Which way round a street is ridden."""

import pytest

from tests.asciitown import AsciiTown, draw

BLOCK = """
    a---b---c
    |       |
    d-------e
"""


def block(tags: str) -> AsciiTown:
    return draw(BLOCK, f"abc residential {tags}\n adec residential")


def both_ways(profile: str, tags: str) -> tuple[str, str]:
    town = block(tags)
    return town.way(profile, "a", "c"), town.way(profile, "c", "a")


TWO_WAY = ("abc", "cba")
FORWARD = ("abc", "ceda")
BACKWARD = ("adec", "cba")
NEITHER = ("adec", "ceda")


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        ("name=x", TWO_WAY),
        ("oneway=no", TWO_WAY),
        ("oneway=yes", FORWARD),
        ("oneway=1", FORWARD),
        ("oneway=true", FORWARD),
        ("oneway=-1", BACKWARD),
        ("oneway=reverse", BACKWARD),
        ("oneway=alternating", TWO_WAY),
        ("oneway=reversible", NEITHER),
        ("oneway=perhaps", TWO_WAY),
        ("junction=roundabout", FORWARD),
        ("junction=circular", FORWARD),
        ("junction=roundabout oneway=no", TWO_WAY),
        ("oneway=yes oneway:motor_vehicle=no", TWO_WAY),
        ("oneway:goods=-1", BACKWARD),
    ],
)
def test_a_van_obeys_one_way_signs(tags: str, expected: tuple[str, str]) -> None:
    assert both_ways("van", tags) == expected


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        ("oneway=yes", FORWARD),
        ("oneway=yes oneway:bicycle=no", TWO_WAY),
        ("oneway=no oneway:bicycle=yes", FORWARD),
        ("oneway=yes oneway:bicycle=-1", BACKWARD),
        ("oneway=yes cycleway=opposite", TWO_WAY),
        ("oneway=yes cycleway=opposite_lane", TWO_WAY),
        ("oneway=yes cycleway:left=opposite_track", TWO_WAY),
        ("oneway=yes cycleway:right=opposite_lane", TWO_WAY),
        ("oneway=-1 cycleway:both=opposite", TWO_WAY),
        ("oneway=yes cycleway:left=lane cycleway:left:oneway=-1", TWO_WAY),
        ("oneway=yes cycleway:right=track cycleway:right:oneway=no", TWO_WAY),
        ("oneway=yes cycleway=lane", FORWARD),
        ("oneway=yes cycleway:left=lane cycleway:left:oneway=yes", FORWARD),
        ("oneway=yes cycleway=opposite oneway:bicycle=yes", FORWARD),
        ("junction=roundabout", FORWARD),
    ],
)
@pytest.mark.parametrize("profile", ["bike", "cargo_bike"])
def test_a_bike_rides_against_the_stream_where_it_may(
    profile: str, tags: str, expected: tuple[str, str]
) -> None:
    assert both_ways(profile, tags) == expected


@pytest.mark.parametrize("tags", ["oneway=yes cycleway=opposite", "oneway=yes oneway:bicycle=no"])
def test_a_contraflow_lane_is_no_use_to_a_van(tags: str) -> None:
    assert both_ways("van", tags) == FORWARD


def test_walkers_go_both_ways_unless_they_are_told_not_to() -> None:
    assert both_ways("foot", "oneway=yes") == TWO_WAY
    assert both_ways("foot", "junction=roundabout") == TWO_WAY
    assert both_ways("foot", "oneway:foot=yes") == FORWARD


def test_a_roundabout_is_ridden_round() -> None:
    town = draw(
        """
             b
            / \\
        a--c   d--e
            \\ /
             f
        """,
        """
        cfdbc tertiary junction=roundabout
        ac    tertiary
        de    tertiary
        """,
    )
    for profile in ("bike", "cargo_bike", "van"):
        assert town.way(profile, "a", "e") == "acfde"
        assert town.way(profile, "e", "a") == "edbca"
        assert town.way(profile, "b", "f") == "bcf"


def test_a_motorway_is_one_way_by_nature() -> None:
    town = draw(BLOCK, "abc motorway\n adec residential")
    assert (town.way("van", "a", "c"), town.way("van", "c", "a")) == FORWARD


def test_a_door_behind_on_a_one_way_street_is_reached_all_the_way_round() -> None:
    town = draw(
        """
          2   1
        a-------b
        |       |
        d-------c
        """,
        """
        ab   residential oneway=yes
        adcb residential
        """,
    )
    assert town.way("van", "2", "1") == ""
    assert town.way("van", "1", "2") == "bcda"
    # 40 m on foot, and by van the whole block of 200 m but these 40.
    assert town.path("foot", "1", "2").metres == pytest.approx(40, abs=1)
    assert town.path("van", "2", "1").metres == pytest.approx(40, abs=1)
    assert town.path("van", "1", "2").metres == pytest.approx(160, abs=1)
