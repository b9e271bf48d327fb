"""Towns from graphs that OSMnx wrote."""

from pathlib import Path

import networkx as nx
import pytest

from routing.errors import TownError
from routing.town.graphml import town_from_graphml
from routing.town.town import Town


def graph_file(folder: Path, *edges: tuple[int, int, dict[str, str]], **points: str) -> Path:
    """A GraphML file as ``osmnx.save_graphml`` writes it: every value is text."""
    graph: nx.MultiDiGraph[int] = nx.MultiDiGraph(
        crs="epsg:4326", created_with="OSMnx 2.1.1", simplified="True"
    )
    for origin, destination, attributes in edges:
        for node in (origin, destination):
            graph.add_node(node, x=f"{7.42 + node / 1000:.7f}", y="43.73", street_count="1")
        graph.add_edge(origin, destination, **attributes)
    if points:
        graph.add_node(edges[0][0], **points)
    path = folder / "town.graphml"
    nx.write_graphml(graph, path)
    return path


def residential(osmid: str = "10", **attributes: str) -> dict[str, str]:
    return {"osmid": osmid, "highway": "residential", "length": "80.5"} | attributes


def there_and_back(osmid: str = "10", **attributes: str) -> list[tuple[int, int, dict[str, str]]]:
    there = residential(osmid, oneway="False", reversed="False", **attributes)
    return [(2, 1, there | {"reversed": "True"}), (1, 2, there)]


def ways(town: Town) -> list[tuple[int, list[int], dict[str, str]]]:
    network = town.network
    return [
        (int(way_id), network.node_ids[network.nodes_of(way)].tolist(), dict(tags))
        for way, (way_id, tags) in enumerate(zip(network.way_ids, network.way_tags, strict=True))
    ]


def test_both_directions_are_one_street_as_mapped(tmp_path: Path) -> None:
    town = town_from_graphml(graph_file(tmp_path, *there_and_back(name="Rue Basse")), name="Test")
    assert ways(town) == [(10, [1, 2], {"highway": "residential", "name": "Rue Basse"})]
    assert town.network.node_lonlat.tolist() == [[74210000, 437300000], [74220000, 437300000]]
    assert (town.zone, town.date, town.addresses) == ("Europe/Monaco", None, ())


def test_one_direction_alone_is_one_way(tmp_path: Path) -> None:
    edge = residential(oneway="True", reversed="False")
    town = town_from_graphml(graph_file(tmp_path, (2, 1, edge)), name="Test")
    assert ways(town) == [(10, [2, 1], {"highway": "residential", "oneway": "yes"})]


def test_a_streets_edges_keep_its_id(tmp_path: Path) -> None:
    edges = (1, 2, residential()), (2, 3, residential())
    town = town_from_graphml(graph_file(tmp_path, *edges), name="Test")
    assert [way[0] for way in ways(town)] == [10, 10]


def test_bends_become_nodes_of_their_own(tmp_path: Path) -> None:
    line = "LINESTRING (7.421 43.73, 7.4215 43.7305, 7.4216 43.7301, 7.422 43.73)"
    back = "LINESTRING (7.422 43.73, 7.4216 43.7301, 7.4215 43.7305, 7.421 43.73)"
    (there, here) = there_and_back()
    there[2]["geometry"], here[2]["geometry"] = back, line
    town = town_from_graphml(graph_file(tmp_path, there, here), name="Test")
    ((_, nodes, tags),) = ways(town)
    assert nodes == [1, -1, -2, 2]
    assert "oneway" not in tags
    network = town.network
    points = network.node_lonlat[network.nodes_of(0)].tolist()
    assert points[1:3] == [[74215000, 437305000], [74216000, 437301000]]


def test_a_loop_of_two_directions_is_not_one_way(tmp_path: Path) -> None:
    loop = "LINESTRING (7.421 43.73, 7.4215 43.7305, 7.4216 43.7301, 7.421 43.73)"
    back = "LINESTRING (7.421 43.73, 7.4216 43.7301, 7.4215 43.7305, 7.421 43.73)"
    edges = [(1, 1, residential(geometry=line)) for line in (loop, back)]
    ((_, _, tags),) = ways(town_from_graphml(graph_file(tmp_path, *edges), name="Test"))
    assert "oneway" not in tags


def test_of_merged_values_the_first_is_kept(tmp_path: Path) -> None:
    edges = there_and_back("[12, 11]", highway="['steps', 'footway']", maxspeed="['30', '50']")
    town = town_from_graphml(graph_file(tmp_path, *edges), name="Test")
    assert ways(town) == [(12, [1, 2], {"highway": "steps", "maxspeed": "30"})]


def test_nodes_keep_their_routing_tags(tmp_path: Path) -> None:
    path = graph_file(tmp_path, (1, 2, residential()), highway="crossing", ref="7")
    assert town_from_graphml(path, name="Test").network.node_tags == {0: {"highway": "crossing"}}


def refusal(path: Path) -> str:
    with pytest.raises(TownError) as caught:
        town_from_graphml(path, name="Test")
    return caught.value.code


def test_a_missing_graph_is_said(tmp_path: Path) -> None:
    assert refusal(tmp_path / "none.graphml") == "town.map_missing"


@pytest.mark.parametrize("text", ["", "<graphml", "<graphml/>"])
def test_a_damaged_graph_is_said(tmp_path: Path, text: str) -> None:
    path = tmp_path / "town.graphml"
    path.write_text(text)
    assert refusal(path) == "town.map_damaged"


def test_a_projected_graph_is_refused(tmp_path: Path) -> None:
    path = graph_file(tmp_path, (1, 2, residential()), x="372345.1", y="4843211.0")
    assert refusal(path) == "town.not_an_osmnx_graph"


def test_a_graph_of_something_else_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "friends.graphml"
    nx.write_graphml(nx.karate_club_graph(), path)
    assert refusal(path) == "town.not_an_osmnx_graph"


def test_a_graph_without_streets_is_said(tmp_path: Path) -> None:
    edges = [(1, 2, {"osmid": "5", "railway": "rail"})]
    assert refusal(graph_file(tmp_path, *edges)) == "town.no_streets"
