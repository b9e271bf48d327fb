"""Own profiles: what is read, and what is refused, each line with its reason."""

from pathlib import Path

import pytest

from routing.errors import InputErrors
from routing.formats.toml_lines import TomlLines
from routing.street.own_profiles import parse_profiles, read_profiles
from routing.street.power import Cyclist
from routing.street.profile import PROFILES
from routing.street.speed import Ground

TRICYCLE = """
[[profile]]
name = "tricycle"
like = "cargo_bike"
width = 1.10
mass = 320
power = 120
assistance = 250
steepest = 12
pushing = 3
passes = ["chain"]
stopped_by = ["bollard"]
contraflow = false

[profile.speeds]
residential = 13.5
track = 0

[profile.grounds]
cobbled = 7

[profile.smoothness]
bad = 6

[profile.delays]
left = 4.5

[[profile]]
name = "morning_van"
like = "van"
weight = 2800
hours = "06:00-11:00"
"""


def wrong(text: str) -> list[tuple[str, int, str]]:
    with pytest.raises(InputErrors) as caught:
        parse_profiles(text)
    return [
        (error.code, int(error.values["line"]), str(error.values.get("path", "")))
        for error in caught.value.errors
    ]


def test_an_own_profile_is_like_a_known_one_and_differs_where_it_says() -> None:
    tricycle, van = parse_profiles(TRICYCLE).values()
    cargo = PROFILES["cargo_bike"]
    assert tricycle.name == "tricycle"
    assert tricycle.modes == cargo.modes
    assert tricycle.size.width == 1_100
    assert tricycle.ride({"highway": "residential"}) == (13_500, 13_500)
    assert tricycle.ride({"highway": "track"}) == (3_000, 3_000)
    assert tricycle.ride({"highway": "cycleway"}) == cargo.ride({"highway": "cycleway"})
    assert tricycle.ground_speeds[Ground.COBBLED] == 7_000
    assert tricycle.ground_speeds[Ground.LOOSE] == cargo.ground_speeds[Ground.LOOSE]
    assert tricycle.smoothness_speeds["bad"] == 6_000
    assert tricycle.delays.left == 4_500
    assert tricycle.delays.right == cargo.delays.right
    assert tricycle.stops_at({"barrier": "bollard"})
    assert not tricycle.stops_at({"barrier": "chain"})
    assert isinstance(tricycle.hills, Cyclist)
    assert (tricycle.hills.mass, tricycle.hills.limit) == (320, 120)
    one_way = {"highway": "residential", "oneway": "yes", "cycleway": "opposite"}
    assert tricycle.pushes(one_way) == (False, True)
    assert van.size.weight == 2_800
    assert van.hills is None


def test_a_morning_profile_rides_through_what_is_open_in_the_morning() -> None:
    street = {
        "highway": "pedestrian",
        "motor_vehicle:conditional": "delivery @ (06:00-11:00)",
        "access": "yes",
    }
    market = {"highway": "residential", "motor_vehicle:conditional": "no @ (11:00-19:00)"}
    morning = parse_profiles(TRICYCLE)["morning_van"]
    assert PROFILES["van"].only_destination(market) == (True, True)
    assert morning.only_destination(market) == (False, False)
    assert morning.ride(street) == (5_000, 5_000)


def test_a_profile_may_be_like_one_above_it() -> None:
    text = TRICYCLE + '[[profile]]\nname = "big"\nlike = "tricycle"\nmass = 400\n'
    big = parse_profiles(text)["big"]
    assert big.ride({"highway": "residential"}) == (13_500, 13_500)
    assert isinstance(big.hills, Cyclist)
    assert big.hills.mass == 400


def test_every_wrong_line_is_told_at_once() -> None:
    text = """[[profile]]
name = "bike"
like = "bike"
wdith = 1.1
mass = 5

[profile.speeds]
residental = 13
service = "fast"

[[profile]]
name = "Lorry"
like = "van"
mass = 100
hours = "11:00-06:00"
passes = ["dragon"]
contraflow = 1

[[profile]]
like = "horse"
stopped_by = ["chain"]
passes = ["chain"]
"""
    assert wrong(text) == [
        ("profiles.name_taken", 2, "profile[1].name"),
        ("profiles.unknown_key", 4, "profile[1].wdith"),
        ("profiles.out_of_range", 5, "profile[1].mass"),
        ("profiles.unknown_key", 8, "profile[1].speeds.residental"),
        ("profiles.not_a_number", 9, "profile[1].speeds.service"),
        ("profiles.odd_name", 12, "profile[2].name"),
        ("profiles.no_bike", 14, "profile[2].mass"),
        ("profiles.hours_backwards", 15, "profile[2].hours"),
        ("profiles.unknown_barrier", 16, "profile[2].passes"),
        ("profiles.not_a_flag", 17, "profile[2].contraflow"),
        ("profiles.missing", 19, "profile[3].name"),
        ("profiles.unknown_like", 20, "profile[3].like"),
        ("profiles.both_ways", 22, "profile[3].passes"),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[[profile]\nname = 1", ("profiles.bad_toml", 1, "")),
        ("[profile]\nname = 'x'", ("profiles.not_a_list", 1, "profile")),
        ("profile = [1]", ("profiles.not_a_table", 1, "profile[1]")),
        ("profiles = 1", ("profiles.unknown_key", 1, "profiles")),
    ],
)
def test_what_is_no_file_of_profiles_is_refused(text: str, expected: tuple[str, int, str]) -> None:
    assert expected in wrong(text)


def test_the_example_of_the_page_is_read() -> None:
    page = (Path(__file__).parents[2] / "docs/reference/profiles.md").read_text("utf-8")
    example = page.partition("```toml\n")[2].partition("```")[0]
    assert list(parse_profiles(example)) == ["tricycle", "morning_van"]


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputErrors) as caught:
        read_profiles(tmp_path / "none.toml")
    assert [error.code for error in caught.value.errors] == ["profiles.no_file"]
    (tmp_path / "latin.toml").write_bytes("name = 'é'".encode("latin-1"))
    with pytest.raises(InputErrors) as caught:
        read_profiles(tmp_path / "latin.toml")
    assert [error.code for error in caught.value.errors] == ["profiles.not_utf8"]


def test_lines_are_found_by_the_path_of_a_key() -> None:
    lines = TomlLines(
        """top = 1
[[a]]
x = 1
[a.b]
y.z = 2
[[a]]
t = { u = 1 }
[[a.c]]
x = 3
"""
    )
    paths = ("top", "a[1].x", "a[1].b.y.z", "a[2].t.u", "a[2].c[1].x", "a[2].missing", "other")
    assert [lines.of(path) for path in paths] == [1, 3, 5, 7, 9, 6, 1]
