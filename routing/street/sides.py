"""How the graph is left and reached from points on its edges."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from routing.native import core
from routing.street.edges import LENGTH_BITS, weights_of
from routing.street.measure import Integers
from routing.street.snap import Snap
from routing.street.topology import Topology


@dataclass(frozen=True, slots=True, eq=False)
class Sides:
    """The states beside each of some points, sorted by point.

    Parameters
    ----------
    points
        Which point.
    states
        To begin with the first arc ridden, or to end before the last one is.
    arcs
        The arc whose part next to the point is ridden; -1 where it is at a vertex.
    weights
        From the point on, or on to the point.
    """

    points: Integers
    states: Integers
    arcs: Integers
    weights: Integers

    def places(self, count: int) -> core.Places:
        """For the native core."""
        counts = np.bincount(self.points, minlength=count)
        return core.Places(
            np.concatenate([[0], np.cumsum(counts)]), self.states.astype(np.int32), self.weights
        )

    def arc_at(self, state: int) -> int:
        """The arc that is ridden beside a state of a single point."""
        beside = np.flatnonzero(self.states == state)
        return int(self.arcs[beside[np.argmin(self.weights[beside])]])


class Standing:
    """Points on the edges of a graph."""

    def __init__(self, topology: Topology, snaps: Sequence[Snap]) -> None:
        edges, clocks = topology.edges, topology.clocks
        self._topology = topology
        self.edge = np.array([snap.edge for snap in snaps], np.int64)
        self.marks = np.array([snap.ruler for snap in snaps], np.int64)
        positions = np.array([snap.position for snap in snaps], np.int64)
        self._arriving = clocks.arriving(positions, self.marks)
        self._leaving = clocks.leaving(positions, self.marks)
        first, last = edges.firsts[self.edge], edges.lasts[self.edge]
        at_tail = self.marks == clocks.ruler[first]
        at_head = self.marks == clocks.ruler[last]
        # Who stands at a vertex is at all the streets that meet there, not on one of them.
        vertices = np.where(at_tail, edges.tails[self.edge], edges.heads[self.edge])
        self._vertices = np.where(at_tail | at_head, vertices, -1)
        self._first, self._last = first, last

    def leaving(self) -> Sides:
        """From each point on: along its edge either way, or along all arcs of its vertex."""
        arcs = self._topology.arcs
        there = np.flatnonzero(self._vertices >= 0)
        which, onward = arcs.leaving.of(self._vertices[there])
        found = [self._beginning(there[which], onward, arcs.weights[onward])]
        for forward in (True, False):
            points = self._between(forward=forward)
            ridden = self._arcs(points, forward=forward)
            found.append(self._beginning(points, ridden, self._rest(points, forward=forward)))
        return _sorted(found)

    def reaching(self) -> Sides:
        """On to each point: from the states before its edge, or from all that end at its vertex."""
        there = np.flatnonzero(self._vertices >= 0)
        which, at = self._topology.ending.of(self._vertices[there])
        found = [(there[which], at, np.full(len(at), -1), np.zeros(len(at), np.int64))]
        for forward in (True, False):
            points = self._between(forward=forward)
            ridden = self._arcs(points, forward=forward)
            found.append(self._turning(points, ridden, self._way_in(points, forward=forward)))
        return _sorted(found)

    def direct(self) -> tuple[Integers, Integers, Integers]:
        """Ways from point to point that need no turn: origins, destinations, weights.

        Both lie on one edge, or the origin at a vertex where the destination's edge begins or ends.
        A pair may stand there more than once.
        """
        edges, clocks = self._topology.edges, self._topology.clocks
        origins, destinations = np.nonzero(self.edge[:, None] == self.edge)
        leaving = [clock[origins] for clock in self._leaving]
        ways = [self._along(origins, destinations, self.marks[origins], leaving)]
        for vertices, ends in ((edges.tails, self._first), (edges.heads, self._last)):
            origins, destinations = np.nonzero(self._vertices[:, None] == vertices[self.edge])
            end = ends[destinations]
            leaving = [clocks.forward.shown[end], clocks.backward.shown[end]]
            ways.append(self._along(origins, destinations, clocks.ruler[end], leaving))
        return _joined(ways)

    def _along(
        self, origins: Integers, destinations: Integers, marks: Integers, leaving: list[Integers]
    ) -> "_Direct":
        """On the destinations' edges, from marks at which the clocks showed this."""
        edges, edge = self._topology.edges, self.edge[destinations]
        lengths = self.marks[destinations] - marks
        times = np.where(
            lengths >= 0,
            self._arriving[0][destinations] - leaving[0],
            leaving[1] - self._arriving[1][destinations],
        )
        weights = np.where(lengths == 0, 0, weights_of(times, np.abs(lengths)))
        is_open = np.where(lengths > 0, edges.forward[edge], edges.backward[edge]) | (lengths == 0)
        return origins[is_open], destinations[is_open], weights[is_open]

    def _between(self, *, forward: bool) -> Integers:
        """Points between two vertices whose edge is open in a direction."""
        edges = self._topology.edges
        is_open = edges.forward if forward else edges.backward
        return np.flatnonzero((self._vertices < 0) & is_open[self.edge])

    def _rest(self, points: Integers, *, forward: bool) -> Integers:
        """From each point to the end of its edge in one direction."""
        clocks = self._topology.clocks
        if forward:
            end = self._last[points]
            times = clocks.forward.shown[end] - self._leaving[0][points]
        else:
            end = self._first[points]
            times = self._leaving[1][points] - clocks.backward.shown[end]
        return weights_of(times, np.abs(clocks.ruler[end] - self.marks[points]))

    def _way_in(self, points: Integers, *, forward: bool) -> Integers:
        """From the end at which its edge is entered to each point."""
        clocks = self._topology.clocks
        if forward:
            start = self._first[points]
            times = self._arriving[0][points] - clocks.forward.shown[start]
        else:
            start = self._last[points]
            times = clocks.backward.shown[start] - self._arriving[1][points]
        return weights_of(times, np.abs(clocks.ruler[start] - self.marks[points]))

    def _beginning(self, points: Integers, arcs: Integers, weights: Integers) -> "_Found":
        """The states of those who begin on the arcs."""
        which, states = self._topology.beginning.of(arcs)
        return points[which], states, arcs[which], weights[which]

    def _turning(self, points: Integers, arcs: Integers, weights: Integers) -> "_Found":
        """The states from which the arcs are turned into."""
        states = self._topology.states
        which, turn = self._topology.turning.of(arcs)
        turned = (states.delays[turn] << LENGTH_BITS) + weights[which]
        return points[which], states.before[turn], arcs[which], turned

    def _arcs(self, points: Integers, *, forward: bool) -> Integers:
        """The arcs that ride the points' edges in one direction."""
        arcs = self._topology.arcs
        by_edge = np.full(len(self._topology.edges), -1)
        chosen = np.flatnonzero(arcs.forward == forward)
        by_edge[arcs.edges[chosen]] = chosen
        found: Integers = by_edge[self.edge[points]]
        return found


_Direct = tuple[Integers, Integers, Integers]
_Found = tuple[Integers, Integers, Integers, Integers]


def _joined(ways: Sequence[_Direct]) -> _Direct:
    origins, destinations, weights = (np.concatenate(column) for column in zip(*ways, strict=True))
    return origins, destinations, weights


def _sorted(found: Sequence[_Found]) -> Sides:
    points, states, arcs, weights = (np.concatenate(column) for column in zip(*found, strict=True))
    order = np.argsort(points, kind="stable")
    return Sides(points[order], states[order], arcs[order], weights[order])
