"""What a shop may still change of an order, by where it stands.

A draft binds nobody. What is promised keeps its place in every plan: what would move it is promised
anew or not at all. Once it is in a round only what its courier still reads in time may change.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from api.domain.errors import RefusedError
from api.domain.order import Mark, Order
from api.domain.order_state import OrderState


class Part(StrEnum):
    """A part of an order that a shop tells."""

    RECIPIENT = "recipient"
    """Somebody else of the address book."""
    NAME = "name"
    PHONE = "phone"
    ADDRESS = "address"
    INSTRUCTIONS = "instructions"
    DOOR_CODE = "door_code"
    PARCELS = "parcels"
    MARKS = "marks"
    NOT_AT_HOME = "not_at_home"
    IS_RETURN = "is_return"
    REFERENCE = "reference"
    BASKET = "basket"
    AMOUNT_DUE = "amount_due"
    READY_AT = "ready_at"
    DATE = "date"
    SLOT = "slot"


_EVERY = frozenset(Part)

CHANGEABLE: Mapping[OrderState, frozenset[Part]] = MappingProxyType(
    {
        OrderState.DRAFT: _EVERY - {Part.SLOT},
        OrderState.ACCEPTED: _EVERY - {Part.DATE},
        OrderState.PLANNED: frozenset({Part.PHONE, Part.INSTRUCTIONS, Part.DOOR_CODE}),
        OrderState.COLLECTED: frozenset({Part.PHONE, Part.INSTRUCTIONS, Part.DOOR_CODE}),
    }
)
"""By state; where it is not named, nothing."""


def changeable(state: OrderState) -> frozenset[Part]:
    """What may be changed of an order in a state."""
    return CHANGEABLE.get(state, frozenset())


def require_changeable(order: Order, parts: frozenset[Part], marks: frozenset[Mark] | None) -> None:
    """Go on only if parts of an order may be changed now.

    Parameters
    ----------
    marks
        As they are wanted; None: as they are.

    Raises
    ------
    RefusedError
        ``order.cannot_change``; ``order.marks_loosened``: what was promised with a mark is handed
        over with it.
    """
    possible = changeable(order.state)
    if parts - possible:
        raise RefusedError(
            "order.cannot_change",
            state=order.state,
            parts=", ".join(sorted(parts - possible)),
            possible=", ".join(sorted(possible)) or "-",
        )
    is_loosened = marks is not None and not marks >= order.marks
    if is_loosened and order.state is not OrderState.DRAFT:
        raise RefusedError("order.marks_loosened", marks=", ".join(sorted(order.marks)))
