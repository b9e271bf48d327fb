"""Matrix and path: the same numbers, and a line on the ground."""

import numpy as np
import pytest

from routing.street.graph import Path
from tests.asciitown import AsciiTown, draw

TOWN = """
    a---1---b-------c
    |       |       |
    |   2   |   3   |
    d-------e-------f--4
"""
TABLE = """
    abc  residential oneway=yes
    def  residential
    ad   residential
    eb   residential oneway=yes
    cf   residential
"""


@pytest.fixture(scope="module")
def town() -> AsciiTown:
    return draw(TOWN, TABLE)


@pytest.mark.parametrize("profile", ["foot", "bike", "cargo_bike", "van"])
def test_matrix_and_path_give_the_same_numbers(town: AsciiTown, profile: str) -> None:
    graph = town.graph(profile)
    snaps = graph.snap(list(town.points.values()))
    matrix = graph.matrix(snaps)
    for row, origin in enumerate(snaps):
        for column, destination in enumerate(snaps):
            path = graph.path(origin, destination)
            assert path.seconds == matrix.durations[row, column]
            assert path.metres == matrix.distances[row, column]


def test_the_matrix_does_not_depend_on_the_number_of_threads(town: AsciiTown) -> None:
    graph = town.graph("van")
    snaps = graph.snap(list(town.points.values()))
    assert graph.matrix(snaps, threads=1) == graph.matrix(snaps, threads=3)


def test_a_cell_does_not_depend_on_the_other_points(town: AsciiTown) -> None:
    graph = town.graph("van")
    snaps = graph.snap(list(town.points.values()))
    alone = graph.matrix(snaps[:2])
    assert np.array_equal(alone.durations, graph.matrix(snaps).durations[:2, :2])


def test_from_a_point_to_itself_is_nothing(town: AsciiTown) -> None:
    path = town.path("van", "1", "1")
    assert (path.seconds, path.metres, len(path.lonlat)) == (0, 0, 2)


def test_no_points_make_an_empty_matrix(town: AsciiTown) -> None:
    graph = town.graph("van")
    assert graph.matrix(graph.snap([])).durations.shape == (0, 0)


def drawn_metres(path: Path) -> float:
    """Length of the line on the ground, in the plane."""
    steps = np.diff(path.lonlat, axis=0) * 111_195.08
    return float(np.hypot(steps[:, 0] * np.cos(np.radians(48)), steps[:, 1]).sum())


@pytest.mark.parametrize("pair", ["12", "21", "13", "31", "24", "42", "ac", "ca", "be", "eb", "32"])
def test_a_path_is_drawn_from_snap_to_snap_along_the_streets(town: AsciiTown, pair: str) -> None:
    graph = town.graph("van")
    origin, destination = graph.snap([town.points[sign] for sign in pair])
    path = graph.path(origin, destination)
    assert tuple(path.lonlat[0]) == origin.lonlat
    assert tuple(path.lonlat[-1]) == destination.lonlat
    assert path.metres - 1 <= drawn_metres(path) <= path.metres + 0.1


def test_paths_follow_the_one_way_streets(town: AsciiTown) -> None:
    assert town.way("van", "c", "a") == "cfeda"
    assert town.way("foot", "c", "a") == "cba"
    assert town.way("van", "1", "2") == "bcfe"
    assert town.way("van", "2", "1") == "da"


def test_a_loop_is_left_by_its_shorter_side() -> None:
    town = draw(
        """
            b--------c
            |        1
        e---a        |
            f--------d
        """,
        """
        ea      residential
        abcdfa  residential
        """,
    )
    assert town.way("foot", "1", "e") == "cbae"
    assert town.way("foot", "e", "1") == "eabc"
    assert town.path("foot", "1", "e").metres == town.path("foot", "e", "1").metres
    oneway = draw(
        """
            b--------c
            |        1
        e---a        |
            f--------d
        """,
        """
        ea      residential
        abcdfa  residential oneway=yes
        """,
    )
    assert oneway.way("bike", "1", "e") == "dfae"
    assert oneway.way("bike", "e", "1") == "eabc"


def test_of_two_streets_between_two_junctions_the_faster_one_is_ridden_and_drawn() -> None:
    town = draw(
        """
        a---c---b
        |       |
        d-------e
        """,
        """
        acb  residential surface=sand
        adeb residential
        """,
    )
    assert town.way("bike", "a", "b") == "adeb"
    assert town.way("foot", "a", "b") == "acb"
