"""What a shop may still change of an order, by where it stands."""

import datetime as dt

import pytest

from api.domain.errors import RefusedError
from api.domain.order import Mark, Order, Parcel
from api.domain.order_change import Part, changeable, require_changeable
from api.domain.order_state import OrderState

DRAFT, ACCEPTED = OrderState.DRAFT, OrderState.ACCEPTED
READ_AT_THE_DOOR = {Part.PHONE, Part.INSTRUCTIONS, Part.DOOR_CODE}


def order(state: OrderState, *marks: Mark) -> Order:
    return Order(
        "ord_1",
        "twn_1",
        "shp_1",
        dt.date(2026, 11, 27),
        state,
        (Parcel(1_000, 5),),
        marks=frozenset(marks),
    )


def test_a_draft_changes_in_everything_but_the_slot_that_it_has_not() -> None:
    assert set(Part) - changeable(DRAFT) == {Part.SLOT}


def test_a_promise_stays_in_its_pool() -> None:
    assert set(Part) - changeable(ACCEPTED) == {Part.DATE}


@pytest.mark.parametrize("state", [OrderState.PLANNED, OrderState.COLLECTED])
def test_in_a_round_only_what_its_courier_reads_at_the_door_changes(state: OrderState) -> None:
    assert changeable(state) == READ_AT_THE_DOOR


@pytest.mark.parametrize(
    "state",
    [OrderState.DELIVERED, OrderState.FAILED, OrderState.RETURNED, OrderState.CANCELLED],
)
def test_what_is_over_does_not_change(state: OrderState) -> None:
    assert changeable(state) == set()


def test_a_refusal_names_what_is_too_late_and_what_is_not() -> None:
    parts = frozenset({Part.PHONE, Part.ADDRESS, Part.PARCELS})
    with pytest.raises(RefusedError, match=r"order\.cannot_change") as refused:
        require_changeable(order(OrderState.PLANNED), parts, None)
    assert refused.value.values["parts"] == "address, parcels"
    assert refused.value.values["possible"] == "door_code, instructions, phone"


@pytest.mark.parametrize(
    ("state", "wanted", "refused"),
    [
        (ACCEPTED, {Mark.AGE_CHECK, Mark.DISCREET}, False),
        (ACCEPTED, {Mark.AGE_CHECK}, False),
        (ACCEPTED, {Mark.DISCREET}, True),
        (ACCEPTED, set(), True),
        (DRAFT, set(), False),
    ],
)
def test_marks_of_a_promise_only_tighten(
    state: OrderState, wanted: set[Mark], refused: bool
) -> None:
    marked = order(state, Mark.AGE_CHECK)
    parts = frozenset({Part.MARKS})
    if not refused:
        require_changeable(marked, parts, frozenset(wanted))
        return
    with pytest.raises(RefusedError, match=r"order\.marks_loosened"):
        require_changeable(marked, parts, frozenset(wanted))
