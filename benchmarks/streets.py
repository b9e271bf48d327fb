"""Matrices against NetworkX and SciPy: same graph, same points, every cell compared.

The rivals get the profile's contracted graph, not the raw map, and only their own search is timed;
ours is timed whole, from snaps to seconds and metres. NetworkX adds up the same whole numbers as we
do, SciPy doubles, and therefore milliseconds only.
"""

import json
import os
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path

import networkx as nx
import numpy as np
from rich.console import Console

from benchmarks.machine import machine
from routing.model import Matrix
from routing.street.edges import LENGTH_BITS, riding
from routing.street.graph import StreetGraph, build_graph
from routing.street.measure import Integers
from routing.street.profile import PROFILES
from routing.street.sides import Sides, Snaps
from routing.street.snap import Snap
from routing.town.osm import read_osm
from routing.town.pack import load_town
from routing.town.town import Town

RESULTS = Path(__file__).parent / "results"
SHIPPED = Path(str(files("data"))) / "towns" / "monaco.town"
PROFILE = "bike"
REPEATS = 3
NO_PATH = np.iinfo(np.int64).max


@dataclass(frozen=True, eq=False)
class Question:
    """Snapped points on a graph, as any engine understands them.

    Parameters
    ----------
    tails, heads, weights
        Arcs, at most one between two vertices. Vertex `graph's vertices + i` leads from point `i`
        to the streets beside it.
    reaching
        From the streets to the points.
    along
        Weights between points of one edge that do not leave it, else `no_path`.
    """

    vertices: int
    points: int
    tails: Integers
    heads: Integers
    weights: Integers
    reaching: Sides
    along: Integers

    @property
    def origins(self) -> range:
        """The vertices that stand for points."""
        return range(self.vertices, self.vertices + self.points)

    def cells(self, distances: Integers) -> Integers:
        """Weights from point to point.

        Parameters
        ----------
        distances
            Shape (points, vertices): from each point to each vertex.
        """
        sides = [
            np.where(vertex < 0, NO_PATH, distances[:, vertex] + weight)
            for vertex, weight in zip(
                self.reaching.vertices.T, self.reaching.weights.T, strict=True
            )
        ]
        return np.minimum(np.minimum(*sides), self.along)


def question(graph: StreetGraph, snaps: Snaps) -> Question:
    """Ask for the matrix of these points."""
    edges, arcs, leaving = graph.edges, graph.arcs, snaps.leaving()
    ridden, forward = arcs.edges, arcs.forward
    points, vertices = len(snaps.edge), arcs.graph.vertex_count
    is_open = leaving.vertices >= 0
    origins = vertices + np.repeat(np.arange(points), is_open.sum(axis=1))
    speeds = np.where(forward, edges.forward[ridden], edges.backward[ridden])
    everything = (
        np.r_[np.where(forward, edges.tails[ridden], edges.heads[ridden]), origins],
        np.r_[
            np.where(forward, edges.heads[ridden], edges.tails[ridden]), leaving.vertices[is_open]
        ],
        np.r_[riding(speeds, edges.starts[ridden], edges.ends[ridden]), leaving.weights[is_open]],
    )
    along = np.full((points, points), NO_PATH)
    pairs = np.nonzero(snaps.edge[:, None] == snaps.edge)
    along[pairs] = snaps.along(*pairs)
    return Question(vertices, points, *_lightest(*everything), snaps.reaching(), along)


def _lightest(
    tails: Integers, heads: Integers, weights: Integers
) -> tuple[Integers, Integers, Integers]:
    """Of parallel arcs the lightest."""
    order = np.lexsort([weights, heads, tails])
    tails, heads, weights = tails[order], heads[order], weights[order]
    first = np.r_[True, (np.diff(tails) != 0) | (np.diff(heads) != 0)]
    return tails[first], heads[first], weights[first]


def networkx_cells(asked: Question) -> tuple[float, Integers]:
    """Seconds of search, and weights from point to point."""
    graph: nx.DiGraph[int] = nx.DiGraph()
    arcs = zip(asked.tails.tolist(), asked.heads.tolist(), asked.weights.tolist(), strict=True)
    graph.add_weighted_edges_from(arcs)
    distances = np.empty((asked.points, asked.vertices), np.int64)
    seconds = 0.0
    for row, origin in enumerate(asked.origins):
        started = time.perf_counter()
        lengths = nx.single_source_dijkstra_path_length(graph, origin)
        seconds += time.perf_counter() - started
        distances[row] = [lengths[vertex] for vertex in range(asked.vertices)]
    return seconds, asked.cells(distances)


def scipy_cells(asked: Question) -> tuple[float, Integers]:
    """Seconds of search, and milliseconds (as weights of no length) from point to point."""
    from scipy.sparse import csr_array  # noqa: PLC0415  # a rival, not a dependency
    from scipy.sparse.csgraph import dijkstra  # noqa: PLC0415

    size = asked.vertices + asked.points
    milliseconds = (asked.weights >> LENGTH_BITS).astype(np.float64)
    graph = csr_array((milliseconds, (asked.tails, asked.heads)), shape=(size, size))
    started = time.perf_counter()
    found = dijkstra(graph, indices=list(asked.origins))
    seconds = time.perf_counter() - started
    return seconds, asked.cells(found[:, : asked.vertices].astype(np.int64) << LENGTH_BITS)


RIVALS: dict[str, Callable[[Question], tuple[float, Integers]]] = {
    "networkx": networkx_cells,
    "scipy": scipy_cells,
}


def our_seconds(graph: StreetGraph, snaps: Sequence[Snap], threads: int) -> tuple[float, Matrix]:
    """Median seconds of several runs from snaps to matrix, and the matrix."""
    seconds = []
    for _ in range(REPEATS):
        started = time.perf_counter()
        matrix = graph.matrix(snaps, threads=threads)
        seconds.append(time.perf_counter() - started)
    return statistics.median(seconds), matrix


def measure(town: Town, profile: str, points: int, seed: int) -> dict[str, object]:
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
    started = time.perf_counter()
    graph = build_graph(network, PROFILES[profile])
    built = time.perf_counter() - started
    rng = np.random.default_rng(seed)
    nodes = network.node_lonlat[rng.integers(0, len(network.node_lonlat), points)]
    started = time.perf_counter()
    snaps = graph.snap(nodes / 1e7 + rng.normal(0, 3e-4, (points, 2)))
    snapped = time.perf_counter() - started

    ours, matrix = our_seconds(graph, snaps, threads=0)
    engines = {"chaland": ours, "chaland, 1 thread": our_seconds(graph, snaps, threads=1)[0]}
    asked = question(graph, Snaps.of(graph.edges, snaps))
    rivals = {name: search for name, search in RIVALS.items() if find_spec(name)}
    for engine, search in rivals.items():
        engines[engine], cells = search(asked)
        seconds = -(-(cells >> LENGTH_BITS) // 1_000)
        assert np.array_equal(seconds, matrix.durations), engine  # noqa: S101
    return {
        "town": {"name": town.name, "sha256": town.sha256, "date": str(town.date)},
        "profile": profile,
        "points": points,
        "seed": seed,
        "vertices": asked.vertices,
        "arcs": graph.arcs.graph.arc_count,
        "build_seconds": round(built, 4),
        "snap_seconds": round(snapped, 4),
        "matrix_seconds": {engine: round(seconds, 4) for engine, seconds in engines.items()},
        "times_faster_than": {engine: round(engines[engine] / ours, 1) for engine in rivals},
        **machine(["chaland", "numpy", *rivals]),
    }


def run(
    maps: Path | None = None,
    out: Path = RESULTS,
    *,
    town: str = "andorra",
    points: int = 1_000,
    seed: int = 1,
) -> dict[str, object]:
    """Measure, write the result to a file and show it.

    Parameters
    ----------
    maps
        Folder with a folder of map files for each town; the one that ``CHALAND_TEST_MAPS`` names
        when None. Without either the shipped town is measured.
    out
        Folder for ``streets-TOWN-PROFILE-POINTS.json``.
    """
    folder = maps or os.environ.get("CHALAND_TEST_MAPS")
    chosen = _town_of(Path(folder) / town) if folder else load_town(SHIPPED)
    result = measure(chosen, PROFILE, points, seed)
    out.mkdir(parents=True, exist_ok=True)
    path = out / f"streets-{chosen.name}-{PROFILE}-{points}.json"
    path.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")
    Console().print_json(data=result)
    Console().print(path)
    return result


def _town_of(folder: Path) -> Town:
    maps = sorted(file for file in folder.iterdir() if ".osm" in file.suffixes)
    return read_osm(maps, name=folder.name)
