"""What a profile's streets are made of, down to the part in which everything can be reached."""

from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from routing.native import core
from routing.street.arcs import Arcs, arcs_of
from routing.street.clocks import Clocks
from routing.street.edges import Edges, cut
from routing.street.groups import Groups
from routing.street.measure import Flags, Integers
from routing.street.network import Network
from routing.street.profile import Profile
from routing.street.readings import readings_of
from routing.street.restrictions import rules_of
from routing.street.states import States, states_of
from routing.street.turns import turns_of, with_last_resorts
from routing.street.zones import with_zones


@dataclass(frozen=True, slots=True, eq=False)
class Topology:
    """Edges, the arcs that ride them, and the states of those who have ridden them.

    Parameters
    ----------
    beginning
        The states of those who begin on each arc.
    ending
        The states of those who have come to each vertex.
    turning
        The turns into each arc, as places in `states.before` and `states.after`.
    """

    clocks: Clocks
    edges: Edges
    arcs: Arcs
    states: States
    beginning: Groups
    ending: Groups
    turning: Groups

    @classmethod
    def of(cls, clocks: Clocks, edges: Edges, arcs: Arcs, states: States) -> "Topology":
        """With what follows from the others."""
        begins = np.flatnonzero(states.begins)
        beginning = Groups.by(states.arcs[begins], len(arcs))
        beginning = replace(beginning, members=begins[beginning.members])
        ending = Groups.by(arcs.heads[states.arcs], len(arcs.leaving.offsets) - 1)
        turning = Groups.by(states.arcs[states.after], len(arcs))
        return cls(clocks, edges, arcs, states, beginning, ending, turning)

    def __len__(self) -> int:
        return len(self.edges)


def topology(network: Network, profile: Profile) -> Topology:
    """The streets that the profile may ride from anywhere to anywhere; empty when there are none.

    They are the strongly connected part with the greatest length of street; of equally long ones,
    the one that comes first.
    """
    pieces, states = _connected(network, profile, _freely_turning(network, profile))
    is_zone = _zones(network, profile, pieces, states)
    return Topology.of(pieces.clocks, pieces.edges, pieces.arcs, with_zones(states, is_zone))


def freely_turning(network: Network, profile: Profile) -> Edges:
    """The streets that would connect anywhere to anywhere if every turn might be made."""
    return _freely_turning(network, profile).edges


class _Pieces(NamedTuple):
    """Edges, and the arcs that ride them."""

    edges: Edges
    arcs: Arcs
    clocks: Clocks

    def ridden(self, which: Flags) -> "_Pieces":
        """What is left when only some arcs may be ridden; these keep their order."""
        arcs = self.arcs
        forward, backward = np.zeros((2, len(self.edges)), bool)
        forward[arcs.edges[which & arcs.forward]] = True
        backward[arcs.edges[which & ~arcs.forward]] = True
        edges = replace(self.edges, forward=forward, backward=backward)
        edges = _numbered(edges.chosen(forward | backward))
        return _Pieces(edges, arcs_of(edges, self.clocks), self.clocks)


def _freely_turning(network: Network, profile: Profile) -> _Pieces:
    edges, clocks = cut(network, profile)
    edges = _numbered(edges)
    pieces = _Pieces(edges, arcs_of(edges, clocks), clocks)
    return pieces.ridden(_in_longest(_by_vertex(pieces.arcs), pieces))


def _connected(network: Network, profile: Profile, pieces: _Pieces) -> tuple[_Pieces, States]:
    """Arcs and states of the part in which everything is reached turn by turn."""
    edges, arcs, _ = pieces
    turns = turns_of(network, profile, edges, arcs)
    rules = rules_of(network, profile, edges, arcs)
    states = states_of(arcs.pushed, turns, rules)
    stranded = ~_arcs_in(states, _in_longest_states(states, pieces), pieces)
    if stranded.any():
        turns = with_last_resorts(turns, arcs, stranded, profile)
        states = states_of(arcs.pushed, turns, rules)
    inner = _in_longest_states(states, pieces)
    arc_is_in = _arcs_in(states, inner, pieces)
    kept, begins = _with_beginnings(states, inner, arc_is_in)
    return pieces.ridden(arc_is_in), replace(states, begins=begins).chosen(kept, arc_is_in)


def _zones(network: Network, profile: Profile, pieces: _Pieces, states: States) -> Flags:
    """Arcs where one may deliver but not ride through, and those that lie behind them.

    What is left when these are closed is connected, so it is reached from every zone and leads to
    every zone. Where nothing is left, nothing is a zone.
    """
    edges, arcs, _ = pieces
    ends = readings_of(network, profile).only_destination
    is_zone = ends[edges.ways[arcs.edges], np.where(arcs.forward, 0, 1)]
    if not is_zone.any():
        return is_zone
    through = ~is_zone[states.arcs]
    part = _strong_parts(states.among(through), arcs)
    part[~through] = -1
    outside = _arcs_in(states, _in_longest(part, pieces, states.arcs), pieces)
    return ~outside if outside.any() else outside


def _by_vertex(arcs: Arcs) -> Integers:
    """The strongly connected part that each arc lies in when every turn may be made; -1: none."""
    graph = core.Graph(
        arcs.leaving.offsets,
        arcs.heads[arcs.leaving.members].astype(np.int32),
        arcs.weights[arcs.leaving.members],
    )
    part = graph.strong_components().astype(np.int64)
    tails, heads = part[arcs.tails], part[arcs.heads]
    return np.where(tails == heads, tails, -1)


def _in_longest_states(states: States, pieces: _Pieces) -> Flags:
    """States of the part whose streets are longest; none when all parts are single states."""
    return _in_longest(_strong_parts(states, pieces.arcs), pieces, states.arcs)


def _strong_parts(states: States, arcs: Arcs) -> Integers:
    """The strongly connected part of each state; -1 where it is alone."""
    part = states.graph(arcs).strong_components().astype(np.int64)
    connected = np.bincount(part) > 1
    connected[part[states.before[states.before == states.after]]] = True
    part[~connected[part]] = -1
    return part


def _in_longest(part: Integers, pieces: _Pieces, ridden: Integers | None = None) -> Flags:
    """Members of the part whose streets are longest: a street counts once, however it is ridden.

    Parameters
    ----------
    part
        Of each member; -1: of none.
    ridden
        The arc of each member; None: members are arcs.
    """
    if not (part >= 0).any():
        return part >= 0
    edges, arcs, clocks = pieces
    # Of equals, the part with the first street counts, ridden as drawn.
    order = arcs.edges * 2 + ~arcs.forward
    order = order if ridden is None else order[ridden]
    keys = np.unique(part[part >= 0] * len(edges) + order[part >= 0] // 2)
    parts, streets = np.divmod(keys, len(edges))
    lengths = np.full(part.max() + 1, -1)
    lengths[parts] = 0
    np.add.at(lengths, parts, (clocks.ruler[edges.lasts] - clocks.ruler[edges.firsts])[streets])
    candidates = np.flatnonzero(lengths == lengths.max())
    longest = min(candidates, key=lambda one: order[part == one].min())
    inner: Flags = part == longest
    return inner


def _arcs_in(states: States, inner: Flags, pieces: _Pieces) -> Flags:
    """Arcs that are ridden in one of these states."""
    flags = np.zeros(len(pieces.arcs), bool)
    flags[states.arcs[inner]] = True
    return flags


def _with_beginnings(states: States, inner: Flags, arc_is_in: Flags) -> tuple[Flags, Flags]:
    """The part's states and those to begin in, from which it is reached; and which these are.

    Nobody may come by an arc in the state of those who begin there. Where no way leads on from it,
    who begins there is in all states in which others come by.
    """
    beginnings = states.begins & arc_is_in[states.arcs]
    leads_on = inner.copy()
    while True:
        before = states.before[leads_on[states.after]]
        more = before[beginnings[before] & ~leads_on[before]]
        if not len(more):
            break
        leads_on[more] = True
    begun = np.zeros(len(arc_is_in), bool)
    begun[states.arcs[beginnings & leads_on]] = True
    return leads_on, (beginnings & leads_on) | (inner & ~begun[states.arcs])


def _numbered(edges: Edges) -> Edges:
    """The same edges, their vertices numbered from 0."""
    _, vertices = np.unique(np.concatenate([edges.tails, edges.heads]), return_inverse=True)
    tails, heads = np.split(vertices, 2)
    return replace(edges, tails=tails, heads=heads)
