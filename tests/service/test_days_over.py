"""What is left of a day that is over can be cancelled, and keeps nobody from being forgotten."""

import datetime as dt

import pytest

from api.domain.errors import RefusedError
from api.domain.order import Order
from api.domain.order_state import OrderState
from api.services import changing, ordering, person, quoting
from api.services.addressing import Address
from api.services.changing import OrderChange
from api.store import events
from api.store.database import Database
from api.store.work import Means
from tests.service.planning_desk import Desk
from tests.service.small_town import DOORS, told


@pytest.fixture
def desk(database: Database, means: Means) -> Desk:
    return Desk(database, means)


def cancel(desk: Desk, order: Order) -> Order:
    with desk.work() as work:
        return ordering.cancel(work, desk.small.keeper(0), order, desk.live)


def in_sequences(desk: Desk) -> set[str]:
    return {order for tasks in desk.pool().sequences.values() for order, _ in tasks}


@pytest.mark.parametrize("days", [1, 2, 3, 40])
def test_an_order_that_nobody_planned_is_cancelled_after_its_day(desk: Desk, days: int) -> None:
    """No worker was there over a weekend: what waits can be ridden no more, however late."""
    first, second = desk.promised(door=0), desk.promised(door=1)
    version = desk.pool().version
    desk.now += dt.timedelta(days=1 + days)
    assert cancel(desk, first).state is OrderState.CANCELLED
    assert in_sequences(desk) == {second.id}
    assert desk.pool().version == version + 1
    assert cancel(desk, second).state is OrderState.CANCELLED
    assert in_sequences(desk) == set()
    with desk.work() as work:
        assert events.of_order(work, first.id)[-1].kind == "order.cancelled"


def test_on_its_day_what_the_others_do_is_proven_without_it(desk: Desk) -> None:
    first, second = desk.promised(door=0), desk.promised(door=1)
    desk.now += dt.timedelta(days=1)
    cancel(desk, first)
    assert in_sequences(desk) == {second.id}
    assert {order for tasks in desk.day().now.sequences.values() for order, _ in tasks} >= {
        second.id
    }


def test_who_has_cancelled_what_was_left_is_forgotten(desk: Desk) -> None:
    order = desk.promised()
    keeper, recipient = desk.small.keeper(0), order.recipient or ""
    desk.now += dt.timedelta(days=4)
    with desk.work() as work, pytest.raises(RefusedError, match=r"forget\.still_to_come"):
        person.forget(work, keeper, recipient)
    cancel(desk, order)
    with desk.work() as work:
        assert person.forget(work, keeper, recipient)


def test_a_draft_of_a_day_that_is_over_fits_nowhere(desk: Desk) -> None:
    """Though what is left of the day can be ridden no more."""
    keeper = desk.small.keeper(0)
    desk.promised()
    with desk.work() as work:
        draft = ordering.draft(work, keeper, told(desk.small.shops[0]), desk.live).order
    desk.now += dt.timedelta(days=4)
    with desk.work() as work:
        assert quoting.quote(work, keeper, draft, desk.live).offers == ()


def test_what_was_promised_for_a_day_that_is_over_is_not_promised_otherwise(desk: Desk) -> None:
    order = desk.promised(door=0)
    desk.promised(door=1)
    desk.now += dt.timedelta(days=4)
    elsewhere = OrderChange(address=Address(text=DOORS[3]))
    with desk.work() as work:
        changed = changing.change(work, desk.small.keeper(0), order, elsewhere, desk.live)
    assert changed.offers == ()
    assert desk.orders()[order.id] == order
