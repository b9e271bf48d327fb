"""``/v1/webhooks``, from a registration to a message that a receiver can trust."""

import json
from dataclasses import replace
from typing import Any

import httpx

from api.domain.actor import Role
from api.domain.signature import Secret, is_genuine
from api.domain.targets import read_allow_list
from api.jobs.hooks import Delivery
from api.jobs.post import Poster
from tests.receiver import receiving
from tests.service.asking import Site

URL = "https://till.example.org/chaland"
PATH = "/v1/webhooks"


def registered(served: Site, role: Role = Role.SHOP, **wanted: Any) -> dict[str, Any]:
    answered = served.client(role).post(PATH, {"url": URL, **wanted})
    assert answered.status_code == 201, answered.text
    webhook: dict[str, Any] = answered.json()["webhook"]
    return webhook


def code(answered: httpx.Response) -> tuple[int, str]:
    return answered.status_code, answered.json()["code"]


def test_the_secret_is_shown_once(served: Site) -> None:
    shop = served.client(Role.SHOP)
    answered = shop.post(PATH, {"url": URL, "kinds": ["order.*"]})
    assert answered.status_code == 201
    assert Secret(answered.json()["secret"])
    webhook = answered.json()["webhook"]
    assert webhook["shop"] == served.small.shops[0].id
    assert answered.headers["Location"] == f"{PATH}/{webhook['id']}"
    read = shop.get(f"{PATH}/{webhook['id']}")
    assert read.json() == webhook
    assert read.headers["ETag"] == '"1"'
    assert "whsec_" not in read.text + shop.get(PATH).text


def test_webhooks_are_listed_page_by_page(served: Site) -> None:
    made = sorted(registered(served)["id"] for _ in range(3))
    shop = served.client(Role.SHOP)
    first = shop.get(f"{PATH}?limit=2")
    second = shop.get(first.links["next"]["url"])
    found = [one["id"] for page in (first, second) for one in page.json()["webhooks"]]
    assert found == made
    assert second.json()["next"] is None


def test_a_change_needs_to_know_what_it_changes(served: Site) -> None:
    shop = served.client(Role.SHOP)
    path = f"{PATH}/{registered(served)['id']}"
    assert shop.patch(path, {"active": False}).status_code == 428
    changed = shop.patch(path, {"active": False}, headers={"If-Match": '"1"'})
    assert (changed.status_code, changed.json()["active"]) == (200, False)
    assert changed.headers["ETag"] == '"2"'
    assert shop.patch(path, {"active": True}, headers={"If-Match": '"1"'}).status_code == 412
    assert shop.ask("DELETE", path).status_code == 428
    assert shop.ask("DELETE", path, headers={"If-Match": '"2"'}).status_code == 204
    assert shop.get(path).status_code == 404


def test_nobody_sees_what_is_another_shops_or_may_have_none(served: Site) -> None:
    of_town = registered(served, Role.PLANNER)
    assert of_town["shop"] is None
    shop = served.client(Role.SHOP)
    for method, path, body in (
        ("GET", "", None),
        ("PATCH", "", {"active": False}),
        ("DELETE", "", None),
        ("POST", "/replay", {"position": 0}),
        ("POST", "/secrets", None),
    ):
        answered = shop.ask(
            method, f"{PATH}/{of_town['id']}{path}", json=body, headers={"If-Match": '"1"'}
        )
        assert answered.status_code == 404, (method, path)
    assert served.client(Role.COURIER).post(PATH, {"url": URL}).status_code == 403
    assert served.client(Role.COURIER).get(PATH).status_code == 403
    assert served.client().get(PATH).status_code == 401
    elsewhere = served.small.shops[1].id
    assert shop.post(PATH, {"url": URL, "shop": elsewhere}).status_code == 404


def test_a_private_target_is_refused_with_its_place(served: Site) -> None:
    refused = served.client(Role.SHOP).post(PATH, {"url": "https://169.254.169.254/latest"})
    assert code(refused) == (422, "webhook.private_target")
    assert refused.json()["errors"][0]["pointer"] == "#/url"
    wrong = served.client(Role.SHOP).post(PATH, {"url": URL, "kinds": ["order.*", "orders"]})
    assert wrong.json()["errors"][0]["pointer"] == "#/kinds/1"


def test_an_admin_says_for_which_town(served: Site) -> None:
    admin = served.client(Role.ADMIN)
    assert code(admin.post(PATH, {"url": URL})) == (422, "town.unnamed")
    made = admin.post(f"{PATH}?town={served.small.town.id}", {"url": URL})
    assert made.json()["webhook"]["town"] == served.small.town.id


def test_a_renewed_secret_is_another(served: Site) -> None:
    shop = served.client(Role.SHOP)
    first = shop.post(PATH, {"url": URL}).json()
    renewed = shop.post(f"{PATH}/{first['webhook']['id']}/secrets")
    assert renewed.status_code == 201
    assert renewed.json()["secret"] != first["secret"]


def test_what_a_shop_does_arrives_at_its_till(served: Site) -> None:
    """Registered, drafted, told, replayed: under one id, signed, and with ids alone."""
    allowed = read_allow_list("127.0.0.1")
    service = replace(served.service, allowed_targets=allowed)
    served.app.state.service = service
    shop = served.client(Role.SHOP)
    worker = Delivery(service.database, service.means, Poster(allowed))
    with receiving() as receiver:
        made = shop.post(PATH, {"url": receiver.url}).json()
        order = shop.post(
            "/v1/orders",
            {
                "shop": served.small.shops[0].id,
                "date": "2026-11-27",
                "recipient": {"name": "M. Petit"},
                "address": {"text": "10 Rue de la Turbie"},
                "parcels": [{"grams": 1_500}],
            },
        ).json()
        assert worker.turn() == 1
        path = f"{PATH}/{made['webhook']['id']}"
        position = shop.get(path).json()["position"]
        assert position > 0
        assert code(shop.post(f"{path}/replay", {"position": position + 1}))[0] == 422
        assert shop.post(f"{path}/replay", {"position": 0}).json()["position"] == 0
        assert worker.turn() == 1
        first, again = receiver.received
    assert first.id == again.id
    now = service.means.now()
    assert is_genuine(first.headers, first.body, Secret(made["secret"]), now)
    told = json.loads(first.body)
    assert (told["type"], told["data"]["order"]) == ("order.drafted", order["id"])
    assert b"Petit" not in first.body
