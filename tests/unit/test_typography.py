"""Figures for people follow the typography of their language."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from routing import typography

PARIS = ZoneInfo("Europe/Paris")


@pytest.mark.parametrize(
    ("cents", "french", "english"),
    [
        (6140, "61,40\u00a0€", "€61.40"),
        (200, "2\u00a0€", "€2"),
        (0, "0\u00a0€", "€0"),
        (-305, "−3,05\u00a0€", "−€3.05"),
        (123_456_78, "123\u202f456,78\u00a0€", "€123,456.78"),
    ],
)
def test_money_stands_where_its_language_puts_it(cents: int, french: str, english: str) -> None:
    assert typography.money(cents, "fr") == french
    assert typography.money(cents, "en") == english


@pytest.mark.parametrize(
    ("seconds", "french", "english"),
    [
        (45, "45\u00a0s", "45\u00a0s"),
        (3_599, "1\u00a0h", "1\u00a0h"),
        (3_900, "1\u00a0h\u00a005", "1\u00a0h\u00a05\u00a0min"),
    ],
)
def test_durations_round_to_the_minute(seconds: int, french: str, english: str) -> None:
    assert typography.duration(seconds, "fr") == french
    assert typography.duration(seconds, "en") == english


def test_lengths_and_weights_take_a_no_break_space_and_the_decimal_sign_of_the_language() -> None:
    assert typography.distance(999, "fr") == "999\u00a0m"
    assert typography.distance(12_440, "fr") == "12,4\u00a0km"
    assert typography.weight(1_250, "en") == "1.2\u00a0kg"
    assert typography.weight(9_000, "fr") == "9\u00a0kg"


def test_times_of_day_are_whole_hours_in_french_when_they_are() -> None:
    two, five_past = (dt.datetime(2026, 11, 30, 14, minute, 59, tzinfo=PARIS) for minute in (0, 5))
    assert typography.clock(two, "fr") == "14\u00a0h"
    assert typography.clock(five_past, "fr") == "14\u00a0h\u00a005"
    assert typography.clock(two, "en") == "14:00"
    assert typography.span(two, five_past, "fr") == (
        "14\u00a0h\u00a0–\u2060\u00a014\u00a0h\u00a005"
    )
    assert typography.span(two, five_past, "en") == "14:00–\u206014:05"


def test_seconds_after_the_origin_are_elapsed_time_on_the_day_the_clocks_turn() -> None:
    midnight = dt.datetime(2026, 3, 29, tzinfo=PARIS)
    assert typography.clock(typography.instant(midnight, 9 * 3_600), "en") == "10:00"


def test_days_are_written_in_words() -> None:
    assert typography.day(dt.date(2026, 11, 30), "fr") == "lundi 30\u00a0novembre"
    assert typography.day(dt.date(2026, 11, 1), "fr", year=True) == (
        "dimanche 1er\u00a0novembre 2026"
    )
