import bz2
import gzip
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import osmium
import pytest

from routing.errors import TownError
from routing.town.osm import read_osm
from routing.town.town import Town
from tests.townmaps import (
    DATE,
    Element,
    Node,
    Relation,
    Way,
    square,
    street,
    town_from,
    two_nodes,
    write_map,
    xml,
)


def tags_of(town: Town) -> dict[int, dict[str, str]]:
    return {
        way_id: dict(tags)
        for way_id, tags in zip(town.network.way_ids.tolist(), town.network.way_tags, strict=True)
    }


def code_of(paths: list[Path]) -> str:
    with pytest.raises(TownError) as caught:
        read_osm(paths, name="Test")
    return caught.value.code


def test_a_street_keeps_its_nodes_in_order_and_their_exact_positions(tmp_path: Path) -> None:
    nodes = Node(7, 30, 4), Node(3, 0, 0), Node(5, 10, -2)
    network = town_from(tmp_path, *nodes, street(9, (5, 3, 7, 5))).network
    assert network.node_ids[network.nodes_of(0)].tolist() == [5, 3, 7, 5]
    assert network.node_ids.tolist() == [3, 5, 7]
    assert network.node_lonlat.tolist() == [
        [74200000, 437300000],
        [74201000, 437299800],
        [74203000, 437300400],
    ]
    assert network.node_lonlat.dtype == np.int32


def test_every_routing_tag_is_kept_and_nothing_else(tmp_path: Path) -> None:
    kept = {
        "highway": "tertiary",
        "name": "Rue Grimaldi",
        "oneway": "yes",
        "oneway:bicycle": "no",
        "cycleway:left:oneway": "-1",
        "bicycle:conditional": "no @ (Sa 08:00-13:00)",
        "access:lanes": "yes|no",
        "maxspeed:hgv": "30",
        "source:maxspeed": "FR:urban",
        "surface": "sett",
        "incline": "8%",
        "turn:lanes:forward": "left|through",
        "motor_vehicle": "delivery",
        "junction": "roundabout",
        "ref": "D 98",
        "bridge": "yes",
        "layer": "1",
        "segregated": "no",
        "lit": "yes",
        "zone:traffic": "FR:urban",
    }
    dropped = {"name:ca": "Carrer", "source": "cadastre", "wikidata": "Q1", "ref:FR:FANTOIR": "1"}
    town = town_from(tmp_path, *two_nodes(), Way(100, (1, 2), kept | dropped))
    assert tags_of(town) == {100: kept}


def test_nodes_of_streets_keep_their_routing_tags(tmp_path: Path) -> None:
    bollard = {"barrier": "bollard", "bicycle": "yes", "maxwidth:physical": "0.9", "ele": "62.5"}
    town = town_from(
        tmp_path,
        Node(1, 0, 0, {"created_by": "JOSM"}),
        Node(2, 100, 0, bollard | {"source": "survey"}),
        Node(3, 50, 50, {"barrier": "gate"}),
        street(),
    )
    assert town.network.node_tags == {1: bollard}


@pytest.mark.parametrize("kind", ["construction", "proposed", "platform", "razed"])
def test_what_nobody_can_use_is_no_street(tmp_path: Path, kind: str) -> None:
    town = town_from(tmp_path, *two_nodes(), street(), Way(101, (1, 2), {"highway": kind}))
    assert tags_of(town).keys() == {100}


@pytest.mark.parametrize("kind", ["steps", "footway", "motorway", "raceway", "road", "via_ferrata"])
def test_every_other_kind_is_a_street_for_the_profiles_to_judge(tmp_path: Path, kind: str) -> None:
    assert tags_of(town_from(tmp_path, *two_nodes(), street(highway=kind))) == {
        100: {"highway": kind}
    }


def test_a_ferry_is_a_street(tmp_path: Path) -> None:
    ferry = {"route": "ferry", "duration": "00:10"}
    town = town_from(tmp_path, *two_nodes(), Way(100, (1, 2), ferry))
    assert tags_of(town) == {100: ferry}


def test_a_way_that_leaves_the_extract_is_cut_into_its_known_runs(tmp_path: Path) -> None:
    known = [Node(id_, id_, 0) for id_ in (1, 2, 4, 6, 7, 8)]
    network = town_from(tmp_path, *known, street(100, (1, 2, 3, 4, 5, 6, 7, 8))).network
    runs = [network.node_ids[network.nodes_of(way)].tolist() for way in (0, 1)]
    assert runs == [[1, 2], [6, 7, 8]]
    assert network.way_ids.tolist() == [100, 100]
    assert 4 not in network.node_ids


def test_turn_relations_are_kept_as_read(tmp_path: Path) -> None:
    nodes = [Node(id_, 10 * id_, 0) for id_ in (1, 2, 3, 4)]
    ways = street(10, (1, 2)), street(11, (2, 3)), street(12, (3, 4))
    by_node = Relation(
        5,
        (("way", 10, "from"), ("node", 2, "via"), ("way", 11, "to")),
        {
            "type": "restriction",
            "restriction:hgv": "no_left_turn",
            "except": "bicycle",
            "note": "x",
        },
    )
    by_way = Relation(
        6,
        (("way", 10, "from"), ("way", 11, "via"), ("way", 12, "to"), ("node", 4, "location_hint")),
        {"type": "restriction", "restriction": "no_u_turn"},
    )
    route = Relation(7, (("way", 10, ""),), {"type": "route"})
    first, second = town_from(tmp_path, *nodes, *ways, by_node, by_way, route).network.restrictions
    assert (first.id, first.from_ways, first.via_nodes, first.to_ways) == (5, (10,), (2,), (11,))
    assert first.tags == {
        "type": "restriction",
        "restriction:hgv": "no_left_turn",
        "except": "bicycle",
    }
    assert (second.via_nodes, second.via_ways, second.to_ways) == ((), (11,), (12,))


def whole_map() -> list[Element]:
    return [
        *two_nodes(),
        Node(3, 20, 5, {"addr:housenumber": "2", "addr:street": "Rue Basse"}),
        Node(4, 30, 5, {"shop": "bakery", "name": "Lou Pan", "opening_hours": "Mo-Sa 07:00-19:00"}),
        *square(20, 40, 10),
        street(),
        Way(110, (20, 21, 22, 23, 20), {"building": "yes"}),
        Relation(
            5,
            (("way", 100, "from"), ("node", 2, "via"), ("way", 100, "to")),
            {"type": "restriction"},
        ),
    ]


def write_pbf(source: Path, path: Path) -> None:
    with osmium.SimpleWriter(str(path)) as writer:
        for element in osmium.FileProcessor(str(source)):
            writer.add(element)


def test_every_form_of_a_file_gives_the_same_town(tmp_path: Path) -> None:
    text = xml(whole_map()).encode()
    for name, data in {
        "a.osm": text,
        "b.osm.gz": gzip.compress(text),
        "c.osm.bz2": bz2.compress(text),
    }.items():
        (tmp_path / name).write_bytes(data)
    write_pbf(tmp_path / "a.osm", tmp_path / "d.osm.pbf")
    towns = [read_osm([path], name="Test") for path in sorted(tmp_path.iterdir())]
    assert len(towns) == 4
    assert len({town.sha256 for town in towns}) == 1
    assert [len(towns[0].addresses), len(towns[0].shops)] == [1, 1]


def test_several_files_are_one_town_whatever_stands_where(tmp_path: Path) -> None:
    elements = [*whole_map(), Node(-5, 7, 7, {"shop": "wine"})]
    whole = write_map(tmp_path / "whole.osm", *elements)
    halves = [
        write_map(tmp_path / "ways.osm", *(one for one in elements if isinstance(one, Way))),
        write_map(tmp_path / "rest.osm", *(one for one in elements if not isinstance(one, Way))),
    ]
    assert read_osm(halves, name="Test").sha256 == read_osm([whole], name="Test").sha256


def test_of_two_elements_with_one_id_the_first_files_is_kept(tmp_path: Path) -> None:
    first = write_map(tmp_path / "first.osm", *two_nodes(), street(name="Rue Neuve"))
    second = write_map(tmp_path / "second.osm", Node(1, 5, 5), street(name="Rue Vieille"))
    town = read_osm([first, second], name="Test")
    assert tags_of(town)[100]["name"] == "Rue Neuve"
    assert town.network.node_lonlat[0].tolist() == [74200000, 437300000]


def test_the_zone_is_looked_up_where_the_streets_are(tmp_path: Path) -> None:
    path = write_map(tmp_path / "map.osm", *two_nodes(), street())
    assert read_osm([path], name="Test").zone == "Europe/Monaco"
    assert read_osm([path], name="Test", zone="Europe/Vaduz").zone == "Europe/Vaduz"


def test_a_zone_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    path = write_map(tmp_path / "map.osm", *two_nodes(), street())
    with pytest.raises(TownError) as caught:
        read_osm([path], name="Test", zone="Europe/Atlantis")
    assert caught.value.code == "town.unknown_zone"


def test_the_date_is_the_headers_else_the_newest_elements_else_unknown(tmp_path: Path) -> None:
    stamped = write_map(tmp_path / "stamped.osm", *two_nodes(), street())
    assert read_osm([stamped], name="Test").date == datetime(2024, 5, 1, 12, tzinfo=UTC)
    bare = tmp_path / "bare.osm"
    bare.write_text(stamped.read_text().replace(f"timestamp='{DATE}'", ""))
    assert read_osm([bare], name="Test").date is None
    header = osmium.io.Header()
    header.set("osmosis_replication_timestamp", "2025-01-19T21:21:36Z")
    with osmium.SimpleWriter(str(tmp_path / "headed.osm.pbf"), header=header) as writer:
        for element in osmium.FileProcessor(str(stamped)):
            writer.add(element)
    headed = read_osm([tmp_path / "headed.osm.pbf"], name="Test")
    assert headed.date == datetime(2025, 1, 19, 21, 21, 36, tzinfo=UTC)


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    assert code_of([tmp_path / "none.osm"]) == "town.map_missing"


def test_a_file_of_another_kind_is_said(tmp_path: Path) -> None:
    other = tmp_path / "map.shp"
    other.write_bytes(b"")
    assert code_of([other]) == "town.map_of_unknown_kind"


@pytest.mark.parametrize("suffix", [".osm", ".osm.gz", ".osm.bz2", ".osm.pbf"])
def test_a_damaged_file_is_said(tmp_path: Path, suffix: str) -> None:
    source = write_map(tmp_path / "source.osm", *(Node(id_, id_, id_ % 7) for id_ in range(1, 500)))
    write_pbf(source, tmp_path / "source.osm.pbf")
    whole = {
        ".osm": source.read_bytes(),
        ".osm.gz": gzip.compress(source.read_bytes()),
        ".osm.bz2": bz2.compress(source.read_bytes()),
        ".osm.pbf": (tmp_path / "source.osm.pbf").read_bytes(),
    }[suffix]
    cut, other = tmp_path / f"cut{suffix}", tmp_path / f"other{suffix}"
    cut.write_bytes(whole[: len(whole) * 2 // 3])
    other.write_bytes(b"<html>Not found</html>")
    empty = tmp_path / f"empty{suffix}"
    empty.write_bytes(b"")
    assert {code_of([cut]), code_of([other]), code_of([empty])} == {"town.map_damaged"}


def test_a_map_without_anything_is_said(tmp_path: Path) -> None:
    assert code_of([write_map(tmp_path / "map.osm")]) == "town.nothing"


def test_a_map_without_streets_is_said(tmp_path: Path) -> None:
    cafe = Node(1, 0, 0, {"amenity": "cafe"})
    assert code_of([write_map(tmp_path / "map.osm", cafe)]) == "town.no_streets"


def test_elements_may_stand_in_any_order_and_be_numbered_below_zero(tmp_path: Path) -> None:
    nodes = Node(-7, 30, 4), Node(3, 0, 0), Node(-5, 10, -2)
    network = town_from(tmp_path, street(9, (3, -7, -5)), *nodes).network
    assert network.node_ids[network.nodes_of(0)].tolist() == [3, -7, -5]
    assert network.node_lonlat[network.nodes_of(0)].tolist() == [
        [74200000, 437300000],
        [74203000, 437300400],
        [74201000, 437299800],
    ]


def test_a_node_without_tags_is_taken_from_the_first_file_that_has_it(tmp_path: Path) -> None:
    first = write_map(tmp_path / "a.osm", Node(1, 0, 0), street(9, (1, 2)))
    second = write_map(tmp_path / "b.osm", Node(1, 50, 50), Node(2, 100, 0))
    network = read_osm([first, second], name="Test").network
    assert network.node_lonlat.tolist() == [[74200000, 437300000], [74210000, 437300000]]


def test_a_map_whose_streets_have_no_nodes_is_said(tmp_path: Path) -> None:
    path = write_map(tmp_path / "map.osm", Node(9, 0, 0), street())
    assert code_of([path]) == "town.no_streets"
