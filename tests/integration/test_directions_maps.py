"""Directions on every real map, for every profile."""

from pathlib import Path

import pytest

from routing.street.directions import Guide
from routing.street.graph import build_graph
from routing.street.network import Network
from routing.street.profile import PROFILES
from routing.town.osm import read_osm
from tests.integration.test_streets_oracle import TOWNS, doors
from tests.realmaps import map_files
from tests.told import assert_told_whole

PAIRS = 30


@pytest.fixture(scope="module", params=TOWNS)
def network(request: pytest.FixtureRequest, maps: Path) -> Network:
    return read_osm(map_files(maps / request.param), name=request.param).network


@pytest.mark.parametrize("profile", sorted(PROFILES))
def test_ways_through_real_towns_are_told_whole(network: Network, profile: str) -> None:
    graph, guide, points = build_graph(network, PROFILES[profile]), Guide(network), doors(network)
    snaps = graph.snap(points)
    steps = 0
    for at in range(PAIRS):
        path = graph.path(snaps[at], snaps[at + 1])
        longitude, latitude = points[at + 1].tolist()
        told = guide.steps(path, (longitude, latitude))
        assert_told_whole(network, path, told)
        steps += len(told)
    assert steps > 2 * PAIRS
