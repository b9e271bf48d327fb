"""Who may enter a street."""

from pathlib import Path

import pytest

from routing.street.profile import PROFILES
from routing.town.pack import load_town
from tests.asciitown import draw

MONACO = Path(__file__).parents[2] / "data" / "towns" / "monaco.town"

DETOUR = """
    a-b-c
    |   |
    |   |
    |   |
    |   |
    |   |
    |   |
    |   |
    |   |
    d---e
"""


def rides(profile: str, tags: str) -> bool:
    """Whether the short street from a to c is taken in the saddle, not the long way round."""
    town = draw(DETOUR, f"abc {tags}\n adec residential")
    pushed, _ = PROFILES[profile].pushes(town.network.way_tags[0])
    return town.way(profile, "a", "c") == "abc" and not pushed


@pytest.mark.parametrize(
    ("tags", "foot", "bike", "cargo_bike", "van"),
    [
        ("residential", True, True, True, True),
        ("pedestrian", True, True, True, False),
        ("cycleway", True, True, True, False),
        ("footway", True, False, False, False),
        ("path", True, True, False, False),
        ("steps", True, False, False, False),
        ("busway", False, False, False, False),
        ("construction", False, False, False, False),
        # An own key invites,
        ("footway bicycle=yes", True, True, True, False),
        ("footway bicycle=designated foot=no", False, True, True, False),
        ("path bicycle=permissive", True, True, True, False),
        ("pedestrian motor_vehicle=delivery", True, True, True, True),
        ("pedestrian goods=yes vehicle=no", True, False, False, True),
        ("busway vehicle=destination", False, True, True, True),
        # the general one does not,
        ("footway access=yes", True, False, False, False),
        ("pedestrian access=destination", True, True, True, False),
        # and steps are for nobody on wheels.
        ("steps bicycle=yes", True, False, False, False),
        # The more special key decides.
        ("residential access=no", False, False, False, False),
        ("residential access=private foot=yes", True, False, False, False),
        ("residential access=no bicycle=yes", False, True, True, False),
        ("residential vehicle=no", True, False, False, False),
        ("residential vehicle=no bicycle=yes", True, True, True, False),
        ("residential motor_vehicle=no", True, True, True, False),
        ("residential motor_vehicle=no goods=destination", True, True, True, True),
        ("residential motorcar=private", True, True, True, False),
        ("residential access=delivery", True, True, True, True),
        ("residential motor_vehicle=destination", True, True, True, True),
        ("residential motor_vehicle=agricultural", True, True, True, False),
        ("pedestrian bicycle=dismount", True, False, False, False),
        ("secondary bicycle=use_sidepath", True, False, False, True),
        # Values that nobody knows are as if absent.
        ("residential access=unknown", True, True, True, True),
        ("residential bicycle=maybe vehicle=no", True, False, False, False),
        # Kept out by what the way is, unless invited.
        ("trunk motorroad=yes", False, False, False, True),
        ("trunk motorroad=no", True, True, True, True),
        ("trunk motorroad=yes bicycle=yes", False, True, True, True),
        ("path sac_scale=hiking", True, False, False, False),
        ("path sac_scale=hiking bicycle=yes", True, True, True, False),
    ],
)
def test_the_most_special_access_key_decides_who_enters(
    tags: str, foot: bool, bike: bool, cargo_bike: bool, van: bool
) -> None:
    seen = [rides(profile, tags) for profile in ("foot", "bike", "cargo_bike", "van")]
    assert seen == [foot, bike, cargo_bike, van]


@pytest.mark.parametrize(
    ("tags", "there", "back"),
    [
        ("residential motor_vehicle:backward=no", "abc", "ceda"),
        ("residential vehicle:forward=no", "adec", "cba"),
        ("residential vehicle:backward=no goods=yes", "abc", "cba"),
        ("residential access:backward=private", "abc", "ceda"),
    ],
)
def test_access_may_differ_by_direction(tags: str, there: str, back: str) -> None:
    town = draw(DETOUR, f"abc {tags}\n adec residential")
    assert (town.way("van", "a", "c"), town.way("van", "c", "a")) == (there, back)


@pytest.mark.parametrize(
    ("tags", "van", "bike"),
    [
        ("residential motor_vehicle=destination", True, False),
        ("residential vehicle=delivery", True, True),
        ("residential access=customers", True, True),
        ("pedestrian motor_vehicle=delivery", True, False),
        # What the more special key allows is a street like any other.
        ("residential vehicle=destination bicycle=yes", True, False),
        ("residential motor_vehicle=private", False, False),
        ("residential", False, False),
    ],
)
def test_where_one_may_only_deliver_one_does_not_ride_through(
    tags: str, van: bool, bike: bool
) -> None:
    way = draw("a-b", f"ab {tags}").network.way_tags[0]
    assert PROFILES["van"].only_destination(way) == (van, van)
    assert PROFILES["bike"].only_destination(way) == (bike, bike)


def test_only_delivering_may_hold_for_one_direction() -> None:
    way = {"highway": "residential", "motor_vehicle:backward": "destination"}
    assert PROFILES["van"].only_destination(way) == (False, True)


@pytest.mark.parametrize(
    ("tags", "van", "small_truck"),
    [
        ("residential hgv=no", True, False),
        ("residential goods=no", False, True),
        ("residential motor_vehicle=no hgv=delivery", False, True),
        ("residential hgv=destination", True, True),
    ],
)
def test_a_truck_of_over_three_and_a_half_tonnes_is_no_van(
    tags: str, van: bool, small_truck: bool
) -> None:
    assert (rides("van", tags), rides("small_truck", tags)) == (van, small_truck)


def test_an_e_bike_asks_its_own_key_before_that_of_bikes() -> None:
    assert not rides("e_bike", "cycleway electric_bicycle=no")
    assert rides("bike", "cycleway electric_bicycle=no")
    assert rides("e_bike", "footway bicycle=yes")


@pytest.mark.parametrize("name", sorted(PROFILES))
def test_what_no_rule_is_said_to_read_changes_no_reading(name: str) -> None:
    network = load_town(MONACO).network
    profile, kinds = PROFILES[name], network.way_kinds
    for tags, kind in zip(network.way_tags, kinds.of.tolist(), strict=True):
        assert profile.read(tags) == profile.read(kinds.tags[kind])
    nodes = network.node_kinds
    for tags, kind in zip(network.node_tags.values(), nodes.of.tolist(), strict=True):
        assert profile.stops_at(tags) == profile.stops_at(nodes.tags[kind])
        assert profile.delay_at(tags) == profile.delay_at(nodes.tags[kind])
