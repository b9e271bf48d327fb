"""How the graph is left and reached from points on its edges."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from routing.native import core
from routing.street.edges import Edges, riding
from routing.street.measure import Integers
from routing.street.snap import Snap


@dataclass(frozen=True, slots=True, eq=False)
class Sides:
    """The two vertices beside each snap, tail first, head second, as the native core wants them.

    Parameters
    ----------
    vertices
        int32, shape (snaps, 2); -1 where that side is closed.
    weights
        Shape (snaps, 2).
    """

    vertices: npt.NDArray[np.int32]
    weights: Integers

    def side_of(self, vertex: int) -> int:
        """Which of a single snap's two sides is the cheaper way to a vertex: 0 or 1."""
        return int(np.where(self.vertices[0] == vertex, self.weights[0], core.NO_PATH).argmin())


@dataclass(frozen=True, slots=True, eq=False)
class Snaps:
    """Many snaps of one graph."""

    edges: Edges
    edge: Integers
    ruler: Integers

    @classmethod
    def of(cls, edges: Edges, snaps: Sequence[Snap]) -> "Snaps":
        """The snaps in arrays."""
        edge = np.array([snap.edge for snap in snaps], np.int64)
        return cls(edges, edge, np.array([snap.ruler for snap in snaps], np.int64))

    def leaving(self) -> Sides:
        """From each snap to the vertices beside it: on to the edge's head, back to its tail."""
        return self._sides(self.edges.backward[self.edge], self.edges.forward[self.edge])

    def reaching(self) -> Sides:
        """From the vertices beside each snap to it."""
        return self._sides(self.edges.forward[self.edge], self.edges.backward[self.edge])

    def _sides(self, tail_speeds: Integers, head_speeds: Integers) -> Sides:
        speeds = np.stack([tail_speeds, head_speeds], axis=1)
        borders = np.stack([self.edges.starts[self.edge], self.edges.ends[self.edge]], axis=1)
        vertices = np.stack([self.edges.tails[self.edge], self.edges.heads[self.edge]], axis=1)
        # Who stands at a vertex is at all the streets that meet there, not on one of them.
        there = borders == self.ruler[:, None]
        is_open = np.where(there.any(axis=1, keepdims=True), there, speeds > 0)
        weights = riding(np.where(speeds > 0, speeds, 1_000), borders, self.ruler[:, None])
        return Sides(
            np.where(is_open, vertices, -1).astype(np.int32), np.where(is_open, weights, 0)
        )

    def along(self, origins: Integers, destinations: Integers) -> Integers:
        """Weights between snaps of one edge without leaving it; `NO_PATH` against a one-way.

        Parameters
        ----------
        origins, destinations
            Numbers of the snaps, pair by pair.
        """
        edge = self.edge[origins]
        start, end = self.ruler[origins], self.ruler[destinations]
        speeds = np.where(start <= end, self.edges.forward[edge], self.edges.backward[edge])
        weights = riding(np.where(speeds > 0, speeds, 1_000), start, end)
        return np.where((speeds > 0) | (start == end), weights, core.NO_PATH)
