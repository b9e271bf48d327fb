"""Turn restrictions of OpenStreetMap as sequences of arcs.

https://wiki.openstreetmap.org/wiki/Relation:restriction. A restriction over a node is a sequence of
two arcs; one over ways has those ways between. ``no_*`` forbids to ride the whole sequence,
``only_*`` demands to go on with it once its first arc has been ridden. Who gets off and pushes a
bike on is a pedestrian, whom signs for traffic do not bind. What holds at some hours only
(``restriction:conditional``) holds always: a round is planned before the hour is known.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from routing.street.arcs import Arcs
from routing.street.edges import Edges
from routing.street.network import Network, Restriction
from routing.street.profile import Profile

MOST_PIECES = 20
"""Arcs that the ways between may have; longer ones are no turn."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A sequence of arcs.

    Parameters
    ----------
    arcs
        Two at least.
    demanded
        Whether it must be ridden to its end; else it must not be.
    """

    arcs: tuple[int, ...]
    demanded: bool


def rules_of(network: Network, profile: Profile, edges: Edges, arcs: Arcs) -> list[Rule]:
    """All restrictions that bind a profile, as far as its streets have their members."""
    binding = [
        (restriction, value)
        for restriction in network.restrictions
        if (value := _value(restriction, profile))
    ]
    if not binding:
        return []
    found = _Finder(network, edges, arcs)
    rules = []
    for restriction, value in binding:
        demanded = value.startswith("only_")
        sequences = found.sequences(restriction, turned_round=value == "no_u_turn")
        rules += [
            Rule(sequence, demanded)
            for sequence in sequences
            if not arcs.pushed[list(sequence[:-1] if demanded else sequence)].any()
        ]
    return rules


def _value(restriction: Restriction, profile: Profile) -> str:
    """``no_left_turn`` and the like; empty when the profile is not bound."""
    tags = restriction.tags
    for mode in profile.modes:
        if own := _read(tags.get(f"restriction:{mode}", "")):
            return own
    excepted = {mode.strip() for mode in tags.get("except", "").split(";")}
    if "vehicle" not in profile.modes or excepted & set(profile.modes):
        return ""
    return _read(tags.get("restriction", "")) or _read(tags.get("restriction:conditional", ""))


def _read(value: str) -> str:
    word = value.partition("@")[0].strip()
    return word if word.startswith(("no_", "only_")) else ""


class _Finder:
    """Finds arcs by the ways they ride."""

    def __init__(self, network: Network, edges: Edges, arcs: Arcs) -> None:
        self._arcs = arcs
        self._ids = network.way_ids[edges.ways[arcs.edges]]
        order = np.argsort(self._ids, kind="stable")
        self._sorted, self._order = self._ids[order], order
        ends = np.concatenate([edges.firsts, edges.lasts])
        vertices = np.concatenate([edges.tails, edges.heads])
        nodes = network.node_ids[network.way_nodes[ends]]
        self._vertices: dict[int, set[int]] = {}
        wanted = {node for one in network.restrictions for node in one.via_nodes}
        for node, vertex in zip(nodes.tolist(), vertices.tolist(), strict=True):
            if node in wanted:
                self._vertices.setdefault(node, set()).add(vertex)

    def sequences(
        self, restriction: Restriction, *, turned_round: bool
    ) -> Iterator[tuple[int, ...]]:
        """Every sequence of arcs that the members mean.

        Ways are split where a turn is restricted, so what leads from a way to itself means to turn
        round, or nothing.
        """
        outer = {*restriction.from_ways, *restriction.to_ways}
        if outer & set(restriction.via_ways):
            return
        ends = self._riding(restriction.to_ways)
        for arc in self._riding(restriction.from_ways):
            for middle in self._middles(arc, restriction):
                before = middle[-1] if middle else arc
                for last in ends:
                    stays = not middle and self._ids[arc] == self._ids[last]
                    is_meant = not stays or (turned_round and self._is_back(arc, last))
                    if self._arcs.tails[last] == self._arcs.heads[before] and is_meant:
                        yield (arc, *middle, last)

    def _is_back(self, arc: int, onward: int) -> bool:
        arcs = self._arcs
        same = arcs.edges[arc] == arcs.edges[onward]
        return bool(same and arcs.forward[arc] != arcs.forward[onward])

    def _middles(self, arc: int, restriction: Restriction) -> Iterator[tuple[int, ...]]:
        """What lies between the first arc and the last one."""
        if restriction.via_ways:
            yield from self._along(arc, (), restriction.via_ways)
        elif self._arcs.heads[arc] in {
            vertex for node in restriction.via_nodes for vertex in self._vertices.get(node, ())
        }:
            yield ()

    def _along(
        self, arc: int, ridden: tuple[int, ...], ways: Sequence[int]
    ) -> Iterator[tuple[int, ...]]:
        """Arcs that go on from one along the first of the ways, and then along the others."""
        if not ways:
            yield ridden
            return
        if len(ridden) >= MOST_PIECES:
            return
        for onward in self._arcs.leaving.of(self._arcs.heads[[arc]])[1].tolist():
            again = any(self._arcs.edges[onward] == self._arcs.edges[old] for old in (arc, *ridden))
            if self._ids[onward] == ways[0] and not again:
                longer = (*ridden, onward)
                yield from self._along(onward, longer, ways[1:])
                yield from self._along(onward, longer, ways)

    def _riding(self, ways: Sequence[int]) -> list[int]:
        """Arcs that ride one of the ways."""
        found: list[int] = []
        for way in ways:
            first, last = np.searchsorted(self._sorted, [way, way + 1])
            found += self._order[first:last].tolist()
        return sorted(found)
