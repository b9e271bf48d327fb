"""Every real map, every profile: matrices against the oracle, paths against the matrices."""

from pathlib import Path

import numpy as np
import pytest

from routing.street.graph import build_graph
from routing.street.network import Network
from routing.street.profile import PROFILES
from routing.town.elevation import read_tile, with_heights
from routing.town.osm import read_osm
from tests.oracle import Oracle
from tests.realmaps import COUNTRIES, map_files

TOWNS = ("bindlach", "monaco", "monaco-riviera", "rouen-centre", "saint-germain-en-laye")
OFTEN = {
    **dict.fromkeys(TOWNS, ("bike", "van")),
    "monaco": ("bike", "foot", "van"),
    **dict.fromkeys(sorted(COUNTRIES), ("van",)),
}
"""Profiles that every run of the tests asks; the others are among those that take minutes."""

PAIRS = [
    pytest.param(town, profile, marks=() if profile in often else pytest.mark.long)
    for town, often in OFTEN.items()
    for profile in sorted(PROFILES)
]
ORIGINS, POINTS = 4, 40


@pytest.fixture(scope="module")
def network(request: pytest.FixtureRequest, maps: Path) -> Network:
    return read_osm(map_files(maps / request.param), name=request.param).network


def doors(network: Network) -> np.typing.NDArray[np.float64]:
    """Points a few dozen metres off random nodes, and two exactly on nodes."""
    rng = np.random.default_rng(7)
    nodes = network.node_lonlat[rng.integers(0, len(network.node_lonlat), POINTS)] / 1e7
    away = rng.normal(0, 3e-4, (POINTS, 2))
    away[:2] = 0
    return np.asarray(nodes + away)


@pytest.mark.parametrize(("network", "profile"), PAIRS, indirect=["network"])
def test_matrix_oracle_and_path_agree(network: Network, profile: str) -> None:
    agree(network, profile)


@pytest.mark.parametrize(
    ("town", "profile"),
    [
        ("monaco", "cargo_trailer"),
        ("monaco", "foot"),
        *(
            pytest.param(town, profile, marks=pytest.mark.long)
            for town in ("andorra", "monaco")
            for profile in sorted(PROFILES)
            if (town, profile) not in {("monaco", "cargo_trailer"), ("monaco", "foot")}
        ),
    ],
)
def test_they_agree_on_hills(maps: Path, town: str, profile: str) -> None:
    tiles = [read_tile(file) for file in (maps / town).iterdir() if ".hgt" in file.suffixes]
    assert tiles
    raised = with_heights(read_osm(map_files(maps / town), name=town), tiles)
    agree(raised.network, profile)


def agree(network: Network, profile: str) -> None:
    points = doors(network)
    graph = build_graph(network, PROFILES[profile])
    snaps = graph.snap(points)
    matrix = graph.matrix(snaps)

    oracle = Oracle(network, profile)
    distances = [oracle.nearest(longitude, latitude)[2] for longitude, latitude in points.tolist()]
    assert [snap.distance for snap in snaps] == pytest.approx(distances, abs=1e-6)
    seconds, metres = oracle.matrix(points[:ORIGINS], points)
    assert matrix.durations[:ORIGINS].tolist() == seconds
    assert matrix.distances[:ORIGINS].tolist() == metres

    for row in range(ORIGINS):
        for column in range(POINTS):
            path = graph.path(snaps[row], snaps[column])
            assert path.seconds == matrix.durations[row, column]
            assert path.metres == matrix.distances[row, column]


def test_no_map_is_forgotten(maps: Path) -> None:
    assert {folder.name for folder in maps.iterdir() if folder.is_dir()} == OFTEN.keys()
