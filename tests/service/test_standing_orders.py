"""Standing orders: made seven days ahead, once, by the same acceptance as all others."""

import datetime as dt
from dataclasses import replace

import pytest

from api.domain.order import Order, Parcel
from api.domain.order_state import OrderState
from api.domain.standing_order import StandingOrder
from api.services import ordering, standing
from api.store import orders, standing_orders, work
from api.store.database import Database
from api.store.orders import Sought
from api.store.work import Means
from routing.errors import InputError
from tests.service.small_town import DATE, MORNING_BEFORE, SmallTown, live_pools, settle, told


@pytest.fixture
def thursday(means: Means) -> Means:
    return replace(means, now=lambda: MORNING_BEFORE)


@pytest.fixture
def small(database: Database, thursday: Means) -> SmallTown:
    with work.writing(database, thursday) as one:
        return settle(one)


def bread(
    database: Database, thursday: Means, small: SmallTown, **changes: object
) -> StandingOrder:
    """Bread for a known customer on Mondays and Fridays, in the morning."""
    keeper = small.keeper(0)
    with work.writing(database, thursday) as one:
        known = ordering.draft(one, keeper, told(small.shops[0]), live_pools()).order
        wanted = StandingOrder(
            id="",
            town="",
            shop=small.shops[0].id,
            recipient=known.recipient or "",
            weekdays=frozenset({0, 4}),
            slot="morning",
            parcels=(Parcel(800, 4),),
            made_until=DATE,
        )
        return standing.begin(one, keeper, replace(wanted, **changes))  # type: ignore[arg-type]


def made(database: Database, means: Means, small: SmallTown, ids: list[str]) -> list[Order]:
    with work.reading(database, means) as one:
        found = orders.page(one, small.planner, Sought(), None, 100)
    return [order for order in found if order.id in ids]


def test_orders_are_made_for_every_weekday_of_the_next_seven_days(
    database: Database, thursday: Means, small: SmallTown
) -> None:
    begun = bread(database, thursday, small)
    with work.writing(database, thursday) as one:
        ids = standing.make_orders(one, begun, live_pools())
    found = made(database, thursday, small, ids)
    assert [(order.date, order.slot, order.state) for order in found] == [
        (DATE, "morning", OrderState.ACCEPTED),
        (dt.date(2026, 11, 30), "", OrderState.DRAFT),
    ]


def test_no_order_is_made_twice(database: Database, thursday: Means, small: SmallTown) -> None:
    bread(database, thursday, small)
    with work.writing(database, thursday) as one:
        until = dt.date(2026, 12, 3)
        (due,) = standing_orders.due(one, until)
        assert standing.make_orders(one, due, live_pools())
        assert standing_orders.due(one, until) == []
        (known,) = standing_orders.every(one, small.keeper(0))
        assert standing.make_orders(one, known, live_pools()) == []


def test_nothing_is_made_of_what_was_ended_while_others_were_made(
    database: Database, thursday: Means, small: SmallTown
) -> None:
    begun = bread(database, thursday, small)
    with work.writing(database, thursday) as one:
        standing_orders.change(one, replace(begun, active=False))
        ended = standing_orders.find(one, small.keeper(0), begun.id)
        assert standing.make_orders(one, ended, live_pools()) == []


def test_nobody_orders_for_a_customer_of_another_shop(
    database: Database, thursday: Means, small: SmallTown
) -> None:
    with work.writing(database, thursday) as one:
        theirs = ordering.draft(one, small.keeper(1), told(small.shops[1]), live_pools()).order
        wanted = StandingOrder(
            "", "", small.shops[0].id, theirs.recipient or "", frozenset({0}), "morning", (), DATE
        )
        with pytest.raises(InputError, match="recipient_of_other_shop"):
            standing.begin(one, small.planner, wanted)


def test_a_slot_that_the_town_does_not_have_is_refused(
    database: Database, thursday: Means, small: SmallTown
) -> None:
    with pytest.raises(InputError, match=r"standing\.unknown_slot"):
        bread(database, thursday, small, slot="night")
