"""Turning: where it is forbidden, where it is demanded, and what it costs."""

import pytest

from routing.street.profile import PROFILES
from routing.street.ride import Ride
from tests.asciitown import AsciiTown, draw

CROSS = """
        n
        |
    w---x---e---E
        |   |
        s---t
"""
STREETS = """
    wx   residential
    xe   residential
    eE   residential
    nx   residential
    xs   residential
    et   residential
    st   residential
"""


def cross(*relations: str) -> AsciiTown:
    return draw(CROSS, STREETS + "\n".join(relations))


def test_without_a_relation_every_turn_is_made() -> None:
    town = cross()
    assert town.way("van", "w", "n") == "wxn"
    assert town.way("van", "w", "s") == "wxs"


def test_a_forbidden_turn_is_made_some_other_way() -> None:
    town = cross("wx>x>xs no_right_turn")
    assert town.way("van", "w", "s") == "wxets"
    assert town.way("van", "w", "n") == "wxn"
    assert town.way("van", "s", "w") == "sxw"


def test_nobody_turns_round_in_the_street_to_avoid_a_forbidden_turn() -> None:
    town = cross("wx>x>nx no_left_turn")
    # Right, round the block, and over the crossing from the other side.
    assert town.way("van", "w", "n") in {"wxetsxn", "wxstexn"}


def test_a_demanded_turn_leaves_no_choice() -> None:
    town = cross("nx>x>xe only_left_turn")
    assert town.way("van", "n", "e") == "nxe"
    assert town.way("van", "n", "s") == "nxets"
    assert town.way("van", "e", "n") == "exn"


def test_a_bike_that_is_excepted_turns_where_a_van_must_not() -> None:
    town = cross("wx>x>xs no_right_turn except=bicycle")
    assert town.way("bike", "w", "s") == "wxs"
    assert town.way("van", "w", "s") == "wxets"


def test_a_relation_for_goods_does_not_bind_a_bike() -> None:
    town = draw(CROSS, STREETS + "wx>x>xs restriction restriction:goods=no_right_turn")
    assert town.way("bike", "w", "s") == "wxs"
    assert town.way("van", "w", "s") == "wxets"


def test_walkers_are_not_bound_by_turn_relations() -> None:
    assert cross("wx>x>xs no_right_turn").way("foot", "w", "s") == "wxs"


def test_who_pushes_a_bike_is_not_bound_by_turn_relations() -> None:
    streets = STREETS.replace("xs   residential", "xs   footway")
    town = draw(CROSS, streets + "wx>x>xs no_right_turn")
    assert town.way("bike", "w", "s") == "wxs"
    ridden = draw(CROSS, STREETS + "wx>x>xs no_right_turn")
    assert ridden.way("bike", "w", "s") == "wxets"


def test_a_turn_that_is_forbidden_at_some_hours_is_not_planned() -> None:
    relation = "wx>x>xs none restriction:conditional=no_right_turn@(Mo-Fr)"
    assert cross(relation).way("van", "w", "s") == "wxets"


LADDER = """
    a---b---c
        |
    d---e---f
"""
RUNGS = """
    ab  residential
    bc  residential
    be  residential
    de  residential
    ef  residential
"""


def test_over_a_way_only_who_came_from_there_is_bound() -> None:
    town = draw(LADDER, RUNGS + "ab>be>de no_u_turn")
    assert town.way("van", "c", "d") == "cbed"
    # On to a dead end, back, and then whoever comes from there may turn.
    assert town.way("van", "a", "d") in {"abefed", "abcbed"}


def test_over_a_way_a_demanded_turn_binds_from_its_beginning() -> None:
    town = draw(LADDER, RUNGS + "ab>be>ef only_left_turn")
    assert town.way("van", "a", "f") == "abef"
    # Whoever comes by there must go right, so to the left one comes from elsewhere.
    assert town.way("van", "a", "d") in {"abefed", "abcbed"}
    assert town.way("van", "c", "d") == "cbed"


def test_a_dead_end_is_left_by_turning_round() -> None:
    town = draw("a---b---c", "abc residential")
    assert town.way("van", "a", "c") == "abc"
    ends = draw("1---a---b---2", "ab residential")
    assert ends.way("van", "1", "2") == "ab"


def test_on_a_ring_without_a_dead_end_both_directions_stay_open() -> None:
    ring = draw(
        """
        a---b
        |   |
        d---c
        """,
        "abcda residential",
    )
    assert ring.way("van", "a", "b") == "ab"
    assert ring.way("van", "b", "a") == "ba"


def at_20_km_an_hour(ride: Ride) -> int:
    return (abs(ride.end - ride.start) * 3_600 + 10_000) // 20_000


@pytest.mark.parametrize(("pair", "turn"), [("wE", ""), ("ws", "right"), ("wn", "left")])
def test_a_turn_at_a_junction_takes_its_time(pair: str, turn: str) -> None:
    town, delays = cross(), PROFILES["van"].delays
    path = town.path("van", *pair)
    lost = {"": 0, "right": delays.right, "left": delays.left}[turn]
    assert path.seconds == -(-sum(ride.milliseconds for ride in path.rides) // 1_000)
    assert path.rides[1].milliseconds == at_20_km_an_hour(path.rides[1]) + lost


def test_a_bend_without_a_choice_takes_none() -> None:
    town = draw(
        """
        a---b
            |
            c
        """,
        "ab residential\nbc residential",
    )
    assert [
        ride.milliseconds - at_20_km_an_hour(ride) for ride in town.path("van", "a", "c").rides
    ] == [0, 0]


def test_lights_on_the_way_are_waited_for_once() -> None:
    table = "abc residential\nb highway=traffic_signals"
    with_lights, without = draw("a---b---c", table), draw("a---b---c", "abc residential")
    wait = PROFILES["bike"].delays.traffic_signals // 1_000
    assert wait > 0
    assert (
        with_lights.path("bike", "a", "c").seconds == without.path("bike", "a", "c").seconds + wait
    )
    for pair in ("ab", "cb", "ba", "bc"):  # whoever stops or sets out there does not wait
        assert with_lights.path("bike", *pair).seconds == without.path("bike", *pair).seconds


def test_lights_at_a_junction_are_waited_for_when_it_is_passed() -> None:
    with_lights = draw(CROSS, STREETS + "x highway=traffic_signals")
    wait = PROFILES["bike"].delays.traffic_signals // 1_000
    assert (
        with_lights.path("bike", "w", "E").seconds == cross().path("bike", "w", "E").seconds + wait
    )
