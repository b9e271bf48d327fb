"""The oracle of the streets: ``docs/reference/profiles.md`` read a second time, slowly.

It builds a NetworkX graph from the raw tags and shares no code with `routing.street`: plain rules
in plain Python, every segment between two nodes of the map ridden by itself, nothing contracted. A
vertex of that graph is a move (a segment ridden in one direction) with as much of what was ridden
before it as some restriction asks for.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

import networkx as nx
import numpy as np
import numpy.typing as npt

from routing.street.network import Network, Restriction
from tests.oracle_map import EARTH, Move, Stand, all_segments, heading
from tests.oracle_rules import binds, delay_of_change, delay_of_turn, only_ends, speeds, wait_at

DIGITS = 10**10
"""A cost is milliseconds, then ten digits of millimetres."""

State = tuple[Move, tuple[Move, ...]]
"""A move, and the moves before it that some restriction remembers."""


class Rule(NamedTuple):
    """A sequence of moves that is forbidden, or demanded once it has begun."""

    moves: tuple[Move, ...]
    demanded: bool


class Oracle:
    """Seconds and metres between points, the slow way."""

    def __init__(self, network: Network, profile: str) -> None:
        self.profile, self.network = profile, network
        self.segments = all_segments(network, profile)
        self.moves = [
            Move(number, forward)
            for number, segment in enumerate(self.segments)
            for forward in (True, False)
            if ("forward" if forward else "backward") in segment.speeds
        ]
        self.moves = self._connected()
        self.numbers = {id_: number for number, id_ in enumerate(network.node_ids.tolist())}
        self.leaving: dict[Any, list[Move]] = defaultdict(list)
        for move in self.moves:
            self.leaving[self.tail(move)].append(move)
        self.on_way: dict[int, list[Move]] = defaultdict(list)
        for move in self.moves:
            self.on_way[self.segments[move.segment].way_id].append(move)
        self.last_resorts: set[Move] = set()
        self.rules = [rule for one in network.restrictions for rule in self._rules(one)]
        self.starting: dict[Move, list[Rule]] = defaultdict(list)
        for rule in self.rules:
            self.starting[rule.moves[0]].append(rule)
        self.graph = self._unfolded()
        inside = {state[0] for state in self._main_part()}
        self.last_resorts = self._unturned(set(self.moves) - inside)
        if self.last_resorts:
            self.graph = self._unfolded()
        self._keep(self._main_part())

    def _connected(self) -> list[Move]:
        """Moves of the part in which everything is reached when every turn may be made."""
        nodes: nx.DiGraph[Any] = nx.DiGraph()
        nodes.add_edges_from((self.tail(move), self.head(move)) for move in self.moves)
        parts = enumerate(nx.strongly_connected_components(nodes))
        part_of = {node: number for number, part in parts for node in part}
        inner: dict[int, list[Move]] = defaultdict(list)
        for move in self.moves:
            if part_of[self.tail(move)] == part_of[self.head(move)]:
                inner[part_of[self.tail(move)]].append(move)
        return min(inner.values(), key=self._least, default=[])

    def _least(self, moves: Iterable[Move]) -> tuple[int, int, int]:
        """The least of a part with the greatest length; of equals, of the first street."""
        numbers = {move.segment for move in moves}
        length = sum(self.segments[number].length for number in numbers)
        return -length, min(numbers), int(Move(min(numbers), True) not in set(moves))

    def _unturned(self, stranded: set[Move]) -> set[Move]:
        """Moves after which one may turn round where nobody else would."""
        times: dict[Any, int] = defaultdict(int)
        for way, tags in enumerate(self.network.way_tags):
            if speeds(dict(tags), self.profile):
                nodes = self.network.nodes_of(way).tolist()
                for node in [*nodes, nodes[0], nodes[-1]]:
                    times[node] += 1
        moves = set(self.moves)
        return {
            move
            for move in moves
            if (back := Move(move.segment, not move.forward)) in moves
            and (times[self.head(move)] > 1 or isinstance(self.head(move), tuple))
            and (move in stranded or back in stranded)
        }

    def tail(self, move: Move) -> Any:
        return self.segments[move.segment].ends[0 if move.forward else 1]

    def head(self, move: Move) -> Any:
        return self.segments[move.segment].ends[1 if move.forward else 0]

    def cost(self, move: Move) -> int:
        segment = self.segments[move.segment]
        return self._milliseconds(move) * DIGITS + segment.length

    def _milliseconds(self, move: Move) -> int:
        segment = self.segments[move.segment]
        speed = segment.speeds["forward" if move.forward else "backward"]
        return (segment.length * 3_600 + speed // 2) // speed

    def turns(self, move: Move) -> list[tuple[Move, int]]:
        """What may be ridden next, relations aside, and the milliseconds that the turn takes."""
        onward = self.leaving[self.head(move)]
        back = Move(move.segment, not move.forward)
        others = [next_ for next_ in onward if next_ != back]
        wait, u_turn = self._wait(move), delay_of_turn(self.profile, "u_turn")
        if not others:
            return [(next_, u_turn + wait + self._change(move, next_)) for next_ in onward]
        found = []
        for next_ in others:
            kind = self._kind(move, next_) if len(others) > 1 else "straight"
            turn = delay_of_turn(self.profile, kind) + self._change(move, next_)
            found.append((next_, turn + wait))
        if move in self.last_resorts:
            found.append((back, u_turn + 60_000 + self._change(move, back)))
        return found

    def _change(self, move: Move, onward: Move) -> int:
        changes = self._is_pushed(move) != self._is_pushed(onward)
        return delay_of_change(self.profile) if changes else 0

    def _is_pushed(self, move: Move) -> bool:
        return self.segments[move.segment].is_pushed(move.forward)

    def _wait(self, move: Move) -> int:
        node = self.segments[move.segment].nodes[1 if move.forward else 0]
        tags = dict(self.network.node_tags.get(node, {}))
        return wait_at(tags, self.profile, "forward" if move.forward else "backward")

    def _kind(self, move: Move, onward: Move) -> str:
        angle = (self._heading(onward) - self._heading(move) + 180) % 360 - 180
        return "left" if angle < -40 else "right" if angle > 40 else "straight"

    def _heading(self, move: Move) -> int:
        return heading(self.segments[move.segment].points[:: 1 if move.forward else -1])

    def _rules(self, restriction: Restriction) -> Iterator[Rule]:
        value = binds(dict(restriction.tags), self.profile)
        outer = [*restriction.from_ways, *restriction.to_ways]
        if not value or any(way in outer for way in restriction.via_ways):
            return
        nodes = {self.numbers.get(id_) for id_ in restriction.via_nodes}
        for first in [move for way in restriction.from_ways for move in self.on_way[way]]:
            for sequence in self._sequences((first,), restriction.via_ways):
                if not restriction.via_ways and self._node(sequence[-1]) not in nodes:
                    continue
                for last in self.leaving[self.head(sequence[-1])]:
                    if self.segments[last.segment].way_id in restriction.to_ways:
                        moves = (*sequence, last)
                        only = value.startswith("only_")
                        walks = any(map(self._is_pushed, moves[:-1] if only else moves))
                        if not walks and self._is_meant(moves, value):
                            yield Rule(moves, only)

    def _node(self, move: Move) -> int:
        return self.segments[move.segment].nodes[1 if move.forward else 0]

    def _is_meant(self, moves: Sequence[Move], value: str) -> bool:
        ids = [self.segments[move.segment].way_id for move in moves]
        if len(moves) > 2 or ids[0] != ids[1]:
            return True
        return value == "no_u_turn" and moves[0].segment == moves[1].segment

    def _sequences(
        self, moves: tuple[Move, ...], ways: Sequence[int]
    ) -> Iterator[tuple[Move, ...]]:
        """All ways to go on along these ways, at least one segment of each."""
        if not ways:
            yield moves
            return
        for onward in self.leaving[self.head(moves[-1])]:
            is_there = self.segments[onward.segment].way_id == ways[0]
            if is_there and onward.segment not in {move.segment for move in moves}:
                yield from self._sequences((*moves, onward), ways[1:])
                yield from self._sequences((*moves, onward), ways)

    def _unfolded(self) -> "nx.DiGraph[Any]":
        """Every state that is reached from moves without a past."""
        graph: nx.DiGraph[Any] = nx.DiGraph()
        waiting: list[State] = [(move, ()) for move in self.moves]
        graph.add_nodes_from(waiting)
        while waiting:
            state = waiting.pop()
            for onward, delay in self._allowed(state):
                after = onward, self._remembered((*state[1], state[0]), onward)
                if after not in graph:
                    waiting.append(after)
                graph.add_edge(state, after, weight=delay * DIGITS + self.cost(onward))
        return graph

    def _begun(self, past: Sequence[Move]) -> Iterator[tuple[Rule, int]]:
        """Rules whose first moves are the last ones of the past, and how many of them."""
        for start in range(len(past)):
            tail = tuple(past[start:])
            for rule in self.starting.get(tail[0], ()):
                if len(tail) < len(rule.moves) and rule.moves[: len(tail)] == tail:
                    yield rule, len(tail)

    def _allowed(self, state: State) -> list[tuple[Move, int]]:
        turns = self.turns(state[0])
        begun = list(self._begun((*state[1], state[0])))
        there = {move for move, _ in turns}
        demanded = {r.moves[n] for r, n in begun if r.demanded and r.moves[n] in there}
        forbidden = {r.moves[n] for r, n in begun if not r.demanded and n == len(r.moves) - 1}
        return [
            (move, delay)
            for move, delay in turns
            if move not in forbidden and (not demanded or move in demanded or self._is_pushed(move))
        ]

    def _remembered(self, past: tuple[Move, ...], onward: Move) -> tuple[Move, ...]:
        """As much of the past as some rule has begun with and still goes on after this move."""
        ridden = max(
            (number for _, number in self._begun((*past, onward)) if number > 1), default=1
        )
        return (*past, onward)[-ridden:-1]

    def _main_part(self) -> set[State]:
        """The strongly connected part with the greatest length; of equals the first."""
        parts = [
            part
            for part in nx.strongly_connected_components(self.graph)
            if len(part) > 1 or any(self.graph.has_edge(state, state) for state in part)
        ]
        return min(parts, key=lambda part: self._least({s[0] for s in part}), default=set())

    def _keep(self, main: set[State]) -> None:
        """What is left are the streets of a part."""
        kept = {state[0] for state in main}
        # Who begins on a move has no past, if a way leads on from there; else any past will do.
        own: set[State] = {(move, ()) for move in kept}
        around = self.graph.subgraph(main | own)
        leading = {s for s in own if s in main or main & nx.descendants(around, s)}
        self.begins: dict[Move, list[State]] = {
            move: [(move, ())]
            if (move, ()) in leading
            else [state for state in main if state[0] == move]
            for move in kept
        }
        self.graph.remove_nodes_from(set(self.graph) - main - leading)
        self.kept = sorted({move.segment for move in kept})
        for node, moves in self.leaving.items():
            self.leaving[node] = [move for move in moves if move in kept]
        self._is_kept = kept
        self._close_zones()
        self.ending: dict[Any, list[State]] = defaultdict(list)
        self.riding: dict[int, list[State]] = defaultdict(list)
        for state in self.graph:
            self.ending[self.head(state[0])].append(state)
            self.riding[state[0].segment].append(state)
        points = [self.segments[number].points for number in self.kept]
        self._tails = np.array([tail for tail, _ in points], float).reshape(-1, 2) / 1e7
        self._heads = np.array([head for _, head in points], float).reshape(-1, 2) / 1e7

    def _close_zones(self) -> None:
        """Nobody rides into a zone and out again: who has come in is another state.

        A zone is what may not be ridden through, and all that lies behind.
        """
        ends = set()
        for move in self._is_kept:
            tags = dict(self.network.way_tags[self.segments[move.segment].way])
            if ("forward" if move.forward else "backward") in only_ends(tags, self.profile):
                ends.add(move)
        whole = self.graph
        self.graph = whole.subgraph([state for state in whole if state[0] not in ends])
        outside = {state[0] for state in self._main_part()} if ends else set()
        self.graph = whole
        if not outside:
            return
        self.graph = nx.DiGraph()
        self.graph.add_nodes_from(whole)
        for before, after, data in whole.edges(data=True):
            was_in, is_in = before[0] not in outside, after[0] not in outside
            come = (*after, "come in")
            if is_in and not was_in:
                self.graph.add_edge(before, come, weight=data["weight"])
                continue
            self.graph.add_edge(before, after, weight=data["weight"])
            if is_in:
                self.graph.add_edge((*before, "come in"), come, weight=data["weight"])

    def nearest(self, lon: float, lat: float) -> tuple[int, float, float]:
        """Segment, fraction and metres, by trying all segments."""
        metre = EARTH * math.pi / 180
        squeeze = math.cos(math.radians(lat))
        ax = (self._tails[:, 0] - lon) * squeeze * metre
        ay = (self._tails[:, 1] - lat) * metre
        bx = (self._heads[:, 0] - lon) * squeeze * metre
        by = (self._heads[:, 1] - lat) * metre
        dx, dy = bx - ax, by - ay
        length2 = dx * dx + dy * dy
        length2[length2 == 0] = 1
        t = np.minimum(np.maximum(-(ax * dx + ay * dy) / length2, 0), 1)
        x = np.where(t == 1, bx, ax + t * dx)
        y = np.where(t == 1, by, ay + t * dy)
        metres = np.sqrt(x * x + y * y)
        best = int(np.flatnonzero(metres <= metres.min() + 1e-6)[0])
        return self.kept[best], float(t[best]), float(metres[best])

    def matrix(
        self, origins: npt.NDArray[np.float64], destinations: npt.NDArray[np.float64]
    ) -> tuple[list[list[int]], list[list[int]]]:
        """Seconds and metres from each origin to each destination, given in degrees."""
        starts = [self._stand(lon, lat) for lon, lat in origins.tolist()]
        ends = [self._stand(lon, lat) for lon, lat in destinations.tolist()]
        seconds, metres = [], []
        for start in starts:
            costs = self._costs(start)
            row = [self._arrival(start, end, costs) for end in ends]
            seconds.append([rounded_up(cost // DIGITS) for cost in row])
            metres.append([rounded_up(cost % DIGITS) for cost in row])
        return seconds, metres

    def _stand(self, lon: float, lat: float) -> Stand:
        number, fraction, _ = self.nearest(lon, lat)
        start, end = self.segments[number].marks
        return Stand(number, start + math.floor(fraction * (end - start) + 0.5))

    def _at(self, stand: Stand) -> list[Any]:
        """The node that one stands at, if any."""
        segment = self.segments[stand.segment]
        pairs = zip(segment.marks, segment.ends, strict=True)
        return [end for mark, end in pairs if mark == stand.mark][:1]

    def _ridable(self, stand: Stand) -> list[Move]:
        both = (Move(stand.segment, True), Move(stand.segment, False))
        return [move for move in both if move in self._is_kept]

    def _part(self, move: Move, stand: Stand) -> int:
        """Cost from the start of a segment's ride to a point of it."""
        segment = self.segments[move.segment]
        whole, past = self._milliseconds(move), stand.mark - segment.marks[0]
        read = whole * past // segment.length
        if move.forward:
            return read * DIGITS + past
        return (whole - read) * DIGITS + segment.length - past

    def _costs(self, start: Stand) -> dict[State, int]:
        """To every state."""
        first: dict[Move, int] = {}
        if at := self._at(start):
            first = {move: self.cost(move) for move in self.leaving[at[0]]}
        else:
            for move in self._ridable(start):
                first[move] = self.cost(move) - self._part(move, start)
        states = {state: cost for move, cost in first.items() for state in self.begins[move]}
        self.graph.add_weighted_edges_from(("start", *one) for one in states.items())
        found = nx.single_source_dijkstra_path_length(self.graph, "start")
        self.graph.remove_node("start")
        return {state: int(cost) for state, cost in found.items()}

    def _arrival(self, start: Stand, end: Stand, costs: dict[State, int]) -> int:
        if start == end:
            return 0
        at = self._at(end)
        if at and at == self._at(start):
            return 0
        if at:
            found = [costs[state] for state in self.ending[at[0]] if state in costs]
        else:
            found = [
                costs[before]
                + self.graph[before][state]["weight"]
                - self.cost(state[0])
                + self._part(state[0], end)
                for state in self.riding[end.segment]
                for before in self.graph.predecessors(state)
                if before in costs
            ]
        here = self._at(start)
        for move in self._ridable(end):
            if here and self.tail(move) == here[0] and not at:
                found.append(self._part(move, end))
        if start.segment == end.segment:
            for move in self._ridable(start):
                if move.forward == (start.mark < end.mark):
                    found.append(self._part(move, end) - self._part(move, start))
        return min(found)


def rounded_up(thousandths: int) -> int:
    return (thousandths + 999) // 1_000
