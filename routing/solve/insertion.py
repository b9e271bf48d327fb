"""The cheapest place for one more shipment in a route.

Every pair of positions is tried, but for those that load, time or a bound on the duration rule out.
This is where a search spends its time: stretches are joined here by hand, as
`routing.solve.stretch.joined` does it.
"""

from collections.abc import Callable
from itertools import pairwise

from routing.model.units import CostUnits, Ticks
from routing.solve.draft import Draft, Drafts, Place
from routing.solve.indexed import NEVER
from routing.solve.stretch import Span, Stretch, joined

OVERLOOKED = 0.5
"""How many of the better places a noisy search overlooks."""


def cheapest_place(drafts: Drafts, draft: Draft, shipment: int, limit: CostUnits) -> Place | None:
    """The cheapest place below a limit, or None; remembered with the draft."""
    if not drafts.day.shifts[draft.shift].takes[shipment]:
        return None
    place, looked_below = draft.tried.get(shipment, (None, -1))
    if place is None and looked_below < limit:
        place = _Search(drafts, draft, shipment, limit).place()
        draft.tried[shipment] = place, limit
    return place if place is not None and place.cost < limit else None


def noisy_place(
    drafts: Drafts, draft: Draft, shipment: int, limit: CostUnits, chance: Callable[[], float]
) -> Place | None:
    """A cheap place below a limit, or None: some of the better ones are overlooked at random."""
    if not drafts.day.shifts[draft.shift].takes[shipment]:
        return None
    return _Search(drafts, draft, shipment, limit, lambda: chance() < OVERLOOKED).place()


class _Search:
    """One shipment in one draft."""

    def __init__(
        self,
        drafts: Drafts,
        draft: Draft,
        shipment: int,
        limit: CostUnits,
        overlooks: Callable[[], bool] | None = None,
    ) -> None:
        self.overlooks = overlooks
        day = drafts.day
        self.draft = draft
        self.shift = day.shifts[draft.shift]
        self.hops = drafts.hops(self.shift)
        self.distances = drafts.distances(self.shift)
        self.service = day.service
        self.pickup, self.delivery = 2 * shipment, 2 * shipment + 1
        self.longest = day.longest[shipment]
        load, capacity = day.loads[shipment], self.shift.vehicle.capacity.amounts
        grams, litres, parcels = (most - own for most, own in zip(capacity, load, strict=True))
        self.room = [
            on_board[0] <= grams and on_board[1] <= litres and on_board[2] <= parcels
            for on_board in draft.loads
        ]
        self.later = self._detours()
        self.found: Place | None = None
        self._keep_below(limit + draft.cost)

    def place(self) -> Place | None:
        """The cheapest place below the limit."""
        for pickup_span in self.shift.spans[self.pickup]:
            for delivery_span in self.shift.spans[self.delivery]:
                if pickup_span[0] <= delivery_span[1]:
                    self._pickups(pickup_span, delivery_span)
        return self.found

    def _keep_below(self, cost: CostUnits) -> None:
        """Look only for what costs less; no route that takes more than `self.most` does."""
        price = self.shift.price
        self.below = cost
        spare = cost - price.fixed - price.tick * self.draft.distance - 1
        self.most = spare // price.paid_tick if price.paid_tick else NEVER
        if self.most < price.minimum_paid or spare < 0:
            self.most = -1

    def _pickups(self, span: Span, delivery_span: Span) -> None:
        """Try the pickup in every position, first where the route becomes least long."""
        nodes, heads, tails = self.draft.nodes, self.draft.heads, self.draft.tails
        node, delivery, event = self.pickup, self.delivery, (self.service[self.pickup], *span)
        to_next, on = self.hops[node], self.hops[delivery]
        found = []
        for position in range(len(nodes) - 1):
            if self.room[position]:
                here, following = nodes[position], nodes[position + 1]
                to_pickup = self.hops[here][node]
                head = joined(heads[position], to_pickup, event)
                if head is None:
                    break
                waiting = head[0] + to_next[following] + tails[position + 1][0]
                direct = to_next[delivery] + self.service[delivery] + on[following]
                later = to_next[following] + self.later[position + 1]
                riding = to_pickup + event[0] + min(direct, later) - self.hops[here][following]
                found.append((max(waiting, self.draft.ridden + riding), position, head))
        found.sort()
        for at_least, position, head in found:
            if at_least > self.most:
                return
            self._deliveries(position, span, head, delivery_span)

    def _detours(self) -> list[Ticks]:
        """What the delivery adds at least to the ride, from each position on."""
        node, nodes = self.delivery, self.draft.nodes
        own, on = self.service[node], self.hops[node]
        least, detours = NEVER, [NEVER]
        for after, before in pairwise(reversed(nodes)):
            ways = self.hops[before]
            least = min(least, ways[node] + own + on[after] - ways[after])
            detours.append(least)
        return detours[::-1]

    def _deliveries(self, pickup: int, pickup_span: Span, head: Stretch, span: Span) -> None:
        """Try the delivery in every position after the pickup, which `head` reaches."""
        nodes, spans, tails, room = self.draft.nodes, self.draft.spans, self.draft.tails, self.room
        hops, distances, service = self.hops, self.distances, self.service
        node, (opens, closes) = self.delivery, span
        own, to_next, far_to_next = service[node], hops[node], distances[node]
        duration, first, last = head
        on_board = (service[self.pickup], *pickup_span)
        here, before, after = self.pickup, nodes[pickup], nodes[pickup + 1]
        with_pickup = distances[before][here] + distances[here][after] - distances[before][after]
        for position in range(pickup, len(nodes) - 1):
            following, ways = nodes[position + 1], hops[here]
            tail, tail_first, tail_last = tails[position + 1]
            delay = duration + ways[node]
            if first + delay > closes or duration + ways[following] + tail > self.most:
                return
            soonest = opens - delay
            wait = soonest - last if soonest > last else 0
            whole = delay + own + wait + to_next[following]
            start = (soonest if soonest > first else first) - wait  # noqa: FURB136  # no calls here
            if start + whole <= tail_last and whole + tail <= self.most:
                wait = tail_first - whole - min(last, closes - delay)
                whole += tail + wait if wait > 0 else tail
                far = distances[here]
                more = with_pickup + far[node] + far_to_next[following] - far[following]
                cost = self.shift.price.of(whole, self.draft.distance + more)
                if cost < self.below and self._accepts(on_board, ways[node], span):
                    self._keep_below(cost)
                    more_cost = cost - self.draft.cost
                    self.found = Place(more_cost, pickup, position, pickup_span, span)
            if not room[position + 1]:
                return
            opening, closing = spans[position + 1]
            delay = duration + ways[following]
            if first + delay > closing:
                return
            soonest = opening - delay
            wait = soonest - last if soonest > last else 0
            duration = delay + service[following] + wait
            first = (soonest if soonest > first else first) - wait  # noqa: FURB136  # no calls here
            last = min(last, closing - delay)
            if self.longest is not None:
                ridden = joined(on_board, ways[following], (service[following], opening, closing))
                if ridden is None:
                    return
                on_board = ridden
            here = following

    def _accepts(self, on_board: Stretch, hop: Ticks, span: Span) -> bool:
        """Whether a place is not overlooked, and the shipment not on board for too long."""
        if self.overlooks is not None and self.overlooks():
            return False
        if self.longest is None:
            return True
        ridden = joined(on_board, hop, (0, *span))
        return ridden is not None and ridden[0] <= self.service[self.pickup] + self.longest
