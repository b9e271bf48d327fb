"""A door that an order or an entry had before is emptied at once, unless somebody is led to it.

Nothing would lead to it any more when that person is to be forgotten.
"""

import datetime as dt
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import replace

import pytest
from sqlalchemy import func, or_, select

from api.domain.order import Order
from api.services import address_book, changing, ordering, person
from api.services.address_book import EntryChange
from api.services.addressing import Address
from api.services.changing import OrderChange
from api.store import belongings, people
from api.store.database import Database
from api.store.tables import doors
from api.store.work import Means, Work
from tests.service.planning_desk import Desk
from tests.service.small_town import DATE, DOORS, MARKETS, told

AT_ONCE = 0.3
"""Seconds for which one waits for the other: who is not held up is done by then."""

FIRST = Address(text="Mme Petit, second floor", pin=MARKETS[1])
SECOND = Address(text="Mme Petit, the yard", pin=MARKETS[2])


@pytest.fixture
def desk(database: Database, means: Means) -> Desk:
    return Desk(database, means)


def drafted(desk: Desk, address: Address, shop: int = 0, **changes: object) -> Order:
    draft = replace(told(desk.small.shops[shop]), address=address, **changes)  # type: ignore[arg-type]
    with desk.work() as work:
        return ordering.draft(work, desk.small.keeper(shop), draft, desk.live).order


def choose(work: Work, desk: Desk, order: Order, address: Address) -> None:
    ordering.choose_door(work, desk.small.keeper(0), order, address, desk.live)


def change(work: Work, desk: Desk, order: Order, address: Address) -> None:
    moved = OrderChange(address=address)
    assert not changing.change(work, desk.small.keeper(0), order, moved, desk.live).is_refused


def mend(work: Work, desk: Desk, order: Order, address: Address) -> None:
    keeper = desk.small.keeper(0)
    entry = people.find_known(work, keeper, order.recipient or "")
    address_book.change(work, keeper, entry, EntryChange(address=address), desk.live)


def order_again(work: Work, desk: Desk, order: Order, address: Address) -> None:
    draft = replace(told(desk.small.shops[0]), address=address, recipient=order.recipient)
    ordering.draft(work, desk.small.keeper(0), draft, desk.live)


def kept(work: Work, door: str | None) -> tuple[object, ...]:
    """The label, position and source of a door."""
    columns = select(doors.c.label, doors.c.lon, doors.c.lat, doors.c.source)
    return tuple(work.connection.execute(columns.where(doors.c.id == door)).one())


GONE = (None,) * 4


@pytest.mark.parametrize("leave", [choose, change])
def test_a_door_that_an_order_had_before_is_emptied_at_once(
    desk: Desk, leave: Callable[[Work, Desk, Order, Address], None]
) -> None:
    order = drafted(desk, FIRST)
    with desk.work() as work:
        leave(work, desk, order, SECOND)
        assert kept(work, order.door) == GONE
    door = desk.orders()[order.id].door
    with desk.work() as work:
        assert SECOND.text in kept(work, door)


@pytest.mark.parametrize("leave", [mend, order_again])
def test_a_door_that_an_entry_had_before_is_emptied_at_once(
    desk: Desk, leave: Callable[[Work, Desk, Order, Address], None]
) -> None:
    order = drafted(desk, Address(text=DOORS[0]))
    with desk.work() as work:
        mend(work, desk, order, FIRST)
        before = people.recipient(work, order.recipient or "").door
        assert FIRST.text in kept(work, before)
    with desk.work() as work:
        leave(work, desk, order, SECOND)
        assert kept(work, before) == GONE
        assert DOORS[0] in kept(work, order.door)


def test_of_somebody_who_moved_and_is_forgotten_no_door_is_left(desk: Desk) -> None:
    order = drafted(desk, FIRST)
    for leave in (choose, mend, order_again):
        with desk.work() as work:
            leave(work, desk, order, SECOND)
    with desk.work() as work:
        person.forget(work, desk.small.keeper(0), order.recipient or "")
        held = or_(doors.c.label.is_not(None), doors.c.lon.is_not(None))
        assert work.connection.scalar(select(func.count()).where(held)) == 0


@pytest.mark.parametrize("leave", [choose, change])
def test_a_door_that_somebody_else_is_led_to_stays(
    desk: Desk, leave: Callable[[Work, Desk, Order, Address], None]
) -> None:
    order = drafted(desk, Address(text=DOORS[0]))
    neighbour = drafted(desk, Address(text=DOORS[0]), shop=1)
    assert neighbour.door == order.door
    with desk.work() as work:
        leave(work, desk, order, SECOND)
        assert DOORS[0] in kept(work, order.door)


def test_a_door_that_an_earlier_order_went_to_stays(desk: Desk) -> None:
    first = drafted(desk, FIRST)
    again = drafted(desk, Address(), recipient=first.recipient)
    assert again.door == first.door
    with desk.work() as work:
        choose(work, desk, again, SECOND)
        assert FIRST.text in kept(work, first.door)


def test_a_change_that_is_refused_leaves_the_door_as_it_was(desk: Desk) -> None:
    order = desk.promised()
    moved = OrderChange(address=FIRST, slot="night")
    with desk.work() as work:
        keeper = desk.small.keeper(0)
        assert changing.change(work, keeper, order, moved, desk.live).is_refused
        assert DOORS[0] in kept(work, order.door)


def test_who_is_led_to_a_door_just_now_finds_no_empty_one(desk: Desk) -> None:
    """A neighbour's order for another date comes while the only one who was led to it leaves."""
    order = drafted(desk, Address(text=DOORS[0]))

    def comes() -> Order:
        tomorrow = DATE + dt.timedelta(days=1)
        return drafted(desk, Address(text=DOORS[0]), 1, date=tomorrow)

    with ThreadPoolExecutor(1) as threads:
        with desk.work() as work:
            choose(work, desk, order, SECOND)
            other: Future[Order] = threads.submit(comes)
            wait([other], AT_ONCE)
        neighbour = other.result()
    with desk.work() as work:
        assert DOORS[0] in kept(work, neighbour.door)


def test_a_door_of_somebody_who_is_forgotten_is_left_by_the_last_who_shared_it(desk: Desk) -> None:
    order = drafted(desk, Address(text=DOORS[0]))
    neighbour = drafted(desk, Address(text=DOORS[0]), shop=1)
    with desk.work() as work:
        person.forget(work, desk.small.keeper(1), neighbour.recipient or "")
        assert DOORS[0] in kept(work, order.door)
        assert belongings.empty_doors_left(work, {order.door or ""}) == 0
        choose(work, desk, order, SECOND)
        assert kept(work, order.door) == GONE
