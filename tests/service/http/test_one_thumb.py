"""A courier rides a round with one thumb; a wrong tap is taken back as it was made: whole."""

import re
from collections.abc import Iterator

import pytest

from api.domain.actor import Role
from api.services import links
from api.services import users as user_service
from api.services.users import WantedUser
from api.store import orders
from api.store.database import Database
from api.store.work import Means
from tests.service.asking import ADMIN
from tests.service.http.browser import PASSWORD, Browser
from tests.service.http.ridden import Ridden, ridden


@pytest.fixture
def day(database: Database, means: Means) -> Iterator[Ridden]:
    with ridden(database, means) as one:
        yield one


@pytest.fixture
def thumb(day: Ridden) -> Browser:
    login = "thumb@pages.example"
    with day.site.work() as work:
        links.prepare(work)
        rider = WantedUser(login, Role.COURIER, day.day.town.id, day.day.courier.id, PASSWORD)
        user_service.add(work, ADMIN, rider)
    return Browser(day.site.client(), login)


def press(browser: Browser, deed: str, *, among: int = 1) -> str:
    """Press the first button of a deed that is told of so many orders at once."""
    for form in re.findall(r"<form[^>]*/deeds.*?</form>", browser.page.text, re.DOTALL):
        told = {
            name: re.findall(rf'name="{name}" value="([^"]+)"', form)
            for name in ("tap", "order", "undoes")
        }
        if f'value="{deed}"' in form and len(told["order"]) == among:
            (path,) = re.findall(r'action="([^"]+)"', form)
            return browser.send(path, {**told, "deed": deed}).text
    raise AssertionError(deed)


def states(day: Ridden) -> dict[str, str]:
    client = day.client("planner")
    return {
        name: client.get(f"/v1/orders/{day.day.names[name]}").json()["state"]
        for name in ("bread", "gift", "roses")
    }


def tap(browser: Browser, order: str, deed: str, **more: str) -> str:
    """Tell what was done for an order, and see the round as it is then."""
    (path, *_) = re.findall(r'action="(/courier/rounds/[^"]+/deeds)"', browser.page.text)
    told = {"tap": browser.hidden("tap"), "order": order, "deed": deed, **more}
    return browser.send(path, told).text


def test_a_courier_rides_a_round_with_one_thumb_and_takes_a_wrong_tap_back(
    day: Ridden, thumb: Browser
) -> None:
    assert "Tournée B" in thumb.page.text
    bread = day.day.names["bread"]
    assert "Dernier geste" in tap(thumb, bread, "collected")
    undone = tap(thumb, bread, "undone", undoes=thumb.hidden("undoes"))
    assert "Dernier geste" not in undone
    for order in ("bread", "gift", "roses"):
        tap(thumb, day.day.names[order], "collected")
    at_door = thumb.page.text
    assert "code bread" in at_door
    assert "Third floor" in at_door
    assert "code gift" not in at_door
    assert "Personne" in tap(thumb, bread, "nobody_there")
    assert "À rapporter" in thumb.page.text


def test_all_that_is_taken_at_a_shop_is_told_with_one_tap(day: Ridden, thumb: Browser) -> None:
    form = next(form for form in re.findall(r"<form.*?</form>", thumb.page.text) if "(2)" in form)
    together = re.findall(r'name="order" value="([^"]+)"', form)
    assert len(together) == 2
    (path, *_) = re.findall(r'action="(/courier/rounds/[^"]+/deeds)"', form)
    tap_id = thumb.hidden("tap")
    page = thumb.send(path, {"tap": tap_id, "order": together, "deed": "collected"}).text
    assert re.search(r"Pris\W+\d+, \d+", page)


def test_a_tap_sent_twice_is_one(day: Ridden, thumb: Browser) -> None:
    told = {"tap": thumb.hidden("tap"), "order": day.day.names["bread"], "deed": "collected"}
    path = f"/courier/rounds/{day.day.round.id}/deeds"
    first = thumb.send(path, told).text
    assert thumb.send(path, told).status_code == 200
    assert re.findall("Dernier geste[^<]*", first) == re.findall(
        "Dernier geste[^<]*", thumb.page.text
    )


def test_one_tap_for_several_orders_is_undone_by_one(day: Ridden, thumb: Browser) -> None:
    press(thumb, "collected", among=2)
    assert states(day) == {"bread": "collected", "gift": "collected", "roses": "planned"}
    page = press(thumb, "undone", among=2)
    assert states(day) == dict.fromkeys(("bread", "gift", "roses"), "planned")
    assert "Dernier geste" not in page


def test_what_was_told_one_by_one_is_undone_one_by_one(day: Ridden, thumb: Browser) -> None:
    press(thumb, "collected")
    press(thumb, "collected")
    press(thumb, "undone")
    assert sorted(states(day).values()) == ["collected", "planned", "planned"]
    assert "Dernier geste" in thumb.page.text


def test_a_recipient_reads_when_it_came_and_where_it_was_left(day: Ridden, thumb: Browser) -> None:
    press(thumb, "collected", among=2)
    press(thumb, "collected")
    press(thumb, "left_with_neighbour", among=2)
    with day.site.work() as work:
        left = orders.find(work, ADMIN, day.day.names["bread"])
        page = day.site.client().get(f"/s/{links.recipient_token(work, left)}").text
    assert "Livrée" in page
    assert "13\u00a0h\u00a050" in page
    assert "Chez un voisin" in page
