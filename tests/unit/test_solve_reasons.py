"""Why an order is left out: what is told is true, and so are its minutes."""

from dataclasses import replace

import numpy as np
import pytest

from routing.model import (
    Break,
    Commitment,
    Load,
    Matrix,
    Place,
    Problem,
    Reason,
    Reload,
    Shift,
    Shipment,
    Task,
    Unserved,
    Vehicle,
    Window,
)
from routing.sentences import LANGUAGES, render
from routing.solve.reasons import Reasons
from routing.solve.timing import RouteTimer

MINUTE = 60
HOUR = 60 * MINUTE
DUTY = Window(9 * HOUR, 16 * HOUR)
NOON = Break("noon", Window(12 * HOUR, 12 * HOUR + 5 * MINUTE), HOUR)
AFTER_NOON = Window(12 * HOUR + 10 * MINUTE, 12 * HOUR + 30 * MINUTE)
FAR = Reload("hub", MINUTE, 12_000)
NEAR = Reload("hub", MINUTE, 11_999)
"""The hub, the shop, the door and back are 12 km."""


def shift(name: str = "early", **changes: object) -> Shift:
    return replace(Shift(name, DUTY, "hub", "hub"), **changes)  # type: ignore[arg-type]


def order(*windows: Window, **changes: object) -> Shipment:
    one = Shipment("order", Task("shop"), Task("door", windows), Load(1_000, 10, 1))
    return replace(one, **changes)  # type: ignore[arg-type]


def why(
    one: Shipment, *shifts: Shift, opening: tuple[Window, ...] = (), others: int = 0
) -> Unserved | None:
    """Why one is impossible: hub - shop - door, ten minutes and 3 km apart."""
    steps = np.abs(np.subtract.outer(np.arange(3), np.arange(3))).astype(np.int64)
    places = (Place("hub", (0, 0)), Place("shop", (0, 0)), Place("door", (0, 0), opening=opening))
    promised = (
        replace(order(), id=f"promised {number}", commitment=Commitment("early"))
        for number in range(others)
    )
    problem = Problem(
        name="day",
        places=places,
        shipments=(one, *promised),
        vehicles=(Vehicle("bike", "bike", Load(10_000, 100, 10), shifts),),
        matrices={"bike": Matrix(steps * 600, steps * 3_000)},
    )
    return Reasons(RouteTimer(problem)).impossible(one)


def without_minutes(reason: Reason) -> Unserved:
    return Unserved("order", reason, {})


@pytest.mark.parametrize("others", [0, 1])
def test_a_break_that_keeps_an_order_out_is_told_without_minutes(others: int) -> None:
    told = without_minutes(Reason.BREAK)
    assert why(order(AFTER_NOON), shift(breaks=(NOON,)), others=others) == told
    locked = order(AFTER_NOON, commitment=Commitment("early"))
    assert why(locked, shift(breaks=(NOON,)), others=others) == told
    assert why(order(AFTER_NOON), shift(), others=others) is None


def test_a_break_is_no_reason_where_another_shift_has_none() -> None:
    assert why(order(AFTER_NOON), shift(breaks=(NOON,)), shift("other")) is None


def test_a_range_that_keeps_an_order_out_is_told_without_minutes() -> None:
    told = without_minutes(Reason.OUT_OF_RANGE)
    assert why(order(), shift(reload=replace(NEAR, range=5_999))) == told
    assert why(order(), shift(reload=FAR)) is None


def test_a_break_is_the_reason_only_where_no_range_is_beside_it() -> None:
    rested = (NOON,)
    one = order(AFTER_NOON)
    assert why(one, shift(breaks=rested, reload=FAR)) == without_minutes(Reason.BREAK)
    short = shift(breaks=rested, reload=replace(NEAR, range=5_999))
    assert why(one, short) == without_minutes(Reason.OUT_OF_RANGE)


def test_no_break_is_the_reason_where_hours_are_too_short_without_it() -> None:
    """Ten minutes to the shop, ten to the door: nobody is there before 9:20."""
    told = why(order(Window(0, 9 * HOUR + 18 * MINUTE)), shift(breaks=(NOON,), reload=NEAR))
    assert told == Unserved("order", Reason.NO_SHIFT, {"shift": "early", "minutes": 2})


def test_a_break_on_the_way_is_no_long_way() -> None:
    """Picked up by noon, handed over after it: an hour and a quarter only for the break."""
    ready = Task("shop", (Window(11 * HOUR, 11 * HOUR + 55 * MINUTE),))
    one = order(AFTER_NOON, pickup=ready, longest_on_board=20 * MINUTE)
    late = replace(one, delivery=Task("door", (Window(AFTER_NOON.start, 14 * HOUR),)))
    rested = shift(breaks=(replace(NOON, window=Window(12 * HOUR, 12 * HOUR)),))
    assert why(late, shift()) is None
    assert why(late, rested) == without_minutes(Reason.BREAK)


def test_time_on_board_is_told_of_a_way_that_hours_allow() -> None:
    """The later pickup comes after the only delivery: 9:15 to 10:00 are 45 minutes."""
    pickup = Task("shop", (Window(0, 9 * HOUR + 15 * MINUTE), Window(11 * HOUR, 12 * HOUR)))
    one = order(Window(10 * HOUR, 10 * HOUR), pickup=pickup, longest_on_board=44 * MINUTE)
    told = {"minutes": 45, "most": 44}
    assert why(one, shift()) == Unserved("order", Reason.TOO_LONG_ON_BOARD, told)
    assert why(replace(one, longest_on_board=45 * MINUTE), shift()) is None


def test_a_place_that_is_closed_then_is_told_without_minutes() -> None:
    morning, evening = Window(9 * HOUR, 11 * HOUR), Window(14 * HOUR, 15 * HOUR)
    assert why(order(evening), shift(), opening=(morning,)) == without_minutes(Reason.CLOSED)
    assert why(order(morning), shift(), opening=(morning,)) is None


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("reason", [Reason.BREAK, Reason.OUT_OF_RANGE, Reason.CLOSED])
def test_a_reason_without_minutes_says_what_would_help(reason: Reason, language: str) -> None:
    said = render(reason, {}, language)
    assert said.mend
    assert "{" not in str(said)
