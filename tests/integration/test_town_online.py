"""Towns by place and by box, from servers that speak Overpass and Nominatim on this machine."""

import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import osmnx
import pytest

from routing.errors import TownError
from routing.town import online
from tests.integration.stub_servers import World, serving
from tests.townmaps import Element, Node, Relation, Way, square, street, town_from

BOX = (7.41, 43.72, 7.43, 43.74)
BORDER = {
    "type": "Polygon",
    "coordinates": [[[7.41, 43.72], [7.43, 43.72], [7.43, 43.74], [7.41, 43.74], [7.41, 43.72]]],
}


def elements() -> list[Element]:
    """One of everything that a town keeps, and nothing that it does not."""
    return [
        Node(1, 0, 0),
        Node(2, 100, 0, {"highway": "traffic_signals"}),
        Node(3, 20, 5, {"addr:housenumber": "2", "addr:street": "Rue Basse"}),
        Node(4, 30, 5, {"shop": "bakery", "name": "Lou Pan"}),
        Node(5, 35, 5, {"amenity": "pharmacy"}),
        Node(6, 40, 8, {"addr:housenumber": "4"}),
        Node(7, 500, 8),
        *square(20, 40, 10),
        *square(30, 60, 10),
        street(100, (1, 2), oneway="yes", name="Rue Basse"),
        street(101, (2, 7), **{"oneway:bicycle": "no"}),
        Way(102, (1, 7), {"route": "ferry"}),
        Way(110, (20, 21, 22, 23, 20), {"building": "yes"}),
        Way(111, (30, 31, 32)),
        Way(112, (32, 33, 30)),
        Way(113, (30, 31, 33), {"natural": "coastline"}),
        Way(114, (20, 21, 23, 20), {"leisure": "park"}),
        Relation(
            5,
            (("way", 100, "from"), ("node", 2, "via"), ("way", 101, "to")),
            {"type": "restriction", "restriction": "no_left_turn"},
        ),
        Relation(
            6,
            (("way", 111, "outer"), ("way", 112, "outer")),
            {"type": "multipolygon", "building": "yes"},
        ),
        Relation(7, (("node", 6, "house"), ("way", 100, "street")), {"type": "associatedStreet"}),
    ]


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """OSMnx waits a second before each request: its servers are shared, this one is not."""
    monkeypatch.setattr("time.sleep", lambda _: None)


@pytest.fixture
def world() -> World:
    place: dict[str, Any] = {
        "boundingbox": ["43.72", "43.74", "7.41", "7.43"],
        "importance": 0.5,
        "lat": "43.73",
        "lon": "7.42",
        "display_name": "Test",
    }
    point = place | {"geojson": {"type": "Point", "coordinates": [7.42, 43.73]}}
    return World(
        elements(),
        places={"Test, Monaco": [place | {"geojson": BORDER}], "A fountain": [point]},
    )


@pytest.fixture
def server(world: World) -> Iterator[str]:
    with serving(world) as address:
        yield address


def refusal(**given: Any) -> TownError:
    with pytest.raises(TownError) as caught:
        online.town_from_place(name="Test", **given)
    return caught.value


def test_a_box_gives_the_town_that_the_file_gives(server: str, tmp_path: Path) -> None:
    from_file = town_from(tmp_path, *elements())
    from_box = online.town_from_bbox(BOX, name="Test", overpass=server)
    assert from_box.network.way_tags == from_file.network.way_tags
    assert from_box.network.restrictions == from_file.network.restrictions
    assert [address.label for address in from_box.addresses] == ["2 Rue Basse", "4 Rue Basse"]
    assert len(from_box.shops) == 2
    assert from_box.areas.keys() == {"building", "coastline", "park"}
    assert from_box.sha256 == from_file.sha256


def test_a_place_gives_the_town_inside_its_border(
    server: str, tmp_path: Path, world: World
) -> None:
    town = online.town_from_place("Test, Monaco", name="Test", overpass=server, nominatim=server)
    assert town.sha256 == town_from(tmp_path, *elements()).sha256
    assert world.asked == ["/search", "/status", "/interpreter"]


def test_what_lies_outside_the_box_is_left_out(server: str) -> None:
    box = (7.4199, 43.7299, 7.42005, 43.73001)  # the ways that begin at node 1, and what they need
    town = online.town_from_bbox(box, name="Test", overpass=server)
    assert town.network.way_ids.tolist() == [100, 101, 102]  # 101: where the turn relation leads
    assert [address.label for address in town.addresses] == ["4 Rue Basse"]
    assert (town.shops, town.areas) == ((), {})


def test_the_settings_of_osmnx_and_of_the_process_are_left_as_they_were(server: str) -> None:
    before = dict(vars(osmnx.settings))
    resolve = socket.getaddrinfo
    online.town_from_bbox(BOX, name="Test", overpass=server)
    assert dict(vars(osmnx.settings)) == before
    assert socket.getaddrinfo is resolve


def test_an_unknown_place_is_said(server: str) -> None:
    assert refusal(query="Atlantis", nominatim=server).code == "town.unknown_place"


def test_a_place_without_a_border_is_said(server: str) -> None:
    assert refusal(query="A fountain", nominatim=server).code == "town.place_without_border"


def test_a_server_that_gives_up_is_said(server: str, world: World) -> None:
    world.remark = "runtime error: Query timed out"
    with pytest.raises(TownError) as caught:
        online.town_from_bbox(BOX, name="Test", overpass=server)
    assert caught.value.code == "town.server_refused"
    assert caught.value.values == {"detail": "runtime error: Query timed out"}


def test_a_server_that_fails_is_said(server: str, world: World) -> None:
    world.status = 500
    with pytest.raises(TownError) as caught:
        online.town_from_bbox(BOX, name="Test", overpass=server)
    assert caught.value.code == "town.server_refused"


def test_a_server_that_is_not_there_is_said() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        nobody = f"http://127.0.0.1:{free.getsockname()[1]}"
        with pytest.raises(TownError) as caught:
            online.town_from_bbox(BOX, name="Test", overpass=nobody)
        assert caught.value.code == "town.server_unreachable"
        assert refusal(query="Test", nominatim=nobody).code == "town.server_unreachable"


def test_an_empty_box_is_said(server: str) -> None:
    with pytest.raises(TownError) as caught:
        online.town_from_bbox((7.0, 43.0, 7.01, 43.01), name="Test", overpass=server)
    assert caught.value.code == "town.nothing"


@pytest.mark.parametrize(
    "box", [(7.43, 43.72, 7.41, 43.74), (7.41, 43.74, 7.43, 43.72), (0, -91, 1, 0)]
)
def test_a_box_that_is_none_is_said(box: tuple[float, float, float, float]) -> None:
    with pytest.raises(TownError) as caught:
        online.town_from_bbox(box, name="Test")
    assert caught.value.code == "town.no_box"
