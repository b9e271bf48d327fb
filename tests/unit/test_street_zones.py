"""Streets where one may deliver but through which one may not ride."""

from dataclasses import replace

import numpy as np

from routing.street.profile import PROFILES
from routing.street.speed import Ground
from tests.asciitown import AsciiTown, draw

SHORT_CUT = """
    w---a---b---e
        |   |
        |   1
        |   |
        c---d
            |
            f
"""
STREETS = """
    wa  residential
    be  residential
    ac  residential
    bd  residential
    cd  residential
    df  residential
"""


def town(tags: str) -> AsciiTown:
    return draw(SHORT_CUT, f"{STREETS}ab residential {tags}")


def test_nobody_rides_through_a_street_for_deliveries() -> None:
    assert town("").way("van", "w", "e") == "wabe"
    assert town("motor_vehicle=destination").way("van", "w", "e") == "wacdbe"
    assert town("motor_vehicle=delivery").way("van", "e", "w") == "ebdcaw"
    assert town("motor_vehicle=destination").way("bike", "w", "e") == "wabe"


def test_a_delivery_there_is_come_to_and_left_by_the_shortest_way() -> None:
    streets = draw(
        """
        w---a-1---b---e
            |     |
            c-----d
        """,
        """
        wa  residential
        ab  residential motor_vehicle=destination
        be  residential
        ac  residential
        cd  residential
        bd  residential
        """,
    )
    assert streets.way("van", "w", "1") == "wa"
    assert streets.way("van", "1", "w") == "aw"
    assert streets.way("van", "1", "e") == "be"
    assert streets.way("van", "e", "1") == "eb"
    assert streets.way("van", "w", "e") == "wacdbe"


def test_what_lies_behind_such_a_street_is_reached_and_left_through_it() -> None:
    streets = draw(
        """
        w---a---b---c
            |
            e
        """,
        """
        wa  residential
        ae  residential
        ab  residential access=destination
        bc  residential
        """,
    )
    assert streets.way("van", "w", "c") == "wabc"
    assert streets.way("van", "c", "e") == "cbae"


def test_where_every_street_is_for_deliveries_nothing_is_closed() -> None:
    streets = draw(
        "a---b---c", "ab residential access=destination\nbc residential access=customers"
    )
    assert streets.way("van", "a", "c") == "abc"


def raised(streets: AsciiTown, metres: dict[str, float]) -> AsciiTown:
    """The town with heights by the letters of its nodes."""
    letters = sorted(sign for sign in streets.points if sign.isalpha())
    heights = np.array([round(metres.get(letter, 0) * 1_000) for letter in letters], np.int32)
    return AsciiTown(replace(streets.network, node_heights=heights), streets.points)


def test_uphill_takes_what_the_profile_climbs_and_downhill_no_less_than_the_flat() -> None:
    flat = draw("a---------b", "ab residential")
    hill = raised(flat, {"b": 8})
    bike = PROFILES["bike"]
    climbing = bike.speed_on(16_000, Ground.FIRM, 80)
    up, level = hill.path("bike", "a", "b"), flat.path("bike", "a", "b")
    assert climbing < 16_000
    assert up.seconds == -(-(100_000 * 3_600 // climbing) // 1_000)
    assert up.metres == level.metres
    assert hill.path("bike", "b", "a").seconds == level.seconds
    assert hill.path("van", "a", "b").seconds == flat.path("van", "a", "b").seconds


def test_a_longer_way_round_a_hill_may_be_the_faster_one() -> None:
    streets = draw(
        """
            t
        a---+---b
        |       |
        c-------d
        """,
        """
        atb  residential
        acdb residential
        """,
    )
    assert streets.way("bike", "a", "b") == "atb"
    assert raised(streets, {"t": 6}).way("bike", "a", "b") == "acdb"


def test_what_is_too_steep_for_a_trailer_is_closed_to_it() -> None:
    streets = draw(
        """
        a---t---b
        |       |
        c-------d
        """,
        """
        atb  residential
        acdb residential
        """,
    )
    assert streets.way("cargo_trailer", "a", "b") == "atb"
    assert raised(streets, {"t": 8}).way("cargo_trailer", "a", "b") == "acdb"
    assert raised(streets, {"t": 8}).way("van", "a", "b") == "atb"
