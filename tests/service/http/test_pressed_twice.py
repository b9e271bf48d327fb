"""A button that is pressed twice does its work once; a page that is shown anew does it anew."""

from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
from sqlalchemy import func, select

from api.domain.actor import Role
from api.store.tables import jobs
from tests.service.asking import Site
from tests.service.http.browser import ORIGIN, Browser, enter
from tests.service.small_town import DATE, DOORS

TOLD = {
    "name": "Odile Petit", "phone": "06 12 34 56 78", "address": DOORS[0], "parcels": "1",
    "date": DATE.isoformat(),
}  # fmt: skip


@pytest.fixture
def counter(served: Site) -> Browser:
    browser = enter(served, Role.SHOP)
    browser.go("/counter")
    return browser


def pressed(browser: Browser, path: str, told: dict[str, str]) -> httpx.Response:
    """What a press of the button on the page leads to; the page stays."""
    hidden = {name: browser.hidden(name) for name in ("csrf", "press")}
    return browser.client.post(path, data={**hidden, **told}, headers=ORIGIN)


def orders_of(served: Site) -> int:
    return len(served.client(Role.SHOP).get("/v1/orders").json()["orders"])


def test_two_presses_make_one_order_and_lead_to_it(served: Site, counter: Browser) -> None:
    first, second = (pressed(counter, "/counter", TOLD) for _ in range(2))
    assert (first.status_code, second.status_code) == (303, 303)
    assert first.headers["location"] == second.headers["location"]
    assert orders_of(served) == 1


def test_presses_at_the_same_instant_make_one_order(served: Site, counter: Browser) -> None:
    """The second waits for the first instead of being refused."""
    with ThreadPoolExecutor(4) as hands:
        presses = [hands.submit(pressed, counter, "/counter", TOLD) for _ in range(4)]
        found = {press.result().headers.get("location") for press in presses}
    assert len(found) == 1
    assert orders_of(served) == 1


def test_the_same_order_from_a_page_shown_anew_is_another(served: Site, counter: Browser) -> None:
    first = pressed(counter, "/counter", TOLD)
    counter.go("/counter")
    assert pressed(counter, "/counter", TOLD).headers["location"] != first.headers["location"]
    assert orders_of(served) == 2


def test_a_form_that_was_mended_after_a_first_press_is_sent(served: Site, counter: Browser) -> None:
    first = pressed(counter, "/counter", TOLD)
    second = pressed(counter, "/counter", {**TOLD, "parcels": "2"})
    assert second.headers["location"] != first.headers["location"]
    assert orders_of(served) == 2


def test_what_is_refused_is_told_as_a_page_at_every_press(counter: Browser) -> None:
    wrong = {**TOLD, "parcels": "many"}
    first, second = (pressed(counter, "/counter", wrong) for _ in range(2))
    for answer in (first, second):
        assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert first.status_code == second.status_code
    assert pressed(counter, "/counter", TOLD).status_code == 303


def test_two_presses_ask_for_one_plan(served: Site, counter: Browser) -> None:
    order = pressed(counter, "/counter", TOLD).headers["location"]
    counter.go(order)
    chosen = {"quote": counter.hidden("quote"), "slot": "afternoon"}
    assert counter.send(f"{order}/accept", chosen).status_code == 200
    desk = enter(served, Role.PLANNER)
    desk.go(f"/desk?date={DATE}")
    for _ in range(2):
        assert pressed(desk, "/desk/plans", {"date": DATE.isoformat()}).status_code == 303
    with served.work() as work:
        assert work.connection.scalar(select(func.count()).select_from(jobs)) == 1
