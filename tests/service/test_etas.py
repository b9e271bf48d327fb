"""When a courier is expected, worked out by hand on one street (see `street_day`)."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.domain.event import Deed, Event
from api.domain.progress import progress
from api.domain.round import Round, RoundStop, StopKind
from api.services.etas import Etas, Windows, expected
from routing.day.clock import DayClock
from routing.model import Window
from tests.service.street_day import DATE, DELIVERY, PARIS, PICKUP, at, plain_round

ROUND = plain_round()
CLOCK = DayClock(DATE, PARIS)
NAMES = {"bread", "roses", "gift"}


def instant(text: str, clock: DayClock = CLOCK) -> dt.datetime:
    return clock.origin.astimezone(dt.UTC) + dt.timedelta(seconds=at(text))


def told(*deeds: tuple[str, Deed, str], clock: DayClock = CLOCK) -> list[Event]:
    return [
        Event(f"{order} {what}", order, what, instant(time, clock)) for order, what, time in deeds
    ]


def etas(
    *deeds: tuple[str, Deed, str],
    now: str,
    a_round: Round = ROUND,
    windows: Windows | None = None,
) -> Etas:
    done = progress(a_round, told(*deeds))
    return expected(a_round, done, CLOCK, instant(now), windows or {})


def starts(found: Etas) -> dict[int, str]:
    return {eta.number: shown(eta.start) for eta in found.stops}


def shown(seconds: int) -> str:
    return f"{seconds // 3600}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"


BOTH_AT_A = ("bread", Deed.COLLECTED), ("gift", Deed.COLLECTED)


def collected(time: str) -> list[tuple[str, Deed, str]]:
    return [(order, what, time) for order, what in BOTH_AT_A]


def test_before_the_start_a_round_is_expected_as_planned() -> None:
    found = etas(now="13:50")
    assert starts(found) == {1: "14:03:00", 2: "14:06:00", 3: "14:10:00", 4: "14:30:00"}
    assert [shown(eta.arrival) for eta in found.stops] == [
        "14:02:00", "14:05:00", "14:09:30", "14:16:00",
    ]  # fmt: skip
    assert (shown(found.back), found.delay) == ("14:41:00", 0)


def test_what_nobody_has_told_of_is_not_over_yet() -> None:
    """At 14:05 the bread is not collected: that ends at 14:05 at the soonest, then the gift."""
    found = etas(now="14:05")
    assert found.delay == 90
    assert starts(found) == {1: "14:04:30", 2: "14:07:30", 3: "14:11:30", 4: "14:30:00"}


def test_a_wait_eats_a_delay_up() -> None:
    found = etas(*collected("14:14:00"), now="14:14:05")
    assert starts(found) == {2: "14:16:00", 3: "14:20:00", 4: "14:30:00"}
    assert (found.delay, shown(found.back)) == (600, "14:41:00")


def test_a_delay_longer_than_the_wait_goes_through() -> None:
    found = etas(*collected("14:34:00"), now="14:34:05")
    assert starts(found) == {2: "14:36:00", 3: "14:40:00", 4: "14:46:30"}
    assert (found.delay, shown(found.back)) == (1_800, "14:57:30")


def test_who_is_early_goes_on_early_but_not_into_a_slot_before_it_begins() -> None:
    found = etas(*collected("13:50:00"), now="13:51")
    assert starts(found) == {2: "13:52:00", 3: "13:56:00", 4: "14:30:00"}
    assert found.delay == -840
    slot: Windows = {("bread", DELIVERY): (Window(at("14:00"), at("17:00")),)}
    found = etas(*collected("13:50:00"), now="13:51", windows=slot)
    assert starts(found) == {2: "13:52:00", 3: "14:00:00", 4: "14:30:00"}


def test_goods_are_fetched_when_they_may_be() -> None:
    lunch: Windows = {
        ("roses", PICKUP): (Window(at("9:00"), at("12:00")), Window(at("14:20"), at("18:00")))
    }
    found = etas(*collected("14:04:00"), now="14:04", windows=lunch)
    assert starts(found) == {2: "14:20:00", 3: "14:24:00", 4: "14:30:30"}


def test_a_slot_that_is_over_is_not_waited_for_again() -> None:
    slot: Windows = {("bread", DELIVERY): (Window(at("13:00"), at("14:05")),)}
    found = etas(*collected("14:04:00"), now="14:04", windows=slot)
    assert starts(found)[3] == "14:10:00"


def test_nobody_halts_for_what_never_came_on_board() -> None:
    not_ready = ("roses", Deed.NOT_READY, "14:06:30")
    found = etas(*collected("14:04:00"), not_ready, now="14:06:30")
    assert [(eta.number, shown(eta.departure)) for eta in found.stops] == [
        (3, "14:11:00"),
        (4, "14:31:00"),
    ]


def test_who_stands_at_a_stop_does_not_lock_again() -> None:
    aboard = [*collected("14:04:00"), ("roses", Deed.COLLECTED, "14:06:30")]
    found = etas(*aboard, ("bread", Deed.DELIVERED, "14:20:00"), now="14:20")
    assert starts(found) == {3: "14:20:00", 4: "14:30:00"}


def test_a_stop_that_was_passed_over_is_ridden_to_from_where_the_courier_is() -> None:
    """From door 2 back to door 1: four minutes, and half a minute to lock."""
    aboard = [*collected("14:04:00"), ("roses", Deed.COLLECTED, "14:06:30")]
    found = etas(*aboard, ("gift", Deed.DELIVERED, "14:31:00"), now="14:31")
    assert starts(found) == {3: "14:35:30"}
    assert shown(found.back) == "14:43:30"


def test_what_nobody_took_is_brought_back_after_the_last_stop() -> None:
    """From door 2 to shop A: eight minutes, a minute to lock, half a minute; then home."""
    aboard = [*collected("14:04:00"), ("roses", Deed.COLLECTED, "14:06:30")]
    failed = ("bread", Deed.NOBODY_THERE, "14:11:00")
    found = etas(*aboard, failed, ("roses", Deed.DELIVERED, "14:12:00"), now="14:12")
    [back] = found.bring_back
    assert (shown(back.arrival), shown(back.start), shown(back.departure)) == (
        "14:39:00",
        "14:40:00",
        "14:40:30",
    )
    assert shown(found.back) == "14:42:30"


def test_a_round_that_is_done_has_only_its_way_home() -> None:
    done = [
        *collected("14:04:00"),
        ("roses", Deed.COLLECTED, "14:06:30"),
        ("bread", Deed.DELIVERED, "14:11:00"),
        ("roses", Deed.DELIVERED, "14:12:00"),
        ("gift", Deed.DELIVERED, "14:50:00"),
    ]
    found = etas(*done, now="14:51")
    assert (found.stops, found.bring_back, found.delay) == ((), (), 0)
    assert shown(found.back) == "15:00:00"


def test_when_the_day_is_over_nobody_is_expected() -> None:
    assert etas(now="23:59:59").stops
    found = etas(now="24:00:00")
    assert (found.stops, found.delay, shown(found.back)) == ((), 0, "14:41:00")


def with_break_and_reload() -> Round:
    """Ten minutes of rest before the bread is given, and five minutes at the hub before door 2.

    14:19:30 door 1 (was 14:09:30), 14:22:00 on to the hub, 14:28:00 there until 14:33:00, 14:43:00
    at door 2, gift from 14:43:30 to 14:44:30, hub 14:54:30.
    """
    shop_a, shop_b, door_1, door_2 = ROUND.stops
    bread, roses = (
        replace(one, start=one.start + 600, end=one.end + 600) for one in door_1.handovers
    )
    later = replace(
        door_1,
        arrival=at("14:19:30"),
        start=bread.start,
        departure=roses.end,
        handovers=(replace(bread, rest=600), roses),
    )
    reload = RoundStop(4, "hub", StopKind.HUB, at("14:28:00"), at("14:28:00"), at("14:33:00"), ())
    gift = replace(door_2.handovers[0], start=at("14:43:30"), end=at("14:44:30"), wait=0)
    last = RoundStop(5, "door 2", StopKind.DOOR, at("14:43:00"), gift.start, gift.end, (gift,))
    ends = instant("14:54:30")
    return replace(ROUND, stops=(shop_a, shop_b, later, reload, last), ends=ends)


def test_breaks_and_reloads_are_had_however_late_it_is() -> None:
    a_round = with_break_and_reload()
    found = etas(now="13:50", a_round=a_round)
    assert starts(found) == {
        1: "14:03:00", 2: "14:06:00", 3: "14:20:00", 4: "14:28:00", 5: "14:43:30",
    }  # fmt: skip
    assert shown(found.back) == "14:54:30"
    late = etas(*collected("14:24:00"), now="14:24", a_round=a_round)
    assert starts(late) == {2: "14:26:00", 3: "14:40:00", 4: "14:48:00", 5: "15:03:30"}
    assert shown(late.back) == "15:14:30"


def test_breaks_on_the_way_to_what_is_not_given_any_more_are_had_before_the_next_halt() -> None:
    """Ten minutes were to be had before door 1, to which nothing comes: from shop B at 14:06:30 to
    the hub, from there at 14:14:30 to door 2, there at 14:24:30.
    """
    nothing = ("bread", Deed.NOT_READY, "14:03:30"), ("roses", Deed.NOT_READY, "14:06:30")
    aboard = ("gift", Deed.COLLECTED, "14:04:00")
    found = etas(*nothing, aboard, now="14:06:30", a_round=with_break_and_reload())
    assert starts(found) == {4: "14:09:30", 5: "14:35:00"}


def test_breaks_before_the_first_of_two_gifts_are_had_without_it() -> None:
    aboard = ("gift", Deed.COLLECTED, "14:04:00"), ("roses", Deed.COLLECTED, "14:06:30")
    no_bread = ("bread", Deed.NOT_READY, "14:03:30")
    found = etas(no_bread, *aboard, now="14:06:30", a_round=with_break_and_reload())
    assert starts(found)[3] == "14:20:00"
    gone_on = ("gift", Deed.DELIVERED, "14:44:30")  # the break was had before
    found = etas(no_bread, *aboard, gone_on, now="14:45", a_round=with_break_and_reload())
    assert starts(found) == {3: "14:49:00"}


def test_a_stop_that_was_passed_over_in_an_earlier_version_delays_none_that_follow() -> None:
    """Bread is not ready, and it is no longer ridden to door 1 for it."""
    shop_a, shop_b, door_1, door_2 = ROUND.stops
    bread, roses = ((one,) for one in door_1.handovers)
    stops = (
        shop_a,
        replace(door_1, number=2, handovers=bread, passed=True),
        replace(shop_b, number=3),
        replace(door_1, number=4, handovers=roses),
        replace(door_2, number=5),
    )
    no_bread = ("bread", Deed.NOT_READY, "14:03:30"), ("gift", Deed.COLLECTED, "14:04:00")
    found = etas(*no_bread, now="14:04", a_round=replace(ROUND, stops=stops))
    assert starts(found)[3] == "14:06:00"


def test_a_reload_that_lies_behind_is_not_ridden_to_again() -> None:
    aboard = [*collected("14:04:00"), ("roses", Deed.COLLECTED, "14:06:30")]
    doors = [("bread", Deed.DELIVERED, "14:21:00"), ("gift", Deed.DELIVERED, "14:44:30")]
    found = etas(*aboard, *doors, now="14:45", a_round=with_break_and_reload())
    assert starts(found) == {3: "14:49:00"}  # four minutes, half a minute to lock


def test_recipients_are_told_five_minutes_that_widen_with_the_stops_before() -> None:
    """Doubts are 300 s, 300 s, 340 s and 416 s; each end goes outward to five minutes."""
    found = etas(now="13:50")
    between = {number: tuple(map(shown, found.interval(number))) for number in (1, 2, 3, 4)}
    assert between == {
        1: ("13:55:00", "14:10:00"),
        2: ("14:00:00", "14:15:00"),
        3: ("14:00:00", "14:20:00"),
        4: ("14:20:00", "14:40:00"),
    }
    assert [found.before(number) for number in (1, 2, 3, 4)] == [0, 1, 2, 3]


def test_recipients_are_told_nothing_before_their_slot() -> None:
    found = etas(now="13:50")
    assert found.interval(4, at("14:30")) == (at("14:30"), at("14:40"))


@pytest.mark.parametrize("date", [dt.date(2026, 3, 29), dt.date(2026, 10, 25)])
def test_on_days_of_turned_clocks_the_hands_say_the_same_as_on_others(date: dt.date) -> None:
    clock = DayClock(date, PARIS)
    shift = clock.instant(14 * 60) - at("14:00")
    a_round = plain_round(date)
    deeds = [
        Event(
            order, order, Deed.COLLECTED, instant("14:14:00", clock) + dt.timedelta(seconds=shift)
        )
        for order, _ in BOTH_AT_A
    ]
    now = instant("14:14:05", clock) + dt.timedelta(seconds=shift)
    found = expected(a_round, progress(a_round, deeds), clock, now, {})
    assert {eta.number: shown(eta.start - shift) for eta in found.stops} == {
        2: "14:16:00",
        3: "14:20:00",
        4: "14:30:00",
    }
    assert found.delay == 600


def test_an_hour_that_comes_twice_is_ridden_through_once() -> None:
    """In October shop A is reached at 2:58 summer time, shop B three minutes later, at 2:01."""
    clock = DayClock(dt.date(2026, 10, 25), PARIS)
    night = replace(
        ROUND,
        date=clock.date,
        starts=clock.origin.astimezone(dt.UTC) + dt.timedelta(hours=2, minutes=56),
        ends=clock.origin.astimezone(dt.UTC) + dt.timedelta(hours=3, minutes=37),
        stops=tuple(_earlier(stop, at("11:04")) for stop in ROUND.stops),
    )
    found = expected(night, progress(night, []), clock, night.starts, {})
    arrival = clock.origin.astimezone(dt.UTC) + dt.timedelta(seconds=found.stops[1].arrival)
    assert arrival.astimezone(clock.origin.tzinfo).isoformat() == "2026-10-25T02:01:00+01:00"
    assert found.delay == 0


def _earlier(stop: RoundStop, seconds: int) -> RoundStop:
    return replace(
        stop,
        arrival=stop.arrival - seconds,
        start=stop.start - seconds,
        departure=stop.departure - seconds,
        handovers=tuple(
            replace(one, start=one.start - seconds, end=one.end - seconds) for one in stop.handovers
        ),
    )


some_deeds: st.SearchStrategy[Mapping[str, int]] = st.fixed_dictionaries(
    {order: st.integers(0, 3_600) for order in sorted(NAMES)}
)


@given(some_deeds, st.integers(0, 7_200))
def test_stops_come_one_after_the_other_and_none_before_its_way(
    late: Mapping[str, int], now: int
) -> None:
    deeds = [
        Event(order, order, Deed.COLLECTED, instant("14:00") + dt.timedelta(seconds=seconds))
        for order, seconds in late.items()
        if seconds < now
    ]
    moment = instant("14:00") + dt.timedelta(seconds=now)
    found = expected(ROUND, progress(ROUND, deeds), CLOCK, moment, {})
    times = [time for eta in found.stops for time in (eta.arrival, eta.start, eta.departure)]
    assert times == sorted(times)
    assert all(eta.departure >= at("14:00") + now for eta in found.stops)
    for before, after in zip(found.stops, found.stops[1:], strict=False):
        way = ROUND.matrix.seconds_between(
            ROUND.stops[before.number - 1].place, ROUND.stops[after.number - 1].place
        )
        assert after.arrival == before.departure + way
