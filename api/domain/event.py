"""What couriers tell: events in any order and more than once, and what they add up to.

A phone keeps what its courier taps and sends it when it can, perhaps twice, perhaps after what was
tapped later. So an event has an id of its own and the time of the act; it is kept as it came, and a
wrong tap is undone by a later event, never deleted. The state of an order is what its events say,
read in the order of the acts.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from api.domain.order_state import MOVES, Act, OrderState


class Deed(StrEnum):
    """What a courier did at a stop, for one order."""

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


ACTS = {
    Deed.COLLECTED: Act.COLLECT,
    Deed.NOT_READY: Act.FAIL,
    Deed.DELIVERED: Act.DELIVER,
    Deed.LEFT_WITH_NEIGHBOUR: Act.DELIVER,
    Deed.NOBODY_THERE: Act.FAIL,
    Deed.REFUSED: Act.FAIL,
    Deed.BROUGHT_BACK: Act.RETURN,
}
"""What each deed does to the order."""


@dataclass(frozen=True, slots=True)
class Event:
    """One tap.

    Parameters
    ----------
    id
        Made by the phone: the same event sent twice is one.
    at
        The time of the act, aware.
    received
        When the service had it, aware: of acts at the same time the one that came first counts
        first.
    undoes
        The event that an `Deed.UNDONE` takes back; empty otherwise.
    """

    id: str
    order: str
    deed: Deed
    at: dt.datetime
    received: dt.datetime
    undoes: str = ""


def standing(events: Iterable[Event]) -> tuple[Event, ...]:
    """The events that count, once each, in the order of the acts."""
    known: dict[str, Event] = {}
    for event in sorted(events, key=lambda event: event.received):
        known.setdefault(event.id, event)
    undone = {event.undoes for event in known.values() if event.deed is Deed.UNDONE}
    counted = (
        event
        for event in known.values()
        if event.deed is not Deed.UNDONE and event.id not in undone
    )
    return tuple(sorted(counted, key=lambda event: (event.at, event.received, event.id)))


def state_after(state: OrderState, events: Sequence[Event]) -> OrderState:
    """The state of an order after its couriers' events.

    What a courier did was done, even where the tap before it is missing: who delivers has
    collected. An act that leads on from no state that is near changes nothing.

    Parameters
    ----------
    state
        Before the first of them.
    """
    for event in standing(events):
        state = _led_to(state, ACTS[event.deed])
    return state


def _led_to(state: OrderState, act: Act) -> OrderState:
    if state in MOVES[act]:
        return MOVES[act][state]
    implied = MOVES[Act.COLLECT].get(state)
    if act is Act.DELIVER and implied is not None:
        return MOVES[act][implied]
    return state
