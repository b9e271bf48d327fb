"""From arc to arc: who may turn where, and what it costs in time.

A U-turn is made at a dead end. Elsewhere nobody turns round in the street, unless there is no other
way to ride it in that direction; and who has stopped at a door leaves it in whichever direction is
open.
"""

from dataclasses import dataclass

import numpy as np

from routing.street.arcs import Arcs
from routing.street.edges import Edges
from routing.street.measure import Flags, Integers
from routing.street.network import Network
from routing.street.profile import Profile
from routing.street.readings import readings_of

SLIGHT = 40
"""Degrees up to which a change of direction is no turn but a bend."""


LAST_RESORT = 60_000
"""Milliseconds more for a U-turn that is no dead end's: about what a way round the block takes."""


@dataclass(frozen=True, slots=True, eq=False)
class Turns:
    """Pairs of arcs of which the second is ridden after the first.

    Parameters
    ----------
    before, after
        Arcs.
    delays
        Milliseconds that the turn takes beside the ride.
    """

    before: Integers
    after: Integers
    delays: Integers


def turns_of(network: Network, profile: Profile, edges: Edges, arcs: Arcs) -> Turns:
    """Every turn that the streets and the profile allow, relations aside."""
    before, after = arcs.leaving.of(arcs.heads)
    is_back = (arcs.edges[before] == arcs.edges[after]) & (
        arcs.forward[before] != arcs.forward[after]
    )
    # A street that closes upon itself is gone round, not turned round in.
    choices = np.bincount(before[~is_back], minlength=len(arcs))
    allowed = ~is_back | (choices[before] == 0)
    before, after, is_back = before[allowed], after[allowed], is_back[allowed]

    is_junction = choices[before] > 1
    angles = _angles(network, edges, arcs, before, after)
    delays = np.zeros(len(before), np.int64)
    delays[is_junction & (angles < -SLIGHT)] = profile.delays.left
    delays[is_junction & (angles > SLIGHT)] = profile.delays.right
    delays[is_back] = profile.delays.u_turn
    delays[arcs.pushed[before] != arcs.pushed[after]] += profile.delays.dismount
    delays += _waits(network, profile, edges, arcs)[before]
    return Turns(before, after, delays)


def with_last_resorts(turns: Turns, arcs: Arcs, stranded: Flags, profile: Profile) -> Turns:
    """The turns, and U-turns from arcs that cannot be left or reached otherwise, and to them.

    On a ring without a dead end nobody could ever change direction.
    """
    backs = np.full((2, int(arcs.edges.max()) + 1), -1)
    backs[arcs.forward.astype(int), arcs.edges] = np.arange(len(arcs))
    back = backs[1 - arcs.forward.astype(int), arcs.edges]
    which = np.flatnonzero((back >= 0) & (stranded | stranded[back]))
    made = turns.before * len(arcs) + turns.after
    before = which[~np.isin(which * len(arcs) + back[which], made)]
    delays = np.full(len(before), profile.delays.u_turn + LAST_RESORT)
    delays[arcs.pushed[before] != arcs.pushed[back[before]]] += profile.delays.dismount
    return Turns(
        np.concatenate([turns.before, before]),
        np.concatenate([turns.after, back[before]]),
        np.concatenate([turns.delays, delays]),
    )


def _waits(network: Network, profile: Profile, edges: Edges, arcs: Arcs) -> Integers:
    """Milliseconds to pass the node that each arc ends at."""
    ends = np.where(arcs.forward, edges.lasts[arcs.edges], edges.firsts[arcs.edges])
    nodes = network.way_nodes[ends]
    waits = readings_of(network, profile).waits
    found: Integers = waits[nodes, np.where(arcs.forward, 0, 1)]
    return found


def _angles(
    network: Network, edges: Edges, arcs: Arcs, before: Integers, after: Integers
) -> Integers:
    """Whole degrees from one direction to the next: -180 to 179, to the left below zero."""
    leaving, reaching = _headings(network, edges, arcs)
    found: Integers = (leaving[after] - reaching[before] + 180) % 360 - 180
    return found


def _headings(network: Network, edges: Edges, arcs: Arcs) -> tuple[Integers, Integers]:
    """Whole degrees from north by east in which each arc leaves its tail and reaches its head."""
    first, last = edges.firsts[arcs.edges], edges.lasts[arcs.edges]
    start = np.where(arcs.forward, first, last)
    second = np.where(arcs.forward, first + 1, last - 1)
    end = np.where(arcs.forward, last, first)
    last_but_one = np.where(arcs.forward, last - 1, first + 1)
    return _heading(network, start, second), _heading(network, last_but_one, end)


def _heading(network: Network, origins: Integers, destinations: Integers) -> Integers:
    from_, to = (network.node_lonlat[network.way_nodes[at]] / 1e7 for at in (origins, destinations))
    north = to[:, 1] - from_[:, 1]
    east = (to[:, 0] - from_[:, 0]) * np.cos(np.radians(from_[:, 1]))
    heading: Integers = np.rint(np.degrees(np.arctan2(east, north))).astype(np.int64)
    return heading
