"""Ways measured by an OSRM server: whole tables in blocks, honest gaps, errors with a way out."""

from collections.abc import Iterator

import numpy as np
import pytest

from routing.errors import InputError
from routing.model import UNREACHABLE, Matrix, Place
from routing.street.osrm import OsrmWays, osrm_engine
from tests.integration.stub_osrm import METRES_A_DEGREE, METRES_A_SECOND, Osrm, serving_osrm

PLACES = tuple(
    Place(f"place {number}", (7.0 + 0.001 * number, 43.0 + 0.0007 * number**2))
    for number in range(11)
)


@pytest.fixture
def osrm() -> Osrm:
    return Osrm()


@pytest.fixture
def address(osrm: Osrm) -> Iterator[str]:
    with serving_osrm(osrm) as found:
        yield found


def ways(address: str, places: tuple[Place, ...] = PLACES) -> OsrmWays:
    return osrm_engine(address).ways("bike", places)


def right_matrix(places: tuple[Place, ...] = PLACES) -> Matrix:
    """What the stub's grid comes to, rounded up."""
    points = np.array([place.position for place in places])
    metres = np.abs(points[:, None] - points).sum(axis=2) * METRES_A_DEGREE
    metres = np.round(metres, 1)
    seconds = np.round(metres / METRES_A_SECOND, 1)
    return Matrix(*(np.ceil(cells).astype(np.int64) for cells in (seconds, metres)))


def test_seconds_and_metres_are_the_servers_rounded_up(address: str, osrm: Osrm) -> None:
    assert ways(address).matrix() == right_matrix()
    (asked,) = osrm.asked
    assert asked.startswith("/table/v1/driving/7.0000000,43.0000000;7.0010000,43.0007000;")


@pytest.mark.parametrize("most", [1, 2, 3, 10])
def test_a_table_that_is_too_big_is_asked_for_in_blocks(
    address: str, osrm: Osrm, most: int
) -> None:
    osrm.max_table_size = most
    assert ways(address).matrix() == right_matrix()


def test_more_places_than_a_server_allows_are_asked_for_in_its_usual_blocks(
    address: str, osrm: Osrm
) -> None:
    many = tuple(Place(str(n), (7 + n * 1e-4, 43.0)) for n in range(205))
    assert ways(address, many).matrix() == right_matrix(many)
    assert len(osrm.asked) == 9


def test_a_table_is_asked_for_once(address: str, osrm: Osrm) -> None:
    asked = ways(address)
    assert asked.matrix() is asked.matrix()
    assert len(osrm.asked) == 1


def test_a_null_is_unreachable_both_ways_and_nothing_else_is(address: str, osrm: Osrm) -> None:
    osrm.island = {PLACES[3].position}
    matrix = ways(address).matrix()
    for cells in (matrix.durations, matrix.distances):
        gaps = cells == UNREACHABLE
        assert gaps[3].sum() == gaps[:, 3].sum() == len(PLACES) - 1
        assert gaps.sum() == 2 * (len(PLACES) - 1)
        assert cells[3, 3] == 0


@pytest.mark.parametrize("most", [3, 100])
def test_a_place_without_any_street_leaves_the_others_their_table(
    address: str, osrm: Osrm, most: int
) -> None:
    osrm.nowhere = {PLACES[5].position, PLACES[10].position}
    osrm.max_table_size = most
    matrix = ways(address).matrix()
    right = right_matrix().durations.copy()
    right[[5, 10]] = right[:, [5, 10]] = UNREACHABLE
    np.fill_diagonal(right, 0)
    assert np.array_equal(matrix.durations, right)


def test_a_place_far_from_the_servers_streets_is_not_served(address: str, osrm: Osrm) -> None:
    osrm.metres_off = {PLACES[2].position: 150.1, PLACES[4].position: 150.0}
    matrix = ways(address).matrix()
    assert not matrix.reachable(0, 2)
    assert not matrix.reachable(2, 0)
    assert matrix.reachable(0, 4)


def test_a_place_is_near_when_the_server_says_so(address: str, osrm: Osrm) -> None:
    osrm.metres_off, osrm.nowhere = {PLACES[0].position: 151.0}, {PLACES[1].position}
    engine = osrm_engine(address)
    assert [engine.near("bike", place) for place in PLACES[:3]] == [False, False, True]


def test_a_path_has_the_servers_line_and_the_figures_of_the_matrix(address: str) -> None:
    asked = ways(address)
    path = asked.path(1, 4)
    matrix = asked.matrix()
    assert (path.seconds, path.metres) == (matrix.durations[1, 4], matrix.distances[1, 4])
    (west, south), (east, north) = PLACES[1].position, PLACES[4].position
    assert path.lonlat.tolist() == [[west, south], [east, south], [east, north]]


def test_there_is_no_path_where_there_is_no_way(address: str, osrm: Osrm) -> None:
    osrm.island = {PLACES[3].position}
    with pytest.raises(ValueError, match=r"\(0, 3\)"):
        ways(address).path(0, 3)


def test_a_route_that_the_server_takes_back_is_an_error(address: str, osrm: Osrm) -> None:
    asked = ways(address)
    asked.matrix()
    osrm.island = {PLACES[3].position}
    with pytest.raises(InputError) as caught:
        asked.path(0, 3)
    assert (caught.value.code, caught.value.values["refusal"]) == ("osrm.refused", "NoRoute")


@pytest.mark.parametrize(
    ("status", "body", "code"),
    [
        (400, b'{"code":"InvalidOptions","message":"Options are invalid."}', "osrm.refused"),
        (200, b'{"code":"Ok"}', "osrm.foreign"),
        (200, b'{"code":"Ok","durations":[[0]],"distances":[[0]]}', "osrm.foreign"),
        (200, b"[]", "osrm.foreign"),
        (404, b"<html>Not found</html>", "osrm.foreign"),
        (302, b"", "osrm.foreign"),
        (414, b"", "osrm.refused"),
    ],
)
def test_what_is_no_table_is_said(
    address: str, osrm: Osrm, status: int, body: bytes, code: str
) -> None:
    osrm.whole = status, body
    with pytest.raises(InputError) as caught:
        ways(address).matrix()
    assert caught.value.code == code


def test_a_server_that_is_not_there_is_said() -> None:
    with serving_osrm(Osrm()) as address:
        pass
    with pytest.raises(InputError) as caught:
        ways(address).matrix()
    assert caught.value.code == "osrm.unanswered"


def test_no_proxy_of_the_environment_learns_where_people_live(
    address: str, osrm: Osrm, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    assert ways(address).matrix() == right_matrix()
    assert osrm.asked


def test_the_servers_own_words_stand_in_its_addresses(address: str, osrm: Osrm) -> None:
    osrm.whole = 200, b"{}"
    with pytest.raises(InputError):
        ways(f"{address}/bikes/cycling/").matrix()
    assert osrm.asked[0].startswith("/bikes/table/v1/cycling/7.0")


@pytest.mark.parametrize(
    "address",
    ["localhost:5000", "ftp://host", "http://", "http://host:99999", "http://a b", "http://u@host"],
)
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(InputError) as caught:
        osrm_engine(address)
    assert caught.value.code == "osrm.address"
