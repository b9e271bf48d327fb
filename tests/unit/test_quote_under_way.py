"""Quotes on a day that is under way: commitments, lateness and reloads on the rules page’s day."""

from dataclasses import replace

import pytest

from routing.check import verify
from routing.errors import SolverError
from routing.model import Lateness, Plan
from routing.model.cost import UNITS_PER_CENT
from routing.model.units import Instant
from routing.solve.quote import Answer, LivePlan, Obstacle, Status
from routing.solve.sequence import Sequences, TaskId
from tests.days import instant
from tests.unit.test_quote import (
    DELIVERY,
    HARD,
    NINE,
    ONE_EACH,
    PICKUP,
    day,
    live_day,
    quoted,
    slot,
)

SECOND, METRE = 5 * 1_500, 18 * 20
"""What they cost on the bike, in units."""
LATE_SECOND = 5 * 1_200
"""What a second late costs at 12 euros an hour."""

BACK, BACK_METRES = 360 + 60 + 30 + 60, 1_800
"""Seconds and metres more when the bike, at the near door, goes back to the florist for the tulips:
from 1,500 m to 600 m and to 2,100 m, a set-up, and both services.
"""

BREAD: Sequences = {"bike": (("bread", PICKUP), ("bread", DELIVERY))}
BREAD_AND_ROSES: Sequences = {
    "bike": (("bread", PICKUP), ("roses", PICKUP), ("bread", DELIVERY), ("roses", DELIVERY))
}


def starts(plan: Plan) -> dict[TaskId, Instant]:
    return {
        (service.shipment, service.kind): service.start
        for route in plan.routes
        for _, service in route.services()
    }


def accepted(live: LivePlan) -> Answer:
    """The tulips, quoted and accepted: a valid plan, as dear as was said."""
    order, before = day().shipment_by_id["tulips"], live.plan().cost
    answer = live.quote(order, [NINE])[0]
    live.accept(order, NINE, answer)
    assert verify(live.problem, live.plan()) == ()
    assert live.plan().cost - before == answer.extra_cost
    again = LivePlan.from_sequences(live.problem, live.sequences())
    assert again.plan() == live.plan()
    return answer


def test_who_is_locked_to_a_courier_does_not_change_over() -> None:
    """Without the lock the bread moves to the trike: `test_others_move_so_that_it_fits`."""
    problem = day(ONE_EACH + "order.bread.committed = { to = 'bike' }")
    live = LivePlan.from_sequences(problem, BREAD)
    answer = live.quote(problem.shipment_by_id["cake"], [NINE], reshuffle=HARD)[0]
    assert (answer.status, answer.obstacle) == (Status.NOT_FOUND, Obstacle.FULL)


ABOARD = "order.cake.committed = { to = 'bike', stage = 'on_board' }\n"


def test_what_is_on_board_is_only_delivered() -> None:
    live, _ = live_day(ABOARD)
    assert accepted(live).extra_seconds == 30 + 60
    assert ("cake", PICKUP) not in live.sequences()["bike"]
    assert ("cake", DELIVERY) in live.sequences()["bike"]


@pytest.mark.parametrize(("parcels", "obstacle"), [(4, None), (3, Obstacle.FULL)])
def test_what_is_on_board_takes_room_from_the_start(
    parcels: int, obstacle: Obstacle | None
) -> None:
    """A minute and a half is left to fetch and bring the tulips, not enough to come back."""
    tight = f"""
        vehicle.trike.shift = '11:00-12:00'
        vehicle.bike.shift = '9:00-9:24:00'
        vehicle.bike.takes = [40000, 120, {parcels}]
    """
    assert quoted(ABOARD + tight).obstacle is obstacle


def test_what_nobody_delivers_stays_on_board() -> None:
    one = "vehicle.trike.shift = '11:00-12:00'\nvehicle.bike.takes = [40000, 120, 1]"
    live = LivePlan(day(ABOARD + one))
    assert [left.shipment for left in live.plan().unserved] == ["cake"]
    assert verify(live.problem, live.plan()) == ()
    tulips = day().shipment_by_id["tulips"]
    assert live.quote(tulips, [NINE])[0].obstacle is Obstacle.FULL
    assert LivePlan(day(one)).quote(tulips, [NINE])[0].status is Status.FITS


def test_who_has_goods_on_board_does_not_stand_for_who_has_none() -> None:
    one = "vehicle.bike.takes = [40000, 120, 1]\nvehicle.trike.takes = [40000, 120, 1]"
    answer = LivePlan(day(ABOARD + one)).quote(day().shipment_by_id["tulips"], [NINE])[0]
    assert (answer.status, answer.shift) == (Status.FITS, "trike")


def test_goods_on_board_that_are_removed_stay_on_board() -> None:
    live, _ = live_day(ABOARD)
    live.remove("cake")
    assert "cake" in live.problem.shipment_by_id
    assert [left.shipment for left in live.plan().unserved] == ["cake"]
    assert verify(live.problem, live.plan()) == ()
    cake = day().shipment_by_id["cake"]
    with pytest.raises(SolverError, match="known_shipment"):
        live.quote(cake, [NINE])


@pytest.mark.parametrize("penalty", ["", "order.bread.penalty = '0.01'\n"])
def test_a_promised_position_is_kept(penalty: str) -> None:
    """The bread is the fourth service: nothing may come before it any more."""
    live, _ = live_day(penalty + "order.bread.committed = { to = 'bike', position = 3 }")
    answer = accepted(live)
    assert answer.extra_seconds == BACK
    assert answer.extra_cost == BACK * SECOND + BACK_METRES * METRE
    assert live.sequences()["bike"][3] == ("bread", DELIVERY)


def test_a_promised_start_is_kept() -> None:
    """The bike leaves as soon as it may: with the tulips first, the bread would be late."""
    live, _ = live_day("""
        vehicle.bike.shift = '9:00:30-12:00'
        order.bread.committed = { to = 'bike', start = '9:09:30' }
    """)
    assert accepted(live).extra_seconds == BACK
    assert starts(live.plan())["bread", DELIVERY] == instant("9:09:30")


def test_what_is_done_stays_where_it_was_and_when() -> None:
    """It is 9:12, bread and roses are handed over, and the tulips can be fetched from now on."""
    live, _ = live_day("""
        order.bread.pickup = ['9:02:00-9:02:00']
        order.cake.pickup = ['9:02:30-9:02:30']
        order.roses.pickup = ['9:05:00-9:05:00']
        order.bread.committed = { to = 'bike', position = 3, start = '9:09:00' }
        order.roses.committed = { to = 'bike', position = 4, start = '9:10:00' }
        order.cake.committed = { to = 'bike' }
    """)
    before = starts(live.plan())
    tulips = day("order.tulips.pickup = ['9:12-12:00']").shipment_by_id["tulips"]
    answer = live.quote(tulips, [NINE], reshuffle=HARD)[0]
    assert answer.extra_seconds == BACK
    live.accept(tulips, NINE, answer)
    after = starts(live.plan())
    done = [task for task in before if task != ("cake", DELIVERY)]
    assert {task: after[task] for task in done} == {task: before[task] for task in done}
    assert live.sequences()["bike"][:5] == tuple(before)[:5]
    assert verify(live.problem, live.plan()) == ()


@pytest.mark.parametrize(
    ("committed", "tasks"),
    [
        ("{ to = 'trike' }", BREAD["bike"]),
        ("{ to = 'bike', position = 2 }", BREAD["bike"]),
        ("{ to = 'bike', start = '8:06:59' }", BREAD["bike"]),
        ("{ to = 'bike', stage = 'on_board' }", BREAD["bike"]),
        ("{ to = 'trike', stage = 'on_board' }", BREAD["bike"][1:]),
    ],
)
def test_a_sequence_that_breaks_a_commitment_is_refused(
    committed: str, tasks: tuple[TaskId, ...]
) -> None:
    problem = day(f"order.bread.committed = {committed}")
    with pytest.raises(SolverError, match="broken_sequence"):
        LivePlan.from_sequences(problem, {"bike": tasks})


def test_nobody_is_removed_before_a_promised_position() -> None:
    live, _ = live_day("order.roses.committed = { to = 'bike', position = 4 }")
    with pytest.raises(SolverError, match="cannot_remove"):
        live.remove("cake")
    assert live.version == 0
    assert verify(live.problem, live.plan()) == ()


@pytest.mark.parametrize(("latest", "status"), [("8:07", "fits"), ("8:06:59", "not_found")])
def test_a_new_order_may_be_late_at_a_price(latest: str, status: str) -> None:
    """Who leaves at eight is at the near door at 8:07, two minutes after the slot."""
    live, early = LivePlan(day()), slot("8:00-8:05")
    bread = day().shipment_by_id["bread"]
    assert live.quote(bread, [early])[0].obstacle is Obstacle.NO_SHIFT
    late = Lateness(instant(latest), 1_200)
    order = replace(bread, delivery=replace(bread.delivery, lateness=late))
    answer = live.quote(order, [early])[0]
    assert answer.status.value == status
    if answer.status is Status.FITS:
        alone = 300 * UNITS_PER_CENT + 780 * SECOND + 3_000 * METRE
        assert answer.extra_seconds == 780
        assert answer.extra_cost == alone + 120 * LATE_SECOND
        live.accept(order, early, answer)
        assert live.plan().cost == answer.extra_cost
        assert live.problem.shipment_by_id["bread"].delivery.lateness == late
        assert verify(live.problem, live.plan()) == ()


def test_what_others_come_late_is_in_the_price() -> None:
    """The bread was just in time; who fetches the tulips too is half a minute late with it."""
    live, _ = live_day("""
        vehicle.bike.shift = '9:00-12:00'
        order.bread.delivery = ['8:30-9:09']
        order.bread.late = { until = '9:30', per_hour = '12.00' }
    """)
    answer = accepted(live)
    assert answer.extra_seconds == 90
    assert answer.extra_cost == 90 * SECOND + 30 * LATE_SECOND


RELOADS = "vehicle.bike.reload = { at = 'hub', lasts = 300, range = 4200 }\n"


def test_a_reload_on_the_way_is_in_the_price() -> None:
    """Two parcels at a time and 4,200 m between reloads: the tulips are a trip of their own."""
    problem = day(RELOADS + "vehicle.bike.takes = [40000, 120, 2]")
    live = LivePlan.from_sequences(problem, BREAD_AND_ROSES)
    answer = accepted(live)
    trip = 840 + 60 + 30 + 30 + 60
    assert answer.shift == "bike"
    assert answer.extra_seconds == 300 + trip
    assert answer.extra_cost == (300 + trip) * SECOND + 4_200 * METRE
    assert [visit.place for visit in live.plan().routes[0].visits if visit.reload] == ["hub"]


def test_a_place_may_be_beyond_every_range() -> None:
    short = "reload = { at = 'hub', lasts = 300, range = 4199 }\n"
    live = LivePlan(day(f"vehicle.bike.{short}vehicle.trike.{short}"))
    tulips = day().shipment_by_id["tulips"]
    assert live.quote(tulips, [NINE])[0].obstacle is Obstacle.OUT_OF_RANGE


def test_who_has_time_may_have_none_to_reload() -> None:
    """The bread cannot wait for the tulips; whoever comes back for them rides 6,000 m."""
    busy = """
        vehicle.trike.shift = '11:00-12:00'
        vehicle.bike.shift = '9:00-9:30'
        order.bread.delivery = ['9:00-9:15']
        order.tulips.pickup = ['9:13-9:20']
    """
    obstacles = [
        LivePlan.from_sequences(problem, BREAD_AND_ROSES)
        .quote(problem.shipment_by_id["tulips"], [NINE])[0]
        .obstacle
        for problem in (day(busy), day(busy + RELOADS))
    ]
    assert obstacles == [None, Obstacle.RANGE_USED]
