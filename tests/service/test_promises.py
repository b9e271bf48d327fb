"""Quotes and promises: what is accepted is kept, whatever else happens."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest
from sqlalchemy import select

from api.domain.errors import MissingError, RefusedError
from api.domain.ids import Kind
from api.domain.order import Order
from api.domain.order_state import OrderState
from api.domain.pool import Pool
from api.domain.quote import Quote
from api.domain.shop_settings import ShopSettings
from api.domain.tariff import Tariff
from api.domain.town import TownTariff
from api.domain.town_settings import Zone
from api.services import days, ordering, quoting
from api.services.addressing import Address
from api.services.live_pools import LivePools
from api.services.quoting import Promise
from api.store import fleet, orders, people, pools, shops, towns, work
from api.store.database import Database
from api.store.tables import doors
from api.store.work import Means, Work
from routing.errors import InputError
from tests.service.small_town import (
    DATE,
    DOORS,
    MARKETS,
    MORNING_BEFORE,
    SmallTown,
    live_pools,
    settle,
    told,
)


class Counter:
    """A town, its database, and a clock that is set by hand."""

    def __init__(self, database: Database, means: Means, small: SmallTown) -> None:
        self.database, self.means, self.small = database, means, small
        self.live = live_pools()
        self.now = MORNING_BEFORE

    @contextmanager
    def work(self) -> Iterator[Work]:
        means = replace(self.means, now=lambda: self.now)
        with work.writing(self.database, means) as one:
            yield one

    def draft(self, shop: int = 0, door: int = 0, **changes: object) -> Order:
        draft = replace(told(self.small.shops[shop], door), **changes)  # type: ignore[arg-type]
        with self.work() as one:
            return ordering.draft(one, self.small.keeper(shop), draft, self.live).order

    def quote(self, order: Order, shop: int = 0) -> Quote:
        with self.work() as one:
            return quoting.quote(one, self.small.keeper(shop), order, self.live)

    def accept(
        self,
        order: Order,
        quote: Quote,
        slot: str,
        shop: int = 0,
        live: LivePools | None = None,
    ) -> Promise:
        with self.work() as one:
            return quoting.accept(
                one, self.small.keeper(shop), order, quote.id, slot, live or self.live
            )

    def promised(self, slot: str = "afternoon", shop: int = 0, door: int = 0) -> Order:
        order = self.draft(shop, door)
        promise = self.accept(order, self.quote(order, shop), slot, shop)
        assert promise.fresh is None
        return promise.order

    def pool(self) -> Pool:
        with work.reading(self.database, self.means) as one:
            return pools.read(one, self.small.town.id, DATE)


@pytest.fixture
def counter(database: Database, means: Means) -> Counter:
    with work.writing(database, replace(means, now=lambda: MORNING_BEFORE)) as one:
        small = settle(one)
    return Counter(database, means, small)


def test_a_quote_tells_the_price_of_every_slot_that_fits(counter: Counter) -> None:
    quote = counter.quote(counter.draft())
    assert [(offer.slot, offer.status, offer.price) for offer in quote.offers] == [
        ("morning", "fits", 500),
        ("afternoon", "fits", 500),
        ("evening", "fits", 600),
    ]
    assert quote.expires == MORNING_BEFORE + dt.timedelta(minutes=10)


def test_an_accepted_slot_is_a_promise_with_its_number_price_and_proof(counter: Counter) -> None:
    order = counter.promised("evening")
    assert (order.state, order.slot, order.number) == (OrderState.ACCEPTED, "evening", 1)
    assert (order.price, order.promised) == (
        600,
        (
            dt.datetime(2026, 11, 27, 16, tzinfo=dt.UTC),
            dt.datetime(2026, 11, 27, 19, tzinfo=dt.UTC),
        ),
    )
    pool = counter.pool()
    assert pool.version == 1
    assert [order_id for tasks in pool.sequences.values() for order_id, _ in tasks] == [
        order.id,
        order.id,
    ]


def test_a_purchase_over_the_limit_is_delivered_for_nothing(counter: Counter) -> None:
    quote = counter.quote(counter.draft(basket=6_000))
    assert {offer.price for offer in quote.offers} == {0}


def test_the_price_is_that_of_the_zone_around_the_door(counter: Counter) -> None:
    lon, lat = MARKETS[1]
    square = tuple(
        (lon + 0.001 * x, lat + 0.001 * y) for x, y in ((-1, -1), (1, -1), (1, 1), (-1, 1))
    )
    counter.now += dt.timedelta(minutes=1)
    with counter.work() as one:
        town = counter.small.town
        zones = (Zone("near", square),)
        towns.change(one, replace(town, settings=replace(town.settings, zones=zones)))
        tariff = Tariff(flat=500, zones={"near": 300}, slots={"evening": 100})
        towns.add_tariff(one, TownTariff(one.new(Kind.TARIFF), town.id, tariff, DATE))
    near = counter.quote(counter.draft(address=Address(pin=MARKETS[1])))
    far = counter.quote(counter.draft(0, 2))
    assert [offer.price for offer in near.offers] == [300, 300, 400]
    assert [offer.price for offer in far.offers] == [500, 500, 600]


def test_a_slot_is_not_offered_after_its_cut_off(counter: Counter) -> None:
    counter.now = dt.datetime(2026, 11, 26, 17, tzinfo=dt.UTC)
    quote = counter.quote(counter.draft())
    assert [offer.slot for offer in quote.offers] == ["afternoon", "evening"]


def test_goods_for_a_slot_are_fetched_after_its_cut_off(counter: Counter) -> None:
    order = counter.promised("afternoon")
    noon_and_planning = 12 * 3_600 + 20 + days.AFTER_CUT_OFF
    assert [window.start for window in order.collect] == [noon_and_planning]


def test_goods_of_a_shop_that_closes_earlier_are_fetched_after_the_towns_cut_off(
    counter: Counter,
) -> None:
    """Its own cut-off is for its customers: nothing is planned by it."""
    with counter.work() as work:
        shop = counter.small.shops[0]
        shops.change(work, replace(shop, settings=ShopSettings(cut_off_minutes_earlier=60)))
    order = counter.promised("afternoon")
    noon_and_planning = 12 * 3_600 + 20 + days.AFTER_CUT_OFF
    assert [window.start for window in order.collect] == [noon_and_planning]


def test_a_shop_that_closes_later_than_when_it_was_quoted_has_its_goods_fetched_no_sooner(
    counter: Counter,
) -> None:
    with counter.work() as work:
        shop = counter.small.shops[0]
        earlier = replace(shop, settings=ShopSettings(cut_off_minutes_earlier=60))
        shops.change(work, earlier)
    order = counter.draft()
    quote = counter.quote(order)
    with counter.work() as work:
        shops.change(work, replace(shop, version=earlier.version + 1))
    counter.live = live_pools()
    accepted = counter.accept(order, quote, "afternoon").order
    noon_and_planning = 12 * 3_600 + 20 + days.AFTER_CUT_OFF
    assert [window.start for window in accepted.collect] == [noon_and_planning]


def test_nobody_rides_on_a_holiday(counter: Counter) -> None:
    counter.now = dt.datetime(2026, 12, 7, 8, tzinfo=dt.UTC)
    order = counter.draft(date=dt.date(2026, 12, 8))  # the Immaculate Conception, in Monaco
    assert counter.quote(order).offers == ()


def test_a_quote_expires(counter: Counter) -> None:
    order = counter.draft()
    quote = counter.quote(order)
    counter.now += dt.timedelta(minutes=10)
    with pytest.raises(RefusedError, match=r"quote\.expired"):
        counter.accept(order, quote, "evening")


def test_what_did_not_fit_cannot_be_accepted(counter: Counter) -> None:
    order = counter.draft()
    with pytest.raises(RefusedError, match=r"quote\.not_offered"):
        counter.accept(order, counter.quote(order), "night")


def test_an_order_is_promised_once(counter: Counter) -> None:
    order = counter.draft()
    quote = counter.quote(order)
    accepted = counter.accept(order, quote, "evening").order
    with pytest.raises(RefusedError, match=r"order\.not_now"):
        counter.accept(accepted, quote, "morning")


def test_a_pool_that_moved_is_asked_again_and_keeps_both_promises(counter: Counter) -> None:
    first, second = counter.draft(0, 0), counter.draft(1, 1)
    early = counter.quote(first, 0)
    assert counter.accept(second, counter.quote(second, 1), "afternoon", 1).fresh is None
    assert counter.accept(first, early, "afternoon", 0).fresh is None
    assert counter.pool().version == 2


def test_a_warm_plan_that_is_lost_comes_back_from_what_is_stored(counter: Counter) -> None:
    for number in range(3):
        counter.promised("afternoon", number, number)
    before = counter.pool()
    order = counter.draft(0, 3)
    quote = counter.quote(order)
    elsewhere = live_pools()
    assert counter.accept(order, quote, "afternoon", live=elsewhere).fresh is None
    after = counter.pool()
    kept = {task for tasks in before.sequences.values() for task in tasks}
    assert kept < {task for tasks in after.sequences.values() for task in tasks}


def test_the_warm_plan_and_the_stored_one_say_the_same(counter: Counter) -> None:
    for number in range(4):
        counter.promised("afternoon", number % 3, number)
    order = counter.draft(1, 2)
    warm = counter.quote(order, 1)
    counter.live = live_pools()
    cold = counter.quote(order, 1)
    assert warm.offers == cold.offers


def test_a_slot_that_is_full_answers_with_a_fresh_quote(counter: Counter) -> None:
    """A tiny slot takes one order; the second that was quoted for it gets another quote."""
    order, other = counter.draft(0, 0), counter.draft(1, 2)
    mine, theirs = counter.quote(order, 0), counter.quote(other, 1)
    with counter.work() as one:
        _nobody_has_time(one, counter.small)
    counter.live = live_pools()
    promise = counter.accept(order, mine, "morning")
    assert promise.fresh is not None
    assert promise.fresh.id not in {mine.id, theirs.id}
    with work.reading(counter.database, counter.means) as one:
        still = orders.find(one, counter.small.planner, order.id)
    assert still.state is OrderState.DRAFT
    assert counter.pool().version == 1


def _nobody_has_time(one: Work, small: SmallTown) -> None:
    """All shifts are taken back."""
    for shift in small.shifts:
        fleet.remove_shift(one, shift.id)
    pool = pools.locked(one, small.town.id, DATE)
    pools.save(one, replace(pool, version=pool.version + 1))


def test_a_cancelled_order_gives_its_place_back(counter: Counter) -> None:
    order = counter.promised()
    with counter.work() as one:
        ordering.cancel(one, counter.small.keeper(0), order, counter.live)
    pool = counter.pool()
    assert (pool.version, pool.sequences) == (2, {})
    assert counter.promised().number == 2


def test_a_shop_that_changes_its_hours_breaks_no_promise(counter: Counter) -> None:
    counter.promised("afternoon")
    with counter.work() as one:
        closed = replace(counter.small.shops[0], opening_hours="off")
        shops.change(one, closed)
    counter.live = live_pools()
    assert counter.promised("afternoon", 1, 1).number == 2
    assert {offer.status for offer in counter.quote(counter.draft()).offers} == {"not_found"}


def test_a_return_is_fetched_at_the_door_in_its_slot(counter: Counter) -> None:
    order = counter.draft(is_return=True)
    assert counter.accept(order, counter.quote(order), "afternoon").fresh is None
    counter.live = live_pools()
    assert counter.promised("afternoon", 1, 1).number == 2


def test_a_failed_transaction_leaves_no_promise_in_memory(counter: Counter) -> None:
    order = counter.draft()
    quote = counter.quote(order)

    class PowerCutError(Exception):
        pass

    def cut() -> None:
        with counter.work() as one:
            quoting.accept(one, counter.small.keeper(0), order, quote.id, "evening", counter.live)
            raise PowerCutError

    with pytest.raises(PowerCutError):
        cut()
    assert counter.pool().version == 0
    assert counter.accept(order, quote, "evening").fresh is None
    assert counter.pool().version == 1


def test_a_shop_sees_neither_orders_nor_quotes_of_another(counter: Counter) -> None:
    order = counter.draft(0)
    quote = counter.quote(order)
    other = counter.small.keeper(1)
    with work.reading(counter.database, counter.means) as one:
        with pytest.raises(MissingError):
            orders.find(one, other, order.id)
        with pytest.raises(MissingError):
            people.find_recipient(one, other, order.recipient or "")
    with counter.work() as one, pytest.raises(MissingError):
        quoting.accept(one, other, order, quote.id, "evening", counter.live)


def test_an_unsure_address_asks_instead_of_guessing(counter: Counter) -> None:
    with counter.work() as one:
        drafted = ordering.draft(
            one,
            counter.small.keeper(0),
            replace(told(counter.small.shops[0]), address=Address(text="rue Grimaldi")),
            counter.live,
        )
    assert drafted.order.door is None
    assert drafted.candidates
    with pytest.raises(InputError, match=r"order\.no_door"):
        counter.quote(drafted.order)


def test_a_chosen_pin_is_remembered_for_its_recipient(counter: Counter) -> None:
    order = counter.draft(address=Address(text="chez Petit", pin=MARKETS[1]))
    again = counter.draft(address=Address())
    assert again.door == order.door


def test_a_pin_outside_the_service_area_is_refused(counter: Counter) -> None:
    with pytest.raises(InputError, match="address"):
        counter.draft(address=Address(pin=(7.0, 43.0)))


def test_orders_to_one_address_share_a_door(counter: Counter) -> None:
    assert counter.draft(0, 1).door == counter.draft(1, 1).door


def test_a_date_too_far_ahead_is_refused(counter: Counter) -> None:
    with pytest.raises(InputError, match=r"order\.date_too_far"):
        counter.draft(date=DATE + dt.timedelta(days=7))


def test_what_was_quoted_for_another_door_cannot_be_accepted(counter: Counter) -> None:
    order = counter.draft(0, 0)
    quote = counter.quote(order)
    elsewhere = Address(text=DOORS[3])
    with counter.work() as one:
        moved = ordering.choose_door(one, counter.small.keeper(0), order, elsewhere, counter.live)
    assert moved.order.door != order.door
    with pytest.raises(RefusedError, match=r"quote\.expired"):
        counter.accept(moved.order, quote, "evening")
    assert counter.accept(moved.order, counter.quote(moved.order), "evening").fresh is None


def test_a_chosen_door_is_kept_as_long_as_its_order_asks(counter: Counter) -> None:
    """The clock of what is erased starts anew with each date that a door is used for."""
    known = counter.draft(0, 3)
    unsure = counter.draft(address=Address(text="rue Grimaldi"), date=DATE + dt.timedelta(days=1))
    chosen = Address(text=DOORS[3])
    with counter.work() as one:
        ordering.choose_door(one, counter.small.keeper(0), unsure, chosen, counter.live)
        last = one.connection.scalars(select(doors.c.last_order).where(doors.c.id == known.door))
        assert last.one() == unsure.date


def test_an_order_that_others_change_meanwhile_is_decided_as_it_stands(counter: Counter) -> None:
    """Both have read a draft; the first to be alone at its pool is served, the other is told."""
    order = counter.draft()
    quote = counter.quote(order)
    assert counter.accept(order, quote, "evening").fresh is None
    with pytest.raises(RefusedError, match=r"order\.not_now"):
        counter.accept(order, quote, "evening")
    with counter.work() as one:
        cancelled = ordering.cancel(one, counter.small.keeper(0), order, counter.live)
    assert cancelled.state is OrderState.CANCELLED
    assert counter.pool().sequences == {}
    with counter.work() as one, pytest.raises(RefusedError, match=r"order\.not_now"):
        ordering.cancel(one, counter.small.keeper(0), order, counter.live)
