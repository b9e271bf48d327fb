"""The streets of one profile: snap doors to them, then ask for matrices and paths.

Matrix and path take the same snaps and give the same numbers, always: both are sums of the same
whole milliseconds and millimetres, rounded up to seconds and metres once, at the end.
"""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from routing.errors import TownError
from routing.model import Matrix
from routing.native import core
from routing.street.edges import LENGTH_BITS, times_and_lengths
from routing.street.measure import Integers
from routing.street.nearest import Floats
from routing.street.network import Network
from routing.street.profile import Profile
from routing.street.ride import Ride
from routing.street.sides import Standing
from routing.street.snap import Snap, Snapper
from routing.street.topology import Topology, topology


@dataclass(frozen=True, slots=True, eq=False)
class Path:
    """The fastest way between two snaps.

    Parameters
    ----------
    lonlat
        float64, shape (points, 2), degrees: from the first snap to the second, at least these two.
    rides
        Which ways are ridden, one after the other; none when both ends are one point, or when it
        was found by an engine that does not tell.
    """

    seconds: int
    metres: int
    lonlat: Floats
    rides: tuple[Ride, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class StreetGraph:
    """The main part of the streets that a profile may ride. Made by `build_graph`.

    From every point of it every other can be reached, so matrix and path know no gaps. Times and
    lengths are those of the fastest path; of equally fast ones, of the shortest.
    """

    profile: Profile
    network: Network
    topology: Topology
    hierarchy: core.Hierarchy
    snapper: Snapper

    def snap(self, lonlat: npt.ArrayLike) -> tuple[Snap, ...]:
        """The nearest point of a street for each point; far ones are the caller's to refuse.

        Parameters
        ----------
        lonlat
            Shape (points, 2): longitude, latitude in degrees.
        """
        return self.snapper.snap(lonlat)

    def matrix(self, snaps: Sequence[Snap], *, threads: int = 0) -> Matrix:
        """Seconds and metres from each snap to each other, rounded up.

        Parameters
        ----------
        threads
            0 for as many as the machine has cores. The result does not depend on it.
        """
        standing = Standing(self.topology, snaps)
        cells = self.hierarchy.many_to_many(
            standing.leaving().places(len(snaps)), standing.reaching().places(len(snaps)), threads
        )
        origins, destinations, weights = standing.direct()
        np.minimum.at(cells, (origins, destinations), weights)
        return Matrix(*_rounded_up(cells))

    def path(self, origin: Snap, destination: Snap) -> Path:
        """The fastest path: the numbers of the matrix, and how it lies on the ground."""
        weight, rides = min(
            (*self._direct(origin, destination), self._over_arcs(origin, destination)),
            key=lambda way: way[0],
        )
        seconds, metres = _rounded_up(np.array(weight))
        drawn = [self._drawn(ride) for ride in rides]
        ends = np.array([origin.lonlat]), np.array([destination.lonlat])
        lonlat = np.concatenate([ends[0], *drawn, ends[1]])
        return Path(int(seconds), int(metres), _without_repeats(lonlat), rides)

    def _direct(self, origin: Snap, destination: Snap) -> Iterator[tuple[int, tuple[Ride, ...]]]:
        """Weights and rides of ways along the destination's edge that pass no vertex."""
        edges, ruler = self.topology.edges, self.topology.clocks.ruler
        edge = destination.edge
        starts = [(origin.position, origin.ruler)] if origin.edge == edge else []
        for vertices, ends in ((edges.tails, edges.firsts), (edges.heads, edges.lasts)):
            if vertices[edge] == self._vertex(origin):
                starts.append((int(ends[edge]), int(ruler[ends[edge]])))
        for position, mark in starts:
            length = destination.ruler - mark
            if length == 0:
                yield 0, ()
            elif (edges.forward if length > 0 else edges.backward)[edge]:
                ride = self._ride(edge, position, mark, destination.position, destination.ruler)
                yield (ride.milliseconds << LENGTH_BITS) | abs(length), (ride,)

    def _vertex(self, snap: Snap) -> int:
        """Where a snap stands; -1 between two vertices."""
        edges, ruler = self.topology.edges, self.topology.clocks.ruler
        for vertices, ends in ((edges.tails, edges.firsts), (edges.heads, edges.lasts)):
            if ruler[ends[snap.edge]] == snap.ruler:
                return int(vertices[snap.edge])
        return -1

    def _over_arcs(self, origin: Snap, destination: Snap) -> tuple[int, tuple[Ride, ...]]:
        """Weight and rides of the fastest way that passes a vertex at least."""
        leaving = Standing(self.topology, (origin,)).leaving()
        reaching = Standing(self.topology, (destination,)).reaching()
        weight, states = self.hierarchy.shortest_path(leaving.places(1), reaching.places(1))
        ridden = self.topology.states.arcs[states].tolist()
        rides = [self._whole(arc) for arc in ridden]
        if self._vertex(origin) < 0:
            rides[0] = self._onward(origin, ridden[0])
        last = reaching.arc_at(int(states[-1]))
        if last >= 0:
            ridden.append(last)
            rides.append(self._onto(destination, last))
        turned = [0, *map(self._turn, states.tolist(), ridden[1:])]
        told = zip(rides, turned, strict=True)
        rides = [replace(ride, milliseconds=ride.milliseconds + turn) for ride, turn in told]
        return weight, tuple(ride for ride in rides if ride.start != ride.end)

    def _turn(self, state: int, arc: int) -> int:
        """Milliseconds to turn from a state into an arc."""
        _, turns = self.topology.turning.of(np.array([arc]))
        states = self.topology.states
        return int(states.delays[turns[states.before[turns] == state]].min())

    def _whole(self, arc: int) -> Ride:
        start, end = self._ends(arc)
        ruler = self.topology.clocks.ruler
        edge = int(self.topology.arcs.edges[arc])
        return self._ride(edge, start, int(ruler[start]), end, int(ruler[end]))

    def _onward(self, snap: Snap, arc: int) -> Ride:
        """From a snap to the end of an arc of its edge."""
        _, end = self._ends(arc)
        mark = int(self.topology.clocks.ruler[end])
        return self._ride(snap.edge, snap.position, snap.ruler, end, mark)

    def _onto(self, snap: Snap, arc: int) -> Ride:
        """From the start of an arc to a snap on its edge."""
        start, _ = self._ends(arc)
        mark = int(self.topology.clocks.ruler[start])
        return self._ride(snap.edge, start, mark, snap.position, snap.ruler)

    def _ends(self, arc: int) -> tuple[int, int]:
        """Positions where an arc begins and ends."""
        edge = self.topology.arcs.edges[arc]
        first, last = int(self.topology.edges.firsts[edge]), int(self.topology.edges.lasts[edge])
        return (first, last) if self.topology.arcs.forward[arc] else (last, first)

    def _ride(self, edge: int, start: int, origin: int, end: int, destination: int) -> Ride:
        """Between two marks on an edge, at or after these positions."""
        clocks, direction = self.topology.clocks, 0 if origin <= destination else 1
        left = clocks.leaving(np.array([start]), np.array([origin]))[direction]
        came = clocks.arriving(np.array([end]), np.array([destination]))[direction]
        way = int(self.topology.edges.ways[edge])
        pushed = bool(self.topology.edges.pushed[edge, direction])
        return Ride(way, origin, destination, abs(int((came - left)[0])), pushed)

    def _drawn(self, ride: Ride) -> Floats:
        """The nodes of a ride, in riding order."""
        offsets = self.network.way_offsets
        positions = np.arange(offsets[ride.way], offsets[ride.way + 1])
        marks = self.topology.clocks.ruler[positions]
        low, high = min(ride.start, ride.end), max(ride.start, ride.end)
        between = positions[(low <= marks) & (marks <= high)]
        ordered = between if ride.start <= ride.end else between[::-1]
        lonlat: Floats = self.network.node_lonlat[self.network.way_nodes[ordered]] / 1e7
        return lonlat


def build_graph(network: Network, profile: Profile) -> StreetGraph:
    """The streets of a network as one profile rides them.

    Raises
    ------
    TownError
        ``streets.none`` when no two points are connected both ways.
    """
    main = topology(network, profile)
    if not len(main):
        raise TownError("streets.none", profile=profile.name)
    with ThreadPoolExecutor(1) as beside:  # the core releases the interpreter meanwhile
        hierarchy = beside.submit(core.Hierarchy, main.states.graph(main.arcs))
        snapper = Snapper(network, main.edges)
    return StreetGraph(profile, network, main, hierarchy.result(), snapper)


def _rounded_up(weights: Integers) -> tuple[Integers, Integers]:
    milliseconds, millimetres = times_and_lengths(weights)
    return (milliseconds + 999) // 1_000, (millimetres + 999) // 1_000


def _without_repeats(lonlat: Floats) -> Floats:
    """Inner points that repeat the one before left out; both ends stay."""
    kept = np.ones(len(lonlat), bool)
    kept[1:-1] = (lonlat[1:-1] != lonlat[:-2]).any(axis=1)
    return lonlat[kept]
