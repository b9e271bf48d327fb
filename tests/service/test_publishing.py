"""Publishing: rounds are made whole, once, and only of a plan that still holds."""

import datetime as dt
from itertools import pairwise

import numpy as np
import pytest
from sqlalchemy import delete, update

from api.domain.errors import RefusedError, StaleError
from api.domain.order_state import OrderState
from api.domain.parcel import SIGNS
from api.domain.round import Round, StopKind, cost_again, metres_again
from api.services import ordering
from api.store import events, rounds
from api.store.database import Database
from api.store.tables import doors, order_notes, recipients, round_lines
from api.store.work import Means
from routing.model import Commitment, TaskKind
from tests.service.planning_desk import Desk
from tests.service.small_town import DATE, HUB

PICKUP, DELIVERY = TaskKind.PICKUP, TaskKind.DELIVERY
MIDNIGHT = dt.datetime(2026, 11, 26, 23, tzinfo=dt.UTC)
"""In Monaco."""


@pytest.fixture
def desk(database: Database, means: Means) -> Desk:
    return Desk(database, means)


def rounds_of(desk: Desk) -> list[Round]:
    with desk.work() as work:
        return rounds.on_date(work, desk.small.planner, DATE)


def test_every_route_becomes_a_round_with_its_letter_and_courier(desk: Desk) -> None:
    desk.full()
    plan = desk.planned()
    made = desk.publish(plan)
    found = rounds_of(desk)
    assert [a_round.id for a_round in found] == made
    assert [a_round.letter for a_round in found] == list("AB"[: len(found)])
    courier = {shift.id: shift.courier for shift in desk.small.shifts}
    for a_round in found:
        (route,) = (one for one in plan.plan.routes if one.shift == a_round.shift)
        assert a_round.courier == courier[route.shift]
        assert a_round.starts == MIDNIGHT + dt.timedelta(seconds=route.start)
        assert a_round.ends == MIDNIGHT + dt.timedelta(seconds=route.end)
        assert (a_round.cost, a_round.metres) == (route.cost, route.distance)
        assert [stop.place for stop in a_round.stops] == [visit.place for visit in route.visits]


def test_a_published_order_is_planned_and_its_parcels_have_codes(desk: Desk) -> None:
    desk.full()
    desk.publish(desk.planned())
    ordered = desk.orders()
    assert {order.state for order in ordered.values()} == {OrderState.PLANNED}
    for a_round in rounds_of(desk):
        codes = [parcel.code for order in a_round.orders for parcel in ordered[order].parcels]
        assert len(codes) == len(set(codes)) > 0
        assert all(len(code) == 4 and set(code) <= set(SIGNS) for code in codes)
        for stop, handover in a_round.handovers():
            order = ordered[handover.order]
            assert handover.parcels == tuple(parcel.code for parcel in order.parcels)
            at_shop = handover.kind is TaskKind.PICKUP
            assert stop.place == (order.shop if at_shop else order.door)
            assert stop.kind is (StopKind.SHOP if at_shop else StopKind.DOOR)


def test_what_happened_is_in_the_log(desk: Desk) -> None:
    orders = desk.full()
    plan = desk.planned()
    made = desk.publish(plan)
    with desk.work() as work:
        log = events.since(work, desk.small.planner, desk.small.town.id, 0)
    told = [event for event in log if event.kind.startswith(("plan.", "round."))]
    assert [event.kind for event in told] == [
        "plan.made", *["round.published"] * len(made), "plan.published",
    ]  # fmt: skip
    assert {event.actor for event in told} == {desk.small.planner.id}
    planned = {event.order: event.round for event in log if event.kind == "order.planned"}
    assert planned.keys() == {order.id for order in orders}
    assert set(planned.values()) == set(made)


def test_a_plan_is_refused_once_its_pool_has_moved(desk: Desk) -> None:
    desk.promised()
    plan = desk.planned()
    desk.promised("evening", shop=1, door=1)
    with pytest.raises(RefusedError, match=r"plan\.pool_moved"):
        desk.publish(plan)
    assert rounds_of(desk) == []
    assert {order.state for order in desk.orders().values()} == {OrderState.ACCEPTED}


def test_of_two_planners_the_second_is_told_that_the_plan_has_changed(desk: Desk) -> None:
    desk.promised()
    plan = desk.planned()
    assert len(desk.publish(plan)) == 1
    with pytest.raises(StaleError):
        desk.publish(plan)
    assert len(rounds_of(desk)) == 1


def test_a_plan_is_published_once(desk: Desk) -> None:
    desk.promised()
    plan = desk.planned()
    desk.publish(plan)
    published = desk.plan(plan.id)
    assert (published.version, published.published) == (2, desk.now)
    with pytest.raises(RefusedError, match=r"plan\.published_before"):
        desk.publish(published)


def test_what_is_published_stays_with_its_courier_who_goes_on_taking_orders(desk: Desk) -> None:
    first = desk.promised()
    (made,) = desk.publish(desk.planned())
    pool, day = desk.pool(), desk.day()
    (published,) = rounds_of(desk)
    assert (pool.version, published.orders) == (2, (first.id,))
    assert pool.sequences == {published.shift: ((first.id, PICKUP), (first.id, DELIVERY))}
    assert [shift.id for shift in day.shifts] == [shift.id for shift in desk.small.shifts]
    (committed,) = day.problem.shipments
    assert committed.commitment == Commitment(published.shift)
    second = desk.promised("evening", shop=1, door=1)
    assert desk.publish(desk.planned()) == [made]
    (again,) = rounds_of(desk)
    assert (again.id, again.letter, again.version) == (made, "A", 2)
    assert set(again.orders) == {first.id, second.id}


def test_a_round_in_which_nothing_is_new_stays_as_it_is(desk: Desk) -> None:
    desk.full()
    desk.publish(desk.planned())
    before = rounds_of(desk)
    assert desk.publish(desk.planned()) == []
    assert rounds_of(desk) == before


def test_a_round_lies_on_the_ground_from_the_hub_to_the_hub(desk: Desk) -> None:
    desk.full()
    desk.publish(desk.planned())
    for a_round in rounds_of(desk):
        with desk.work() as work:
            lines = rounds.lines_of(work, a_round.id)
        assert lines is not None
        assert len(lines) == len(a_round.stops) + 1
        for line, following in pairwise(lines):
            assert line[-1] == following[0]
        for end in (lines[0][0], lines[-1][-1]):
            assert np.allclose(end, HUB, atol=0.002)  # a street at most 150 metres off


def test_what_a_round_costs_is_recomputed_from_its_row_alone_after_the_purge(desk: Desk) -> None:
    desk.full()
    desk.publish(desk.planned())
    costs = {a_round.id: a_round.cost for a_round in rounds_of(desk)}
    with desk.work() as work:
        work.connection.execute(delete(order_notes))
        work.connection.execute(update(round_lines).values(lines=None))
        work.connection.execute(update(recipients).values(name=None, phone=None))
        work.connection.execute(update(doors).values(label=None, lon=None, lat=None, source=None))
    assert costs
    for a_round in rounds_of(desk):
        assert cost_again(a_round) == costs[a_round.id] > 0
        assert metres_again(a_round) == a_round.metres
        with desk.work() as work:
            assert not rounds.lines_of(work, a_round.id)


def test_a_courier_sees_their_own_rounds_only(desk: Desk) -> None:
    desk.promised()
    desk.publish(desk.planned())
    (published,) = rounds_of(desk)
    for number, courier in enumerate(desk.small.couriers):
        with desk.work() as work:
            seen = rounds.on_date(work, desk.small.rider(number), DATE)
        assert seen == ([published] if courier.id == published.courier else [])


def test_publishing_happens_whole_or_not_at_all(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.full()
    plan, pool = desk.planned(), desk.pool()

    def fail(*_: object) -> None:
        raise StaleError("stale.row", id="of another planner")

    with monkeypatch.context() as patched:
        patched.setattr("api.store.pools.save", fail)  # the last thing that is written
        with pytest.raises(StaleError):
            desk.publish(plan)
    assert rounds_of(desk) == []
    assert (desk.plan(plan.id), desk.pool()) == (plan, pool)
    assert {order.state for order in desk.orders().values()} == {OrderState.ACCEPTED}
    assert len(desk.publish(plan)) == len(plan.plan.routes)


def test_an_order_in_a_round_is_its_couriers_and_not_cancelled(desk: Desk) -> None:
    order = desk.promised()
    desk.publish(desk.planned())
    with desk.work() as work, pytest.raises(RefusedError, match=r"order\.not_now"):
        ordering.cancel(work, desk.small.keeper(0), order, desk.live)
    assert desk.orders()[order.id].state is OrderState.PLANNED
