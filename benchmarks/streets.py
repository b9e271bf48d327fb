"""Matrices against NetworkX and SciPy: same graph, same points, every cell compared.

The rivals get the profile's edge-based graph, not the raw map, and are timed from there to the
distances that the matrix needs; ours is timed whole, from snaps to seconds and metres. Engines take
turns, so that a machine busy with other things slows all of them. NetworkX adds up the same whole
numbers as we do; SciPy adds doubles, and therefore milliseconds only.
"""

import os
import time
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from functools import partial
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from typing import TypeVar

import networkx as nx
import numpy as np

from benchmarks.machine import kept, machine
from benchmarks.tiles import tiled
from routing.street.edges import LENGTH_BITS
from routing.street.graph import StreetGraph, build_graph
from routing.street.measure import Integers
from routing.street.profile import PROFILES
from routing.street.sides import Sides, Standing
from routing.street.snap import Snap
from routing.town.osm import read_osm
from routing.town.pack import load_town
from routing.town.town import Town

RESULTS = Path(__file__).parent / "results"
SHIPPED = Path(str(files("data"))) / "towns" / "monaco.town"
PROFILE = "bike"
TURNS = 10
FEW = 300
"""Points of a village's day."""
OUT_OF_REACH = 1 << 61
"""More than any path weighs: nobody comes to some states from some points."""

Answer = TypeVar("Answer")

Search = Callable[[range], Integers]
"""From some origins to all vertices beside points."""


@dataclass(frozen=True, eq=False)
class Question:
    """Snapped points on a graph, as any engine understands them.

    Parameters
    ----------
    vertices
        Of the graph. Vertex `vertices + i` leads from point `i` to the states beside it.
    tails, heads, weights
        Arcs, at most one between two vertices.
    beside
        The vertices from which points are reached.
    reaching
        From them to the points.
    direct
        Origins, destinations and weights of what needs no search.
    points
        How many.
    """

    vertices: int
    tails: Integers
    heads: Integers
    weights: Integers
    beside: Integers
    reaching: Sides
    direct: tuple[Integers, Integers, Integers]
    points: int

    def origins(self, turn: int) -> range:
        """The vertices that stand for the points of one turn."""
        start, end = self.points * turn // TURNS, self.points * (turn + 1) // TURNS
        return range(self.vertices + start, self.vertices + end)

    def cells(self, distances: Integers) -> Integers:
        """Weights from point to point.

        Parameters
        ----------
        distances
            Shape (points, vertices beside points).
        """
        columns = np.searchsorted(self.beside, self.reaching.states)
        sides = distances[:, columns] + self.reaching.weights
        firsts = np.searchsorted(self.reaching.points, np.arange(self.points))
        cells: Integers = np.minimum.reduceat(sides, firsts, axis=1)
        origins, destinations, weights = self.direct
        np.minimum.at(cells, (origins, destinations), weights)
        return cells


def question(graph: StreetGraph, snaps: Sequence[Snap]) -> Question:
    """Ask for the matrix of these points."""
    states, arcs = graph.topology.states, graph.topology.arcs
    standing = Standing(graph.topology, snaps)
    leaving, reaching = standing.leaving(), standing.reaching()
    vertices = len(states.arcs)
    weights = (states.delays << LENGTH_BITS) + arcs.weights[states.arcs[states.after]]
    return Question(
        vertices,
        *_lightest(
            np.concatenate([states.before, vertices + leaving.points]),
            np.concatenate([states.after, leaving.states]),
            np.concatenate([weights, leaving.weights]),
        ),
        np.unique(reaching.states),
        reaching,
        standing.direct(),
        len(snaps),
    )


def _lightest(
    tails: Integers, heads: Integers, weights: Integers
) -> tuple[Integers, Integers, Integers]:
    """Of parallel arcs the lightest."""
    order = np.lexsort([weights, heads, tails])
    tails, heads, weights = tails[order], heads[order], weights[order]
    is_first = np.ones(len(order), bool)
    is_first[1:] = (np.diff(tails) != 0) | (np.diff(heads) != 0)
    return tails[is_first], heads[is_first], weights[is_first]


def networkx_search(asked: Question) -> Search:
    """Dijkstra's algorithm in Python, as users of OSMnx have it."""
    graph: nx.DiGraph[int] = nx.DiGraph()
    arcs = zip(asked.tails.tolist(), asked.heads.tolist(), asked.weights.tolist(), strict=True)
    graph.add_weighted_edges_from(arcs)
    beside = asked.beside.tolist()

    def search(origins: range) -> Integers:
        found = [nx.single_source_dijkstra_path_length(graph, origin) for origin in origins]
        return np.array(
            [[lengths.get(vertex, OUT_OF_REACH) for vertex in beside] for lengths in found],
            np.int64,
        )

    return search


def scipy_search(asked: Question) -> Search:
    """Dijkstra's algorithm in C; milliseconds only, given as weights without length."""
    from scipy.sparse import csr_array  # noqa: PLC0415  # a rival, not a dependency
    from scipy.sparse.csgraph import dijkstra  # noqa: PLC0415

    size = asked.vertices + asked.points
    milliseconds = (asked.weights >> LENGTH_BITS).astype(np.float64)
    graph = csr_array((milliseconds, (asked.tails, asked.heads)), shape=(size, size))

    def search(origins: range) -> Integers:
        found = dijkstra(graph, indices=list(origins))[:, asked.beside]
        reached = np.where(np.isinf(found), OUT_OF_REACH >> LENGTH_BITS, found)
        return np.asarray(reached.astype(np.int64) << LENGTH_BITS)

    return search


RIVALS = {"networkx": networkx_search, "scipy": scipy_search}


def measure(
    town: Town, profile: str, points: int, seed: int, rivals: Collection[str] = tuple(RIVALS)
) -> dict[str, object]:
    """Compare the engines on random points of a town.

    Parameters
    ----------
    points
        So many points near random street nodes: a matrix of points x points.

    Raises
    ------
    AssertionError
        When an engine's matrix differs from ours in any cell.
    """
    network = town.network
    built, graph = timed(partial(build_graph, network, PROFILES[profile]))
    changes = [replace(PROFILES[profile], name=f"changed {number}") for number in range(3)]
    changed = median(timed(partial(build_graph, network, one))[0] for one in changes)
    rng = np.random.default_rng(seed)
    nodes = network.node_lonlat[rng.integers(0, len(network.node_lonlat), points)]
    doors = nodes / 1e7 + rng.normal(0, 3e-4, (points, 2))
    snapped, snaps = timed(partial(graph.snap, doors))
    few, _ = min(timed(partial(graph.matrix, snaps[:FEW])) for _ in range(3))
    matrix = graph.matrix(snaps)

    asked = question(graph, snaps)
    searches = {
        name: search(asked) for name, search in RIVALS.items() if name in rivals and find_spec(name)
    }
    found: dict[str, list[Integers]] = {name: [] for name in searches}
    seconds = dict.fromkeys(["chaland", "chaland, 1 thread", *searches], 0.0)
    for turn in range(TURNS):
        # We answer everything in each turn, the rivals their part of it.
        seconds["chaland"] += timed(partial(graph.matrix, snaps))[0] / TURNS
        seconds["chaland, 1 thread"] += timed(partial(graph.matrix, snaps, threads=1))[0] / TURNS
        for name, search in searches.items():
            spent, distances = timed(partial(search, asked.origins(turn)))
            seconds[name] += spent
            found[name].append(distances)
    for name, distances_by_turn in found.items():
        cells = asked.cells(np.concatenate(distances_by_turn))
        same = np.array_equal(-(-(cells >> LENGTH_BITS) // 1_000), matrix.durations)
        assert same, f"{name} found other seconds than we did"  # noqa: S101
    return {
        "town": {"name": town.name, "sha256": town.sha256, "date": str(town.date)},
        "profile": profile,
        "points": points,
        "seed": seed,
        "vertices": asked.vertices,
        "arcs": len(graph.topology.states.before),
        "arcs_with_shortcuts": graph.hierarchy.arc_count,
        "build_seconds": round(built, 4),
        "snap_seconds": round(snapped, 4),
        "matrix_seconds": {name: round(spent, 4) for name, spent in seconds.items()},
        "times_faster_than": {
            name: round(seconds[name] / seconds["chaland"], 1) for name in searches
        },
        "changed_profile_seconds": round(changed, 4),
        f"matrix_seconds_of_{FEW}": round(few, 4),
        **machine(["chaland", "numpy", *searches]),
    }


def timed(ask: Callable[[], Answer]) -> tuple[float, Answer]:
    """Seconds, and the answer."""
    started = time.perf_counter()
    answer = ask()
    return time.perf_counter() - started, answer


def run(  # noqa: PLR0913  # one keyword for each question that can be asked
    town: Path | None = None,
    out: Path = RESULTS,
    *,
    profile: str = PROFILE,
    points: int = 1_000,
    tiles: int = 1,
    rivals: Collection[str] = tuple(RIVALS),
    seed: int = 1,
) -> dict[str, object]:
    """Measure and write the result to a file, which is named in what comes back.

    Parameters
    ----------
    town
        A pack, or a folder of map files. None: Andorra in the folder that ``CHALAND_TEST_MAPS``
        names, else the shipped town.
    out
        Folder for ``streets-TOWN-PROFILE-POINTS.json``.
    tiles
        So many copies of the town side by side, and as many rows of them.
    """
    maps = os.environ.get("CHALAND_TEST_MAPS")
    source = town or (Path(maps) / "andorra" if maps else SHIPPED)
    chosen = _town_of(source) if source.is_dir() else load_town(source)
    if tiles > 1:
        chosen = tiled(chosen, tiles)
    result = measure(chosen, profile, points, seed, rivals)
    return kept(result, out, "streets", chosen.name, profile, points)


def _town_of(folder: Path) -> Town:
    maps = sorted(file for file in folder.iterdir() if ".osm" in file.suffixes)
    return read_osm(maps, name=folder.name)
