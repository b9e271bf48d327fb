"""Who is forgotten while something is promised to them: one comes first, the other sees it."""

from concurrent.futures import Future, ThreadPoolExecutor, wait

import pytest

from api.domain.errors import RefusedError
from api.domain.order import Order
from api.domain.order_state import OrderState
from api.services import ordering, person, quoting
from api.services.addressing import Address
from api.store import people
from api.store.database import Database
from api.store.work import Means, Work
from routing.errors import InputError
from tests.service.planning_desk import Desk
from tests.service.small_town import DOORS, told

AT_ONCE = 0.3
"""Seconds for which one waits for the other: who is not held up is done by then."""


@pytest.fixture
def desk(database: Database, means: Means) -> Desk:
    return Desk(database, means)


def drafted(desk: Desk) -> Order:
    keeper, draft = desk.small.keeper(0), told(desk.small.shops[0])
    with desk.work() as work:
        return ordering.draft(work, keeper, draft, desk.live).order


def quoted(desk: Desk, order: Order) -> str:
    with desk.work() as work:
        return quoting.quote(work, desk.small.keeper(0), order, desk.live).id


def accept(work: Work, desk: Desk, order: Order, quote: str) -> None:
    quoting.accept(work, desk.small.keeper(0), order, quote, "afternoon", desk.live)


def forget(work: Work, desk: Desk, order: Order) -> None:
    person.forget(work, desk.small.keeper(0), order.recipient or "")


def test_who_is_promised_something_just_now_is_not_forgotten(desk: Desk) -> None:
    order = drafted(desk)
    quote = quoted(desk, order)

    def forgetting() -> None:
        with desk.work() as work:
            forget(work, desk, order)

    with ThreadPoolExecutor(1) as threads:
        with desk.work() as work:
            accept(work, desk, order, quote)
            other: Future[None] = threads.submit(forgetting)
            wait([other], AT_ONCE)
        with pytest.raises(RefusedError, match=r"forget\.still_to_come"):
            other.result()


def test_nothing_is_promised_to_who_is_forgotten_just_now(desk: Desk) -> None:
    order = drafted(desk)
    quote = quoted(desk, order)

    def accepting() -> None:
        with desk.work() as work:
            accept(work, desk, order, quote)

    with ThreadPoolExecutor(1) as threads:
        with desk.work() as work:
            forget(work, desk, order)
            other: Future[None] = threads.submit(accepting)
            wait([other], AT_ONCE)
        with pytest.raises(InputError, match=r"order\.nobody"):
            other.result()
    assert desk.orders()[order.id].state is OrderState.DRAFT


def test_a_door_that_is_chosen_later_is_not_remembered_for_who_is_forgotten(desk: Desk) -> None:
    order = drafted(desk)
    keeper, elsewhere = desk.small.keeper(0), Address(text=DOORS[3])
    with desk.work() as work:
        forget(work, desk, order)
        moved = ordering.choose_door(work, keeper, order, elsewhere, desk.live).order
        assert moved.door != order.door
        assert people.recipient(work, order.recipient or "").door is None
