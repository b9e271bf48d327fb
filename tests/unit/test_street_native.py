"""The native core: arrays it must refuse, and paths against NetworkX."""

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.native.core import NO_PATH, Graph, Hierarchy, Places

INT32, INT64 = np.int32, np.int64

ArcList = list[tuple[int, int, int]]
"""Tail, head, weight."""


def graph_of(count: int, arcs: ArcList) -> Graph:
    arcs = sorted(arcs, key=lambda arc: arc[0])
    tails = [arc[0] for arc in arcs]
    offsets = np.searchsorted(tails, np.arange(count + 1)).astype(INT64)
    return Graph(
        offsets,
        np.array([arc[1] for arc in arcs], INT32),
        np.array([arc[2] for arc in arcs], INT64),
    )


def beside(*places: dict[int, int]) -> Places:
    """Each place by its vertices and the weights between."""
    offsets = np.cumsum([0, *(len(place) for place in places)])
    vertices = [vertex for place in places for vertex in place]
    weights = [weight for place in places for weight in place.values()]
    return Places(offsets, np.array(vertices, INT32), np.array(weights, INT64))


def at(*vertices: int) -> Places:
    """Places that are vertices."""
    return beside(*({vertex: 0} for vertex in vertices))


@pytest.mark.parametrize(
    ("offsets", "heads", "weights"),
    [
        ([], [], []),
        ([1, 1], [], []),
        ([0, 2], [0], [1]),
        ([0, 2, 1], [0], [1]),
        ([-1, 1], [0], [1]),
        ([0, 1], [0], []),
        ([0, 1], [1], [1]),
        ([0, 1], [-1], [1]),
        ([0, 1], [0], [-1]),
    ],
)
def test_arrays_that_contradict_each_other_are_refused(
    offsets: list[int], heads: list[int], weights: list[int]
) -> None:
    with pytest.raises(ValueError, match=r"must|may"):
        Graph(np.array(offsets, INT64), np.array(heads, INT32), np.array(weights, INT64))


@pytest.mark.parametrize(
    ("offsets", "vertices", "weights"),
    [
        ([], [], []),
        ([1, 1], [0], [1]),
        ([0, 2], [0], [1]),
        ([0, 2, 1], [0], [1]),
        ([0, 1], [0], []),
        ([0, 1], [-1], [1]),
        ([0, 1], [0], [-1]),
    ],
)
def test_places_that_contradict_themselves_are_refused(
    offsets: list[int], vertices: list[int], weights: list[int]
) -> None:
    with pytest.raises(ValueError, match=r"must|may"):
        Places(np.array(offsets, INT64), np.array(vertices, INT32), np.array(weights, INT64))


def test_a_vertex_that_does_not_exist_is_refused() -> None:
    hierarchy = Hierarchy(graph_of(2, [(0, 1, 5)]))
    for origin, destination in ((at(0), at(2)), (at(2), at(0))):
        with pytest.raises(ValueError, match="vertices"):
            hierarchy.many_to_many(origin, destination)
        with pytest.raises(ValueError, match="vertices"):
            hierarchy.shortest_path(origin, destination)


def test_a_path_has_two_ends() -> None:
    hierarchy = Hierarchy(graph_of(2, [(0, 1, 5)]))
    for origin, destination in ((at(0, 1), at(1)), (at(0), at())):
        with pytest.raises(ValueError, match="one origin and one destination"):
            hierarchy.shortest_path(origin, destination)


def test_where_there_is_no_path_it_is_said() -> None:
    hierarchy = Hierarchy(graph_of(3, [(0, 1, 5)]))
    assert hierarchy.many_to_many(at(0, 1), at(1, 0, 2)).tolist() == [
        [5, 0, NO_PATH],
        [0, NO_PATH, NO_PATH],
    ]
    with pytest.raises(ValueError, match="no path"):
        hierarchy.shortest_path(at(1), at(0))
    assert hierarchy.many_to_many(beside({}), at(1)).tolist() == [[NO_PATH]]


def test_a_place_is_left_and_reached_by_its_best_side() -> None:
    hierarchy = Hierarchy(graph_of(4, [(0, 2, 10), (1, 2, 1), (1, 3, 1)]))
    origin, destination = beside({0: 0, 1: 20}), beside({2: 9, 3: 0})
    assert hierarchy.many_to_many(origin, destination).tolist() == [[19]]
    weight, vertices = hierarchy.shortest_path(origin, destination)
    assert (weight, vertices.tolist()) == (19, [0, 2])


VERTEX = st.integers(0, 11)
ARCS = st.lists(st.tuples(VERTEX, VERTEX, st.integers(0, 50)), max_size=50)


def networkx_of(arcs: ArcList) -> "nx.MultiDiGraph[int]":
    graph: nx.MultiDiGraph[int] = nx.MultiDiGraph()
    graph.add_nodes_from(range(12))
    graph.add_weighted_edges_from(arcs)
    return graph


@given(ARCS)
def test_least_weights_are_those_of_networkx(arcs: ArcList) -> None:
    everywhere = at(*range(12))
    found = Hierarchy(graph_of(12, arcs)).many_to_many(everywhere, everywhere, threads=2)
    for origin, expected in nx.all_pairs_dijkstra_path_length(networkx_of(arcs)):
        assert found[origin].tolist() == [expected.get(vertex, NO_PATH) for vertex in range(12)]


@given(ARCS, VERTEX, VERTEX)
def test_a_path_rides_arcs_that_weigh_what_it_says(
    arcs: ArcList, origin: int, destination: int
) -> None:
    hierarchy = Hierarchy(graph_of(12, arcs))
    least = hierarchy.many_to_many(at(origin), at(destination))[0, 0]
    if least == NO_PATH:
        return
    weight, vertices = hierarchy.shortest_path(at(origin), at(destination))
    assert weight == least
    assert (vertices[0], vertices[-1]) == (origin, destination)
    lightest: dict[tuple[int, int], int] = {}
    for tail, head, arc in arcs:
        lightest[tail, head] = min(arc, lightest.get((tail, head), arc))
    ridden = zip(vertices.tolist(), vertices.tolist()[1:], strict=False)
    assert sum(lightest[pair] for pair in ridden) == weight


@given(ARCS)
def test_strong_components_are_those_of_networkx(arcs: ArcList) -> None:
    found = graph_of(12, arcs).strong_components()
    parts = {frozenset(np.flatnonzero(found == number).tolist()) for number in set(found.tolist())}
    expected = nx.strongly_connected_components(networkx_of(arcs))
    assert parts == {frozenset(part) for part in expected}


def test_a_path_of_a_hundred_thousand_vertices_is_no_matter_of_stack_depth() -> None:
    count = 100_000
    ring = graph_of(count, [(v, (v + 1) % count, 1) for v in range(count)])
    assert set(ring.strong_components().tolist()) == {0}
    weight, vertices = Hierarchy(ring).shortest_path(at(1), at(0))
    assert weight == count - 1
    assert vertices.tolist() == [*range(1, count), 0]


def test_the_same_graph_makes_the_same_hierarchy() -> None:
    rng = np.random.default_rng(5)
    arcs = [(int(a), int(b), int(w)) for a, b, w in rng.integers(0, 60, (400, 3))]
    first, second = Hierarchy(graph_of(60, arcs)), Hierarchy(graph_of(60, arcs))
    assert (first.arc_count, first.shortcut_count) == (second.arc_count, second.shortcut_count)
    for origin, destination in ((0, 59), (7, 31)):
        paths = [h.shortest_path(at(origin), at(destination))[1] for h in (first, second)]
        assert paths[0].tolist() == paths[1].tolist()
