"""Colours can be told from their ground, in light and in dark."""

import re
from pathlib import Path

import pytest

from api.web.map import TONES, tone_of

CSS = (Path(__file__).parents[2] / "api/web/static/tokens.css").read_text("utf-8")
LIGHT, DARK = (
    dict(re.findall(r"--([\w-]+): #(\w{6});", part)) for part in CSS.split("@media screen", 1)
)
THEMES = {"light": LIGHT, "dark": {**LIGHT, **DARK}}


def luminance(colour: str) -> float:
    """WCAG 2.2, relative luminance."""
    channels = (int(colour[i : i + 2], 16) / 255 for i in (0, 2, 4))
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """WCAG 2.2, contrast ratio."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_black_on_white_is_the_strongest_contrast() -> None:
    assert contrast("000000", "FFFFFF") == pytest.approx(21)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("tone", TONES)
def test_a_courier_can_be_seen_on_the_sheet_and_his_letter_on_his_colour(
    theme: str, tone: str
) -> None:
    colours = THEMES[theme]
    assert contrast(colours[f"c-{tone}"], colours["sheet"]) >= 5
    assert contrast(colours["on-c"], colours[f"c-{tone}"]) >= 5
    assert contrast(colours[f"c-{tone}"], colours["map-street"]) >= 3


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("ground", ["sheet", "sheet-2", "quay"])
def test_text_can_be_read(theme: str, ground: str) -> None:
    colours = THEMES[theme]
    for text in ("ink", "ink-2", "wait", "need"):
        assert contrast(colours[text], colours[ground]) >= 4.5
    assert contrast(colours["on-plate"], colours["plate"]) >= 7


def test_every_tone_has_its_own_dash() -> None:
    css = (Path(__file__).parents[2] / "api/web/static/map.css").read_text("utf-8")
    dashes = dict(re.findall(r"\.t-(\w) \{ --tone: var\(--c-\1\); --dash: ([^;]+);", css))
    assert list(dashes) == list(TONES)
    assert len(set(dashes.values())) == len(TONES)


def test_a_letter_keeps_its_tone_whoever_else_rides() -> None:
    assert [tone_of(letter) for letter in ("A", "C", "F", "G", "AA")] == list("acfaa")
