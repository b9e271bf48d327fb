"""Changes of orders in a full pool: every promise stays provable, whatever is changed."""

from dataclasses import replace
from random import Random

import pytest
from sqlalchemy import select

from api.domain.errors import StaleError
from api.domain.order import Order, Parcel
from api.domain.order_state import OrderState
from api.services import changing
from api.services.addressing import Address
from api.services.changing import ChangedOrder, OrderChange
from api.store import orders, pools
from api.store.database import Database
from api.store.tables import doors
from api.store.work import Means, writing
from tests.service.small_town import DATE, DOORS, MORNING_BEFORE, live_pools, settle
from tests.service.test_promises import Counter


@pytest.fixture
def counter(database: Database, means: Means) -> Counter:
    with writing(database, replace(means, now=lambda: MORNING_BEFORE)) as work:
        small = settle(work)
    return Counter(database, means, small)


def changed(counter: Counter, order: Order, told: OrderChange) -> ChangedOrder:
    with counter.work() as one:
        return changing.change(one, counter.small.keeper(0), order, told, counter.live)


def stands(counter: Counter) -> None:
    """What is stored proves by itself that all promises fit, and nothing else is stored."""
    town = counter.small.town
    with counter.work() as one:
        pool = pools.read(one, town.id, DATE)
        stored = {order for tasks in pool.sequences.values() for order, _ in tasks}
        promised = orders.of_day(one, town.id, DATE, {OrderState.ACCEPTED})
        assert stored == {order.id for order in promised}
        plan = live_pools().of(one, town, pool)
    assert plan.sequences() == pool.sequences


def test_whatever_is_changed_every_promise_is_proven_by_what_is_stored(counter: Counter) -> None:
    dice = Random(7)  # noqa: S311
    held = [counter.promised(dice.choice(["afternoon", "evening"]), door=n) for n in range(6)]
    outcomes = set()
    for _ in range(20):
        index = dice.randrange(len(held))
        told = OrderChange(
            address=Address(text=dice.choice(DOORS)),
            parcels=(Parcel(dice.choice([500, 20_000, 70_000, 200_000]), 20),),
            slot=dice.choice([None, "afternoon", "evening"]),
        )
        before = held[index]
        after = changed(counter, before, told)
        outcomes.add(after.is_refused)
        held[index] = after.order
        assert after.order.number == before.number
        assert after.is_refused == (after.order == before)
        if dice.random() < 0.3:
            counter.live = live_pools()
        stands(counter)
    assert outcomes == {True, False}


def test_an_order_that_was_changed_meanwhile_is_read_again_first(counter: Counter) -> None:
    order = counter.promised()
    changed(counter, order, OrderChange(reference="A-1"))
    with pytest.raises(StaleError):
        changed(counter, order, OrderChange(reference="A-2"))
    with counter.work() as one:
        assert orders.find(one, counter.small.keeper(0), order.id).reference == "A-1"


def test_a_refused_change_leaves_no_new_door_behind(counter: Counter) -> None:
    order = counter.promised()
    heavy = (Parcel(200_000, 20),)
    pin = Address(text="Behind the market", pin=counter.small.shops[1].position)
    refused = changed(counter, order, OrderChange(address=pin, parcels=heavy, name="Paul"))
    assert refused.offers is not None
    assert not any(offer.fits for offer in refused.offers)
    assert refused.order == order
    with counter.work() as one:
        labels = one.connection.scalars(select(doors.c.label)).all()
    assert labels == [DOORS[0]]
    stands(counter)
