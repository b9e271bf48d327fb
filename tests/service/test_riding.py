"""Couriers with a round, on the street of `street_day`: every time here is told by heart."""

import datetime as dt
from dataclasses import replace

import pytest

from api.domain.event import Deed, Event
from api.domain.order import Order, Parcel
from api.domain.order_state import OrderState
from api.domain.progress import progress
from api.domain.round import Round, metres_again
from api.domain.round_of_route import matrix_between, stops_anew, stops_of_route
from api.services.moments import Ground, Moment, moment
from api.services.riding import Riding, Standing
from routing.check import verify
from routing.day.clock import DayClock
from routing.model import (
    Break,
    Commitment,
    Costs,
    Load,
    Place,
    Shift,
    Shipment,
    Stage,
    Task,
    TaskKind,
    Vehicle,
    Window,
)
from routing.model.builder import ProblemBuilder
from routing.solve.quote import Answer, LivePlan, Status
from routing.solve.sequence import Sequence
from tests.service.street_day import DATE, MINUTES, PARIS, at, matrix, plain_round

PICKUP, DELIVERY = TaskKind.PICKUP, TaskKind.DELIVERY
STREET = matrix({name: name for name in MINUTES})
CLOCK = DayClock(DATE, PARIS)
SECOND, METRE = 5 * 1_500, 18 * 20
"""What they cost, in units."""

ROUND: Sequence = (
    ("bread", PICKUP), ("gift", PICKUP), ("roses", PICKUP),
    ("bread", DELIVERY), ("roses", DELIVERY), ("gift", DELIVERY),
)  # fmt: skip


def hours(start: str, end: str) -> tuple[Window, ...]:
    return (Window(at(start), at(end)),)


def shipment(name: str, shop: str, door: str, slot: tuple[Window, ...], fetched: str) -> Shipment:
    return Shipment(
        name,
        Task(shop, hours(fetched, "18:00"), 30),
        Task(door, slot, 60),
        Load(1_500, 8, 1),
    )


def carried(gift_until: str = "17:00") -> dict[str, Shipment]:
    """The round's orders, and the cake that comes later."""
    slot = hours("14:00", "17:00")
    return {
        "bread": shipment("bread", "shop A", "door 1", slot, "13:00"),
        "roses": shipment("roses", "shop B", "door 1", slot, "13:00"),
        "gift": shipment("gift", "shop A", "door 2", hours("14:30", gift_until), "13:00"),
        "cake": shipment("cake", "shop B", "door 1", hours("14:15", "17:00"), "14:12:30"),
    }


def order(name: str) -> Order:
    return Order(name, "twn", "shp", DATE, OrderState.PLANNED, (Parcel(1_500, 8),))


def told(*deeds: tuple[str, str, str]) -> list[Event]:
    """Deeds: of which order, at what time."""
    midnight = CLOCK.origin.astimezone(dt.UTC)
    return [
        Event(f"tap {n}", name, Deed(deed), midnight + dt.timedelta(seconds=at(time)))
        for n, (name, deed, time) in enumerate(deeds)
    ]


FETCHED = (("bread", "collected", "14:03:30"), ("gift", "collected", "14:04"))
AT_DOOR_1 = (
    *FETCHED,
    ("roses", "collected", "14:06:30"),
    ("bread", "delivered", "14:11"),
    ("roses", "delivered", "14:12"),
)


def ground(
    now: str,
    events: list[Event],
    *,
    parcels: int = 10,
    gift_until: str = "17:00",
    until: str = "18:00",
    breaks: tuple[Break, ...] = (),
) -> Ground:
    shipments = carried(gift_until)
    a_round = replace(plain_round(), shift="shift")
    orders = {name: order(name) for name in ("bread", "roses", "gift")}
    builder = ProblemBuilder("")
    builder.add_matrix("bike", STREET.seconds, STREET.metres)
    shift = Shift("shift", Window(at("13:00"), at(until)), "hub", "hub", breaks)
    setups = {"hub": 0, "shop A": 60, "shop B": 60, "door 1": 30, "door 2": 30}
    vehicle = Vehicle("bike", "bike", Load(80_000, 200, parcels), (shift,), Costs(300, 1_500, 20))
    return Ground(
        name="a street",
        places=tuple(Place(name, (0, 0), setup) for name, setup in setups.items()),
        matrices=dict(builder._matrices),
        vehicles={"shift": vehicle},
        promised={},
        riding={"shift": Riding(a_round, progress(a_round, events), orders, CLOCK)},
        shipment=lambda one: shipments[one.id],
        first=at(now),
    )


def stood(day: Ground, instant: str = "", stored: Sequence = ROUND) -> Moment:
    return moment(day, {"shift": stored}, at(instant) if instant else day.first)


def live(now: Moment) -> LivePlan:
    plan = LivePlan.from_sequences(now.problem, now.sequences)
    assert verify(plan.problem, plan.plan()) == ()
    return plan


def starts(plan: LivePlan) -> dict[tuple[str, TaskKind], int]:
    (route,) = plan.plan().routes
    return {(one.shipment, one.kind): one.start for _, one in route.services()}


def quoted(now: Moment, slot: Window) -> Answer:
    (answer,) = live(now).quote(carried()["cake"], [slot])
    return answer


AFTERNOON = Window(at("14:15"), at("17:00"))


def test_who_has_not_left_is_nowhere_yet_and_all_is_committed() -> None:
    now = stood(ground("13:50", []))
    assert now.standings == {"shift": None}
    assert now.sequences == {"shift": ROUND}
    commitments = {one.commitment for one in now.problem.shipments}
    assert commitments == {Commitment("shift", Stage.LOCKED)}


def test_what_is_on_board_is_only_delivered_and_what_is_done_is_gone() -> None:
    """Bread and gift are fetched; who has left for shop B is there and has locked at 14:06."""
    now = stood(ground("14:05", told(*FETCHED)))
    assert now.standings == {"shift": Standing("shop B", at("14:06"))}
    assert now.sequences == {"shift": (("rnd_plain", DELIVERY), *ROUND[2:])}
    stages = {one.id: one.commitment and one.commitment.stage for one in now.problem.shipments}
    assert stages == {
        "bread": Stage.ON_BOARD,
        "gift": Stage.ON_BOARD,
        "roses": Stage.LOCKED,
        "rnd_plain": Stage.ON_BOARD,
    }
    later = stood(ground("14:12", told(*AT_DOOR_1)))
    assert {one.id for one in later.problem.shipments} == {"gift", "rnd_plain"}


def test_who_rides_as_planned_is_expected_as_planned() -> None:
    planned = {(one.order, one.kind): one.start for _, one in plain_round().handovers()}
    found = starts(live(stood(ground("14:05", told(*FETCHED)))))
    del found["rnd_plain", DELIVERY]
    assert found == {task: planned[task] for task in ROUND[2:]}


def test_a_new_order_is_brought_while_the_courier_would_have_waited() -> None:
    """Known at 14:12, at the first door: to shop B and back, 1,800 m, and the gift is in time.

    14:15 shop B, locked 14:16, +cake 14:16:30, 14:19:30 door 1, -cake 14:20 to 14:21, 14:25 door 2.
    """
    now = stood(ground("14:05", told(*FETCHED)), "14:11:30")
    assert now.standings["shift"] == Standing("door 1", at("14:12"), frozenset(ROUND[2:5]))
    assert now.before == {"shift": ROUND[2:5]}
    answer = quoted(now, AFTERNOON)
    assert (answer.status, answer.shift, answer.extra_seconds) == (Status.FITS, "shift", 0)
    assert answer.extra_cost == 1_800 * METRE


def test_who_has_done_everything_is_at_the_hub() -> None:
    """The gift is given until 14:31, and it takes ten minutes home."""
    day = ground("14:05", told(*FETCHED))
    assert stood(day, "14:30:30").standings["shift"] == Standing(
        "door 2", at("14:31"), frozenset(ROUND[2:])
    )
    home = stood(day, "15:00").standings["shift"]
    assert home == Standing("hub", at("15:00"), frozenset(ROUND[2:]), home=at("14:41"))


def test_nobody_turns_round_on_the_way() -> None:
    """Known at 14:13, on the way to the second door, ready there at 14:16:30.

    14:23:30 shop B, +cake 14:24:30, 14:28 door 1, -cake 14:28:30, 14:33:30 door 2, -gift 14:34.
    """
    now = stood(ground("14:05", told(*FETCHED)), "14:13")
    assert now.standings["shift"] == Standing("door 2", at("14:16:30"), frozenset(ROUND[2:5]))
    answer = quoted(now, AFTERNOON)
    assert answer.extra_seconds == 240
    assert answer.extra_cost == 240 * SECOND + 14 * 300 * METRE
    plan = live(now)
    plan.accept(carried()["cake"], AFTERNOON, plan.quote(carried()["cake"], [AFTERNOON])[0])
    assert starts(plan)["gift", DELIVERY] == at("14:34")


@pytest.mark.parametrize(
    ("gift_until", "status"), [("14:34", Status.FITS), ("14:33:59", Status.NOT_FOUND)]
)
def test_no_new_order_breaks_what_is_published(gift_until: str, status: Status) -> None:
    """The cake by 14:35 at the latest: only before the gift, which is at 14:34 then."""
    now = stood(ground("14:05", told(*FETCHED), gift_until=gift_until), "14:13")
    assert quoted(now, Window(at("14:15"), at("14:35"))).status is status


def test_what_is_late_is_as_late_as_it_is_and_no_later() -> None:
    """Roses at 14:25: both doors are ridden to at once, the gift is at 14:35 and 5 minutes late.

    14:28 door 1, -bread 14:28:30, -roses 14:29:30, 14:34:30 door 2, -gift 14:35.
    """
    late = (*FETCHED, ("roses", "collected", "14:25"))
    now = stood(ground("14:26", told(*late), gift_until="14:30"))
    assert now.late == 300
    assert starts(live(now))["gift", DELIVERY] == at("14:35")
    gift = now.problem.shipment_by_id["gift"].delivery
    assert gift.lateness is not None
    assert gift.lateness.latest == at("14:35")
    assert quoted(now, Window(at("14:15"), at("14:34"))).status is Status.NOT_FOUND
    assert quoted(now, AFTERNOON).status is Status.FITS  # after it


def test_who_comes_home_late_is_late_and_still_brings_everything() -> None:
    """From door 2 at 14:36 it takes ten minutes."""
    late = (*FETCHED, ("roses", "collected", "14:25"))
    now = stood(ground("14:26", told(*late), until="14:40"))
    assert now.late == 360
    ((_, shift),) = now.problem.shifts.values()
    assert shift.window.end == at("14:46")


def test_nothing_that_is_open_begins_in_the_past() -> None:
    """Nobody has told of the gift: at 14:40 it begins at 14:40 at the soonest."""
    now = stood(ground("14:40", told(*AT_DOOR_1)))
    assert starts(live(now))["gift", DELIVERY] == at("14:40")


def test_what_was_undone_comes_first() -> None:
    taps = told(*FETCHED)
    wrong = Event("tap back", "bread", Deed.UNDONE, taps[0].at + dt.timedelta(minutes=1), "tap 0")
    now = stood(ground("14:05", [*taps, wrong]), stored=ROUND[2:])
    assert now.sequences["shift"][:3] == (("rnd_plain", DELIVERY), ROUND[0], ROUND[2])
    assert live(now).plan().unserved == ()


def test_what_was_taken_in_another_order_has_its_room() -> None:
    """A box for two, and the roses were fetched before the gift: three are on board."""
    taken = told(*FETCHED, ("roses", "collected", "14:06:30"))
    now = stood(ground("14:07", taken, parcels=2))
    assert now.problem.vehicles[0].capacity.parcels == 3
    assert live(now).plan().unserved == ()


def test_what_nobody_took_keeps_its_room_and_is_not_brought_again() -> None:
    shut = (*AT_DOOR_1[:3], ("bread", "nobody_there", "14:11"), ("roses", "delivered", "14:12"))
    now = stood(ground("14:13", told(*shut), parcels=4))
    assert now.problem.vehicles[0].capacity.parcels == 3
    assert {one.id for one in now.problem.shipments} == {"gift", "rnd_plain"}


COFFEE = Break("coffee", Window(at("14:05"), at("14:18")), 120)


def round_with_rest() -> Round:
    """Coffee is to be had before the bread."""
    return replace(
        plain_round(),
        stops=tuple(
            replace(
                stop,
                handovers=tuple(
                    replace(one, rest=120 if (one.order, one.kind) == ROUND[3] else 0)
                    for one in stop.handovers
                ),
            )
            for stop in plain_round().stops
        ),
    )


def owed(events: list[Event], *rested: str) -> tuple[Break, ...]:
    """The breaks that are left at 14:10, at door 1."""
    day, a_round = ground("14:07", [], breaks=(COFFEE,)), round_with_rest()
    riding = replace(day.riding["shift"], round=a_round, done=progress(a_round, events))
    standing = Standing("door 1", at("14:10"), rested=frozenset(rested))
    return riding.vehicle(day.vehicles["shift"], day.setups, standing).shifts[0].breaks


def test_a_break_that_was_had_is_not_owed_again() -> None:
    """Coffee is to be had before the bread, as the round says, from 14:05 to 14:18."""
    before = told(*AT_DOOR_1[:3])
    assert owed(before) == (replace(COFFEE, window=Window(at("14:10"), at("14:18"))),)
    assert owed(before, "coffee") == ()
    assert owed(told(*AT_DOOR_1)) == ()


NO_BREAD = (("bread", "not_ready", "14:03:30"), ("gift", "collected", "14:04"))


def test_a_break_before_what_is_not_given_any_more_is_owed_until_somebody_went_past_it() -> None:
    left = (replace(COFFEE, window=Window(at("14:10"), at("14:18"))),)
    assert owed(told(*NO_BREAD, ("roses", "not_ready", "14:06:30"))) == left
    assert owed(told(*NO_BREAD, ("roses", "collected", "14:06:30"))) == left
    at_door = ("roses", "collected", "14:06:30"), ("roses", "delivered", "14:12")
    assert owed(told(*NO_BREAD, *at_door)) == ()


def test_a_break_that_is_planned_anew_is_not_had_twice() -> None:
    """Nobody rides to door 1 any more: in the next version the coffee is somewhere else."""
    a_round = round_with_rest()
    done = progress(a_round, told(*NO_BREAD, ("roses", "not_ready", "14:06:30")))
    mark = replace(a_round.stops[3], handovers=a_round.stops[3].handovers[:1])
    kept = stops_anew(done, [mark], CLOCK)
    assert sum(one.rest for stop in kept for one in stop.handovers) == 0
    gone_past = told(*NO_BREAD, *AT_DOOR_1[2:3], ("roses", "delivered", "14:12"))
    kept = stops_anew(progress(a_round, gone_past), [mark], CLOCK)
    assert sum(one.rest for stop in kept for one in stop.handovers) == 120


NOTHING_FOR_DOOR_1 = (*NO_BREAD, ("roses", "not_ready", "14:06:30"))


def test_a_door_to_which_nothing_comes_is_not_ridden_to_in_the_next_version() -> None:
    """From shop A to shop B, where the cake is waited for, and with it to door 1: 6 km in all.

    What was to be given at door 1 stays in the round, for it may be undone.
    """
    day = ground("14:06:30", told(*NOTHING_FOR_DOOR_1))
    plan = live(stood(day))
    plan.accept(carried()["cake"], AFTERNOON, plan.quote(carried()["cake"], [AFTERNOON])[0])
    (route,) = plan.plan().routes
    codes = {name: [name.upper()] for name in carried()} | {"rnd_plain": []}
    planned = stops_of_route(plan.problem, route, codes)
    stops = stops_anew(day.riding["shift"].done, planned, CLOCK)
    found = [(stop.place, stop.passed, [one.order for one in stop.handovers]) for stop in stops]
    assert found == [
        ("shop A", False, ["bread", "gift"]),
        ("door 1", True, ["bread", "roses"]),
        ("shop B", False, ["roses", "cake"]),
        ("door 1", False, ["cake"]),
        ("door 2", False, ["gift"]),
    ]
    made = replace(plain_round(), stops=stops, matrix=matrix_between(plan.problem, "shift", stops))
    assert metres_again(made) == 6_000
    assert list(made.legs())[:3] == [("hub", "shop A"), None, ("shop A", "shop B")]


def test_the_way_to_here_leads_past_no_door_to_which_nothing_came() -> None:
    riding = ground("14:06:30", told(*NOTHING_FOR_DOOR_1)).riding["shift"]
    assert riding.spent(Costs(per_km=20), Standing("shop B", at("14:06:30"))) == 900 * METRE


def test_a_round_that_is_planned_anew_keeps_what_was_settled_in_it() -> None:
    """Known at 14:12 at the first door: to shop B and back, then to the second."""
    day = ground("14:12", told(*AT_DOOR_1))
    now = stood(day)
    plan = live(now)
    plan.accept(carried()["cake"], AFTERNOON, plan.quote(carried()["cake"], [AFTERNOON])[0])
    (route,) = plan.plan().routes
    codes = {name: [name.upper()] for name in carried()} | {"rnd_plain": []}
    planned = stops_of_route(plan.problem, route, codes)
    stops = stops_anew(day.riding["shift"].done, planned, CLOCK)
    assert [
        (stop.number, stop.place, [(one.order, one.kind, one.start) for one in stop.handovers])
        for stop in stops
    ] == [
        (1, "shop A", [("bread", PICKUP, at("14:03")), ("gift", PICKUP, at("14:03:30"))]),
        (2, "shop B", [("roses", PICKUP, at("14:06"))]),
        (3, "door 1", [("bread", DELIVERY, at("14:10")), ("roses", DELIVERY, at("14:11"))]),
        (4, "shop B", [("cake", PICKUP, at("14:16"))]),
        (5, "door 1", [("cake", DELIVERY, at("14:20"))]),
        (6, "door 2", [("gift", DELIVERY, at("14:30"))]),
    ]
    made: Round = replace(
        plain_round(), stops=stops, matrix=matrix_between(plan.problem, "shift", stops)
    )
    assert metres_again(made) == 6_000 + 1_800
