"""Edges as they may be ridden: an arc for each direction that is open."""

from dataclasses import dataclass

import numpy as np

from routing.street.clocks import Clocks
from routing.street.edges import Edges, weights_of
from routing.street.groups import Groups
from routing.street.measure import Flags, Integers


@dataclass(frozen=True, slots=True, eq=False)
class Arcs:
    """Arcs by number.

    Parameters
    ----------
    edges
        Which edge each arc rides.
    forward
        Whether it rides it as drawn.
    tails, heads
        Vertices that it leaves and reaches.
    weights
        From one to the other.
    pushed
        Whether a bike is pushed along it.
    leaving
        The arcs that leave each vertex.
    """

    edges: Integers
    forward: Flags
    tails: Integers
    heads: Integers
    weights: Integers
    pushed: Flags
    leaving: Groups

    def __len__(self) -> int:
        return len(self.edges)


def arcs_of(edges: Edges, clocks: Clocks) -> Arcs:
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
    first, last = edges.firsts[ridden], edges.lasts[ridden]
    times = np.where(
        forward,
        clocks.forward.shown[last] - clocks.forward.shown[first],
        clocks.backward.shown[last] - clocks.backward.shown[first],
    )
    count = int(max(edges.tails.max(initial=-1), edges.heads.max(initial=-1))) + 1
    return Arcs(
        edges=ridden,
        forward=forward,
        tails=tails,
        heads=heads,
        weights=weights_of(times, clocks.ruler[last] - clocks.ruler[first]),
        pushed=edges.pushed[ridden, np.where(forward, 0, 1)],
        leaving=Groups.by(tails, count),
    )
