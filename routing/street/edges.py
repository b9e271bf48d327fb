"""Streets as a profile rides them: pieces of ways between junctions, ends and barriers.

A piece has the tags, and so the speeds, of one way; its inner nodes matter only for its shape.
"""

from dataclasses import dataclass, fields, replace

import numpy as np
import numpy.typing as npt

from routing.native import core
from routing.street.measure import Integers, clock
from routing.street.network import Network
from routing.street.profile import Profile

LENGTH_BITS = 32
"""A weight is milliseconds above, millimetres in the low 32 bits: of two equally fast paths the
shorter one weighs less, and weights add up as times and lengths do. That holds for paths up to
4,294 km and 24 days."""

Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Edges:
    """Pieces of ways, each drawn from its `tails` to its `heads`.

    Parameters
    ----------
    firsts, lasts
        Where each piece begins and ends in `Network.way_nodes`.
    tails, heads
        Vertices.
    starts, ends
        Millimetres from the start of the way.
    forward, backward
        Metres per hour; 0 where closed.
    """

    firsts: Integers
    lasts: Integers
    tails: Integers
    heads: Integers
    starts: Integers
    ends: Integers
    forward: Integers
    backward: Integers

    def __len__(self) -> int:
        return len(self.firsts)

    def chosen(self, which: Integers | Flags) -> "Edges":
        """Some of the edges, by number or by flag."""
        return Edges(*(getattr(self, field.name)[which] for field in fields(self)))


@dataclass(frozen=True, slots=True, eq=False)
class Arcs:
    """Edges as they may be ridden, sorted by the vertex they leave.

    Parameters
    ----------
    edges
        Which edge each arc rides.
    forward
        Whether it rides it as drawn.
    graph
        The same arcs for the native core.
    """

    edges: Integers
    forward: Flags
    graph: core.Graph


def riding(speeds: Integers, origins: Integers, destinations: Integers) -> Integers:
    """Weights between points of ways, given in millimetres from the way's start.

    Parameters
    ----------
    speeds
        Metres per hour, more than 0.
    """
    times = clock(destinations, speeds) - clock(origins, speeds)
    ridden: Integers = (np.abs(times) << LENGTH_BITS) | np.abs(destinations - origins)
    return ridden


def times_and_lengths(weights: Integers) -> tuple[Integers, Integers]:
    """Milliseconds and millimetres of weights."""
    return weights >> LENGTH_BITS, weights & ((1 << LENGTH_BITS) - 1)


def cut(network: Network, profile: Profile, ruler: Integers) -> Edges:
    """Every piece of street that the profile may ride in one direction at least.

    Parameters
    ----------
    ruler
        Millimetres from the start of its way, by position in `Network.way_nodes`.
    """
    rides = np.array([profile.ride(tags) for tags in network.way_tags], np.int64).reshape(-1, 2)
    stops = np.zeros(len(network.node_ids), bool)
    stops[[node for node, tags in network.node_tags.items() if profile.stops_at(tags)]] = True

    counts = np.diff(network.way_offsets)
    ways = np.repeat(np.arange(len(counts)), counts)
    is_open: Flags = (rides[:, 0] | rides[:, 1]) > 0
    cuts = np.flatnonzero(_is_cut(network, stops, is_open[ways]))
    pieces = np.flatnonzero(ways[cuts[:-1]] == ways[cuts[1:]])
    firsts, lasts = cuts[pieces], cuts[pieces + 1]

    # Nobody passes a barrier: whoever comes to it stands at a vertex of its own.
    tails, heads = (network.way_nodes[ends].astype(np.int64) for ends in (firsts, lasts))
    own = len(stops) + 2 * np.arange(len(pieces))
    return Edges(
        firsts=firsts,
        lasts=lasts,
        tails=np.where(stops[tails], own, tails),
        heads=np.where(stops[heads], own + 1, heads),
        starts=ruler[firsts],
        ends=ruler[lasts],
        forward=rides[ways[firsts], 0],
        backward=rides[ways[firsts], 1],
    )


def _is_cut(network: Network, stops: Flags, is_open: Flags) -> Flags:
    """By position in `way_nodes`: ends of open ways, nodes shared by open ways, barriers."""
    shared: Flags = np.bincount(network.way_nodes[is_open], minlength=len(stops)) > 1
    is_cut: Flags = shared[network.way_nodes] | stops[network.way_nodes]
    inhabited = np.diff(network.way_offsets) > 0
    is_cut[network.way_offsets[:-1][inhabited]] = True
    is_cut[network.way_offsets[1:][inhabited] - 1] = True
    return is_cut & is_open


def arcs(edges: Edges) -> Arcs:
    """The edges in each direction that is open.

    Parameters
    ----------
    edges
        With vertices numbered from 0.
    """
    along, against = np.flatnonzero(edges.forward), np.flatnonzero(edges.backward)
    ridden = np.concatenate([along, against])
    forward = np.arange(len(ridden)) < len(along)
    tails = np.where(forward, edges.tails[ridden], edges.heads[ridden])
    heads = np.where(forward, edges.heads[ridden], edges.tails[ridden])
    speeds = np.where(forward, edges.forward[ridden], edges.backward[ridden])
    weight = riding(speeds, edges.starts[ridden], edges.ends[ridden])

    order = np.argsort(tails, kind="stable")
    count = int(max(edges.tails.max(), edges.heads.max())) + 1
    offsets = np.concatenate([[0], np.cumsum(np.bincount(tails, minlength=count))])
    graph = core.Graph(offsets, heads[order].astype(np.int32), weight[order])
    return Arcs(ridden[order], forward[order], graph)


def numbered(edges: Edges) -> Edges:
    """The same edges, their vertices numbered from 0."""
    _, vertices = np.unique(np.concatenate([edges.tails, edges.heads]), return_inverse=True)
    tails, heads = np.split(vertices, 2)
    return replace(edges, tails=tails, heads=heads)


def main_part(edges: Edges) -> Edges:
    """The strongly connected part with the greatest length of street: from anywhere to anywhere.

    Of equally long ones, the one that comes first. Empty when no street is connected both ways.
    """
    if not len(edges):
        return edges
    edges = numbered(edges)
    part = arcs(edges).graph.strong_components()
    parts = part[edges.tails]
    inner = parts == part[edges.heads]
    if not inner.any():
        return edges.chosen(inner)
    lengths = np.zeros(part.max() + 1, np.int64)
    np.add.at(lengths, parts[inner], (edges.ends - edges.starts)[inner])
    longest = parts[inner][np.argmax(lengths[parts[inner]])]
    return numbered(edges.chosen(inner & (parts == longest)))
