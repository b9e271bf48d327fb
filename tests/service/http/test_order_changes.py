"""An order is changed so far as where it stands allows, and no change loses a promise."""

from dataclasses import replace
from typing import Any

import httpx

from api.domain.actor import Role, Scope
from api.domain.town_settings import Zone
from api.store import events, towns
from tests.service.asking import ADMIN, Client, Site
from tests.service.conftest import Clock
from tests.service.http.everything import settled, stranger
from tests.service.small_town import DATE, DOORS, MARKETS

FIRST_DOOR, SECOND_DOOR, *_ = DOORS
NAME, PHONE = "Mme Odile Petti", "+377 93 15 00 00"
TOO_HEAVY = [{"grams": 500_000, "litres": 10}]
NO_AREA_HERE = ((7.0, 43.0), (7.1, 43.0), (7.1, 43.1), (7.0, 43.1))


def drafted(served: Site, shop: Client, number: int = 0, **more: Any) -> str:
    told = {
        "shop": served.small.shops[number].id,
        "date": DATE.isoformat(),
        "recipient": {"name": NAME, "phone": PHONE},
        "address": {"text": DOORS[0]},
        "parcels": [{}],
        **more,
    }
    return str(shop.post("/v1/orders", told).json()["id"])


def quoted(shop: Client, order: str) -> str:
    return str(shop.post("/v1/quotes", {"order": order}).json()["id"])


def promised(served: Site, shop: Client, slot: str = "afternoon", **more: Any) -> str:
    order = drafted(served, shop, **more)
    accepted = {"quote": quoted(shop, order), "slot": slot}
    answer = shop.post(f"/v1/orders/{order}/accept", accepted)
    assert answer.status_code == 200, answer.text
    return order


def read(shop: Client, order: str) -> dict[str, Any]:
    return dict(shop.get(f"/v1/orders/{order}").json())


def change(shop: Client, order: str, **told: Any) -> httpx.Response:
    version = shop.get(f"/v1/orders/{order}").headers["ETag"]
    return shop.patch(f"/v1/orders/{order}", told, headers={"If-Match": version})


def changed(shop: Client, order: str, **told: Any) -> dict[str, Any]:
    """An order after a change, which is what is read then."""
    answer = change(shop, order, **told)
    assert answer.status_code == 200, answer.text
    seen = shop.get(f"/v1/orders/{order}")
    assert (seen.json(), seen.headers["ETag"]) == (answer.json(), answer.headers["ETag"])
    return dict(answer.json())


def refused(shop: Client, order: str, **told: Any) -> dict[str, Any]:
    """Why an order is not changed, and that nothing of it is."""
    before = read(shop, order)
    answer = change(shop, order, **told)
    assert answer.status_code in {409, 422}, answer.text
    assert read(shop, order) == before
    return dict(answer.json())


def fits_still(served: Site, shop: Client) -> None:
    """The pool goes on: from memory, and from what is stored alone."""
    promised(served, shop, address={"text": DOORS[2]})
    served.service.live_pools.forget(served.small.town.id, DATE)
    promised(served, shop, address={"text": DOORS[3]})


def test_everything_of_a_draft_changes(served: Site, shop: Client) -> None:
    order = drafted(served, shop, marks=["discreet"], amount_due_cents=500)
    told: dict[str, Any] = {
        "date": "2026-11-28",
        "parcels": [{"grams": 100, "litres": 1, "cold": True, "upright": False}],
        "marks": ["age_check"],
        "not_at_home": "neighbour",
        "is_return": True,
        "reference": "A-2",
        "basket_cents": 4_200,
        "amount_due_cents": 0,
        "instructions": "Third floor",
        "door_code": "B2407",
    }
    new = changed(
        shop,
        order,
        **told,
        recipient={"name": "Mme Odile Petit"},
        address={"text": DOORS[1]},
        ready_at="2026-11-28T09:00:00+01:00",
    )
    parcels = [{**one, "code": ""} for one in told["parcels"]]
    wanted = {**told, "parcels": parcels, "amount_due_cents": None}
    assert {name: new[name] for name in wanted} == wanted
    assert new["recipient"]["name"] == "Mme Odile Petit"
    assert new["recipient"]["phone"] == PHONE
    assert new["door"]["label"] == SECOND_DOOR
    assert new["ready_at"] == "2026-11-28T08:00:00Z"


def test_what_was_quoted_for_a_draft_before_it_changed_is_not_promised(
    served: Site, shop: Client
) -> None:
    order = drafted(served, shop)
    quote = quoted(shop, order)
    changed(shop, order, parcels=[{"grams": 30_000, "litres": 50}])
    answer = shop.post(f"/v1/orders/{order}/accept", {"quote": quote, "slot": "afternoon"})
    assert (answer.status_code, answer.json()["code"]) == (409, "quote.expired")


def test_what_was_quoted_stands_where_only_the_instructions_change(
    served: Site, shop: Client
) -> None:
    order = drafted(served, shop)
    quote = quoted(shop, order)
    changed(shop, order, instructions="Third floor")
    answer = shop.post(f"/v1/orders/{order}/accept", {"quote": quote, "slot": "afternoon"})
    assert answer.status_code == 200


def test_a_draft_with_an_unsure_address_waits_for_its_door(served: Site, shop: Client) -> None:
    order = drafted(served, shop)
    answer = change(shop, order, address={"text": "Boulevard des Moulins"})
    assert (answer.status_code, answer.json()["door"]) == (200, None)
    assert len(answer.json()["candidates"]) > 1
    refusal = shop.post("/v1/quotes", {"order": order})
    assert refusal.json()["errors"][0]["code"] == "order.no_door"


def test_a_draft_for_somebody_else_goes_to_their_door(served: Site, shop: Client) -> None:
    other = drafted(served, shop, recipient={"name": "Paul"}, address={"text": DOORS[1]})
    order = drafted(served, shop)
    paul = read(shop, other)["recipient"]["id"]
    new = changed(shop, order, recipient={"id": paul})
    assert (new["recipient"]["name"], new["door"]["label"]) == ("Paul", SECOND_DOOR)


def test_a_date_that_is_over_is_no_date_for_a_draft(served: Site, shop: Client) -> None:
    order = drafted(served, shop)
    told = refused(shop, order, date="2026-11-25", instructions="Third floor")
    assert told["errors"][0]["code"] == "order.date_over"


def test_what_moves_no_promise_changes_after_it(served: Site, shop: Client) -> None:
    order = promised(served, shop)
    before = read(shop, order)
    told = {
        "instructions": "Third floor",
        "door_code": "B2407",
        "marks": ["in_person"],
        "not_at_home": "bring_back",
        "reference": "A-2",
        "amount_due_cents": 900,
    }
    recipient = {"name": "Mme Odile Petit", "phone": "+377 93 15 00 01"}
    new = changed(shop, order, **told, recipient=recipient)
    version, id_ = before["version"] + 1, before["recipient"]["id"]
    assert new == {**before, **told, "recipient": {"id": id_, **recipient}, "version": version}


def test_a_mistyped_address_is_mended_and_the_promise_stands(served: Site, shop: Client) -> None:
    order = promised(served, shop)
    promised(served, shop, address={"text": DOORS[2]})
    before = read(shop, order)
    new = changed(shop, order, address={"text": DOORS[1]})
    assert new["door"]["label"] == SECOND_DOOR
    kept = ("state", "number", "slot", "promised_from", "promised_until", "price_cents", "link")
    assert {name: new[name] for name in kept} == {name: before[name] for name in kept}
    assert new["number"] == 1
    fits_still(served, shop)


def test_the_mended_door_is_remembered_for_the_recipient(served: Site, shop: Client) -> None:
    order = promised(served, shop)
    recipient = changed(shop, order, address={"text": DOORS[1]})["recipient"]["id"]
    assert shop.get(f"/v1/recipients/{recipient}").json()["door"]["label"] == SECOND_DOOR


def test_a_door_in_another_zone_has_another_price_and_the_same_zone_the_one_that_was_told(
    served: Site, shop: Client
) -> None:
    order = promised(served, shop)
    west, east = ((7.0, 43.0), (7.42, 44.0)), ((7.42, 43.0), (8.0, 44.0))
    with served.work() as work:
        town = towns.find(work, ADMIN, served.small.town.id)
        zones = tuple(
            Zone(name, ((x, y), (u, y), (u, v), (x, v)))
            for name, ((x, y), (u, v)) in {"west": west, "east": east}.items()
        )
        towns.change(work, replace(town, settings=replace(town.settings, zones=zones)))
    tariff = {"valid_from": DATE.isoformat(), "flat_cents": 900, "zones_cents": {"west": 700}}
    answer = served.client(Role.PLANNER).post("/v1/tariffs", tariff)
    assert answer.status_code == 201, answer.text
    lighter = changed(shop, order, parcels=[{"grams": 100, "litres": 1}])
    assert lighter["price_cents"] == 500
    there = changed(shop, order, address={"pin": MARKETS[2]})
    assert there["price_cents"] == 900


def test_an_unsure_address_leaves_a_promise_as_it_is(served: Site, shop: Client) -> None:
    order = promised(served, shop)
    told = refused(
        shop,
        order,
        address={"text": "Boulevard des Moulins"},
        instructions="Third floor",
        recipient={"name": "Paul"},
    )
    assert told["code"] == "address.unsure"
    (door, *_) = (one["id"] for one in told["candidates"] if one["kind"] == "door")
    assert changed(shop, order, address={"chosen": door})["state"] == "accepted"


def test_what_fits_nowhere_leaves_the_promise_and_the_pool_as_they_are(
    served: Site, shop: Client
) -> None:
    order = promised(served, shop)
    told = refused(shop, order, parcels=TOO_HEAVY, address={"text": DOORS[1]}, reference="A-3")
    assert told["code"] == "order.change_does_not_fit"
    assert {one["price_cents"] for one in told["offers"]} == {None}
    assert all(one["obstacle"] for one in told["offers"])
    recipient = read(shop, order)["recipient"]["id"]
    assert shop.get(f"/v1/recipients/{recipient}").json()["door"]["label"] == FIRST_DOOR
    fits_still(served, shop)


def test_after_its_cut_off_a_change_is_offered_the_slots_that_are_open(
    served: Site, shop: Client, clock: Clock
) -> None:
    order = promised(served, shop, "morning")
    clock.forward(hours=10)
    told = refused(shop, order, address={"text": DOORS[1]})
    assert told["code"] == "order.change_does_not_fit"
    fitting = [one["slot"] for one in told["offers"] if one["price_cents"] is not None]
    assert fitting == ["afternoon", "evening"]
    new = changed(shop, order, address={"text": DOORS[1]}, slot="evening")
    assert (new["slot"], new["price_cents"], new["number"]) == ("evening", 600, 1)
    assert new["promised_from"] == "2026-11-27T16:00:00Z"
    fits_still(served, shop)


def test_a_slot_that_the_town_has_not_is_not_promised(served: Site, shop: Client) -> None:
    order = promised(served, shop)
    assert refused(shop, order, slot="night")["code"] == "order.change_does_not_fit"


def test_a_door_that_cannot_be_served_is_an_error(served: Site, shop: Client) -> None:
    order = promised(served, shop)
    with served.work() as work:
        town = towns.find(work, ADMIN, served.small.town.id)
        settings = replace(town.settings, area=NO_AREA_HERE)
        towns.change(work, replace(town, settings=settings))
    told = refused(shop, order, recipient={"name": "Paul"}, address={"text": DOORS[1]})
    assert told["errors"][0]["code"] == "address.outside"


def test_marks_are_not_taken_off_a_promise(served: Site, shop: Client) -> None:
    order = promised(served, shop, marks=["age_check"])
    assert refused(shop, order, marks=["discreet"])["code"] == "order.marks_loosened"
    assert changed(shop, order, marks=["age_check", "discreet"])["marks"] == [
        "age_check",
        "discreet",
    ]


def test_the_date_of_a_promise_does_not_change(served: Site, shop: Client) -> None:
    order = promised(served, shop)
    assert refused(shop, order, date="2026-11-28")["code"] == "order.cannot_change"


def test_in_a_round_its_courier_reads_what_has_changed(served: Site, shop: Client) -> None:
    ids = settled(served)
    order = ids["order_id"]
    told = refused(shop, order, address={"text": DOORS[1]}, instructions="Fourth floor")
    assert told["code"] == "order.cannot_change"
    changed(
        shop,
        order,
        instructions="Fourth floor",
        door_code="C1",
        recipient={"phone": "+377 93 15 99 99"},
    )
    round_ = served.client(Role.PLANNER).get(f"/v1/rounds/{ids['round_id']}").text
    for word in ("Fourth floor", "C1", "+377 93 15 99 99"):
        assert word in round_


def test_of_two_who_change_an_order_the_second_is_told(served: Site, shop: Client) -> None:
    order = promised(served, shop)
    path, told = f"/v1/orders/{order}", {"instructions": "Third floor"}
    version = {"If-Match": shop.get(path).headers["ETag"]}
    assert shop.patch(path, told).status_code == 428
    assert shop.patch(path, told, headers=version).status_code == 200
    second = shop.patch(path, {"instructions": "Fourth floor"}, headers=version)
    assert (second.status_code, second.json()["code"]) == (412, "precondition.stale")
    assert read(shop, order)["instructions"] == "Third floor"


def test_nobody_of_anothers_book_is_put_into_an_order(served: Site, shop: Client) -> None:
    order = promised(served, shop)
    theirs = read(shop, order)["recipient"]["id"]
    neighbour = stranger(served, served.small, Role.SHOP, 1)
    own = drafted(served, neighbour, 1)
    answer = change(neighbour, own, recipient={"id": theirs})
    assert answer.status_code == 404
    planner = served.client(Role.PLANNER)
    mixed = refused(planner, own, recipient={"id": theirs})
    assert mixed["errors"][0]["code"] == "order.recipient_of_other_shop"


def test_a_key_that_only_reads_changes_no_order(served: Site, shop: Client) -> None:
    order = promised(served, shop)
    reader = served.client().knowing(served.key(Role.SHOP, frozenset({Scope.READ_ORDERS})))
    assert change(reader, order, instructions="Third floor").status_code == 403
    assert read(shop, order)["instructions"] == ""


def test_the_log_tells_which_parts_have_changed_and_nothing_of_anybody(
    served: Site, shop: Client
) -> None:
    order = promised(served, shop)
    told = {"name": "Mme Odile Petit", "phone": "+377 93 15 00 01"}
    changed(shop, order, recipient=told, address={"text": DOORS[1]}, instructions="Third floor")
    with served.work() as work:
        log = events.of_order(work, order)
    assert [event.kind for event in log] == ["order.drafted", "order.accepted", "order.changed"]
    assert log[-1].values == {
        "parts": ["address", "instructions", "name", "phone"],
        "slot": "afternoon",
        "price_cents": 500,
    }


def test_nothing_is_written_down_of_somebody_who_is_forgotten(served: Site, shop: Client) -> None:
    order = drafted(served, shop)
    known = read(shop, order)["recipient"]["id"]
    forgotten = shop.ask("DELETE", f"/v1/recipients/{known}", headers={"If-Match": "*"})
    assert forgotten.status_code == 204
    answer = change(shop, order, instructions="Ask for Mme Petit", door_code="12B")
    assert (answer.status_code, answer.json()["code"]) == (422, "order.nobody")
    assert read(shop, order)["instructions"] == ""
