"""A published shift goes on taking orders, and what is published stays as it was promised."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace

import pytest

from api.domain.actor import Role, acting
from api.domain.event import Deed, Event
from api.domain.ids import Kind
from api.domain.job import JobState
from api.domain.order import Parcel
from api.domain.order_state import OrderState
from api.domain.pool import Sequence
from api.domain.round import Round, cost_again, metres_again
from api.services import changing, following, ordering, person, quoting, telling
from api.services.addressing import Address
from api.services.changing import OrderChange
from api.services.telling import ToldDeed
from api.store import fleet, pools, rounds, towns
from api.store.database import Database
from api.store.work import Means
from routing.model import TaskKind
from tests.service.planning_desk import AFTERNOON_CLOSES, MINUTE, MORNING_CLOSES, Desk
from tests.service.small_town import DATE, DOORS, live_pools, told


@pytest.fixture
def desk(database: Database, means: Means) -> Desk:
    """A day with one courier: whoever takes an order takes it on this shift."""
    return Desk(database, means, couriers=1)


Task = tuple[str, TaskKind]


def the_round(desk: Desk) -> Round:
    with desk.work() as work:
        (found,) = rounds.on_date(work, desk.small.planner, DATE)
    return found


def close(desk: Desk, at: dt.datetime) -> Round:
    """What a worker does at a cut-off."""
    desk.now = at
    (job,) = desk.close_slots()
    assert desk.do(job).state is JobState.DONE
    return the_round(desk)


def moment(a_round: Round, seconds: int) -> dt.datetime:
    midnight = dt.datetime(2026, 11, 26, 23, tzinfo=dt.UTC)
    assert a_round.date == DATE
    return midnight + dt.timedelta(seconds=seconds)


def ride(desk: Desk, a_round: Round, until: dt.datetime, done: set[Task]) -> None:
    """Tell of every handover that is planned until then, at its time, and of none twice."""
    for _, handover in a_round.handovers():
        at, task = moment(a_round, handover.end), (handover.order, handover.kind)
        if task in done or at > until:
            continue
        desk.now = at
        deed = Deed.COLLECTED if handover.kind is TaskKind.PICKUP else Deed.DELIVERED
        tell(desk, handover.order, deed)
        done.add(task)
    desk.now = until


def tell(desk: Desk, order: str, deed: Deed, undoes: str = "") -> str:
    with desk.work() as work:
        name = f"tap-{work.new(Kind.EVENT)}"
        event = Event(name, order, deed, work.now, undoes)
        heard = telling.tell(work, desk.small.rider(0), [ToldDeed(event)])
    assert heard.answers[0].outcome == "accepted", heard.answers[0]
    return name


def starts(a_round: Round) -> dict[Task, int]:
    return {(one.order, one.kind): one.start for _, one in a_round.handovers()}


def clock(hour: int, minute: int = 0) -> dt.datetime:
    """On the day, by the clocks of Monaco."""
    return dt.datetime(2026, 11, 27, hour - 1, minute, tzinfo=dt.UTC)


def morning(desk: Desk) -> Round:
    """Four morning orders, published at their cut-off."""
    for number in range(4):
        desk.promised("morning", shop=number % 3, door=number)
    return close(desk, MORNING_CLOSES)


def test_an_order_accepted_after_the_round_is_out_comes_into_the_same_round(desk: Desk) -> None:
    first = morning(desk)
    desk.now = clock(10)
    late = desk.promised("afternoon", shop=1, door=2)
    assert the_round(desk) == first
    second = close(desk, AFTERNOON_CLOSES)
    assert (second.id, second.letter, second.courier) == (first.id, first.letter, first.courier)
    assert (first.version, second.version) == (1, 2)
    assert set(second.orders) == {*first.orders, late.id}
    assert desk.orders()[late.id].state is OrderState.PLANNED


def test_what_is_published_is_never_put_later_than_it_was_promised(desk: Desk) -> None:
    first = morning(desk)
    done: set[Task] = set()
    desk.now = clock(9)
    for number in range(6):
        desk.promised("afternoon", shop=number % 3, door=number)
    ride(desk, first, clock(10, 15), done)
    desk.publish(desk.planned())
    second = the_round(desk)
    assert second.version == 2
    slots = {name: one.promised for name, one in desk.orders().items()}
    for (order, kind), start in starts(second).items():
        slot = slots[order]
        assert slot is not None
        if kind is TaskKind.DELIVERY:
            assert slot[0] <= moment(second, start) <= slot[1]
    assert second.courier == first.courier


def test_what_is_done_stays_as_it_was_and_nothing_new_begins_before_now(desk: Desk) -> None:
    first = morning(desk)
    done: set[Task] = set()
    ride(desk, first, clock(10, 15), done)
    assert 0 < len(done) < len(starts(first))
    for number in range(2):
        desk.promised("afternoon", shop=number, door=number)
    desk.publish(desk.planned())
    second = the_round(desk)
    found = starts(second)
    assert {task: found[task] for task in done} == {task: starts(first)[task] for task in done}
    told = [(one.order, one.kind) for _, one in second.handovers()]
    assert len(told) == len(set(told))
    assert set(told[: len(done)]) == done
    assert all(
        moment(second, start) >= desk.now for task, start in found.items() if task not in done
    )


def test_codes_on_parcels_stay_and_new_ones_are_others(desk: Desk) -> None:
    first = morning(desk)
    codes = {one.order: one.parcels for _, one in first.handovers()}
    desk.now = clock(10)
    for number in range(5):
        desk.promised("afternoon", shop=number % 3, door=number)
    second = close(desk, AFTERNOON_CLOSES)
    later = {one.order: one.parcels for _, one in second.handovers()}
    assert {order: later[order] for order in codes} == codes
    given = [code for parcels in later.values() for code in parcels]
    assert len(given) == len(set(given)) == 9


def test_what_a_round_costs_in_its_next_version_is_found_from_its_row_alone(desk: Desk) -> None:
    first = morning(desk)
    done: set[Task] = set()
    desk.now = clock(9)
    desk.promised("afternoon", shop=1, door=2)
    ride(desk, first, clock(12), done)
    second = close(desk, AFTERNOON_CLOSES)
    assert second.starts == first.starts
    assert second.ends > first.ends
    assert second.metres == metres_again(second) > first.metres
    assert second.cost == cost_again(second) > first.cost


def test_an_order_that_only_a_broken_promise_would_let_in_is_refused_with_a_fresh_quote(
    desk: Desk,
) -> None:
    """It fitted when it was quoted. Then its courier fell behind, and the rest takes all day."""
    first = morning(desk)
    desk.now = clock(11, 50)
    keeper = desk.small.keeper(0)
    with desk.work() as work:
        order = ordering.draft(work, keeper, told(desk.small.shops[0]), desk.live).order
    with desk.work() as work:
        quote = quoting.quote(work, keeper, order, desk.live)
    assert {offer.slot for offer in quote.offers if offer.fits} == {"afternoon", "evening"}
    (shift,) = desk.small.shifts
    with desk.work() as work:
        ends = dt.datetime(2026, 11, 27, 11, 30, tzinfo=dt.UTC)
        fleet.change_shift(work, replace(shift, ends=ends))
        pool = pools.locked(work, desk.small.town.id, DATE)
        pools.save(work, replace(pool, version=pool.version + 1))
    with desk.work() as work:
        promise = quoting.accept(work, keeper, order, quote.id, "afternoon", desk.live)
    assert promise.order.state is OrderState.DRAFT
    assert promise.fresh is not None
    assert not any(offer.fits for offer in promise.fresh.offers)
    assert the_round(desk) == first


def test_a_day_in_two_closings_brings_every_order_once(desk: Desk) -> None:
    done: set[Task] = set()
    first = morning(desk)
    ride(desk, first, clock(10, 5), done)
    for number in range(3):
        desk.promised("afternoon", shop=number, door=number)
    ride(desk, first, clock(10, 30), done)
    desk.promised("evening", shop=2, door=3)
    ride(desk, first, AFTERNOON_CLOSES, done)
    second = close(desk, AFTERNOON_CLOSES)
    assert second.version == 2
    ride(desk, second, clock(20, 30), done)
    assert done == set(starts(second))
    assert {one.state for one in desk.orders().values()} == {OrderState.DELIVERED}
    assert len(desk.orders()) == 8


def test_who_tells_nothing_is_late_and_still_takes_what_fits(desk: Desk) -> None:
    """At 11:30 nobody has told of anything: all of it is still to be done, the slot until noon."""
    first = morning(desk)
    desk.now = clock(11, 30)
    day = desk.day()
    assert day.now.late > 0
    assert {one.id for one in day.problem.shipments} == {*first.orders, first.id}
    evening = desk.promised("evening", shop=1, door=1)
    second = close(desk, AFTERNOON_CLOSES)
    assert evening.id in second.orders
    assert set(first.orders) <= set(second.orders)


def test_what_was_quoted_for_one_closing_is_proven_anew_after_a_promise_for_another(
    desk: Desk,
) -> None:
    morning(desk)
    desk.now = clock(10)
    town = desk.small.town
    morning_slot, afternoon, evening = town.settings.slots
    later = replace(evening, cut_off=15 * 60)
    slots = replace(town.settings, slots=(morning_slot, afternoon, later))
    with desk.work() as work:
        towns.change(work, replace(town, settings=slots))
    keeper = desk.small.keeper(0)
    with desk.work() as work:
        order = ordering.draft(work, keeper, told(desk.small.shops[0], 1), desk.live).order
    with desk.work() as work:
        quote = quoting.quote(work, keeper, order, desk.live)
    evening_order = desk.promised("evening", shop=1, door=0)
    with desk.work() as work:
        promise = quoting.accept(work, keeper, order, quote.id, "afternoon", desk.live)
    assert promise.order.state is OrderState.ACCEPTED
    known = {task for tasks in desk.day().sequences.values() for task in tasks}
    assert {(one.id, kind) for one in (order, evening_order) for kind in TaskKind} <= known


def test_an_order_changed_while_a_round_is_ridden_is_proven_anew_and_comes_once(desk: Desk) -> None:
    first = morning(desk)
    done: set[Task] = set()
    ride(desk, first, clock(10, 5), done)
    late = desk.promised("afternoon", shop=1, door=2)
    moved = OrderChange(address=Address(text=DOORS[0]))
    too_heavy = OrderChange(parcels=(Parcel(2_000_000, 20),))
    with desk.work() as work:
        kept = changing.change(work, desk.small.keeper(1), late, too_heavy, desk.live)
    assert kept.is_refused
    with desk.work() as work:
        changed = changing.change(work, desk.small.keeper(1), late, moved, desk.live)
    assert not changed.is_refused
    assert (changed.order.slot, changed.order.number) == (late.slot, late.number)
    assert changed.order.door != late.door
    desk.promised("evening", shop=2, door=3)
    assert desk.day().sequences == live_pools_of(desk)
    second = close(desk, AFTERNOON_CLOSES)
    assert [one.order for _, one in second.handovers()].count(late.id) == 2


def live_pools_of(desk: Desk) -> Mapping[str, Sequence]:
    """What a process without a warm pool makes of what is stored, as far as it is to be done."""
    with desk.work() as work:
        day = live_pools().of(work, desk.small.town, desk.pool_in(work)).day
    return day.rest_of(day.pool.sequences)


def test_a_deed_told_after_the_next_version_counts_as_before(desk: Desk) -> None:
    first = morning(desk)
    done: set[Task] = set()
    desk.now = clock(9)
    desk.promised("afternoon", shop=1, door=2)
    ride(desk, first, clock(10, 5), done)
    on_board = [order for order in first.orders if (order, TaskKind.PICKUP) in done]
    collected = next(order for order in on_board if (order, TaskKind.DELIVERY) not in done)
    desk.publish(desk.planned())
    assert the_round(desk).version == 2
    tell(desk, collected, Deed.NOBODY_THERE)
    assert desk.orders()[collected].state is OrderState.FAILED
    with desk.work() as work:
        (view,) = following.of_date(work, desk.small.planner, desk.small.town, DATE)
    assert view.bring_back[0].order == collected
    assert collected not in {one.id for one in desk.day().problem.shipments}


def test_what_was_told_of_out_of_order_and_is_undone_is_fetched_before_it_is_given(
    desk: Desk,
) -> None:
    """A round whose courier told of the shop last has that stop after the door."""
    first = morning(desk)
    desk.now = clock(9)
    desk.promised("afternoon", shop=1, door=2)
    (given, fetched) = next(
        [one.order for one in stop.handovers] for stop in first.stops if len(stop.handovers) == 2
    )
    desk.now = clock(10, 5)
    tap = tell(desk, given, Deed.DELIVERED)
    desk.now = clock(10, 6)
    tell(desk, fetched, Deed.COLLECTED)
    desk.publish(desk.planned())
    tell(desk, given, Deed.UNDONE, tap)
    order = [kind for name, kind in the_tasks(desk) if name == given]
    assert order == [TaskKind.PICKUP, TaskKind.DELIVERY]
    desk.promised("evening", shop=2, door=3)


def the_tasks(desk: Desk) -> Sequence:
    (tasks,) = desk.day().sequences.values()
    return tasks


def test_the_pool_moves_with_what_couriers_tell(desk: Desk) -> None:
    """A quote is no older than the last tap: the same warm pool is not asked again."""
    first = morning(desk)
    desk.now = clock(9, 58)
    desk.promised("afternoon", shop=1, door=2)
    with desk.work() as work:
        warm = desk.live.of(work, desk.small.town, desk.pool_in(work))
        assert desk.live.of(work, desk.small.town, desk.pool_in(work)) is warm
    tell(desk, first.orders[0], Deed.COLLECTED)
    with desk.work() as work:
        after = desk.live.of(work, desk.small.town, desk.pool_in(work))
        assert after is not warm
    desk.now += 2 * MINUTE
    with desk.work() as work:
        assert desk.live.of(work, desk.small.town, desk.pool_in(work)) is not after


def test_a_warm_pool_answers_after_a_promise_as_one_that_is_built_anew(desk: Desk) -> None:
    first = morning(desk)
    done: set[Task] = set()
    ride(desk, first, clock(10, 5), done)
    desk.promised("afternoon", shop=1, door=2)
    desk.promised("evening", shop=2, door=3)
    keeper = desk.small.keeper(0)
    with desk.work() as work:
        order = ordering.draft(work, keeper, told(desk.small.shops[0], 1), desk.live).order
        known = desk.live.of(work, desk.small.town, desk.pool_in(work))
    for pools_in_memory in (desk.live, live_pools()):
        with desk.work() as work:
            warm = pools_in_memory.of(work, desk.small.town, desk.pool_in(work))
            assert (warm is known) == (pools_in_memory is desk.live)
            quote = quoting.quote(work, keeper, order, pools_in_memory)
        offers = [(one.slot, one.status, one.price) for one in quote.offers]
        assert [slot for slot, *_ in offers] == ["afternoon", "evening"]
        if pools_in_memory is desk.live:
            expected = offers
    assert offers == expected


def test_who_is_forgotten_on_the_day_stops_nobody_else(desk: Desk) -> None:
    first = morning(desk)
    done: set[Task] = set()
    ride(desk, first, clock(10, 35), done)
    ordered = desk.orders().values()
    waiting = {one.recipient for one in ordered if one.state is not OrderState.DELIVERED}
    assert waiting
    gone = next(one for one in ordered if one.recipient not in waiting)
    keeper = acting("usr_keeper", Role.SHOP, gone.town, gone.shop)
    with desk.work() as work:
        counts = person.forget(work, keeper, gone.recipient or "")
    assert counts["doors.lon"] == 1
    late = desk.promised("afternoon", shop=1, door=2)
    second = close(desk, AFTERNOON_CLOSES)
    assert set(second.orders) == {*first.orders, late.id}
