"""Towns handed on: to OSMnx, to a browser's map, as a picture; each with whose map it is."""

import gzip
import json
import xml.etree.ElementTree as ET
from dataclasses import replace
from pathlib import Path

import networkx as nx
import numpy as np
import osmnx as ox
import pytest

from chaland.exits import ExitCode
from routing.day.streets import streets_of
from routing.street.profile import PROFILES
from routing.town.graphml import town_from_graphml
from routing.town.graphml_writing import write_graphml
from routing.town.osm import read_osm
from routing.town.pack import find_town, load_town
from routing.town.town import Town
from tests.integration.command import document, succeed

TOWNS = Path(__file__).parents[2] / "data/towns"

SMALLEST_STREETS = 1_000_000
"""Bytes that the streets of a town of Andorra's size may take, compressed."""


@pytest.fixture(scope="module")
def monaco() -> Town:
    return load_town(find_town("monaco", [TOWNS]))


@pytest.fixture(scope="module")
def graphml(monaco: Town, tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("graph") / "monaco.graphml"
    write_graphml(monaco, file)
    return file


def test_osmnx_opens_the_graph_routes_in_it_and_measures_it(graphml: Path) -> None:
    graph = ox.io.load_graphml(graphml)
    assert (graph.graph["crs"], graph.graph["simplified"]) == ("epsg:4326", True)
    _, _, edge = next(iter(graph.edges(data=True)))
    assert isinstance(edge["osmid"], int)
    assert isinstance(edge["length"], float)
    assert isinstance(edge["oneway"], bool)
    nodes, edges = ox.convert.graph_to_gdfs(graph)
    assert (len(nodes), len(edges)) == (len(graph), graph.number_of_edges())
    stats = ox.stats.basic_stats(graph)
    assert 100_000 < stats["street_length_total"] < 250_000
    # OSMnx counts both halves of a way that runs in a ring as one street.
    counted = ox.stats.count_streets_per_node(graph)
    told = nx.get_node_attributes(graph, "street_count")
    assert sum(counted[node] != told[node] for node in graph) < len(graph) / 500
    largest = ox.truncate.largest_component(graph, strongly=True)
    origin, destination = (
        min(largest, key=lambda node: abs(largest.nodes[node]["x"] - spot))
        for spot in (7.412, 7.43)
    )
    route = ox.routing.shortest_path(largest, origin, destination)
    assert route is not None
    assert 2_000 < ox.routing.route_to_gdf(largest, route)["length"].sum() < 5_000


def test_every_edge_lies_where_its_nodes_are_and_is_as_long_as_it_says(graphml: Path) -> None:
    graph = ox.io.load_graphml(graphml)
    for origin, destination, edge in graph.edges(data=True):
        ends = [(graph.nodes[node]["x"], graph.nodes[node]["y"]) for node in (origin, destination)]
        line = np.array(edge["geometry"].coords if "geometry" in edge else ends)
        assert np.array_equal(line[[0, -1]], ends)
        steps = ox.distance.great_circle(line[:-1, 1], line[:-1, 0], line[1:, 1], line[1:, 0])
        assert edge["length"] == pytest.approx(float(np.sum(steps)), abs=0.01)


@pytest.mark.parametrize("profile", PROFILES)
def test_a_town_of_the_graph_gives_the_matrix_of_the_town(
    monaco: Town, graphml: Path, profile: str
) -> None:
    """But for its turn relations, which a graph has none of.

    Rulers begin anew at each junction, where a millisecond may be lost: so of two ways that take as
    long another may be the fastest, and be of another length.
    """
    again = town_from_graphml(graphml, name="Again")
    free = replace(monaco, network=replace(monaco.network, restrictions=()))
    spots = [address.position for address in monaco.addresses[:: len(monaco.addresses) // 60]]
    one, other = (streets_of(it.network, profile, spots).matrix() for it in (free, again))
    assert np.abs(one.durations - other.durations).max() <= 1
    assert (np.abs(one.distances - other.distances) <= 1).mean() > 0.98


def test_the_command_writes_a_graph_a_base_map_and_a_picture(tmp_path: Path) -> None:
    graph, base, picture = (tmp_path / name for name in ("m.graphml", "m.geojson.gz", "m.svg"))
    told = document("town", "export", "monaco", "--graphml", graph, "--geojson", base)
    assert told["files"] == [str(graph), str(base)]
    assert told["licence"] == "ODbL-1.0"
    again = tmp_path / "again.town"
    built = document("town", "build", "again", "--graphml", graph, "--out", again)
    assert built["zone"] == "Europe/Monaco"
    collection = json.loads(gzip.decompress(base.read_bytes()))
    assert collection["town"] == "Monaco"
    drawn = document("town", "info", "monaco", "--picture", picture)
    assert drawn["picture"] == str(picture)
    assert ET.parse(picture).getroot().tag == "{http://www.w3.org/2000/svg}svg"  # noqa: S314 (ours)


def test_the_same_town_makes_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one", "other"):
        succeed("town", "export", "monaco", "--geojson", tmp_path / f"{name}.geojson.gz",
                "--graphml", tmp_path / f"{name}.graphml")  # fmt: skip
    for kind in ("geojson.gz", "graphml"):
        assert (tmp_path / f"one.{kind}").read_bytes() == (tmp_path / f"other.{kind}").read_bytes()


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (("town", "export", "monaco"), "usage.export_what"),
        (("town", "info", "monaco", "--picture", "monaco.png"), "usage.picture"),
    ],
)
def test_a_command_that_cannot_do_it_says_so(command: tuple[str, ...], code: str) -> None:
    (error,) = document(*command, code=ExitCode.USAGE)["error"]
    assert error["code"] == code


def test_a_country_of_valleys_fits_into_a_browser(maps: Path) -> None:
    from api.web.basemap import basemap_geojson  # noqa: PLC0415 (needed with real maps only)

    andorra = read_osm([maps / "andorra/andorra-250119.osm.pbf"], name="Andorra")
    collection = json.loads(basemap_geojson(andorra))
    streets = [one for one in collection["features"] if one["properties"]["layer"] == "street"]
    shorter_than_a_metre = len(andorra.network.way_ids) - len(streets)
    assert 0 <= shorter_than_a_metre < 10
    written = json.dumps(streets, ensure_ascii=False, separators=(",", ":")).encode()
    assert len(gzip.compress(written)) < SMALLEST_STREETS
