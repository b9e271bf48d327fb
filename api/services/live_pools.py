"""Pools kept warm in memory. The database decides; this only makes its answers quick.

A warm pool is as good as the version it was built for. Whoever asks holds the pool's lock in the
database, compares the versions, and builds it anew from the stored sequences when they differ:
never by a new search. A change made here counts only once its transaction stands.

A day that is under way moves with the clock and with what its couriers tell. Its warm pool is made
for a minute ahead, and is good until that is over or a courier tells of something.
"""

import datetime as dt
import threading
from collections import OrderedDict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace

from api.domain.order import Order
from api.domain.pool import Pool, Sequence
from api.domain.round import Seconds
from api.domain.town import ServedTown
from api.services.moments import Moment
from api.services.pool_problem import PoolDay, pool_day
from api.services.pool_ways import PoolWays
from api.services.town_packs import TownPacks
from api.store import deeds
from api.store.work import Work
from routing.errors import SolverError
from routing.model import Place, Shipment, Window
from routing.model.cost import UNITS_PER_CENT_PER_HOUR_SECOND, shown_cents
from routing.model.units import Cents, CostUnits
from routing.solve.quote import Answer, Effort, LivePlan

MOST_WARM = 32
"""Pools kept; the one not asked for longest goes first."""

MOST_ANSWERS = 200
"""Quotes whose proofs are kept, for each pool."""

RESHUFFLE = Effort(seconds=0.008)

AHEAD = 60
"""Seconds for which a warm pool of a day under way is made."""


class WarmPool:
    """One pool's live plan; on a day under way one for each closing.

    An order that is asked for now is known to couriers once its slot is closed: what those with a
    round do until then is done before it.

    Parameters
    ----------
    day
        As it was built.
    version
        Of the stored pool that it equals; None while a change waits for its transaction.
    """

    def __init__(self, day: PoolDay) -> None:
        self.day = day
        self.version: int | None = day.pool.version
        self._ways = PoolWays(day)
        self._plans: dict[Seconds, _Plan] = {}
        self._proofs: OrderedDict[tuple[str, str], tuple[_Plan, Answer]] = OrderedDict()
        self._cost: CostUnits | None = None
        self._sequences: Mapping[str, Sequence] = day.pool.sequences
        here = {order for tasks in day.sequences.values() for order, _ in tasks}
        carried = (one.orders for one in day.riding.values())
        self._orders = len(here.union(*carried) - day.ground.marks)
        self._lasts = True
        if day.shifts:
            self._plans[day.ground.first] = _Plan(day.now, day.ground.marks)

    def stands(self, work: Work) -> bool:
        """Whether what it was made of is as it was: the clock, and what couriers have told."""
        if not self.day.has_begun:
            return all(work.now <= shift.starts for shift in self.day.shifts)
        rounds = [one.round.id for one in self.day.riding.values()]
        in_time = self.day.clock.after(work.now) <= self.day.ground.first
        return in_time and self.day.heard == deeds.heard(work, rounds)

    def knows(self, place: str) -> bool:
        """Whether the ways to a place are known."""
        return self._ways.knows(place)

    def answers(
        self, shipment: Shipment, slots: list[Window], door: Place, heard: Seconds
    ) -> tuple[Answer | None, ...]:
        """What each slot would cost; None for every one when nobody works that day.

        Parameters
        ----------
        heard
            When couriers know of it, in seconds after the date's local midnight.
        """
        if not self.day.shifts:
            return (None,) * len(slots)
        live = self._plan(heard).live
        return live.quote(shipment, slots, reshuffle=RESHUFFLE, places=self._ways.new(door))

    def keep_proof(self, quote: str, slot: str, answer: Answer, heard: Seconds) -> None:
        """Remember how an offer fits: as long as nothing changes, it need not be sought again."""
        self._proofs[quote, slot] = self._plan(heard), answer
        while len(self._proofs) > MOST_ANSWERS:
            self._proofs.popitem(last=False)

    def proof(self, quote: str, slot: str) -> Answer | None:
        """How an offer fits, if that still holds."""
        plan, answer = self._proofs.get((quote, slot), (None, None))
        if plan is None or answer is None or answer.version != plan.live.version:
            return None
        return answer

    def accept(
        self, order: Order, slot: Window, answer: Answer, door: Place, heard: Seconds
    ) -> None:
        """Put an order in, for the transaction that is under way."""
        new, plan = self._ways.new(door), self._plan(heard)
        cost = self.cost() + self._extra(answer, heard)
        self.version = None
        plan.live.accept(self.day.ground.shipment(order), slot, answer, places=new)
        self._sequences = plan.sequences()
        self._ways.add(door)
        self._cost = cost
        self._orders += 1
        if self.day.riding:
            self._only(plan, order, heard)

    def remove(self, order: str) -> None:
        """Take an order out, for the transaction that is under way.

        Raises
        ------
        SolverError
            When the others could not be ridden without it.
        """
        if not self.day.shifts:
            raise SolverError("quote.nobody_works")
        plan = self._plan(self.day.ground.first)
        self.version = None
        plan.live.remove(order)
        self._sequences = plan.sequences()
        self._cost = None
        self._orders -= 1
        self._lasts = not self.day.riding

    def doubt(self) -> None:
        """Count nothing: it was built within a transaction that may not stand."""
        self.version = None

    def stand(self, version: int) -> None:
        """Count a change: its transaction stands."""
        if self._lasts:
            self.version = version

    def sequences(self) -> Mapping[str, Sequence]:
        """Who does what in which order: the proof that all promises fit."""
        return self._sequences

    def cost(self) -> CostUnits:
        """What all routes cost, with what of them is ridden already."""
        if self._cost is None:
            plan = self._plan(self.day.ground.first) if self.day.shifts else None
            self._cost = 0 if plan is None else plan.live.plan().cost + self.day.spent
        return self._cost

    def mean_cost(self, answer: Answer, heard: Seconds) -> Cents:
        """What an order would cost on average, with one more that is answered so."""
        return shown_cents((self.cost() + self._extra(answer, heard)) // (self._orders + 1))

    def _extra(self, answer: Answer, heard: Seconds) -> CostUnits:
        """What an order costs more: who is home again is paid for the hours until they hear."""
        plan, extra, shift = self._plan(heard), answer.extra_cost or 0, answer.shift or ""
        standing = plan.standings.get(shift)
        if standing is None or standing.home is None or plan.does_something(shift):
            return extra
        idle = standing.at - max(standing.home, self.day.ground.first)
        rate = self.day.riding[shift].round.costs.per_hour * UNITS_PER_CENT_PER_HOUR_SECOND
        return extra + rate * max(0, idle)

    def _plan(self, heard: Seconds) -> "_Plan":
        """The live plan of what may still be otherwise when couriers hear of it."""
        at = self._instant(heard)
        if at not in self._plans:
            self._plans[at] = _Plan(self.day.at(at), self.day.ground.marks)
        return self._plans[at]

    def _instant(self, heard: Seconds) -> Seconds:
        first = self.day.ground.first
        return max(first, heard) if self.day.riding else first

    def _only(self, plan: "_Plan", order: Order, heard: Seconds) -> None:
        """Go on with one live plan, which has an order that the others have not.

        What was proven by any of them before is not proven any more.
        """
        self._proofs.clear()
        known, ground = plan.live.problem, self.day.ground
        self.day = replace(
            self.day,
            pool=replace(self.day.pool, sequences=self._sequences),
            ground=replace(
                ground,
                places=known.places,
                matrices=known.matrices,
                promised={**ground.promised, order.id: (order, heard)},
            ),
        )
        self._plans = {self._instant(heard): plan}


class _Plan:
    """The live plan of an instant."""

    def __init__(self, now: Moment, marks: Collection[str]) -> None:
        self.live = LivePlan.from_sequences(now.problem, now.sequences)
        self.standings = now.standings
        self._before, self._marks = now.before, marks

    def does_something(self, shift: str) -> bool:
        """Whether anything is to be done on a shift."""
        return any(name not in self._marks for name, _ in self.live.sequences().get(shift, ()))

    def sequences(self) -> dict[str, Sequence]:
        """All of the day that is open, by shift: what is done before, then what the plan has."""
        found = self.live.sequences()
        whole = {
            shift: (
                *self._before.get(shift, ()),
                *(task for task in found.get(shift, ()) if task[0] not in self._marks),
            )
            for shift in dict.fromkeys((*found, *self._before))
        }
        return {shift: tasks for shift, tasks in whole.items() if tasks}


@dataclass
class LivePools:
    """The pools that this process keeps warm."""

    packs: TownPacks
    _warm: OrderedDict[tuple[str, dt.date], WarmPool] = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def of(self, work: Work, served: ServedTown, pool: Pool) -> WarmPool:
        """The warm pool of a stored one that this work has locked.

        Raises
        ------
        SolverError
            When the stored sequences do not keep the stored promises: that must never be.
        """
        key = pool.town, pool.date
        with self._lock:
            warm = self._warm.get(key)
        if warm is None or warm.version != pool.version or not warm.stands(work):
            day = pool_day(work, served, pool, self.packs, ahead=AHEAD)
            warm = WarmPool(day)
        with self._lock:
            self._warm[key] = warm
            self._warm.move_to_end(key)
            while len(self._warm) > MOST_WARM:
                self._warm.popitem(last=False)
        return warm

    def forget(self, town: str, date: dt.date) -> None:
        """Build a pool anew when it is next asked for."""
        with self._lock:
            self._warm.pop((town, date), None)
