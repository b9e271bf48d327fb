"""A shop's address book: its own, looked through while somebody types, mended and forgotten."""

from dataclasses import replace
from typing import Any

import httpx
import pytest
from sqlalchemy import select

from api.domain.actor import Role, Scope
from api.store import towns
from api.store.tables import answers
from tests.service.asking import ADMIN, Client, Site
from tests.service.conftest import Clock
from tests.service.http.everything import settled, stranger
from tests.service.small_town import DATE, DOORS, MARKETS

BOOK = "/v1/recipients"
SEARCH = f"{BOOK}/search"
AROUND_THE_FIRST_DOOR = ((7.41, 43.73), (7.42, 43.73), (7.42, 43.74), (7.41, 43.74))


def ordered(served: Site, client: Client, name: str, phone: str = "", **more: Any) -> str:
    """Somebody who has ordered, and so is in the book."""
    told = {
        "shop": served.small.shops[0].id,
        "date": DATE.isoformat(),
        "recipient": {"name": name, "phone": phone},
        "address": {"text": DOORS[0]},
        "parcels": [{}],
        **more,
    }
    order = client.post("/v1/orders", told).json()["id"]
    return str(client.get(f"/v1/orders/{order}").json()["recipient"]["id"])


def found(client: Client, text: str) -> list[str]:
    answer = client.post(SEARCH, {"text": text})
    assert answer.status_code == 200, answer.text
    return [one["name"] for one in answer.json()["recipients"]]


def version_of(client: Client, recipient: str) -> dict[str, str]:
    return {"If-Match": client.get(f"{BOOK}/{recipient}").headers.get("ETag", "*")}


def change(client: Client, recipient: str, **told: Any) -> httpx.Response:
    headers = version_of(client, recipient)
    return client.patch(f"{BOOK}/{recipient}", told, headers=headers)


def forget(client: Client, recipient: str) -> httpx.Response:
    headers = version_of(client, recipient)
    return client.ask("DELETE", f"{BOOK}/{recipient}", headers=headers)


def test_the_book_is_read_page_by_page(served: Site, shop: Client, clock: Clock) -> None:
    names = ["Anne", "Bruno", "Chloé"]
    for name in names:
        ordered(served, shop, name)
        clock.forward(minutes=1)
    first = shop.get(f"{BOOK}?limit=2").json()
    second = shop.get(f"{BOOK}?limit=2&cursor={first['next']}").json()
    told = first["recipients"] + second["recipients"]
    assert [one["name"] for one in told] == names
    assert second["next"] is None
    assert {one["door"]["label"] for one in told} == {DOORS[0]}
    assert {one["last_order"] for one in told} == {DATE.isoformat()}


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("Œil", ["Mme Hélène Œillet"]),
        ("helene oe", ["Mme Hélène Œillet"]),
        ("mme", ["Mme Odile Petit", "Mme Hélène Œillet"]),
        ("illet", []),
        ("06 12", ["Mme Hélène Œillet"]),
        ("+33 6 12", ["Mme Hélène Œillet"]),
        ("93 15", ["Mme Odile Petit"]),
        ("12 34", []),
        ("0", []),
        ("%", []),
    ],
)
def test_somebody_is_found_by_the_beginning_of_a_name_or_of_a_phone(
    served: Site, shop: Client, typed: str, names: list[str]
) -> None:
    ordered(served, shop, "Mme Hélène Œillet", "06 12 34 56 78")
    ordered(served, shop, "Mme Odile Petit", "+377 93 15 00 00")
    assert found(shop, typed) == names


def test_a_name_that_is_mended_is_mended_wherever_it_is_read(served: Site, shop: Client) -> None:
    recipient = ordered(served, shop, "Mme Petti", "+377 93 15 00 00")
    before = shop.get(f"{BOOK}/{recipient}").headers["ETag"]
    changed = change(shop, recipient, name="Mme Petit", phone="")
    assert changed.status_code == 200
    assert changed.headers["ETag"] != before
    assert (changed.json()["name"], changed.json()["phone"]) == ("Mme Petit", "")
    (order,) = shop.get("/v1/orders").json()["orders"]
    assert shop.get(f"/v1/orders/{order['id']}").json()["recipient"]["name"] == "Mme Petit"
    read = shop.get(f"{BOOK}/{recipient}")
    assert (read.json(), read.headers["ETag"]) == (changed.json(), changed.headers["ETag"])


def test_of_two_who_change_an_entry_the_second_is_told(served: Site, shop: Client) -> None:
    recipient = ordered(served, shop, "Mme Petti")
    path, read = f"{BOOK}/{recipient}", version_of(shop, recipient)
    assert shop.patch(path, {"name": "Anne"}).status_code == 428
    assert shop.ask("DELETE", path).status_code == 428
    assert shop.patch(path, {"name": "Mme Petit"}, headers=read).status_code == 200
    for answer in (
        shop.patch(path, {"name": "Anne"}, headers=read),
        shop.ask("DELETE", path, headers=read),
    ):
        assert (answer.status_code, answer.json()["code"]) == (412, "precondition.stale")
    assert found(shop, "Petit") == ["Mme Petit"]


def test_an_unsure_address_changes_nothing_and_tells_what_it_may_be(
    served: Site, shop: Client
) -> None:
    recipient = ordered(served, shop, "Mme Petit")
    before = shop.get(f"{BOOK}/{recipient}").json()
    unsure = change(shop, recipient, name="Anne", address={"text": "Boulevard des Moulins"})
    assert (unsure.status_code, unsure.json()["code"]) == (409, "address.unsure")
    assert shop.get(f"{BOOK}/{recipient}").json() == before
    chosen = next(one for one in unsure.json()["candidates"] if one["kind"] == "door")
    changed = change(shop, recipient, address={"chosen": chosen["id"]})
    assert changed.json()["door"]["label"] == chosen["label"]


def test_a_pin_is_remembered_for_the_next_order(served: Site, shop: Client) -> None:
    recipient = ordered(served, shop, "Mme Petit")
    pin = {"pin": MARKETS[1], "text": "Behind the market"}
    assert change(shop, recipient, address=pin).status_code == 200
    told = {
        "shop": served.small.shops[0].id,
        "date": DATE.isoformat(),
        "recipient": {"id": recipient},
        "parcels": [{}],
    }
    door = shop.post("/v1/orders", told).json()["door"]
    assert (door["label"], door["position"]) == ("Behind the market", list(MARKETS[1]))


def test_orders_that_are_made_keep_their_door(served: Site, shop: Client) -> None:
    recipient = ordered(served, shop, "Mme Petit")
    change(shop, recipient, address={"text": DOORS[1]})
    (order,) = shop.get("/v1/orders").json()["orders"]
    door = shop.get(f"/v1/orders/{order['id']}").json()["door"]
    assert door["label"] == DOORS[0]


def test_a_door_outside_the_area_is_an_error(served: Site, shop: Client) -> None:
    recipient = ordered(served, shop, "Mme Petit")
    with served.work() as work:
        town = towns.find(work, ADMIN, served.small.town.id)
        settings = replace(town.settings, area=AROUND_THE_FIRST_DOOR)
        towns.change(work, replace(town, settings=settings))
    before = shop.get(f"{BOOK}/{recipient}").json()
    refused = change(shop, recipient, address={"pin": MARKETS[2]})
    assert (refused.status_code, refused.json()["errors"][0]["code"]) == (422, "address.outside")
    assert shop.get(f"{BOOK}/{recipient}").json() == before


def test_somebody_who_is_forgotten_is_in_no_book(served: Site, shop: Client) -> None:
    recipient = ordered(served, shop, "Mme Petit")
    assert forget(shop, recipient).status_code == 204
    assert shop.get(f"{BOOK}/{recipient}").status_code == 404
    assert change(shop, recipient, name="Mme Petit").status_code == 404
    assert forget(shop, recipient).status_code == 404
    assert found(shop, "Petit") == []
    assert shop.get(BOOK).json()["recipients"] == []
    told = {
        "shop": served.small.shops[0].id,
        "date": DATE.isoformat(),
        "recipient": {"id": recipient},
        "parcels": [{}],
    }
    assert shop.post("/v1/orders", told).status_code == 404


def test_a_draft_for_somebody_who_is_forgotten_is_promised_to_nobody(
    served: Site, shop: Client
) -> None:
    ordered(served, shop, "Paul", address={"text": DOORS[0]})
    recipient = ordered(served, shop, "Mme Petit")
    orders = shop.get("/v1/orders").json()["orders"]
    (draft,) = (
        one["id"]
        for one in orders
        if shop.get(f"/v1/orders/{one['id']}").json()["recipient"]["id"] == recipient
    )
    forget(shop, recipient)
    refused = shop.post("/v1/quotes", {"order": draft})
    assert (refused.status_code, refused.json()["errors"][0]["code"]) == (422, "order.nobody")


def test_nobody_is_forgotten_while_a_courier_is_to_find_them(served: Site, shop: Client) -> None:
    recipient = settled(served)["recipient_id"]
    refused = forget(shop, recipient)
    assert (refused.status_code, refused.json()["code"]) == (409, "forget.still_to_come")
    assert found(shop, "Odile") == ["Odile Petit"]


@pytest.mark.parametrize("role", [Role.PLANNER, Role.COURIER, Role.ADMIN])
def test_nobody_but_a_shop_reads_an_address_book(served: Site, role: Role) -> None:
    recipient = ordered(served, served.client(Role.SHOP), "Mme Petit")
    client, path = served.client(role), f"{BOOK}/{recipient}"
    asked = [
        client.get(BOOK),
        client.get(path),
        client.post(SEARCH, {"text": "Petit"}),
        change(client, recipient, name="Anne"),
        forget(client, recipient),
    ]
    assert {answer.status_code for answer in asked} == {403}
    assert not any("Mme Petit" in answer.text for answer in asked)
    assert found(served.client(Role.SHOP), "Petit") == ["Mme Petit"]


def test_a_neighbour_finds_nobody_of_anothers_book(served: Site, shop: Client) -> None:
    ordered(served, shop, "Mme Petit", "+377 93 15 00 00")
    neighbour = stranger(served, served.small, Role.SHOP, 1)
    assert found(neighbour, "Petit") == found(neighbour, "93 15") == []
    assert neighbour.get(BOOK).json()["recipients"] == []


def test_a_key_that_only_reads_mends_and_forgets_nobody(served: Site, shop: Client) -> None:
    recipient = ordered(served, shop, "Mme Petit")
    reader = served.client().knowing(served.key(Role.SHOP, frozenset({Scope.READ_ORDERS})))
    assert found(reader, "Petit") == ["Mme Petit"]
    assert change(reader, recipient, name="Anne").status_code == 403
    assert forget(reader, recipient).status_code == 403
    writer = served.client().knowing(served.key(Role.SHOP, frozenset({Scope.WRITE_ORDERS})))
    assert writer.post(SEARCH, {"text": "Petit"}).status_code == 403


def test_what_was_found_is_not_kept_after_they_are_forgotten(served: Site, shop: Client) -> None:
    recipient = ordered(served, shop, "Mme Petit")
    key = {"Idempotency-Key": "one-search"}
    first = shop.post(SEARCH, {"text": "Petit"}, headers=key)
    assert shop.post(SEARCH, {"text": "Petit"}, headers=key).content == first.content
    forget(shop, recipient)
    with served.work() as work:
        assert work.connection.scalars(select(answers.c.body)).all() == []
