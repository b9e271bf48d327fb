"""A courier's wrong tap is taken back as it was made: whole."""

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
from tests.service.http.ridden import Ridden, ridden
from tests.service.http.test_pages import PASSWORD, Browser


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
