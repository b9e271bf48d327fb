"""What couriers' phones tell: every deed is kept once, and each is answered for itself.

A phone may send what it has as often as it likes and in any order. A deed that is refused takes no
other with it, so that nothing stays on a phone for a neighbour's fault.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from api.domain.actor import Actor, Role, Scope, acting
from api.domain.errors import RefusedError
from api.domain.event import Deed, Event, state_after
from api.domain.order import Order
from api.domain.order_state import OrderState
from api.domain.round import Round, current_round
from api.store import deeds, events, orders, pools, rounds, towns
from api.store.deeds import KnownEvent
from api.store.work import Work
from routing.day.clock import DayClock
from routing.errors import ChalandError, Value

MOST_TOLD = 500
"""Deeds in one batch."""

AHEAD = dt.timedelta(minutes=15)
"""By how much a phone's clock may be fast."""

LATEST = dt.timedelta(days=7)
"""After the end of the day: then it is settled."""

UNDER_WAY = frozenset(
    {
        OrderState.PLANNED,
        OrderState.COLLECTED,
        OrderState.DELIVERED,
        OrderState.FAILED,
        OrderState.RETURNED,
    }
)
"""States that deeds lead to and from; in another one somebody has decided otherwise."""


class Outcome(StrEnum):
    """What became of a deed that was told."""

    ACCEPTED = "accepted"
    KNOWN = "known"
    """It had been told before."""
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class ToldDeed:
    """A deed as a phone tells it.

    Parameters
    ----------
    values
        More about it: codes, numbers and ids, nothing personal.
    """

    event: Event
    values: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of one deed.

    Parameters
    ----------
    state
        Of its order after the whole batch; None when it was refused.
    problem
        Why it was refused.
    """

    id: str
    outcome: Outcome
    state: OrderState | None = None
    problem: ChalandError | None = None


@dataclass(frozen=True, slots=True)
class Heard:
    """What became of a batch.

    Parameters
    ----------
    answers
        In the order in which the deeds were told.
    rounds
        Those that they were told of.
    """

    answers: tuple[Answer, ...]
    rounds: tuple[Round, ...]


def tell(work: Work, actor: Actor, told: Sequence[ToldDeed]) -> Heard:
    """Keep the deeds of a batch, and lead their orders on.

    Deeds of one pool take turns, by its lock.

    Raises
    ------
    ForbiddenError
        When the actor may not tell of deeds at all.
    """
    actor.require(Scope.WRITE_EVENTS)
    ground = _ground(work, actor, {one.event.order for one in told})
    ids = {one.event.id for one in told} | {one.event.undoes for one in told}
    known = deeds.known(work, ids)
    new: list[tuple[ToldDeed, Round]] = []
    refusals: dict[int, ChalandError] = {}
    accepted: set[int] = set()
    for place, one in enumerate(told):
        try:
            a_round = ground.round_told_of(actor, one.event.order)
            if not _is_known(one.event, a_round, known):
                _check(one.event, a_round, known)
                _check_time(one.event, ground.clock(a_round), work.now)
                known[one.event.id] = _as_known(one.event, a_round)
                new.append((one, a_round))
                accepted.add(place)
        except RefusedError as refusal:
            refusals[place] = refusal
    _lead_on(work, ground, new)
    for one, a_round in new:
        _keep(work, actor, one, a_round)

    def answer(place: int, event: Event) -> Answer:
        if place in refusals:
            return Answer(event.id, Outcome.REFUSED, problem=refusals[place])
        outcome = Outcome.ACCEPTED if place in accepted else Outcome.KNOWN
        return Answer(event.id, outcome, ground.orders[event.order].state)

    answers = tuple(answer(place, one.event) for place, one in enumerate(told))
    return Heard(answers, tuple({a_round.id: a_round for _, a_round in new}.values()))


def is_settled(date: dt.date, zone: str, now: dt.datetime) -> bool:
    """Whether so much time has gone since a day that nothing more is told of it."""
    return now > DayClock(date + dt.timedelta(days=1), zone).origin + LATEST


def require_unsettled(event: str, date: dt.date, zone: str, now: dt.datetime) -> None:
    """Refuse what is told of a day that is settled.

    Parameters
    ----------
    event
        The phone's own id of the deed.

    Raises
    ------
    RefusedError
        ``following.too_late``.
    """
    if is_settled(date, zone, now):
        raise RefusedError("following.too_late", event=event, date=str(date), days=LATEST.days)


@dataclass
class _Ground:
    """What is told of: orders, and the rounds that they are in.

    Parameters
    ----------
    rounds
        Of the orders' pools, whoever rides them.
    zones
        By town.
    """

    orders: dict[str, Order]
    rounds: list[Round]
    zones: Mapping[str, str]

    def round_told_of(self, actor: Actor, order: str) -> Round:
        """The last round with an order that the actor may tell of.

        Raises
        ------
        RefusedError
            ``following.not_in_round``: there is none, or somebody else rides it; they look alike.
        """
        own = [one for one in self.rounds if actor.courier in {None, one.courier}]
        found = current_round(own, order)
        if found is None:
            raise RefusedError("following.not_in_round", order=order)
        return found

    def clock(self, a_round: Round) -> DayClock:
        """Of a round's date, in its town."""
        return DayClock(a_round.date, self.zones[a_round.town])


def _ground(work: Work, actor: Actor, ids: Collection[str]) -> _Ground:
    """Look the orders up, alone at their pools from then on."""
    found = orders.by_id(work, ids).values()
    days = sorted({(one.town, one.date) for one in found if actor.town in {None, one.town}})
    for day in days:
        pools.lock(work, *day)
    of_days = [
        a_round
        for town, date in days
        # Another courier's round may be the one that counts now.
        for a_round in rounds.on_date(work, acting(actor.id, Role.PLANNER, town), date)
    ]
    zones = {town: towns.find(work, actor, town).zone for town, _ in days}
    return _Ground(orders.by_id(work, ids), of_days, zones)


def _as_known(event: Event, a_round: Round) -> KnownEvent:
    return KnownEvent(event.id, event.order, a_round.id, event.deed)


def _is_known(event: Event, a_round: Round, known: Mapping[str, KnownEvent]) -> bool:
    if event.id not in known:
        return False
    if known[event.id] != _as_known(event, a_round):
        raise RefusedError("following.other_event", event=event.id)
    return True


def _check(event: Event, a_round: Round, known: Mapping[str, KnownEvent]) -> None:
    if event.deed is Deed.UNDONE and not event.undoes:
        raise RefusedError("following.undoes_nothing", event=event.id)
    if event.deed is not Deed.UNDONE and event.undoes:
        raise RefusedError("following.undoes_needless", event=event.id, deed=event.deed)
    undone = known.get(event.undoes)
    if undone is not None and (
        undone.deed is None or (undone.order, undone.round) != (event.order, a_round.id)
    ):
        raise RefusedError("following.undoes_other", event=event.id, undoes=event.undoes)


def _check_time(event: Event, clock: DayClock, now: dt.datetime) -> None:
    at = event.at.isoformat(timespec="seconds")
    if event.at > now + AHEAD:
        raise RefusedError("following.in_future", event=event.id, at=at)
    if event.at < clock.origin:
        raise RefusedError("following.before_day", event=event.id, at=at, date=str(clock.date))
    require_unsettled(event.id, clock.date, clock.zone, now)


def _lead_on(work: Work, ground: _Ground, new: Sequence[tuple[ToldDeed, Round]]) -> None:
    """Bring orders to the state that all their deeds lead to, in the round that counts now."""
    told_of: dict[str, list[Event]] = defaultdict(list)
    for one, a_round in new:
        if current_round(ground.rounds, one.event.order) is a_round:
            told_of[one.event.order].append(one.event)
    before = deeds.of_rounds(work, {a_round.id for _, a_round in new})
    for order in sorted(told_of):
        current = current_round(ground.rounds, order)
        standing = ground.orders[order]
        if current is None or standing.state not in UNDER_WAY:
            continue
        earlier = [event for event in before.get(current.id, ()) if event.order == order]
        state = state_after(OrderState.PLANNED, [*earlier, *told_of[order]])
        if state is not standing.state:
            changed = replace(standing, state=state)
            orders.change(work, changed)
            ground.orders[order] = replace(changed, version=changed.version + 1)


def _keep(work: Work, actor: Actor, one: ToldDeed, a_round: Round) -> None:
    events.append(
        work,
        one.event.deed.kind,
        town=a_round.town,
        actor=actor,
        date=a_round.date,
        order=one.event.order,
        round=a_round.id,
        values=one.values,
        id=one.event.id,
        at=one.event.at,
        undoes=one.event.undoes,
    )
