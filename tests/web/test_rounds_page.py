"""The page in a real browser: on a phone, on a desk, in the dark, enlarged, and on paper."""

import html
import json
import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from api.web.rounds import rounds_page
from tests.ridden_day import ridden_day

QUIET = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--disable-extensions", "--host-resolver-rules=MAP * ~NOTFOUND", "--hide-scrollbars",
)  # fmt: skip
CSP = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>')

MEASURE = """
const frame = document.querySelector('iframe');
const measured = () => {
  const page = frame.contentDocument;
  const box = (element) => {
    const {left, top, right, bottom} = element.getBoundingClientRect();
    return [left, top, right, bottom];
  };
  const seen = (element) => page.defaultView.getComputedStyle(element).display !== 'none';
  const maps = [...page.querySelectorAll('.map')].map((map) => ({
    kind: map.classList.contains('map-all') ? 'all' : 'round',
    box: box(map),
    pins: [...map.querySelectorAll('.pin')].map((pin) => box(pin.firstElementChild)),
    numbers: [...map.querySelectorAll('.pin text')].filter(seen).length,
  }));
  return {
    width: page.documentElement.scrollWidth,
    beyond: [...page.querySelectorAll('main *, header *, footer *')]
      .filter((e) => !e.closest('.map, .vh') && box(e)[2] > frame.clientWidth + 0.5)
      .map((e) => e.outerHTML.slice(0, 120)),
    jumps: [...page.querySelectorAll('.jump a')].map((a) => a.getBoundingClientRect().height),
    ways: [...page.querySelectorAll('.way summary')].map((e) => e.getBoundingClientRect().height),
    background: page.defaultView.getComputedStyle(page.body).backgroundColor,
    text: page.defaultView.getComputedStyle(page.body).fontSize,
    times: [...page.querySelectorAll('.when')].map((e) => e.getClientRects().length),
    maps,
  };
};
addEventListener('load', () => { document.body.textContent = JSON.stringify(measured()); });
"""

Measured = dict[str, Any]
Measure = Callable[..., Measured]


def run(browser: Path, profile: Path, *arguments: str) -> str:
    done = subprocess.run(
        [browser, *QUIET, f"--user-data-dir={profile}", *arguments],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    return done.stdout


@pytest.fixture(scope="module")
def page() -> str:
    ridden = ridden_day()
    return rounds_page(ridden.day, ridden.plan, ridden.rounds, ridden.comparison, "fr")


@pytest.fixture
def measure(chromium: Path, tmp_path: Path, page: str) -> Measure:
    """Opens the page in a frame of a width and tells what is where, in CSS pixels.

    The frame is there because no window is as narrow as a phone, and the page's own policy, which
    allows no script, would let nobody measure.
    """

    def measured(width: int, *arguments: str, opened: bool = False) -> Measured:
        shown = page.replace("<details ", "<details open ") if opened else page
        inside = html.escape(CSP.sub("", shown))
        outside = (
            f'<!doctype html><iframe width="{width}" height="800" style="border:0" '
            f'srcdoc="{inside}"></iframe><script>{MEASURE}</script>'
        )
        file = tmp_path / "frame.html"
        file.write_text(outside, encoding="utf-8")
        dumped = run(chromium, tmp_path / "profile", *arguments, "--dump-dom", file.as_uri())
        found = re.search(r"<body>(\{.*\})</body>", dumped, re.DOTALL)
        assert found, dumped[:2_000]
        answer: Measured = json.loads(html.unescape(found[1]))
        return answer

    return measured


def covering(one: list[float], other: list[float]) -> float:
    """How many pixels deep two boxes cover each other."""
    wide = min(one[2], other[2]) - max(one[0], other[0])
    high = min(one[3], other[3]) - max(one[1], other[1])
    return min(wide, high)


@pytest.mark.parametrize("width", [320, 360, 390, 768, 1280])
def test_nothing_needs_scrolling_sideways(measure: Measure, width: int) -> None:
    measured = measure(width)
    assert measured["width"] <= width
    assert measured["beyond"] == []
    assert set(measured["times"]) == {1}


@pytest.mark.parametrize("width", [320, 390])
def test_the_way_to_each_stop_fits_a_phone(measure: Measure, page: str, width: int) -> None:
    assert '<details class="way">' in page
    measured = measure(width, opened=True)
    assert measured["width"] <= width
    assert measured["beyond"] == []
    assert len(measured["ways"]) > 3
    assert min(measured["ways"]) >= 44


def test_text_of_twice_the_size_fits_a_phone(measure: Measure) -> None:
    measured = measure(390, "--blink-settings=defaultFontSize=32")
    assert float(measured["text"].removesuffix("px")) == pytest.approx(34)
    assert measured["width"] <= 390
    assert measured["beyond"] == []


@pytest.mark.parametrize("width", [360, 1280])
def test_pins_are_on_their_map_and_cover_no_other(measure: Measure, width: int) -> None:
    maps = [m for m in measure(width)["maps"] if m["kind"] == "round" or width > 640]
    assert [len(m["pins"]) for m in maps] in ([5, 3], [8, 5, 3])
    for shown in maps:
        left, top, right, bottom = shown["box"]
        for pin in shown["pins"]:
            assert left - 1 <= pin[0] < pin[2] <= right + 1
            assert top - 1 <= pin[1] < pin[3] <= bottom + 1
        pairs = [
            (one, other)
            for index, one in enumerate(shown["pins"])
            for other in shown["pins"][index + 1 :]
        ]
        assert max(covering(one, other) for one, other in pairs) <= 3


def test_the_overview_has_dots_on_a_phone_and_numbers_on_a_desk(measure: Measure) -> None:
    phone, desk = (measure(width)["maps"][0]["numbers"] for width in (360, 1280))
    assert (phone, desk) == (1, 7)


def test_a_finger_finds_the_way_to_each_round(measure: Measure) -> None:
    jumps = measure(360)["jumps"]
    assert len(jumps) == 2
    assert min(jumps) >= 48


def test_the_page_follows_the_reader_into_the_dark(measure: Measure) -> None:
    light = measure(390)["background"]
    dark = measure(390, "--blink-settings=preferredColorScheme=0")["background"]
    assert (light, dark) == ("rgb(236, 240, 238)", "rgb(13, 22, 28)")


def test_paper_has_the_day_first_and_then_a_page_a_round(
    chromium: Path, tmp_path: Path, page: str
) -> None:
    file, printed = tmp_path / "rounds.html", tmp_path / "rounds.pdf"
    file.write_text(page, encoding="utf-8")
    run(
        chromium,
        tmp_path / "profile",
        f"--print-to-pdf={printed}",
        "--no-pdf-header-footer",
        file.as_uri(),
    )
    pages = re.findall(
        rb"/Type\s*/Page\b[^s].*?/MediaBox\s*\[([^]]*)\]", printed.read_bytes(), re.DOTALL
    )
    assert len(pages) == 3
    width, height = (float(number) for number in pages[0].split()[2:])
    assert (width, height) == pytest.approx((595, 842), abs=1)
