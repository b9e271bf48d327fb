"""A shop's deliveries of a day, as lines: what needs somebody, what is to be prepared, the rest."""

from collections.abc import Sequence
from dataclasses import dataclass

from api.domain.order import Order
from api.domain.order_state import OrderState
from api.store import people
from api.store.work import Work
from api.web.page import Reader

TONES = {
    OrderState.DRAFT: ("wait", "clock"),
    OrderState.ACCEPTED: ("soft", "clock"),
    OrderState.PLANNED: ("place", "bike"),
    OrderState.COLLECTED: ("place", "bike"),
    OrderState.DELIVERED: ("go", "check"),
    OrderState.FAILED: ("need", "alert"),
    OrderState.RETURNED: ("need", "home"),
    OrderState.CANCELLED: ("soft", "alert"),
}
"""Colour and icon of a state; its word says the same."""

GROUPS = {
    "need": (OrderState.DRAFT, OrderState.FAILED, OrderState.RETURNED),
    "ready": (OrderState.ACCEPTED, OrderState.PLANNED),
    "gone": (OrderState.COLLECTED,),
    "done": (OrderState.DELIVERED, OrderState.CANCELLED),
}
"""In the order in which they are shown."""

_GROUP_OF = {state: group for group, states in GROUPS.items() for state in states}


@dataclass(frozen=True, slots=True)
class Docket:
    """One line of a day.

    Parameters
    ----------
    group
        Of `GROUPS`.
    """

    id: str
    group: str
    number: int | None
    parcels: int
    recipient: str
    door: str
    slot: str
    state: str
    tone: str
    icon: str


def dockets(work: Work, reader: Reader, found: Sequence[Order]) -> list[Docket]:
    """Orders as lines of a day, by their numbers."""
    doors = people.doors_by_id(work, {order.door for order in found if order.door})
    listed = sorted(found, key=lambda order: (order.number is None, order.number or 0, order.id))
    return [
        Docket(
            id=order.id,
            group=_GROUP_OF[order.state],
            number=order.number,
            parcels=len(order.parcels),
            recipient=people.recipient(work, order.recipient).name if order.recipient else "",
            door=doors[order.door].label if order.door in doors else "",
            slot=reader.span(*order.promised) if order.promised else "",
            state=order.state,
            tone=TONES[order.state][0],
            icon=TONES[order.state][1],
        )
        for order in listed
    ]
