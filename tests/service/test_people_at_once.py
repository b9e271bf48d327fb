"""Two tills at once: one person is one entry, one address is one door, whatever the dates are."""

import datetime as dt
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import replace

from api.domain.order import Order
from api.services import ordering
from api.store import people
from api.store.database import Database
from api.store.work import Means, Work
from tests.service.planning_desk import Desk
from tests.service.small_town import DATE, told

AT_ONCE = 0.3
"""Seconds for which one waits for the other: who is not held up is done by then."""

TOMORROW = DATE + dt.timedelta(days=1)


def draft(work: Work, desk: Desk, date: dt.date, shop: int = 0) -> Order:
    wanted = replace(told(desk.small.shops[shop]), date=date)
    return ordering.draft(work, desk.small.keeper(shop), wanted, desk.live).order


def at_once(desk: Desk, shop: int) -> tuple[Order, Order]:
    """An order of the first shop, and one of a shop that comes before the first one stands."""

    def later() -> Order:
        with desk.work() as work:
            return draft(work, desk, TOMORROW, shop)

    with ThreadPoolExecutor(1) as threads:
        with desk.work() as work:
            first = draft(work, desk, DATE)
            other: Future[Order] = threads.submit(later)
            wait([other], AT_ONCE)
        return first, other.result()


def test_two_orders_at_once_for_two_dates_make_one_entry(database: Database, means: Means) -> None:
    desk = Desk(database, means)
    first, second = at_once(desk, shop=0)
    assert second.recipient == first.recipient
    with desk.work() as work:
        assert len(people.recipients_of(work, desk.small.keeper(0))) == 1


def test_two_orders_at_once_to_one_address_share_a_door(database: Database, means: Means) -> None:
    first, second = at_once(Desk(database, means), shop=1)
    assert second.door == first.door
