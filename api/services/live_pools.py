"""Pools kept warm in memory. The database decides; this only makes its answers quick.

A warm pool is as good as the version it was built for. Whoever asks holds the pool's lock in the
database, compares the versions, and builds it anew from the stored sequences when they differ:
never by a new search. A change made here counts only once its transaction stands.
"""

import datetime as dt
import threading
from collections import OrderedDict
from dataclasses import dataclass, field

from api.domain.pool import Pool, Sequence
from api.domain.town import ServedTown
from api.services.pool_problem import PoolDay, pool_day, ways_between
from api.services.town_packs import TownPacks
from api.store.work import Work
from routing.errors import SolverError
from routing.model import Place, Shipment, Window
from routing.model.cost import shown_cents
from routing.model.units import Cents, CostUnits
from routing.solve.quote import Answer, Effort, LivePlan, NewPlace
from routing.solve.quote import Ways as NewWays
from routing.street.engine import Ways

MOST_WARM = 32
"""Pools kept; the one not asked for longest goes first."""

MOST_ANSWERS = 200
"""Quotes whose proofs are kept, for each pool."""

RESHUFFLE = Effort(seconds=0.008)


class WarmPool:
    """One pool's live plan.

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
        self._places = list(day.problem.places)
        self._live = (
            LivePlan.from_sequences(day.problem, day.pool.sequences) if day.shifts else None
        )
        self._proofs: OrderedDict[tuple[str, str], Answer] = OrderedDict()
        self._cost: CostUnits | None = None
        self._orders = len({order for tasks in day.pool.sequences.values() for order, _ in tasks})

    def knows(self, place: str) -> bool:
        """Whether the ways to a place are known."""
        return any(place == known.id for known in self._places)

    def answers(
        self, shipment: Shipment, slots: list[Window], door: Place
    ) -> tuple[Answer | None, ...]:
        """What each slot would cost; None for every one when nobody works that day."""
        if self._live is None:
            return (None,) * len(slots)
        return self._live.quote(shipment, slots, reshuffle=RESHUFFLE, places=self._new(door))

    def keep_proof(self, quote: str, slot: str, answer: Answer) -> None:
        """Remember how an offer fits: as long as nothing changes, it need not be sought again."""
        self._proofs[quote, slot] = answer
        while len(self._proofs) > MOST_ANSWERS:
            self._proofs.popitem(last=False)

    def proof(self, quote: str, slot: str) -> Answer | None:
        """How an offer fits, if that still holds."""
        answer = self._proofs.get((quote, slot))
        if answer is None or self._live is None or answer.version != self._live.version:
            return None
        return answer

    def accept(self, shipment: Shipment, slot: Window, answer: Answer, door: Place) -> None:
        """Put an order in, for the transaction that is under way."""
        new, before = self._new(door), self.cost()
        self.version = None
        self._worked().accept(shipment, slot, answer, places=new)
        self._places += [place.place for place in new]
        self._cost = before + (answer.extra_cost or 0)
        self._orders += 1

    def remove(self, order: str) -> None:
        """Take an order out, for the transaction that is under way.

        Raises
        ------
        SolverError
            When the others could not be ridden without it.
        """
        self.version = None
        self._worked().remove(order)
        self._cost = None
        self._orders -= 1

    def sequences(self) -> dict[str, Sequence]:
        """Who does what in which order: the proof that all promises fit."""
        return {} if self._live is None else self._live.sequences()

    def cost(self) -> CostUnits:
        """What all routes cost."""
        if self._cost is None:
            self._cost = 0 if self._live is None else self._live.plan().cost
        return self._cost

    def mean_cost(self, extra: CostUnits) -> Cents:
        """What an order would cost on average, with one more that costs so much."""
        return shown_cents((self.cost() + extra) // (self._orders + 1))

    def _worked(self) -> LivePlan:
        """The live plan of a day on which somebody works: nothing else is ever accepted."""
        if self._live is None:
            raise SolverError("quote.nobody_works")
        return self._live

    def _new(self, door: Place) -> list[NewPlace]:
        """A door with its ways, if it is not known yet."""
        if self.knows(door.id):
            return []
        profiles = list(self.day.problem.matrices)
        streets, places = ways_between(
            self.day.town, profiles, [*self._places, door], self.day.clock
        )
        return [NewPlace(places[-1], {name: _last(ways) for name, ways in streets.items()})]


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
        if warm is None or warm.version != pool.version:
            warm = WarmPool(pool_day(work, served, pool, self.packs))
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


def _last(ways: Ways) -> NewWays:
    """From the last place to all others and back."""
    matrix = ways.matrix()
    return NewWays(
        durations_to=matrix.durations[-1, :-1].tolist(),
        distances_to=matrix.distances[-1, :-1].tolist(),
        durations_from=matrix.durations[:-1, -1].tolist(),
        distances_from=matrix.distances[:-1, -1].tolist(),
    )
