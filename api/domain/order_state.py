"""The life of an order: which acts lead from which state to which.

    draft ─accept─> accepted ─plan─> planned ─collect─> collected ─deliver─> delivered
                                        │                   │
                                        └───────fail────────┴──> failed ─return─> returned

From draft and accepted it may be cancelled; once it is planned, its courier has it in a round.
Every act is an event (`api.domain.event`).
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from api.domain.errors import RefusedError


class OrderState(StrEnum):
    """Where an order stands."""

    DRAFT = "draft"
    ACCEPTED = "accepted"
    PLANNED = "planned"
    COLLECTED = "collected"
    DELIVERED = "delivered"
    FAILED = "failed"
    RETURNED = "returned"
    CANCELLED = "cancelled"


class Act(StrEnum):
    """What is done to an order."""

    ACCEPT = "accept"
    PLAN = "plan"
    COLLECT = "collect"
    DELIVER = "deliver"
    FAIL = "fail"
    RETURN = "return"
    CANCEL = "cancel"


_S = OrderState

MOVES: Mapping[Act, Mapping[OrderState, OrderState]] = MappingProxyType(
    {
        Act.ACCEPT: {_S.DRAFT: _S.ACCEPTED},
        Act.PLAN: {_S.ACCEPTED: _S.PLANNED, _S.PLANNED: _S.PLANNED},
        Act.COLLECT: {_S.PLANNED: _S.COLLECTED},
        Act.DELIVER: {_S.COLLECTED: _S.DELIVERED},
        Act.FAIL: {_S.PLANNED: _S.FAILED, _S.COLLECTED: _S.FAILED},
        Act.RETURN: {_S.FAILED: _S.RETURNED},
        Act.CANCEL: {
            _S.DRAFT: _S.CANCELLED,
            _S.ACCEPTED: _S.CANCELLED,
        },
    }
)
"""By act: the states that it leads on from, and to which."""

PROMISED = frozenset({_S.ACCEPTED, _S.PLANNED, _S.COLLECTED})
"""Its slot is kept by every plan."""


def after(state: OrderState, act: Act) -> OrderState:
    """The state after an act.

    Raises
    ------
    RefusedError
        ``order.not_now`` when the act does not lead on from that state; it tells which would.
    """
    found = MOVES[act].get(state)
    if found is None:
        possible = ", ".join(acts_in(state)) or "-"
        raise RefusedError("order.not_now", state=state, act=act, possible=possible)
    return found


def acts_in(state: OrderState) -> tuple[Act, ...]:
    """What may be done to an order in a state.

    Examples
    --------
    >>> [str(act) for act in acts_in(OrderState.COLLECTED)]
    ['deliver', 'fail']
    """
    return tuple(act for act, moves in MOVES.items() if state in moves)
