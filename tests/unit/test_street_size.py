"""Limits of height, weight, width and length."""

import pytest

from routing.street.profile import PROFILES
from routing.street.size import kilograms, millimetres
from tests.asciitown import draw

BLOCK = """
    a---b---c
    |       |
    d-------e
"""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3.5", 3_500),
        ("3.5 m", 3_500),
        ("3,5", 3_500),
        ("2.3", 2_300),
        ("250 cm", 2_500),
        ("6'6\"", 1_981),
        ("12'", 3_657),
        ("10 ft", 3_048),
        ("default", None),
        ("none", None),
        ("unsigned", None),
        ("-1", None),
        ("3.5;4", None),
        ("", None),
    ],
)
def test_a_length_is_read_with_its_unit_or_not_at_all(text: str, expected: int | None) -> None:
    assert millimetres(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3.5", 3_500),
        ("3.5 t", 3_500),
        ("2t", 2_000),
        ("1500 kg", 1_500),
        ("8000 lbs", 3_628),
        ("3 st", 2_721),
        ("unsigned", None),
        ("none", None),
    ],
)
def test_a_weight_is_read_with_its_unit_or_not_at_all(text: str, expected: int | None) -> None:
    assert kilograms(text) == expected


@pytest.mark.parametrize(
    ("tags", "bike", "van", "small_truck"),
    [
        ("maxheight=3.0", True, True, False),
        ("maxheight=2.5", True, False, False),
        ("maxheight:physical=2.5", True, False, False),
        ("maxheight=default", True, True, True),
        ("maxweight=3.5", True, True, False),
        ("maxweight=unsigned", True, True, True),
        ("maxweightrating=3.5", True, True, False),
        ("maxweightrating:hgv=3.5", True, True, False),
        ("maxwidth=2.2", True, True, False),
        ("maxwidth=2", True, False, False),
        ("width=2", True, False, False),
        ("maxlength=7", True, True, False),
        # What delivers is not what a sign for through traffic means.
        ("maxweight=3.5 maxweight:conditional=none@destination", True, True, True),
    ],
)
def test_who_is_larger_than_a_sign_goes_round(
    tags: str, bike: bool, van: bool, small_truck: bool
) -> None:
    town = draw(BLOCK, f"abc residential {tags}\n adec residential")
    seen = [town.way(name, "a", "c") == "abc" for name in ("bike", "van", "small_truck")]
    assert seen == [bike, van, small_truck]


def test_a_sign_may_stand_for_one_direction() -> None:
    way = {"highway": "residential", "maxheight:backward": "2"}
    assert PROFILES["van"].ride(way) == (20_000, 0)
