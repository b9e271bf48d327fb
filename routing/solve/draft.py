"""A route in the making, with what makes trying one more shipment in it fast.

Any stretch of it is summed up by its shortest duration and the span of starts that allow it
(`routing.solve.stretch`). Each task keeps to the one window in which the last exact timing put it;
breaks, reloads, lateness, and times on board of the shipments already there are left to the exact
timing.
"""

from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from routing.model.units import CostUnits, Ticks
from routing.solve.indexed import Indexed, IndexedShift, Nodes
from routing.solve.stretch import Span, Stretch, heads, tails
from routing.solve.timing import RouteTimer


@dataclass(slots=True, eq=False)
class Draft:
    """A route in the making: made anew when it changes, never altered.

    Parameters
    ----------
    nodes, spans
        From start to end, both included.
    heads, tails
        By position: the stretch from the start to it, and from it to the end.
    loads
        On board when leaving each position.
    ridden
        How long it takes when nobody ever waits.
    distance
        Ticks.
    cost
        In search prices, without breaks; 0 when nothing is done.
    exact
        In search prices, by exact timing; None as long as it is not asked for.
    tried
        For shipments tried in it: the place found, or None; and the limit below which it was looked
        for.
    """

    shift: int
    nodes: Nodes
    spans: tuple[Span, ...]
    heads: list[Stretch]
    tails: list[Stretch]
    loads: list[tuple[int, int, int]]
    ridden: Ticks
    distance: Ticks
    cost: CostUnits
    exact: CostUnits | None = None
    tried: dict[int, tuple["Place | None", CostUnits]] = field(default_factory=dict)

    @property
    def tasks(self) -> Nodes:
        """The tasks in order."""
        return self.nodes[1:-1]


class Place(NamedTuple):
    """Where a shipment fits in a draft.

    Parameters
    ----------
    cost
        More than the draft costs without it.
    pickup, delivery
        Positions after which they come, in the draft without them.
    pickup_span, delivery_span
        Their windows.
    """

    cost: CostUnits
    pickup: int
    delivery: int
    pickup_span: Span
    delivery_span: Span


class Drafts:
    """Makes drafts of one problem, and times them exactly."""

    def __init__(self, day: Indexed) -> None:
        self.day = day
        self._timer = RouteTimer(day.problem)
        self._hops: dict[str, list[list[Ticks]]] = {
            profile: roads.hops.tolist() for profile, roads in day.roads.items()
        }
        self._distances: dict[str, list[list[Ticks]]] = {
            profile: roads.distances.tolist() for profile, roads in day.roads.items()
        }

    def hops(self, shift: IndexedShift) -> list[list[Ticks]]:
        """From node to node."""
        return self._hops[shift.vehicle.profile]

    def distances(self, shift: IndexedShift) -> list[list[Ticks]]:
        """From node to node."""
        return self._distances[shift.vehicle.profile]

    def empty(self, number: int) -> Draft:
        """A shift that does nothing."""
        shift = self.day.shifts[number]
        window = shift.shift.window.start, shift.shift.window.end
        nodes, loads = (shift.start, shift.end), [(0, 0, 0)] * 2
        idle: list[Stretch] = [(0, *window)] * 2
        distance = self.distances(shift)[shift.start][shift.end]
        ridden = self.hops(shift)[shift.start][shift.end]
        return Draft(number, nodes, (window, window), idle, idle, loads, ridden, distance, 0)

    def draft(self, number: int, nodes: Nodes, spans: tuple[Span, ...]) -> Draft | None:
        """The draft of a shift; None when its windows cannot all be met."""
        if len(nodes) == 2:
            return self.empty(number)
        shift = self.day.shifts[number]
        hops, distances = self.hops(shift), self.distances(shift)
        service = self.day.service
        events: list[Stretch] = [
            (service[node], *span) for node, span in zip(nodes, spans, strict=True)
        ]
        ways = [hops[one][other] for one, other in pairwise(nodes)]
        starts, ends = heads(events, ways), tails(events, ways)
        if len(starts) < len(nodes) or len(ends) < len(nodes):
            return None
        distance = sum(distances[one][other] for one, other in pairwise(nodes))
        cost = shift.price.of(starts[-1][0], distance)
        ridden = sum(ways) + sum(event[0] for event in events)
        loads = self._loads(nodes)
        return Draft(number, nodes, spans, starts, ends, loads, ridden, distance, cost)

    def without(self, draft: Draft, shipments: set[int]) -> Draft:
        """The draft when shipments are taken out; empty when what is left cannot be ridden."""
        kept = [
            position
            for position, node in enumerate(draft.nodes)
            if node >= len(self.day.tasks) or node // 2 not in shipments
        ]
        nodes = tuple(draft.nodes[position] for position in kept)
        spans = tuple(draft.spans[position] for position in kept)
        return self.draft(draft.shift, nodes, spans) or self.empty(draft.shift)

    def with_shipment(self, draft: Draft, shipment: int, place: Place) -> Draft | None:
        """The draft when a shipment is put in."""
        first, second = place.pickup + 1, place.delivery + 1
        nodes, spans = draft.nodes, draft.spans
        pickup, delivery = 2 * shipment, 2 * shipment + 1
        return self.draft(
            draft.shift,
            (*nodes[:first], pickup, *nodes[first:second], delivery, *nodes[second:]),
            (
                *spans[:first],
                place.pickup_span,
                *spans[first:second],
                place.delivery_span,
                *spans[second:],
            ),
        )

    def of_sequence(self, number: int, nodes: Nodes) -> Draft | None:
        """The draft of tasks in an order, in their best windows; None when rules forbid it."""
        shift = self.day.shifts[number]
        if not nodes:
            return self.empty(number)
        timed = self._timer.timed(shift.id, self.day.sequence(nodes))
        if timed is None:
            return None
        window = shift.shift.window.start, shift.shift.window.end
        spans = [
            next(span for span in shift.spans[node] if span[0] <= start <= span[1])
            for node, start in zip(nodes, timed.schedule[1:], strict=False)
        ]
        draft = self.draft(number, (shift.start, *nodes, shift.end), (window, *spans, window))
        if draft is not None:
            draft.exact = timed.lateness
            draft.exact += shift.price.of(timed.timing.duration, timed.ride.distance)
        return draft

    def settled(self, draft: Draft) -> Draft | None:
        """The draft with its exact cost, in its best windows; None when the rules forbid it."""
        if draft.exact is None and draft.tasks and not self._is_plain(draft):
            return self.of_sequence(draft.shift, draft.tasks)
        if draft.exact is None:
            draft.exact = draft.cost
        return draft

    def _is_plain(self, draft: Draft) -> bool:
        """Whether the draft's own times are the best there are."""
        shift = self.day.shifts[draft.shift]
        return shift.is_plain and all(
            len(shift.spans[node]) == 1 and self.day.is_plain[node // 2] for node in draft.tasks
        )

    def _loads(self, nodes: Nodes) -> list[tuple[int, int, int]]:
        grams = litres = parcels = 0
        loads = []
        for node in nodes:
            if node < len(self.day.tasks):
                load = self.day.loads[node // 2]
                sign = -1 if node % 2 else 1
                grams += sign * load[0]
                litres += sign * load[1]
                parcels += sign * load[2]
            loads.append((grams, litres, parcels))
        return loads
