"""From a door to the street."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.errors import TownError
from routing.street.nearest import Segments
from tests.asciitown import draw


def test_a_door_is_snapped_to_the_middle_of_a_street_not_to_the_nearest_node() -> None:
    town = draw(
        """
        a-------------------b
                  1         |
                            |
            f-----c         |
            |               |
        d-------------------e
        """,
        """
        abed residential
        dfc  residential
        """,
    )
    snap = town.graph("van").snap([town.points["1"]])[0]
    assert snap.distance == pytest.approx(10, abs=0.1)
    assert snap.lonlat[0] == pytest.approx(town.points["1"][0])
    assert town.way("van", "1", "e") == "be"


def test_a_dead_island_is_no_street_and_the_distance_says_so() -> None:
    town = draw(
        """
        a-------b
        |       |
        c-------d


           1
          e-f
        """,
        """
        abdca residential
        ef    residential
        """,
    )
    assert town.metres_to_street("bike", "1") == pytest.approx(30, abs=0.1)
    assert town.metres_to_street("bike", "a") == pytest.approx(0, abs=1e-6)


def test_a_one_way_street_that_leads_nowhere_is_no_street() -> None:
    town = draw(
        """
        a-------b
        |       |
        c-------d---e
        """,
        """
        abdca residential
        de    residential oneway=yes
        """,
    )
    assert town.metres_to_street("van", "e") == pytest.approx(40, abs=0.1)
    assert town.metres_to_street("foot", "e") == pytest.approx(0, abs=1e-6)


def test_the_main_part_is_the_longest_not_the_one_with_most_junctions() -> None:
    town = draw(
        """
        a-b-c
        | | |
        d-e-f

        g---------------------h
        """,
        """
        abc  residential
        def  residential
        ad   residential
        be   residential
        cf   residential
        gh   residential
        """,
    )
    assert town.metres_to_street("bike", "g") == pytest.approx(0, abs=1e-6)
    assert town.metres_to_street("bike", "a") > 30


def test_of_equally_long_parts_the_first_counts() -> None:
    picture = "a---b\n\nc---d"
    assert draw(picture, "ab residential\ncd residential").metres_to_street("foot", "a") < 1
    assert draw(picture, "cd residential\nab residential").metres_to_street("foot", "a") > 0


def test_who_stands_at_a_junction_is_at_all_its_streets() -> None:
    town = draw(
        """
        a---b
        |   |
        d---c
        """,
        """
        ab  residential oneway=yes
        bc  residential
        cda residential
        """,
    )
    # b lies at the end of the one-way street ab, and is reached from c all the same.
    assert town.way("van", "c", "b") == "cb"
    assert town.way("van", "b", "c") == "bc"


@pytest.mark.parametrize(
    "table", ["ab footway", "ab residential oneway=yes", "ab residential access=no"]
)
def test_a_map_without_streets_for_a_profile_is_refused(table: str) -> None:
    with pytest.raises(TownError, match=r"streets\.none") as caught:
        draw("a---b", table).graph("van")
    assert caught.value.values == {"profile": "van"}


def test_an_empty_map_is_refused() -> None:
    with pytest.raises(TownError, match=r"streets\.none"):
        draw("a", "").graph("foot")


POINTS = st.tuples(st.integers(-3_000, 3_000), st.integers(-3_000, 3_000))


@given(st.lists(st.tuples(POINTS, POINTS), min_size=1, max_size=30), st.lists(POINTS, min_size=1))
def test_the_grid_finds_what_trying_all_segments_finds(
    segments: list[tuple[tuple[int, int], tuple[int, int]]], asked: list[tuple[int, int]]
) -> None:
    ends = np.array(segments, np.int32) + np.array([70_000_000, 437_000_000], np.int32)
    grid = Segments(ends[:, 0], ends[:, 1])
    for x, y in asked:
        point = (7.0 + x / 1e6, 43.7 + y / 1e6)
        single = [Segments(ends[i : i + 1, 0], ends[i : i + 1, 1]) for i in range(len(ends))]
        metres = [alone.nearest(np.array(point)).metres for alone in single]
        found = grid.nearest(np.array(point))
        first = next(i for i, near in enumerate(metres) if near <= min(metres) + 1e-6)
        assert (found.metres, found.segment) == (metres[first], first)
