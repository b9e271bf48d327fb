"""Getting off and walking, where a bike may not be ridden."""

import pytest

from routing.street.profile import PROFILES
from tests.asciitown import AsciiTown, draw

SQUARE = """
    a---b---c
    |       |
    |       |
    |       |
    |       |
    |       |
    |       |
    |       |
    |       |
    |       |
    |       |
    |       |
    |       |
    |       |
    |       |
    |       |
    |       |
    d-------e
"""


def square(tags: str) -> AsciiTown:
    """80 m straight on, 420 m round: 72 s pushing at 4 km/h, 94 s riding at 16."""
    return draw(SQUARE, f"abc {tags}\n adec residential")


@pytest.mark.parametrize(
    ("tags", "bike", "e_bike", "cargo_bike", "van"),
    [
        ("footway", "push", "push", "push", "closed"),
        ("pedestrian bicycle=dismount", "push", "push", "push", "closed"),
        ("residential vehicle=no", "push", "push", "push", "closed"),
        ("secondary bicycle=use_sidepath", "push", "push", "push", "ride"),
        ("footway bicycle=yes", "ride", "ride", "ride", "closed"),
        # The walkers' key decides, and what keeps out walkers or bikes by its nature.
        ("footway foot=no", "closed", "closed", "closed", "closed"),
        ("residential access=no foot=yes", "push", "push", "push", "closed"),
        ("residential access=no", "closed", "closed", "closed", "closed"),
        ("trunk motorroad=yes", "closed", "closed", "closed", "ride"),
        ("path sac_scale=hiking", "closed", "closed", "closed", "closed"),
        ("busway", "closed", "closed", "closed", "closed"),
        ("corridor", "closed", "closed", "closed", "closed"),
        # Steps need a ramp, and no cargo bike is pushed on one.
        ("steps", "closed", "closed", "closed", "closed"),
        ("steps ramp:bicycle=yes", "push", "push", "closed", "closed"),
        ("steps ramp=yes", "push", "push", "closed", "closed"),
        ("steps ramp=yes ramp:bicycle=no", "closed", "closed", "closed", "closed"),
        ("steps ramp=no", "closed", "closed", "closed", "closed"),
    ],
)
def test_a_bike_is_pushed_where_walkers_may_go(
    tags: str, bike: str, e_bike: str, cargo_bike: str, van: str
) -> None:
    way = square(tags).network.way_tags[0]
    seen = []
    for name in ("bike", "e_bike", "cargo_bike", "van"):
        (speed, _), (pushed, _) = PROFILES[name].ride(way), PROFILES[name].pushes(way)
        seen.append("push" if pushed else "ride" if speed else "closed")
    assert seen == [bike, e_bike, cargo_bike, van]


def test_pushing_takes_walking_pace() -> None:
    town = square("footway")
    assert town.way("bike", "a", "c") == "abc"
    assert town.path("bike", "a", "c").seconds == pytest.approx(72, abs=1)


def test_getting_off_and_on_again_takes_its_time() -> None:
    town = draw("a---b---c---d", "ab residential\nbc footway\ncd residential")
    rides = town.path("bike", "a", "d").rides
    assert [ride.pushed for ride in rides] == [False, True, False]
    moving = [
        (abs(ride.end - ride.start) * 3_600 + speed // 2) // speed
        for ride, speed in zip(rides, (16_000, 4_000, 16_000), strict=True)
    ]
    lost = [ride.milliseconds - time for ride, time in zip(rides, moving, strict=True)]
    off = PROFILES["bike"].delays.dismount
    assert off > 0
    assert lost == [0, off, off]


def test_who_begins_and_ends_on_foot_has_the_bike_in_hand() -> None:
    town = draw("a---b---c---d", "ab residential\nbc footway\ncd residential")
    (ride,) = town.path("bike", "b", "c").rides
    assert ride.milliseconds == (abs(ride.end - ride.start) * 3_600 + 2_000) // 4_000


def test_nobody_gets_off_for_ten_metres_when_riding_round_is_faster() -> None:
    town = draw(
        """
        a---bc---d
            ef
        """,
        "ab residential\nbc footway\ncd residential\nbefc residential",
    )
    # 9 s on foot, and 6 s to get off and on again; round by e and f it is 11 s.
    assert town.way("bike", "a", "d") == "abefcd"


def test_one_way_streets_do_not_bind_who_pushes() -> None:
    way = square("residential oneway=yes").network.way_tags[0]
    assert PROFILES["bike"].ride(way) == (16_000, 4_000)
    assert PROFILES["bike"].pushes(way) == (False, True)
    assert PROFILES["van"].ride(way) == (20_000, 0)


def test_a_footway_for_one_direction_binds_who_pushes() -> None:
    way = {"highway": "footway", "oneway:foot": "yes"}
    assert PROFILES["bike"].ride(way) == (4_000, 0)


def test_a_trailer_takes_no_steps_and_no_narrow_way() -> None:
    trailer = PROFILES["cargo_trailer"]
    assert trailer.ride({"highway": "steps", "ramp:bicycle": "yes"}) == (0, 0)
    assert trailer.ride({"highway": "cycleway", "width": "0.9"}) == (0, 0)
    assert PROFILES["cargo_bike"].ride({"highway": "cycleway", "width": "0.9"}) == (15_000, 15_000)
    assert trailer.ride({"highway": "cycleway", "width": "2"}) == (13_000, 13_000)
