"""The picture of a pin: a press tells a place, and comes nearer to it."""

import base64
import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.web.frame import Frame
from api.web.pin_map import NEAREST, PIXELS, PinMap, whole_town
from tests.ridden_day import small_day

MIDDLE = (7.42, 43.73)
WHOLE = PinMap(MIDDLE, 5_000.0)
HALF = PIXELS / 2


def metres_from_middle(shown: PinMap) -> tuple[float, float]:
    """East and south of where it began."""
    ((east, south),) = Frame(*MIDDLE).flat([shown.middle]).tolist()
    return east, south


def test_a_press_moves_the_pin_to_where_it_was_and_shows_a_quarter() -> None:
    """640 m on 320 pixels: 100 pixels right and 50 up are 200 m east and 100 m north."""
    pressed = PinMap(MIDDLE, 640.0).pressed(HALF + 100, HALF - 50)
    assert pressed.metres == 160
    assert metres_from_middle(pressed) == pytest.approx((200, -100), abs=0.1)


def test_a_key_presses_the_corner_and_means_the_middle() -> None:
    assert PinMap(MIDDLE, 1_600.0).pressed(0, 0) == PinMap(MIDDLE, 400.0)


@given(
    st.floats(40, 50_000),
    st.lists(st.tuples(st.floats(1, PIXELS), st.floats(1, PIXELS)), min_size=8, max_size=8),
)
def test_eight_presses_come_as_near_as_it_gets_and_stay_on_the_picture(
    metres: float, presses: list[tuple[float, float]]
) -> None:
    shown = PinMap(MIDDLE, metres)
    for across, down in presses:
        before = shown
        shown = shown.pressed(across, down)
        assert shown.metres <= before.metres
        ((east, south),) = Frame(*before.middle).flat([shown.middle]).tolist()
        assert max(abs(east), abs(south)) <= before.metres / 2 + 0.1
    assert shown.metres == min(metres, NEAREST)


@pytest.mark.parametrize(
    ("towards", "moved"),
    [("north", (0, -8)), ("south", (0, 8)), ("west", (-8, 0)), ("east", (8, 0)), ("", (0, 0))],
)
def test_without_a_pointer_the_pin_goes_step_by_step(
    towards: str, moved: tuple[float, float]
) -> None:
    stepped = PinMap(MIDDLE, 160.0).stepped(towards, WHOLE)
    assert metres_from_middle(stepped) == pytest.approx(moved, abs=0.01)


def test_it_gets_no_wider_than_the_town() -> None:
    assert PinMap(MIDDLE, 160.0).stepped("wider", WHOLE).metres == 640
    assert PinMap(MIDDLE, 1_600.0).stepped("wider", WHOLE).metres == 5_000


def test_the_picture_holds_itself_and_shows_the_pin_in_its_middle() -> None:
    town = small_day().town
    picture = replace(whole_town(town), metres=300.0).picture(town, "fr")
    kind, _, data = picture.partition(",")
    assert kind == "data:image/svg+xml;base64"
    svg = base64.b64decode(data).decode()
    assert f'width="{PIXELS}" height="{PIXELS}"' in svg
    assert re.search(r'<svg x="50.00%" y="50.00%"><g class="pin pin-here"', svg)
    assert 'class="m-line m-' in svg
