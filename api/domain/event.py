"""What couriers tell: deeds in any order and more than once, and what they add up to.

A phone keeps what its courier taps and sends it when it can, perhaps twice, perhaps after what was
tapped later. So an event has an id of its own and the time of the act; it is kept as it came, and a
wrong tap is undone by a later event, never deleted. The state of an order is what its events say,
read in the order of the acts: nothing depends on when or in which order they came.
"""

import datetime as dt
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from api.domain.order_state import MOVES, Act, OrderState


class Deed(StrEnum):
    """What a courier did at a stop, for one order, in the order of an order's life."""

    COLLECTED = "collected"
    NOT_READY = "not_ready"
    """The goods were not there, and were not waited for."""
    DELIVERED = "delivered"
    LEFT_WITH_NEIGHBOUR = "left_with_neighbour"
    NOBODY_THERE = "nobody_there"
    REFUSED = "refused"
    BROUGHT_BACK = "brought_back"
    UNDONE = "undone"
    """Another event of the same courier counts as if it had not been."""

    @property
    def kind(self) -> str:
        """The kind of event that the log keeps it as."""
        return f"{_PREFIX}{self}"

    @classmethod
    def of_kind(cls, kind: str) -> "Deed":
        """The deed that the log keeps as a kind."""
        return cls(kind.removeprefix(_PREFIX))


_PREFIX = "deed."

DEED_KINDS = tuple(deed.kind for deed in Deed)
"""The kinds of events in the log that are deeds."""

ACTS: Mapping[Deed, Act] = MappingProxyType(
    {
        Deed.COLLECTED: Act.COLLECT,
        Deed.NOT_READY: Act.FAIL,
        Deed.DELIVERED: Act.DELIVER,
        Deed.LEFT_WITH_NEIGHBOUR: Act.DELIVER,
        Deed.NOBODY_THERE: Act.FAIL,
        Deed.REFUSED: Act.FAIL,
        Deed.BROUGHT_BACK: Act.RETURN,
    }
)
"""What each deed does to the order."""

IMPLIED: Mapping[Act, Act] = MappingProxyType({Act.DELIVER: Act.COLLECT, Act.RETURN: Act.FAIL})
"""What was done before, even where its tap is missing: who delivers has collected, and who brings
back could not deliver."""

_RANK = {deed: rank for rank, deed in enumerate(Deed)}


@dataclass(frozen=True, slots=True)
class Event:
    """One tap.

    Parameters
    ----------
    id
        Made by the phone: the same event sent twice is one.
    at
        The time of the act, aware. Of acts at one time, the one that an order's life has first
        counts first.
    undoes
        The event that an `Deed.UNDONE` takes back; empty otherwise.
    """

    id: str
    order: str
    deed: Deed
    at: dt.datetime
    undoes: str = ""


def standing(events: Iterable[Event]) -> tuple[Event, ...]:
    """The deeds that count, once each, in the order of the acts.

    An undoing that is undone itself takes nothing back. Undoings that undo each other in a ring
    reach no deed, and count for nothing.
    """
    known = {event.id: event for event in events}
    undone = _undone(known)
    deeds = (
        event
        for event in known.values()
        if event.deed is not Deed.UNDONE and event.id not in undone
    )
    return tuple(sorted(deeds, key=lambda event: (event.at, _RANK[event.deed], event.id)))


def _undone(known: Mapping[str, Event]) -> set[str]:
    """Ids that are taken back: by an undoing that nothing that counts takes back.

    Each event undoes one at most, so the undoings are chains that meet; they are followed from
    their loose ends, each event once all that undo it are settled.
    """
    undoings = [event for event in known.values() if event.deed is Deed.UNDONE]
    unsettled = Counter(event.undoes for event in undoings)
    ready = deque(event for event in undoings if not unsettled[event.id])
    undone: set[str] = set()
    while ready:
        undoing = ready.popleft()
        if undoing.id not in undone:
            undone.add(undoing.undoes)
        unsettled[undoing.undoes] -= 1
        target = known.get(undoing.undoes)
        if target is not None and target.deed is Deed.UNDONE and not unsettled[target.id]:
            ready.append(target)
    return undone


def moves(state: OrderState, events: Iterable[Event]) -> Iterator[tuple[Event, OrderState]]:
    """The deeds that led on, each with the state that it led to.

    What a courier did was done, even where the tap before it is missing (`IMPLIED`). A deed that
    leads on from no state that is near changes nothing; it is kept all the same.

    Parameters
    ----------
    state
        Before the first of them.
    events
        Of one order.
    """
    for event in standing(events):
        after = _led_to(state, ACTS[event.deed])
        if after is not None:
            state = after
            yield event, state


def state_after(state: OrderState, events: Iterable[Event]) -> OrderState:
    """The state of an order after its couriers' events."""
    for _, after in moves(state, events):
        state = after
    return state


def _led_to(state: OrderState, act: Act) -> OrderState | None:
    leads = MOVES[act]
    if state in leads:
        return leads[state]
    before = MOVES[IMPLIED[act]].get(state) if act in IMPLIED else None
    return None if before is None else leads.get(before)
