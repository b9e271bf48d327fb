"""The demo's pages as its five people open them, on a phone and on a desk."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.service.demo_process import demo, person
from tests.web.browsing import DESK, PHONE, Devtools, Window, browsing

HOMES = {
    "shop": "/counter",
    "courier": "/courier",
    "planner": "/desk",
    "admin": "/installation",
}

BEYOND = """
[...document.querySelectorAll('main *, header *, nav *')]
  .filter((e) => !e.closest('.days, .vh, .sprite, details:not([open]) > :not(summary)'))
  .filter((e) => e.getBoundingClientRect().right > innerWidth + 0.5)
  .map((e) => e.outerHTML.slice(0, 120))
"""

SMALL = """
[...document.querySelectorAll('a, button, select, summary')]
  .filter((e) => e.getClientRects().length && !e.closest('.vh, .skip, details:not([open]) > div'))
  .filter((e) => e.getBoundingClientRect().height < 43.5)
  .map((e) => e.outerHTML.slice(0, 120))
"""


@pytest.fixture(scope="module")
def said() -> Iterator[dict[str, Any]]:
    """What a demo says that is served as long as this module looks at it."""
    with demo("--port", 0) as (said, _):
        yield said


@pytest.fixture(scope="module")
def devtools(chromium: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Devtools]:
    """One browser for all."""
    with browsing(chromium, tmp_path_factory.mktemp("profile")) as one:
        yield one


@pytest.fixture
def window(devtools: Devtools) -> Window:
    """A window of one's own."""
    return Window(devtools)


def entered(window: Window, said: dict[str, Any], role: str) -> str:
    """Sign somebody in by login and password; gives the path of the page that this leads to."""
    window.open(f"{said['url']}/sign-in")
    for field, text in (("login", person(said, role)["login"]), ("password", said["password"])):
        window.tell(f"document.getElementById('f-{field}').value = '{text}'")
    window.press("main button")
    return str(window.tell("location.pathname"))


def require_tidy(window: Window) -> None:
    """Nothing lies beyond the window, and all that is pressed is large enough for a thumb."""
    for size in (PHONE, DESK):
        window.resize(size)
        assert window.tell("document.documentElement.scrollWidth") <= size[0]
        assert window.tell(BEYOND) == []
        assert window.tell(SMALL) == []


@pytest.mark.parametrize("role", HOMES)
def test_a_browser_signs_in_by_the_links_button(
    said: dict[str, Any], window: Window, role: str
) -> None:
    window.open(person(said, role)["link"])
    window.press("main button")
    assert str(window.tell("location.pathname")).startswith(HOMES[role])
    require_tidy(window)


def test_who_leaves_comes_back_by_login_and_password(said: dict[str, Any], window: Window) -> None:
    assert entered(window, said, "planner") == "/desk"
    window.press("form[action='/sign-in/out'] button")
    assert window.tell("location.pathname") == "/sign-in"
    window.open(f"{said['url']}/desk")
    assert window.tell("location.pathname") == "/sign-in"


def test_the_recipients_page_is_tidy(said: dict[str, Any], window: Window) -> None:
    window.open(person(said, "recipient")["link"])
    assert "arrêt" in window.tell("document.querySelector('main').innerText")
    require_tidy(window)


def test_a_courier_tells_of_the_next_stop_and_takes_it_back(
    said: dict[str, Any], window: Window
) -> None:
    entered(window, said, "courier")
    window.press("li:last-child > a.choice")
    require_tidy(window)
    now = window.tell("document.querySelector('#now .dot').innerText")
    window.press("#now button.btn-go")
    assert window.tell("document.querySelector('#now .dot').innerText") != now
    window.press("button[value='undone']")
    assert window.tell("document.querySelector('main').innerText.includes('Dernier geste')")


def test_a_shop_finds_what_is_to_settle_first(said: dict[str, Any], window: Window) -> None:
    entered(window, said, "shop")
    window.open(f"{said['url']}/counter/day")
    require_tidy(window)
    assert window.tell("document.querySelector('main h2').innerText").startswith("À régler")
    window.press(".docket a")
    require_tidy(window)
    assert "Confier la livraison" in window.tell("document.querySelector('main').innerText")


def test_a_planner_publishes_the_evening(said: dict[str, Any], window: Window) -> None:
    entered(window, said, "planner")
    before = window.tell("document.querySelectorAll('a.choice').length")
    window.press("form[action*='/publish'] button")
    assert window.tell("document.querySelectorAll('a.choice').length") > before
    require_tidy(window)


def test_a_shop_shows_a_door_on_the_map(said: dict[str, Any], window: Window) -> None:
    entered(window, said, "shop")
    for field, text in (("name", "Mme Nulle-Part"), ("address", "3 chemin que nul ne connaît")):
        window.tell(f"document.getElementById('f-{field}').value = '{text}'")
    window.press("main ~ .actions button, .actions button")
    require_tidy(window)
    window.press("button[formaction$='/pin']")
    require_tidy(window)
    metres = "+document.querySelector('[name=metres]').value"
    east = "+document.querySelector('[name=longitude]').value"
    before = window.tell(metres), window.tell(east)
    window.press_at(".pin-map", 200, 160)
    assert window.tell(metres) == pytest.approx(before[0] / 4, abs=0.1)
    assert window.tell(east) > before[1]
    window.press_at(".pin-map", 160, 160)
    window.press("button[formaction$='/pin/here']")
    assert "que nul ne connaît" in window.tell("document.querySelector('main').innerText")
    assert window.tell("!!document.querySelector('[name=slot]')")
