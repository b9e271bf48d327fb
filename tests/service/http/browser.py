"""Somebody with a browser, who signs in, follows links and sends forms."""

import re
from collections.abc import Mapping

import httpx

from api.domain.actor import Role
from api.services import links
from api.services import users as user_service
from api.services.users import WantedUser
from tests.service.asking import ADMIN, Client, Site
from tests.service.small_town import DATE, DOORS

PASSWORD = "correct horse battery"  # noqa: S105
ORIGIN = {"Origin": "http://127.0.0.1:8000"}


class Browser:
    """Somebody who has signed in, and follows links and forms."""

    def __init__(self, client: Client, login: str) -> None:
        self.client = client
        told = {"login": login, "password": PASSWORD, "to": "/"}
        self.client.cookies = dict(self.client.post("/sign-in", data=told, headers=ORIGIN).cookies)
        self.page = self.go("/")

    def go(self, path: str) -> httpx.Response:
        """Look at a page, wherever it leads."""
        answer = self.client.get(path)
        while answer.status_code == 303:
            answer = self.client.get(answer.headers["location"].partition("#")[0])
        self.page = answer
        return answer

    def send(self, path: str, fields: Mapping[str, str | list[str]]) -> httpx.Response:
        """Send the page's form, and look at what it leads to."""
        (csrf, *_) = re.findall(r'name="csrf" value="([^"]+)"', self.page.text)
        told = {"csrf": csrf, "press": self.hidden("press"), **fields}
        answer = self.client.post(path, data=told, headers=ORIGIN)
        if answer.status_code == 303:
            return self.go(answer.headers["location"])
        self.page = answer
        return answer

    def hidden(self, name: str) -> str:
        """What the page's form says by itself."""
        (value, *_) = re.findall(rf'name="{name}" value="([^"]+)"', self.page.text)
        return str(value)


def enter(served: Site, role: Role) -> Browser:
    """Somebody of a role, at their own page."""
    town = None if role is Role.ADMIN else served.small.town.id
    subjects = {Role.SHOP: served.small.shops[0].id, Role.COURIER: served.small.couriers[0].id}
    login = f"{role}@pages.example"
    with served.work() as work:
        links.prepare(work)
        wanted = WantedUser(login, role, town, subjects.get(role), PASSWORD)
        user_service.add(work, ADMIN, wanted)
    return Browser(served.client(), login)


DELIVERY = {
    "date": DATE.isoformat(),
    "name": "Mme Odile Petit",
    "phone": "+377 93 00 00 00",
    "address": DOORS[0],
    "parcels": "2",
    "basket": "42,50",
}


def hand_over(browser: Browser, **changes: str) -> str:
    """Hand a delivery over, and give its order's id."""
    browser.send("/counter", {**DELIVERY, **changes})
    return re.search(r"ord_[0-9a-z]{26}", browser.page.text)[0]  # type: ignore[index]


def promise(browser: Browser, order: str, slot: str = "afternoon") -> httpx.Response:
    told = {"quote": browser.hidden("quote"), "slot": slot}
    return browser.send(f"/counter/orders/{order}/accept", told)
