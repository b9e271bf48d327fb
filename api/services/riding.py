"""Couriers who have a round: what they have done, what is on board, what they still do.

What is published stays with its courier; what is done is no part of the problem any more. A courier
goes on as the round says until they hear of another way. So they stand, at any instant, where their
round has them: at the last handover that they told of, or else at the next halt, for which they
have left. A shipment that weighs nothing stands for that in the problem: it is on board, is given
there and then, and the rest of the round begins with it.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import NamedTuple

from api.domain.order import Order
from api.domain.progress import Progress, progress
from api.domain.round import Round, Seconds
from api.services.hours import not_before
from api.store import deeds, orders, rounds
from api.store.work import Work
from routing.day.clock import DayClock
from routing.model import (
    Break,
    Commitment,
    Costs,
    Load,
    Route,
    Shift,
    Shipment,
    Stage,
    Task,
    TaskKind,
    Vehicle,
    Window,
)
from routing.model.cost import UNITS_PER_CENT_PER_HOUR_SECOND, UNITS_PER_CENT_PER_KM_METRE
from routing.model.units import CostUnits
from routing.solve.sequence import Sequence, TaskId


class Standing(NamedTuple):
    """Where a courier is and free to go on.

    Parameters
    ----------
    done
        What will have been done until then, beside what was told of.
    rested
        The breaks that will have been had since what was told of.
    home
        Since when at the hub with nothing left to be done; None: under way.
    """

    place: str
    at: Seconds
    done: frozenset[TaskId] = frozenset()
    rested: frozenset[str] = frozenset()
    home: Seconds | None = None


@dataclass(frozen=True)
class Riding:
    """A courier's round and how far it is.

    Parameters
    ----------
    orders
        All that are in it.
    clock
        Of its date in its town's zone.
    """

    round: Round
    done: Progress
    orders: Mapping[str, Order]
    clock: DayClock

    @property
    def open(self) -> Sequence:
        """What is still to be done, in riding order."""
        return tuple((one.handover.order, one.handover.kind) for one in self.done.open)

    @property
    def mark(self) -> TaskId:
        """The task that stands for where the courier is."""
        return self.round.id, TaskKind.DELIVERY

    def told(self, by: Seconds) -> Standing | None:
        """Where the courier was last heard of; None who will not have left the hub by an instant.

        Whoever has told of nothing leaves when the round says.
        """
        last = self.done.last_told
        if last is not None:
            return Standing(last.stop.place, self.clock.after(last.at))
        leaves = self.clock.after(self.round.starts)
        return Standing(self.round.hub, leaves) if leaves < by else None

    def standing(self, route: Route, at: Seconds, setups: Mapping[str, Seconds]) -> Standing:
        """Where the courier is at an instant, riding a route from where they were last heard of.

        Nobody turns round on the way: who has left for a halt is there first.
        """
        place, free, home, done = "", route.start, None, set()
        for visit, service in route.services():
            task = service.shipment, service.kind
            if task == self.mark or service.start < at:
                place, free = visit.place, service.end
                done.add(task)
                continue
            if place != visit.place and free < at:
                place, free = visit.place, visit.arrival + setups[visit.place]
            break
        else:
            if free < at:
                place, free, home = self.round.hub, route.end, route.end
        since = max(at, free)
        rested = frozenset(pause.break_id for pause in route.breaks if pause.start < since)
        return Standing(place, since, frozenset(done - {self.mark}), rested, home)

    def rest(self, stored: Sequence, standing: Standing | None) -> Sequence:
        """What the courier does from where they stand.

        What was undone since `stored` was written comes first: it is where the round has it.
        """
        done = frozenset() if standing is None else standing.done
        again = _fetched_first(tuple(task for task in self.open if task not in stored))
        tasks = tuple(task for task in (*again, *stored) if task not in {*done, self.mark})
        return tasks if standing is None else (self.mark, *tasks)

    def shipments(
        self, made: Callable[[Order], Shipment], first: Seconds, standing: Standing | None
    ) -> Iterator[Shipment]:
        """What is still to be done as shipments that are committed, and where the courier is.

        Parameters
        ----------
        made
            An order as a shipment.
        first
            Nothing that is open begins before.
        """
        left = set(self.open) - (frozenset() if standing is None else standing.done)
        for order in self.round.orders:
            if (order, TaskKind.DELIVERY) in left:
                fetched = (order, TaskKind.PICKUP) not in left
                yield self.committed(not_before(first, made(self.orders[order])), fetched=fetched)
        if standing is not None:
            here = Task(standing.place)
            now = Commitment(self.round.shift, Stage.ON_BOARD, start=standing.at)
            yield Shipment(self.round.id, here, here, Load(), commitment=now)

    def committed(self, shipment: Shipment, *, fetched: bool) -> Shipment:
        """A shipment that nobody else carries."""
        stage = Stage.ON_BOARD if fetched else Stage.LOCKED
        return replace(shipment, commitment=Commitment(self.round.shift, stage))

    def vehicle(
        self, planned: Vehicle, setups: Mapping[str, Seconds], standing: Standing | None
    ) -> Vehicle:
        """The vehicle as it goes on from where the courier stands.

        Parameters
        ----------
        setups
            By place.
        """
        if standing is None:
            return planned
        (shift,) = planned.shifts
        start = standing.at - setups[standing.place]
        left = replace(
            shift,
            window=Window(start, max(shift.window.end, standing.at)),
            start_place=standing.place,
            breaks=tuple(self._breaks(shift, standing)),
        )
        room = zip(planned.capacity.amounts, self._going_back.amounts, strict=True)
        paid = planned.costs.minimum_paid - self._ridden_until(start)
        return replace(
            planned,
            capacity=Load(*(max(0, most - less) for most, less in room)),
            shifts=(left,),
            costs=replace(planned.costs, minimum_paid=max(0, paid)),
        )

    def spent(self, costs: Costs, standing: Standing | None) -> CostUnits:
        """What the way to here has cost, but for what is paid once."""
        if standing is None:
            return 0
        stood_at = dict.fromkeys(one.stop.place for one in self.done.settled if not one.is_dropped)
        places = [self.round.hub, *stood_at]
        metres = sum(self.round.matrix.metres_between(*leg) for leg in pairwise(places))
        return (
            costs.per_hour * self._ridden_until(standing.at) * UNITS_PER_CENT_PER_HOUR_SECOND
            + costs.per_km * metres * UNITS_PER_CENT_PER_KM_METRE
        )

    def _ridden_until(self, at: Seconds) -> Seconds:
        return max(0, at - self.clock.after(self.round.starts))

    @property
    def _going_back(self) -> Load:
        """What nobody took keeps its room until it is at its shop again."""
        back = (one.handover.order for one in self.done.bring_back if one.at is None)
        return sum((self.orders[order].load for order in back), Load())

    def _breaks(self, shift: Shift, standing: Standing) -> Iterator[Break]:
        """The breaks that are still owed: they are had in the order of their hours."""
        leaves = self.clock.after(self.round.starts)
        skipped = self.done.skipped
        had = sum(one.handover.rest for one in self.done.settled if one not in skipped)
        for pause in sorted(shift.breaks, key=lambda one: one.window):
            window = pause.window
            over = window.start + pause.duration <= leaves or window.end < standing.at
            if over or pause.id in standing.rested:
                continue
            if had >= pause.duration:
                had -= pause.duration
                continue
            yield replace(pause, window=Window(max(window.start, standing.at), window.end))


def _fetched_first(tasks: Sequence) -> Sequence:
    """Tasks of which nothing is given before it is fetched.

    A courier who tells of a delivery, and after it of the shop, has a round with the door first.
    """

    def both(task: TaskId) -> tuple[TaskId, TaskId]:
        pickup = task[0], TaskKind.PICKUP
        return (pickup if pickup in tasks else task), task

    return tuple(dict.fromkeys(one for task in tasks for one in both(task)))


def riding_on(work: Work, town: str, clock: DayClock) -> dict[str, Riding]:
    """The rounds of a pool with how far they are, by their shifts."""
    found = rounds.of_pool(work, town, clock.date)
    told = deeds.of_rounds(work, [one.id for one in found]) if found else {}
    carried = orders.by_id(work, {order for one in found for order in one.orders})
    return {
        one.shift: Riding(
            one,
            progress(one, told.get(one.id, [])),
            {order: carried[order] for order in one.orders},
            clock,
        )
        for one in found
    }
