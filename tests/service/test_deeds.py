"""What couriers' deeds add up to, in whatever order and however often they come."""

import datetime as dt
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.domain.event import Deed, Event, standing, state_after
from api.domain.order_state import OrderState
from api.domain.progress import Stage, progress
from tests.service.street_day import PICKUP, plain_round

NOON = dt.datetime(2026, 11, 27, 12, tzinfo=dt.UTC)
PLANNED = OrderState.PLANNED


def deed(name: str, what: Deed, minute: int = 0, undoes: str = "", order: str = "bread") -> Event:
    return Event(name, order, what, NOON + dt.timedelta(minutes=minute), undoes)


def undo(name: str, undoes: str, minute: int = 9) -> Event:
    return deed(name, Deed.UNDONE, minute, undoes)


@pytest.mark.parametrize(
    ("told", "state"),
    [
        ([], OrderState.PLANNED),
        ([Deed.COLLECTED], OrderState.COLLECTED),
        ([Deed.NOT_READY], OrderState.FAILED),
        ([Deed.COLLECTED, Deed.DELIVERED], OrderState.DELIVERED),
        ([Deed.COLLECTED, Deed.LEFT_WITH_NEIGHBOUR], OrderState.DELIVERED),
        ([Deed.COLLECTED, Deed.NOBODY_THERE], OrderState.FAILED),
        ([Deed.COLLECTED, Deed.REFUSED, Deed.BROUGHT_BACK], OrderState.RETURNED),
    ],
)
def test_deeds_lead_an_order_on(told: Sequence[Deed], state: OrderState) -> None:
    events = [deed(str(minute), what, minute) for minute, what in enumerate(told)]
    assert state_after(PLANNED, events) is state


def test_who_delivers_has_collected() -> None:
    assert state_after(PLANNED, [deed("1", Deed.DELIVERED)]) is OrderState.DELIVERED


@pytest.mark.parametrize("before", [[], [Deed.COLLECTED]])
def test_who_brings_back_could_not_deliver(before: Sequence[Deed]) -> None:
    events = [deed(what, what) for what in before]
    events.append(deed("back", Deed.BROUGHT_BACK, 5))
    assert state_after(PLANNED, events) is OrderState.RETURNED


def test_what_is_undone_counts_as_if_it_had_not_been() -> None:
    events = [deed("1", Deed.COLLECTED, 1), deed("2", Deed.NOBODY_THERE, 2), undo("3", "2")]
    assert state_after(PLANNED, events) is OrderState.COLLECTED


def test_an_undoing_that_is_undone_takes_nothing_back() -> None:
    events = [deed("1", Deed.DELIVERED, 1), undo("2", "1"), undo("3", "2")]
    assert state_after(PLANNED, events) is OrderState.DELIVERED
    assert state_after(PLANNED, [*events, undo("4", "3")]) is OrderState.PLANNED


def test_a_deed_that_two_undoings_take_back_stays_back_until_both_are_undone() -> None:
    events = [deed("1", Deed.DELIVERED, 1), undo("2", "1"), undo("3", "1"), undo("4", "2")]
    assert state_after(PLANNED, events) is PLANNED
    assert state_after(PLANNED, [*events, undo("5", "3")]) is OrderState.DELIVERED


def test_undoings_that_undo_each_other_in_a_ring_count_for_nothing() -> None:
    events = [deed("1", Deed.DELIVERED, 1), undo("2", "3"), undo("3", "2"), undo("4", "4")]
    assert state_after(PLANNED, events) is OrderState.DELIVERED


def test_a_chain_of_undoings_may_be_as_long_as_it_likes() -> None:
    events = [deed("0", Deed.DELIVERED)]
    events += [undo(str(number), str(number - 1)) for number in range(1, 5_001)]
    assert state_after(PLANNED, events) is OrderState.DELIVERED


def test_an_undoing_may_come_before_what_it_undoes() -> None:
    assert state_after(PLANNED, [undo("2", "1"), deed("1", Deed.DELIVERED)]) is PLANNED


def test_a_deed_that_leads_on_from_no_state_that_is_near_is_kept_and_changes_nothing() -> None:
    late = deed("2", Deed.NOBODY_THERE, 2)
    events = [deed("1", Deed.DELIVERED, 1), late]
    assert late in standing(events)
    assert state_after(PLANNED, events) is OrderState.DELIVERED
    assert state_after(OrderState.CANCELLED, events) is OrderState.CANCELLED


def test_deeds_of_one_instant_count_in_the_order_of_an_orders_life() -> None:
    events = [deed("a", Deed.DELIVERED), deed("b", Deed.COLLECTED)]
    assert [event.deed for event in standing(events)] == [Deed.COLLECTED, Deed.DELIVERED]


NAMES = [f"event-{number}" for number in range(8)]
told_events = st.lists(
    st.builds(
        deed,
        st.sampled_from(NAMES),
        st.sampled_from(Deed),
        st.integers(0, 3),
        st.sampled_from(["", *NAMES]),
        st.sampled_from(["bread", "roses", "gift"]),
    ),
    unique_by=lambda event: event.id,
)


@given(told_events, st.data())
def test_any_order_and_any_repetition_of_the_same_events_gives_the_same(
    events: list[Event], data: st.DataObject
) -> None:
    again = data.draw(st.permutations(events)) + data.draw(
        st.lists(st.sampled_from(events)) if events else st.just([])
    )
    assert standing(again) == standing(events)
    for state in OrderState:
        assert state_after(state, again) is state_after(state, events)
    assert progress(plain_round(), again) == progress(plain_round(), events)


SHOWN: dict[OrderState, list[tuple[Stage, Stage, list[bool]]]] = {
    OrderState.PLANNED: [(Stage.OPEN, Stage.OPEN, [])],
    OrderState.COLLECTED: [(Stage.DONE, Stage.OPEN, [])],
    OrderState.DELIVERED: [(Stage.DONE, Stage.DONE, [])],
    OrderState.FAILED: [
        (Stage.FAILED, Stage.DROPPED, []),
        (Stage.DONE, Stage.FAILED, [False]),
    ],
    OrderState.RETURNED: [
        (Stage.FAILED, Stage.DROPPED, []),
        (Stage.DONE, Stage.FAILED, [True]),
    ],
}
"""By state: what became of pickup and delivery, and whether what goes back is there."""


@given(told_events)
def test_progress_and_state_say_the_same(events: list[Event]) -> None:
    done = progress(plain_round(), events)
    for order in ("bread", "roses", "gift"):
        state = state_after(PLANNED, [event for event in events if event.order == order])
        pickup, delivery = (one.outcome.stage for one in done.told if one.handover.order == order)
        back = [one.at is not None for one in done.bring_back if one.handover.order == order]
        assert (pickup, delivery, back) in SHOWN[state]


def test_what_nobody_took_is_brought_back_and_what_was_not_ready_is_not() -> None:
    events = [
        deed("1", Deed.COLLECTED, 1),
        deed("2", Deed.NOBODY_THERE, 2),
        deed("3", Deed.NOT_READY, 3, order="roses"),
    ]
    [back] = progress(plain_round(), events).bring_back
    assert (back.handover.order, back.handover.kind, back.stop.place) == ("bread", PICKUP, "shop A")
    assert back.at is None
    [back] = progress(plain_round(), [*events, deed("4", Deed.BROUGHT_BACK, 30)]).bring_back
    assert back.at == NOON + dt.timedelta(minutes=30)
