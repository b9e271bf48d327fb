"""Directions in random little towns: nothing is lost, nothing is told twice."""

from collections.abc import Callable
from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from routing.street.directions import Guide
from routing.street.network import Network
from tests.property.test_streets import NODES, POINTS, PROFILE, SIDE, graph_of, networks
from tests.told import assert_told_whole

BLOCKS = [
    (node, node + step)
    for node in range(SIDE * SIDE)
    for step in (1, SIDE)
    if (step == SIDE and node + SIDE < SIDE * SIDE) or (step == 1 and (node + 1) % SIDE)
]
"""Every street between two neighbours of the grid."""

BLOCK_TAGS = st.fixed_dictionaries(
    {
        "highway": st.sampled_from(["residential"] * 3 + ["footway", "secondary_link", "service"]),
        "name": st.sampled_from(["", "Rue A", "Rue A", "Avenue B", "Carrer C"]),
    },
    optional={
        "junction": st.sampled_from(["roundabout"]),
        "oneway": st.sampled_from(["yes", "no"]),
        "ref": st.sampled_from(["D 1", "D 2"]),
    },
)


@st.composite
def named_grids(draw: Callable[..., Any]) -> Network:
    """A grid whose every block is a way of its own, with or without a name."""
    return Network(
        node_ids=np.arange(len(NODES)),
        node_lonlat=NODES.astype(np.int32),
        node_tags={},
        way_ids=np.arange(len(BLOCKS)),
        way_offsets=np.arange(len(BLOCKS) + 1) * 2,
        way_nodes=np.array(BLOCKS, np.int32).reshape(-1),
        way_tags=tuple(draw(BLOCK_TAGS) for _ in BLOCKS),
        restrictions=(),
    )


@given(st.one_of(named_grids(), named_grids(), networks()), PROFILE, POINTS)
def test_steps_are_the_whole_path_and_every_long_street_is_told(
    network: Network, profile: str, points: np.typing.NDArray[np.float64]
) -> None:
    graph = graph_of(network, profile)
    if graph is None:
        return
    guide, (origin, *others) = Guide(network), graph.snap(points)
    for destination, door in zip(others, points[1:].tolist(), strict=True):
        path = graph.path(origin, destination)
        assert_told_whole(network, path, guide.steps(path, (door[0], door[1])))


@given(networks(), PROFILE, POINTS)
def test_rides_are_the_path(
    network: Network, profile: str, points: np.typing.NDArray[np.float64]
) -> None:
    graph = graph_of(network, profile)
    if graph is None:
        return
    origin, *others = graph.snap(points)
    for destination in others:
        path = graph.path(origin, destination)
        assert path.metres == -(-sum(abs(ride.end - ride.start) for ride in path.rides) // 1_000)
        assert path.seconds == -(-sum(ride.milliseconds for ride in path.rides) // 1_000)
        assert all(ride.start != ride.end for ride in path.rides)
