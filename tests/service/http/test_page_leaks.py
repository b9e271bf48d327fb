"""Nobody sees or moves what is another's by the pages: each is asked with others' ids.

The pages come from their routers, so that a new one cannot be forgotten.
"""

import pkgutil
from collections.abc import Iterator
from importlib import import_module
from typing import Any

import httpx
import pytest
from fastapi import APIRouter
from fastapi.routing import APIRoute

from api.domain.actor import Role, Scope
from api.http import pages
from api.services import links
from api.services import users as user_service
from api.services.users import WantedUser
from tests.service.asking import ADMIN, Client, Site
from tests.service.http.everything import PERSONAL, settled, somebody
from tests.service.small_town import DATE, DOORS, settle

OPEN_TO_ALL = {"sign_in", "home", "recipient"}
"""The way in, where it leads to, and a page whose address is the secret itself."""

FORBIDDEN = {403, 404}
NO_ROUND_OF_THEIRS = {("POST", "/courier/rounds/{round_id}/deeds"): 409}
"""What a deed is refused with, whether its order is somebody else's or nobody's."""

PASSWORD = "correct horse battery"  # noqa: S105
ORIGIN = {"Origin": "http://127.0.0.1:8000"}


def page_routes() -> Iterator[tuple[str, str]]:
    """Method and path of all pages of somebody."""
    for module in pkgutil.iter_modules(pages.__path__):
        found = vars(import_module(f"{pages.__name__}.{module.name}")).values()
        for router in (one for one in found if isinstance(one, APIRouter)):
            for route in router.routes if module.name not in OPEN_TO_ALL else ():
                assert isinstance(route, APIRoute)
                yield from ((method, route.path) for method in route.methods or ())


def form_of(ids: dict[str, str]) -> dict[str, str]:
    """All fields of all forms, as somebody fills them in who knows the others' ids."""
    return {
        "date": DATE.isoformat(),
        "recipient": ids["recipient_id"],
        "address": DOORS[1],
        "quote": ids["quote_id"],
        "slot": "evening",
        "tap": "evt_01m8bvm4g0e008000000000000",
        "order": ids["order_id"],
        "deed": "collected",
        "version": "2",
        "name": "Somebody",
        "longitude": "7.4253",
        "latitude": "43.7401",
    }


def signed_in(served: Site, wanted: WantedUser) -> Client:
    """A browser in which somebody has signed in."""
    with served.work() as work:
        links.prepare(work)
        user_service.add(work, ADMIN, wanted)
    client = served.client()
    told = {"login": wanted.login, "password": PASSWORD}
    client.cookies = dict(client.post("/sign-in", data=told, headers=ORIGIN).cookies)
    return client


def asked(client: Client, ids: dict[str, str]) -> dict[tuple[str, str], httpx.Response]:
    """What every page answers; a form is sent with the session's own token."""
    token = {**ORIGIN, "X-CSRF-Token": client.get("/v1/me").json()["csrf"]}
    form = form_of(ids)
    return {
        (method, path): client.get(path.format(**ids), params={"date": DATE.isoformat()})
        if method == "GET"
        else client.ask(method, path.format(**ids), data=form, headers=token)
        for method, path in page_routes()
    }


def wrong_answers(
    answers: dict[tuple[str, str], httpx.Response], ids: dict[str, str]
) -> dict[tuple[str, str], tuple[int, list[str]]]:
    """Pages that name somebody's and are shown, and those that tell of it.

    A refusal may name what was asked for, and nothing else.
    """
    found = {}
    for (method, path), answer in answers.items():
        refused = answer.status_code in {*FORBIDDEN, NO_ROUND_OF_THEIRS.get((method, path))}
        hidden = PERSONAL if refused else (*ids.values(), *PERSONAL)
        told = [one for one in hidden if one in answer.text]
        if told or not (refused or ("{" not in path and answer.status_code in {200, 303})):
            found[method, path] = (answer.status_code, told)
    return found


def order_of(served: Site, ids: dict[str, str]) -> dict[str, Any]:
    """The order as its shop sees it, which is planned."""
    told = served.client(Role.SHOP).get(f"/v1/orders/{ids['order_id']}").json()
    assert told["state"] == "planned"
    return dict(told)


def test_there_are_pages() -> None:
    firsts = {path.split("/")[1] for _, path in page_routes()}
    assert firsts == {"counter", "courier", "desk", "installation"}
    assert len(list(page_routes())) > 12


@pytest.mark.parametrize("role", [Role.PLANNER, Role.SHOP, Role.COURIER])
def test_nobody_of_another_town_is_shown_anything(served: Site, role: Role) -> None:
    ids = settled(served)
    with served.work() as work:
        elsewhere = settle(work, name="Elsewhere")
    before = order_of(served, ids)
    client = signed_in(served, somebody(elsewhere, role, 0, PASSWORD))
    assert wrong_answers(asked(client, ids), ids) == {}
    assert order_of(served, ids) == before


@pytest.mark.parametrize("role", [Role.SHOP, Role.COURIER])
def test_nobody_is_shown_what_is_a_neighbours(served: Site, role: Role) -> None:
    ids = settled(served)
    before = order_of(served, ids)
    client = signed_in(served, somebody(served.small, role, 1, PASSWORD))
    assert wrong_answers(asked(client, ids), ids) == {}
    assert order_of(served, ids) == before


@pytest.mark.parametrize(
    ("role", "opened"),
    [
        (Role.PLANNER, {"courier", "desk"}),
        (Role.SHOP, {"counter"}),
        (Role.COURIER, {"courier"}),
    ],
)
def test_everybody_is_shown_the_pages_of_their_own(
    served: Site, role: Role, opened: set[str]
) -> None:
    """Nothing above is refused because it is not there."""
    ids = settled(served)
    client = signed_in(served, somebody(served.small, role, 0, PASSWORD))
    answers = {
        path: client.get(path.format(**ids)).status_code
        for method, path in page_routes()
        if method == "GET"
    }
    shown = {path for path, status in answers.items() if status in {200, 303}}
    assert shown == {path for path in answers if path.split("/")[1] in opened}
    assert {status for path, status in answers.items() if path not in shown} <= FORBIDDEN


def test_the_desk_of_one_town_shows_who_runs_all_nothing_of_another(served: Site) -> None:
    settled(served)
    planner = served.client(Role.PLANNER)
    assert planner.post("/v1/plans", {"date": DATE.isoformat()}).status_code == 202
    with served.work() as work:
        elsewhere = settle(work, name="Elsewhere")
    admin = signed_in(served, WantedUser("runs@pages.example", Role.ADMIN, None, None, PASSWORD))
    here, there = (
        admin.get(f"/desk?town={town}&date={DATE}").text
        for town in (served.small.town.id, elsewhere.town.id)
    )
    for told in ("Plan 1", "Un plan se calcule"):
        assert told in here
        assert told not in there


@pytest.mark.parametrize(
    ("role", "scopes", "pages_of"),
    [
        (Role.SHOP, {Scope.HOOKS}, "counter"),
        (Role.SHOP, {Scope.WRITE_ORDERS}, "counter"),
        (Role.PLANNER, {Scope.READ_PLANS, Scope.READ_ROUNDS}, "desk"),
    ],
)
def test_a_key_sees_no_more_on_a_page_than_its_scopes(
    served: Site, role: Role, scopes: set[Scope], pages_of: str
) -> None:
    ids = settled(served)
    client = served.client().knowing(served.key(role, frozenset(scopes)))
    looked_at = [path for method, path in page_routes() if method == "GET"]
    for path in (one for one in looked_at if one.split("/")[1] == pages_of):
        answer = client.get(path.format(**ids))
        assert answer.status_code == 403, path
        assert not any(one in answer.text for one in PERSONAL), path
