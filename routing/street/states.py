"""The graph that paths are searched in: its vertices are arcs just ridden.

So a turn is an arc of that graph, and one that is forbidden is simply not there: edge-based routing
(T. Caldwell, On finding minimum routes in a network with turn penalties, Communications of the ACM
4, 1961, doi:10.1145/366105.366184). Where a restriction runs over several arcs, an arc has a second
state for those who have come by its beginning.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from routing.native import core
from routing.street.arcs import Arcs
from routing.street.edges import LENGTH_BITS
from routing.street.measure import Flags, Integers
from routing.street.restrictions import Rule
from routing.street.turns import Turns

Begun = frozenset[tuple[int, int]]
"""Which rules have been begun, and how many of their arcs have been ridden: two at least, for that
one has been ridden the last arc tells."""

_NONE: Begun = frozenset()


@dataclass(frozen=True, slots=True, eq=False)
class States:
    """Arcs just ridden, and how they go on.

    Parameters
    ----------
    arcs
        By state: the arc.
    begins
        Whether who starts on the arc is in that state: of nothing ridden before it.
    before, after
        States, pair by pair: what may be ridden after what.
    delays
        Milliseconds of each turn.
    """

    arcs: Integers
    begins: Flags
    before: Integers
    after: Integers
    delays: Integers

    def graph(self, arcs: Arcs) -> core.Graph:
        """For the native core: an arc weighs what its turn and its ride weigh."""
        order = np.argsort(self.before, kind="stable")
        weights = (self.delays << LENGTH_BITS) + arcs.weights[self.arcs[self.after]]
        counts = np.bincount(self.before, minlength=len(self.arcs))
        return core.Graph(
            np.concatenate([[0], np.cumsum(counts)]),
            self.after[order].astype(np.int32),
            weights[order],
        )

    def among(self, which: Flags) -> "States":
        """All states, with the turns between some of them only."""
        both = which[self.before] & which[self.after]
        return replace(
            self, before=self.before[both], after=self.after[both], delays=self.delays[both]
        )

    def chosen(self, which: Flags, arcs: Flags) -> "States":
        """Some of the states, of arcs of which some are left."""
        numbers, arc_numbers = np.cumsum(which) - 1, np.cumsum(arcs) - 1
        both = which[self.before] & which[self.after]
        return States(
            arc_numbers[self.arcs[which]],
            self.begins[which],
            numbers[self.before[both]],
            numbers[self.after[both]],
            self.delays[both],
        )


def states_of(pushed: Flags, turns: Turns, rules: Sequence[Rule]) -> States:
    """States of all arcs under the rules.

    Parameters
    ----------
    pushed
        By arc: whether a bike is pushed along it: nobody is demanded to ride on instead.
    """
    count = len(pushed)
    if not rules:
        return States(
            np.arange(count), np.ones(count, bool), turns.before, turns.after, turns.delays
        )
    return _Unfolding(pushed, turns, rules).run()


class _Unfolding:
    """Gives an arc a second state where what was ridden before it matters."""

    def __init__(self, pushed: Flags, turns: Turns, rules: Sequence[Rule]) -> None:
        count = len(pushed)
        self._pushed = pushed
        self._rules = rules
        self._turns = turns
        self._first: dict[int, list[int]] = defaultdict(list)
        for number, rule in enumerate(rules):
            self._first[rule.arcs[0]].append(number)
        self._onward: dict[int, list[tuple[int, int]]] = defaultdict(list)
        self._count = count
        self._arcs = list(range(count))
        self._numbers: dict[tuple[int, Begun], int] = {}
        self._waiting: list[tuple[int, int, Begun]] = []

    def run(self) -> States:
        """Only arcs that a rule begins with, and second states, are looked at one by one."""
        turns = self._turns
        ruled = np.zeros(len(self._arcs), bool)
        ruled[list(self._first)] = True
        touched = np.zeros(len(self._arcs), bool)
        touched[[arc for rule in self._rules for arc in rule.arcs]] = True
        plain, which = ~ruled[turns.before], touched[turns.before]
        columns = (turns.before, turns.after, turns.delays)
        for before, after, delay in zip(*(one[which].tolist() for one in columns), strict=True):
            self._onward[before].append((after, delay))
        found: list[tuple[int, int, int]] = []
        self._waiting = [(arc, arc, _NONE) for arc in sorted(self._first)]
        while self._waiting:
            state, arc, begun = self._waiting.pop()
            found += self._leave(state, arc, begun)
        more = np.array(found, np.int64).reshape(-1, 3).T
        return States(
            np.array(self._arcs),
            np.arange(len(self._arcs)) < self._count,
            np.concatenate([turns.before[plain], more[0]]),
            np.concatenate([turns.after[plain], more[1]]),
            np.concatenate([turns.delays[plain], more[2]]),
        )

    def _leave(self, state: int, arc: int, begun: Begun) -> list[tuple[int, int, int]]:
        """All turns of a state that the rules allow."""
        pending = begun | {(rule, 1) for rule in self._first.get(arc, ())}
        open_to = {after for after, _ in self._onward[arc]}
        demanded = {
            self._rules[rule].arcs[ridden]
            for rule, ridden in pending
            if self._rules[rule].demanded and self._rules[rule].arcs[ridden] in open_to
        }
        forbidden = {
            self._rules[rule].arcs[ridden]
            for rule, ridden in pending
            if not self._rules[rule].demanded and ridden + 1 == len(self._rules[rule].arcs)
        }
        return [
            (state, self._reached(after, pending), delay)
            for after, delay in self._onward[arc]
            if after not in forbidden and (not demanded or after in demanded or self._pushed[after])
        ]

    def _reached(self, arc: int, pending: Begun) -> int:
        """The state of an arc after what was pending before it."""
        begun = frozenset(
            (rule, ridden + 1)
            for rule, ridden in pending
            if self._rules[rule].arcs[ridden] == arc and ridden + 1 < len(self._rules[rule].arcs)
        )
        if not begun:
            return arc
        if (arc, begun) not in self._numbers:
            self._numbers[arc, begun] = len(self._arcs)
            self._waiting.append((len(self._arcs), arc, begun))
            self._arcs.append(arc)
        return self._numbers[arc, begun]
