"""The native core: arrays it must refuse, and paths against NetworkX."""

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.native.core import NO_PATH, Graph

INT32, INT64 = np.int32, np.int64


def graph_of(count: int, arcs: list[tuple[int, int, int]]) -> Graph:
    """Arcs given as tail, head, weight."""
    arcs = sorted(arcs, key=lambda arc: arc[0])
    tails = [arc[0] for arc in arcs]
    offsets = np.searchsorted(tails, np.arange(count + 1)).astype(INT64)
    return Graph(
        offsets,
        np.array([arc[1] for arc in arcs], INT32),
        np.array([arc[2] for arc in arcs], INT64),
    )


def at(*vertices: int) -> tuple[np.typing.NDArray[np.int32], np.typing.NDArray[np.int64]]:
    """Places that are vertices."""
    sides = np.array([[vertex, -1] for vertex in vertices], INT32).reshape(-1, 2)
    return sides, np.zeros(sides.shape, INT64)


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


@pytest.mark.parametrize("vertex", [-2, 2])
def test_a_vertex_that_does_not_exist_is_refused(vertex: int) -> None:
    graph = graph_of(2, [(0, 1, 5)])
    with pytest.raises(ValueError, match="vertex"):
        graph.many_to_many(*at(0), *at(vertex))


def test_places_and_weights_must_match() -> None:
    graph = graph_of(2, [(0, 1, 5)])
    with pytest.raises(ValueError, match="every place"):
        graph.many_to_many(at(0)[0], at(0, 1)[1], *at(1))
    with pytest.raises(ValueError, match="negative"):
        graph.many_to_many(at(0)[0], at(0)[1] - 1, *at(1))
    with pytest.raises(ValueError, match="two ends"):
        graph.shortest_path(*at(0))


def test_where_there_is_no_path_it_is_said() -> None:
    graph = graph_of(3, [(0, 1, 5)])
    assert graph.many_to_many(*at(0, 1), *at(1, 0, 2)).tolist() == [
        [5, 0, NO_PATH],
        [0, NO_PATH, NO_PATH],
    ]
    with pytest.raises(ValueError, match="no path"):
        graph.shortest_path(*at(1, 0))


def test_a_place_is_left_and_reached_by_its_better_side() -> None:
    graph = graph_of(4, [(0, 2, 10), (1, 2, 1), (1, 3, 1)])
    origin = np.array([[0, 1]], INT32), np.array([[0, 20]], INT64)
    destination = np.array([[2, 3]], INT32), np.array([[9, 0]], INT64)
    assert graph.many_to_many(*origin, *destination).tolist() == [[19]]
    weight, first, last, arcs = graph.shortest_path(
        np.concatenate([origin[0], destination[0]]), np.concatenate([origin[1], destination[1]])
    )
    assert (weight, first, last, arcs.tolist()) == (19, 0, 2, [0])


VERTEX = st.integers(0, 11)
ARCS = st.lists(st.tuples(VERTEX, VERTEX, st.integers(0, 50)), max_size=50)


def networkx_of(arcs: list[tuple[int, int, int]]) -> "nx.MultiDiGraph[int]":
    graph: nx.MultiDiGraph[int] = nx.MultiDiGraph()
    graph.add_nodes_from(range(12))
    graph.add_weighted_edges_from(arcs)
    return graph


@given(ARCS)
def test_least_weights_are_those_of_networkx(arcs: list[tuple[int, int, int]]) -> None:
    everywhere = at(*range(12))
    found = graph_of(12, arcs).many_to_many(*everywhere, *everywhere, threads=2)
    for origin, expected in nx.all_pairs_dijkstra_path_length(networkx_of(arcs)):
        assert found[origin].tolist() == [expected.get(vertex, NO_PATH) for vertex in range(12)]


@given(ARCS, st.lists(VERTEX, min_size=1, max_size=4))
def test_with_many_origins_nothing_is_lost_that_lies_between_them(
    arcs: list[tuple[int, int, int]], asked: list[int]
) -> None:
    # From ten origins on, vertices that nobody asks for are taken out of the graph first.
    origins, destinations = at(*(asked * 10)), at(*asked)
    found = graph_of(12, arcs).many_to_many(*origins, *destinations)
    expected = dict(nx.all_pairs_dijkstra_path_length(networkx_of(arcs)))
    row = [[expected[tail].get(head, NO_PATH) for head in asked] for tail in asked]
    assert found.tolist() == row * 10


@given(ARCS, VERTEX, VERTEX)
def test_the_arcs_of_a_path_lead_there_and_weigh_what_it_says(
    arcs: list[tuple[int, int, int]], origin: int, destination: int
) -> None:
    graph = graph_of(12, arcs)
    least = graph.many_to_many(*at(origin), *at(destination))[0, 0]
    if least == NO_PATH:
        return
    weight, first, last, ridden = graph.shortest_path(*at(origin, destination))
    assert (weight, first, last) == (least, origin, destination)
    in_order = sorted(arcs, key=lambda arc: arc[0])
    vertex = origin
    for arc in ridden.tolist():
        assert in_order[arc][0] == vertex
        vertex = in_order[arc][1]
    assert vertex == destination
    assert sum(in_order[arc][2] for arc in ridden.tolist()) == weight


@given(ARCS)
def test_strong_components_are_those_of_networkx(arcs: list[tuple[int, int, int]]) -> None:
    found = graph_of(12, arcs).strong_components()
    parts = {frozenset(np.flatnonzero(found == number).tolist()) for number in set(found.tolist())}
    expected = nx.strongly_connected_components(networkx_of(arcs))
    assert parts == {frozenset(part) for part in expected}


def test_a_path_of_a_hundred_thousand_vertices_is_no_matter_of_stack_depth() -> None:
    count = 100_000
    ring = graph_of(count, [(v, (v + 1) % count, 1) for v in range(count)])
    assert set(ring.strong_components().tolist()) == {0}
    assert ring.many_to_many(*at(1), *at(0)).tolist() == [[count - 1]]
