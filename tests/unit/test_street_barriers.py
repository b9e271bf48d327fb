"""What stands in the way."""

import pytest

from tests.asciitown import AsciiTown, draw

BLOCK = """
    a---b-1-c
    |       |
    d-------e
"""


def block(barrier: str) -> AsciiTown:
    return draw(BLOCK, f"abc residential\n adec residential\n b {barrier}")


@pytest.mark.parametrize(
    ("tags", "foot", "bike", "cargo_bike", "van"),
    [
        ("barrier=bollard", True, True, True, False),
        ("barrier=cycle_barrier", True, True, False, False),
        ("barrier=kissing_gate", True, False, False, False),
        ("barrier=wall", False, False, False, False),
        ("barrier=gate", True, True, True, True),
        ("barrier=lift_gate", True, True, True, True),
        ("barrier=kerb", True, True, True, True),
        ("barrier=gate locked=yes", False, False, False, False),
        ("barrier=gate access=private", False, False, False, False),
        # A bike that is pushed is a pedestrian.
        ("barrier=gate access=private foot=yes", True, True, True, False),
        ("barrier=bollard bicycle=dismount", True, True, True, False),
        ("barrier=stile foot=yes", True, False, False, False),
        ("barrier=gate motor_vehicle=no", True, True, True, False),
        ("barrier=bollard motor_vehicle=yes", True, True, True, True),
        ("barrier=bollard access=no bicycle=yes", False, True, True, False),
        ("barrier=gate locked=yes bicycle=yes", False, True, True, False),
        # No barrier, no stop: access tags on a crossing are about crossing.
        ("highway=crossing bicycle=no", True, True, True, True),
    ],
)
def test_a_barrier_lets_pass_whom_its_kind_and_tags_say(
    tags: str, foot: bool, bike: bool, cargo_bike: bool, van: bool
) -> None:
    town = block(tags)
    seen = [
        town.way(profile, "a", "c") == "abc" for profile in ("foot", "bike", "cargo_bike", "van")
    ]
    assert seen == [foot, bike, cargo_bike, van]


@pytest.mark.parametrize(
    ("tags", "passing"),
    [
        ("barrier=bollard maxwidth:physical=2.5", "bike cargo_bike cargo_trailer van small_truck"),
        ("barrier=bollard maxwidth:physical=2.2", "bike cargo_bike cargo_trailer van"),
        ("barrier=bollard maxwidth:physical=1.0", "bike cargo_bike"),
        ("barrier=gate maxwidth=0.8", "bike"),
        # What is too narrow is so for those who may.
        ("barrier=gate maxwidth=0.8 bicycle=yes", "bike"),
        ("barrier=cycle_barrier", "bike"),
        ("barrier=cycle_barrier opening=0.9 bicycle=yes", "bike cargo_bike"),
        ("barrier=wicket_gate", "bike cargo_bike van small_truck"),
        ("barrier=height_restrictor", "bike cargo_bike cargo_trailer"),
        ("barrier=height_restrictor maxheight=2.8", "bike cargo_bike cargo_trailer van"),
        ("maxheight=2.8", "bike cargo_bike cargo_trailer van"),
        ("maxweight=3.5", "bike cargo_bike cargo_trailer van"),
    ],
)
def test_a_gap_is_passed_by_whom_it_is_wide_enough_for(tags: str, passing: str) -> None:
    town = block(tags)
    profiles = ("bike", "cargo_bike", "cargo_trailer", "van", "small_truck")
    assert [name for name in profiles if town.way(name, "a", "c") == "abc"] == passing.split()


def test_a_door_behind_a_bollard_is_reached_from_behind() -> None:
    town = block("barrier=bollard")
    assert town.way("bike", "a", "1") == "ab"
    assert town.way("van", "a", "1") == "adec"
    assert town.path("van", "a", "1").metres == pytest.approx(140, abs=1)


def test_nobody_turns_at_a_barrier_from_one_street_into_another() -> None:
    town = draw(
        """
        a---b---c
        |   |   |
        |   f   |
        |       |
        d-------e
        """,
        """
        abc  residential
        bf   residential
        adec residential
        b    barrier=bollard
        """,
    )
    assert town.way("bike", "a", "f") == "abf"
    # The street behind the bollard cannot be left by van, so it is no street for vans at all.
    assert town.metres_to_street("van", "f") == pytest.approx(20, abs=0.5)
