"""Breaks outside a route: one after the other, before it as late and after it as soon as may be."""

from itertools import permutations
from random import Random

from routing.formats.vroom.pauses import Pause, can_be_had, outside
from routing.model import Window


def pause(start: int, end: int, duration: int) -> Pause:
    return Pause(Window(start, end), duration)


def test_those_before_are_late_and_those_after_soon() -> None:
    early, late = pause(0, 50, 10), pause(80, 500, 10)
    assert outside([early, late], 45, 100) == {0: 35, 1: 100}
    assert outside([late], 60, 70) == {0: 80}


def test_the_one_that_must_be_soon_goes_first() -> None:
    patient, urgent = pause(55, 263, 106), pause(153, 217, 27)
    assert outside([patient, urgent], 0, 190) == {1: 190, 0: 217}


def test_as_many_as_possible_are_had() -> None:
    same = pause(100, 200, 100)
    assert len(outside([same, same], 210, 1_000)) == 1
    assert list(outside([same, same], 0, 150).values()) == [150]
    assert outside([], 0, 1) == {}


def test_what_can_be_had_is_what_some_order_allows() -> None:
    """Against all orders of three random breaks."""
    draw = Random(4)  # noqa: S311
    seen = set()
    for _ in range(300):
        starts = [draw.randint(0, 60) for _ in range(3)]
        pauses = [
            pause(start, start + draw.randint(0, 40), draw.randint(1, 40)) for start in starts
        ]
        possible = any(in_order(order) for order in permutations(pauses))
        assert can_be_had(pauses) is possible
        seen.add(possible)
    assert seen == {True, False}


def in_order(pauses: tuple[Pause, ...]) -> bool:
    now = 0
    for one in pauses:
        now = max(now, one.window.start)
        if now > one.window.end:
            return False
        now += one.duration
    return True
