"""Random little towns: matrix, path and oracle agree to the second and the metre."""

from collections.abc import Callable
from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from routing.errors import TownError
from routing.street.graph import StreetGraph, build_graph
from routing.street.network import Network, Restriction
from routing.street.profile import PROFILES
from tests.oracle import Oracle

SIDE = 5
"""Nodes in a row and in a column, about 100 m apart and all a little off the grid."""

CORNER = np.array([20_000_000, 480_000_000])
STEP = 10_000
NODES = np.array([(x, y) for y in range(SIDE) for x in range(SIDE)]) * STEP + CORNER
NODES += np.random.default_rng(1).integers(-3_000, 3_000, NODES.shape)

HIGHWAYS = ["residential", "secondary", "footway", "path", "pedestrian", "steps", "track"]
TAGS = st.fixed_dictionaries(
    {"highway": st.sampled_from(["residential"] * 4 + HIGHWAYS)},
    optional={
        "oneway": st.sampled_from(["yes", "-1", "no"]),
        "oneway:bicycle": st.sampled_from(["no", "yes"]),
        "cycleway:left": st.just("opposite_lane"),
        "junction": st.just("roundabout"),
        "access": st.sampled_from(["private", "destination"]),
        "bicycle": st.sampled_from(["yes", "no", "dismount"]),
        "motor_vehicle:backward": st.sampled_from(["no", "yes"]),
        "surface": st.sampled_from(["sett", "gravel", "grass"]),
        "maxspeed": st.sampled_from(["30", "80", "FR:urban"]),
        "maxspeed:backward": st.sampled_from(["20 mph", "50"]),
        "foot": st.sampled_from(["no", "yes"]),
        "oneway:foot": st.just("yes"),
        "hgv": st.sampled_from(["no", "delivery"]),
        "maxheight": st.sampled_from(["2.5", "3 m", "default"]),
        "maxweight": st.sampled_from(["3.5", "2 t", "none"]),
        "width": st.sampled_from(["1", "2", "0.8"]),
        "smoothness": st.sampled_from(["good", "bad", "horrible"]),
        "ramp:bicycle": st.sampled_from(["yes", "no"]),
        "motor_vehicle:conditional": st.sampled_from(
            [
                "delivery @ (Mo-Fr 06:00-11:00)",
                "no @ (11:00-19:00); destination @ (Sa 12:00-13:00 AND weight>3.5)",
                "no @ (10:00-11:00 AND wet)",
                "yes @ (21:00-23:00)",
            ]
        ),
        "bicycle:conditional": st.just("no @ 09:00-19:00"),
        "access:conditional": st.just("no @ (school run)"),
    },
)
BARRIERS = st.fixed_dictionaries(
    {"barrier": st.sampled_from(["bollard", "gate", "stile", "cycle_barrier", "wall"])},
    optional={
        "access": st.just("no"),
        "bicycle": st.sampled_from(["yes", "dismount"]),
        "foot": st.just("yes"),
        "locked": st.just("yes"),
        "maxwidth": st.sampled_from(["1", "2.2", "3"]),
    },
)
SIGNS = st.fixed_dictionaries(
    {"highway": st.sampled_from(["traffic_signals", "stop", "crossing", "give_way"])},
    optional={
        "direction": st.sampled_from(["forward", "backward"]),
        "crossing": st.just("traffic_signals"),
    },
)
HEIGHTS = st.lists(st.integers(0, 20_000), min_size=SIDE * SIDE, max_size=SIDE * SIDE).map(
    lambda millimetres: np.array(millimetres, np.int32)
)
NODE = st.integers(0, SIDE * SIDE - 1)
MOST_BETWEEN = 4
"""Nodes of a way over which a relation leads: the oracle remembers all ways along it."""
RELATION_TAGS = st.fixed_dictionaries(
    {
        "type": st.just("restriction"),
        "restriction": st.sampled_from(
            ["no_left_turn", "no_u_turn", "no_straight_on", "only_right_turn", "only_straight_on"]
        ),
    },
    optional={"except": st.sampled_from(["bicycle", "goods;psv", "psv"])},
)
POINT = st.tuples(st.integers(-STEP, SIDE * STEP), st.integers(-STEP, SIDE * STEP))


def walk(start: int, steps: list[tuple[int, int]]) -> list[int]:
    """Nodes of a way that steps from a node to its neighbours: it may cross itself."""
    x, y = start % SIDE, start // SIDE
    nodes = [start]
    for dx, dy in steps:
        x, y = min(max(x + dx, 0), SIDE - 1), min(max(y + dy, 0), SIDE - 1)
        nodes.append(y * SIDE + x)
    return [a for a, b in zip(nodes, [*nodes[1:], -1], strict=True) if a != b]


STEPS = st.lists(st.sampled_from([(1, 0), (0, 1), (-1, 0), (0, -1)]), min_size=1, max_size=8)
WAYS = st.lists(st.tuples(st.builds(walk, NODE, STEPS), TAGS), min_size=3, max_size=25)


@st.composite
def networks(draw: Callable[..., Any]) -> Network:
    """Streets of all kinds over the nodes."""
    ways = draw(WAYS)
    passed = [set(nodes) for nodes, _ in ways]
    touching = [
        (one, other)
        for one, there in enumerate(passed)
        for other, here in enumerate(passed)
        if there & here
    ]
    relations = draw(st.lists(relation_over(passed, touching), max_size=4)) if touching else []
    return Network(
        node_ids=np.arange(len(NODES)),
        node_lonlat=NODES.astype(np.int32),
        node_tags=draw(st.dictionaries(NODE, BARRIERS | SIGNS, max_size=6)),
        way_ids=np.arange(len(ways)),
        way_offsets=np.cumsum([0, *(len(nodes) for nodes, _ in ways)]),
        way_nodes=np.array([node for nodes, _ in ways for node in nodes], np.int32),
        way_tags=tuple(tags for _, tags in ways),
        restrictions=tuple(relations),
        node_heights=draw(st.none() | HEIGHTS),
    )


@st.composite
def relation_over(
    draw: Callable[..., Any], passed: list[set[int]], touching: list[tuple[int, int]]
) -> Restriction:
    """A restriction from way to way that touch, over a node or over a way between."""
    first, second = draw(st.sampled_from(touching))
    tags = draw(RELATION_TAGS)
    onward = [other for one, other in touching if one == second]
    if len(passed[second]) <= MOST_BETWEEN and draw(st.booleans()):
        return Restriction(1, (first,), (), (second,), (draw(st.sampled_from(onward)),), tags)
    via = draw(st.sampled_from(sorted(passed[first] & passed[second])))
    return Restriction(1, (first,), (via,), (), (second,), tags)


def graph_of(network: Network, profile: str) -> StreetGraph | None:
    try:
        return build_graph(network, PROFILES[profile])
    except TownError:
        return None


PROFILE = st.sampled_from(sorted(PROFILES))
POINTS = st.lists(POINT, min_size=2, max_size=6, unique=True).map(
    lambda points: (np.array(points) + CORNER) / 1e7
)


@given(networks(), PROFILE, POINTS)
@settings(max_examples=300)
def test_matrices_are_those_of_the_oracle(
    network: Network, profile: str, points: np.typing.NDArray[np.float64]
) -> None:
    graph = graph_of(network, profile)
    if graph is None:
        return
    matrix = graph.matrix(graph.snap(points))
    seconds, metres = Oracle(network, profile).matrix(points, points)
    assert matrix.durations.tolist() == seconds
    assert matrix.distances.tolist() == metres


@given(networks(), PROFILE, POINTS)
def test_a_path_has_the_numbers_of_the_matrix_and_is_as_long_as_it_is_drawn(
    network: Network, profile: str, points: np.typing.NDArray[np.float64]
) -> None:
    graph = graph_of(network, profile)
    if graph is None:
        return
    snaps = graph.snap(points)
    matrix = graph.matrix(snaps)
    for row, origin in enumerate(snaps):
        for column, destination in enumerate(snaps):
            path = graph.path(origin, destination)
            assert path.seconds == matrix.durations[row, column]
            assert path.metres == matrix.distances[row, column]
            ridden = sum(ride.milliseconds for ride in path.rides)
            assert path.seconds == -(-ridden // 1_000)
            steps = np.diff(path.lonlat, axis=0) * 111_195.08
            drawn = np.hypot(steps[:, 0] * np.cos(np.radians(path.lonlat[:-1, 1])), steps[:, 1])
            assert path.metres - 1.5 <= drawn.sum() <= path.metres + 0.5


@given(networks(), PROFILE, POINTS)
def test_a_cell_does_not_depend_on_how_many_points_are_asked_for(
    network: Network, profile: str, points: np.typing.NDArray[np.float64]
) -> None:
    graph = graph_of(network, profile)
    if graph is None:
        return
    snaps = graph.snap(points)
    few, many = graph.matrix(snaps), graph.matrix(snaps * 6)
    assert np.array_equal(np.tile(few.durations, (6, 6)), many.durations)
    assert np.array_equal(np.tile(few.distances, (6, 6)), many.distances)


@given(networks(), POINTS)
def test_on_foot_no_detour_over_a_third_point_is_faster(
    network: Network, points: np.typing.NDArray[np.float64]
) -> None:
    # On wheels it may be: who has stopped at a door may turn round there.
    graph = graph_of(network, "foot")
    if graph is None:
        return
    seconds = graph.matrix(graph.snap(points)).durations
    over = (seconds[:, :, None] + seconds[None, :, :]).min(axis=1)
    assert (seconds <= over).all()
