"""Towns written as graphs that OSMnx opens, and read back."""

from dataclasses import replace
from pathlib import Path

import networkx as nx
import pytest

from routing.street.network import Network
from routing.street.profile import PROFILES
from routing.town.graphml import town_from_graphml
from routing.town.graphml_writing import graph_of_town, write_graphml
from routing.town.town import Town
from tests.asciitown import AsciiTown, draw
from tests.ridden_day import small_day

PICTURE = """
a----b----c----d
|    |
e----f    g----h
"""


def town(table: str) -> tuple[AsciiTown, Town]:
    drawn = draw(PICTURE, table)
    return drawn, replace(small_day().town, network=drawn.network)


def edges(graph: "nx.MultiDiGraph[int]") -> list[tuple[str, bool, bool]]:
    """Both ends as letters, ``oneway``, ``reversed``."""
    letters = dict(enumerate("abcdefgh", 1))
    return sorted(
        (letters[u] + letters[v], at["oneway"], at["reversed"])
        for u, v, at in graph.edges(data=True)
    )


def test_a_street_has_an_edge_each_way_from_junction_to_junction() -> None:
    _, the_town = town("abcd residential\nbf footway")
    assert edges(graph_of_town(the_town)) == [
        ("ab", False, False),
        ("ba", False, True),
        ("bd", False, False),
        ("bf", False, False),
        ("db", False, True),
        ("fb", False, True),
    ]


def test_a_bend_is_in_the_geometry_of_both_directions() -> None:
    drawn, the_town = town("abf residential")
    ((_, _, there), (_, _, back)) = graph_of_town(the_town).edges(data=True)
    line = ["{:.7f} {:.7f}".format(*drawn.points[letter]) for letter in "abf"]
    assert there["geometry"] == f"LINESTRING ({', '.join(line)})"
    assert back["geometry"] == f"LINESTRING ({', '.join(line[::-1])})"
    assert there["length"] == back["length"] == pytest.approx(70, abs=0.01)


def test_a_node_that_tells_something_stays_a_node() -> None:
    _, the_town = town("abcd residential\nc barrier=bollard")
    graph = graph_of_town(the_town)
    assert {u for u, v in graph.edges()} == {1, 3, 4}
    assert graph.nodes[3]["barrier"] == "bollard"
    assert graph.nodes[3]["street_count"] == 2
    assert graph.nodes[1]["street_count"] == 1


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        ("oneway=yes", [("ab", True, False)]),
        ("oneway=-1", [("ba", True, True)]),
        ("oneway=no", [("ab", False, False), ("ba", False, True)]),
        ("oneway=reversible", [("ab", False, False), ("ba", False, True)]),
        ("junction=roundabout", [("ab", True, False)]),
        ("junction=roundabout oneway=no", [("ab", False, False), ("ba", False, True)]),
    ],
)
def test_a_one_way_street_has_one_edge(tags: str, expected: list[tuple[str, bool, bool]]) -> None:
    _, the_town = town(f"ab residential {tags}")
    assert edges(graph_of_town(the_town)) == expected


def test_the_graph_says_whose_map_it_is_and_what_osmnx_asks() -> None:
    _, the_town = town("ab residential")
    told = graph_of_town(the_town).graph
    assert (told["crs"], told["simplified"]) == ("epsg:4326", True)
    assert told["created_with"].startswith("Chaland ")
    assert told["attribution"] == "© OpenStreetMap contributors"
    assert (told["licence"], told["sha256"]) == ("ODbL-1.0", "0" * 64)


ROUND_TRIP = """
abcd  residential oneway=-1 cycleway:left=lane name=[Basse]
ae    secondary oneway=reversible
efb   residential oneway=yes oneway:bicycle=no bicycle:backward=no
bf    steps ramp=yes
gh    motorway
c     barrier=bollard bicycle=no
"""


def reread(folder: Path, the_town: Town) -> Network:
    write_graphml(the_town, folder / "town.graphml")
    return town_from_graphml(folder / "town.graphml", name="Again").network


def test_a_graph_is_read_back_with_every_tag_in_its_own_direction(tmp_path: Path) -> None:
    _, the_town = town(ROUND_TRIP)
    network, again = the_town.network, reread(tmp_path, the_town)
    tags = {
        int(id_): dict(tags) for id_, tags in zip(network.way_ids, network.way_tags, strict=True)
    }
    tags[5] |= {"oneway": "yes"}  # which a motorway is without saying
    for way, (way_id, found) in enumerate(zip(again.way_ids, again.way_tags, strict=True)):
        assert dict(found) == tags[way_id]
        nodes = again.node_ids[again.nodes_of(way)]
        mapped = network.node_ids[network.nodes_of(int(way_id) - 1)].tolist()
        ends = mapped.index(nodes[0]), mapped.index(nodes[-1])
        assert ends[0] < ends[1]
    assert {*again.way_ids.tolist()} == {*network.way_ids.tolist()}
    assert list(again.node_tags.values()) == [{"barrier": "bollard", "bicycle": "no"}]


@pytest.mark.parametrize("profile", PROFILES)
def test_a_graph_is_ridden_as_the_town_it_was_made_of(tmp_path: Path, profile: str) -> None:
    drawn, the_town = town("abcd residential oneway=-1\nbf steps\naef tertiary oneway:bicycle=no\n"
                           "dhgc residential")  # fmt: skip
    again = AsciiTown(reread(tmp_path, the_town), drawn.points)
    for one in "abdfh":
        for other in "abdfh":
            path, same = drawn.path(profile, one, other), again.path(profile, one, other)
            assert path.metres == pytest.approx(same.metres, abs=1)
            assert path.seconds == pytest.approx(same.seconds, abs=1)
