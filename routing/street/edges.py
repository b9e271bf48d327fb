"""Streets as a profile rides them: pieces of ways between junctions, ends and barriers.

A piece has the tags, and so the speeds, of one way; its inner nodes matter for its shape and for
the lights and crossings on the way.
"""

from dataclasses import dataclass, fields

import numpy as np

from routing.street.clocks import Clocks, clocks
from routing.street.measure import Flags, Integers, riding_times
from routing.street.network import Network
from routing.street.paces import paces_of
from routing.street.profile import Profile
from routing.street.readings import readings_of

LENGTH_BITS = 32
"""A weight is milliseconds above, millimetres in the low 32 bits: of two equally fast paths the
shorter one weighs less, and weights add up as times and lengths do. That holds for paths up to
4,294 km and 24 days."""


@dataclass(frozen=True, slots=True, eq=False)
class Edges:
    """Pieces of ways, each drawn from its `tails` to its `heads`.

    Parameters
    ----------
    ways
        Of `Network.way_ids`.
    firsts, lasts
        Where each piece begins and ends in `Network.way_nodes`.
    tails, heads
        Vertices.
    forward, backward
        Whether each direction is open.
    pushed
        Shape (edges, 2): whether a bike is pushed, as drawn and against it.
    """

    ways: Integers
    firsts: Integers
    lasts: Integers
    tails: Integers
    heads: Integers
    forward: Flags
    backward: Flags
    pushed: Flags

    def __len__(self) -> int:
        return len(self.firsts)

    def chosen(self, which: Integers | Flags) -> "Edges":
        """Some of the edges, by number or by flag."""
        return Edges(*(getattr(self, field.name)[which] for field in fields(self)))


def weights_of(milliseconds: Integers, millimetres: Integers) -> Integers:
    """Times and lengths as one number each."""
    return (milliseconds << LENGTH_BITS) | millimetres


def times_and_lengths(weights: Integers) -> tuple[Integers, Integers]:
    """Milliseconds and millimetres of weights."""
    return weights >> LENGTH_BITS, weights & ((1 << LENGTH_BITS) - 1)


def cut(network: Network, profile: Profile) -> tuple[Edges, Clocks]:
    """Every piece of street that the profile may ride in one direction at least, and its clocks."""
    paces = paces_of(network, profile)
    read = readings_of(network, profile)
    stops = read.stops
    counts = np.diff(network.way_offsets)
    ways = np.repeat(np.arange(len(counts)), counts)
    is_cut = _is_cut(network, stops, read.rides.max(axis=1)[ways] > 0)
    is_cut |= _ends_steep(network, (paces == 0) & (read.rides[ways] > 0))
    cuts = np.flatnonzero(is_cut)
    pieces = np.flatnonzero(ways[cuts[:-1]] == ways[cuts[1:]])
    firsts, lasts = cuts[pieces], cuts[pieces + 1]

    # Nobody passes a barrier: whoever comes to it stands at a vertex of its own.
    tails, heads = (network.way_nodes[ends].astype(np.int64) for ends in (firsts, lasts))
    own = len(stops) + 2 * np.arange(len(pieces))
    edges = Edges(
        ways=ways[firsts],
        firsts=firsts,
        lasts=lasts,
        tails=np.where(stops[tails], own, tails),
        heads=np.where(stops[heads], own + 1, heads),
        forward=_is_open(paces[:, 0], firsts, lasts),
        backward=_is_open(paces[:, 1], firsts, lasts),
        pushed=read.pushes[ways[firsts]],
    )
    waits = np.where(is_cut[:, None], 0, read.waits[network.way_nodes])
    return edges, _clocks(network, np.maximum(paces, 1), waits)


def whole_ways(network: Network) -> Edges:
    """Every street in one piece, whoever may ride it."""
    is_street = np.array(["highway" in tags for tags in network.way_kinds.tags], bool)
    lengths = np.diff(network.way_offsets)
    ways = np.flatnonzero(is_street[network.way_kinds.of] & (lengths > 1))
    firsts, lasts = network.way_offsets[ways], network.way_offsets[ways + 1] - 1
    is_open = np.ones(len(ways), bool)
    return Edges(
        ways=ways,
        firsts=firsts,
        lasts=lasts,
        tails=network.way_nodes[firsts].astype(np.int64),
        heads=network.way_nodes[lasts].astype(np.int64),
        forward=is_open,
        backward=is_open,
        pushed=np.zeros((len(ways), 2), bool),
    )


def _ends_steep(network: Network, too_steep: Flags) -> Flags:
    """By position in `way_nodes`: where a stretch that is too steep for riders begins or ends."""
    steep: Flags = np.logical_or(too_steep[:, 0], too_steep[:, 1])
    steep[network.way_offsets[1:] - 1] = False
    ends: Flags = steep.copy()
    ends[1:] |= steep[:-1]
    return ends


def _is_open(paces: Integers, firsts: Integers, lasts: Integers) -> Flags:
    """Whether a piece is open all along."""
    closed = np.concatenate([[0], np.cumsum(paces == 0)])
    found: Flags = closed[lasts] == closed[firsts]
    return found


def _clocks(network: Network, paces: Integers, waits: Integers) -> Clocks:
    ruler = network.ruler
    lengths = np.maximum(np.diff(ruler, append=0), 0)
    ahead, back = np.ascontiguousarray(riding_times(lengths[:, None], paces).T)
    return clocks(ruler, (ahead, back), waits, network.way_offsets)


def _is_cut(network: Network, stops: Flags, is_open: Flags) -> Flags:
    """By position in `way_nodes`: ends of open ways, nodes shared by open ways, barriers."""
    shared: Flags = np.bincount(network.way_nodes[is_open], minlength=len(stops)) > 1
    is_cut: Flags = shared[network.way_nodes] | stops[network.way_nodes]
    inhabited = np.diff(network.way_offsets) > 0
    is_cut[network.way_offsets[:-1][inhabited]] = True
    is_cut[network.way_offsets[1:][inhabited] - 1] = True
    return is_cut & is_open
