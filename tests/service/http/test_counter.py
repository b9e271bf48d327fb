"""The counter knows its customers, and mends what it has handed over."""

import re
from dataclasses import replace

import pytest

from api.domain.order_state import OrderState
from api.http.pages.counter_form import SOMEBODY_NEW
from api.store import orders
from tests.service.asking import Client, Site
from tests.service.conftest import Clock
from tests.service.http.browser import DELIVERY, Browser, hand_over, promise
from tests.service.small_town import DATE, DOORS

NAME, PHONE = DELIVERY["name"], DELIVERY["phone"]
PLAIN = {"date": DATE.isoformat(), "parcels": "1"}


def value_of(browser: Browser, name: str) -> str:
    """What a field of the page holds."""
    (field,) = re.findall(rf'<input[^>]* name="{name}"[^>]*>', browser.page.text)
    (value,) = re.findall(r'value="([^"]*)"', field)
    return str(value)


def choices_of(browser: Browser, name: str) -> list[str]:
    """What may be chosen on the page."""
    pattern = rf'type="radio" name="{name}" value="([^"]+)"'
    return [str(one) for one in re.findall(pattern, browser.page.text)]


def book(shop: Client) -> list[tuple[str, str]]:
    told = shop.get("/v1/recipients").json()["recipients"]
    return sorted((one["name"], one["phone"]) for one in told)


def mend(browser: Browser, order: str, **changes: str) -> str:
    """Send the form of an order's change with some of its fields typed anew."""
    path = f"/counter/orders/{order}/change"
    if str(browser.page.url.path) != path:
        browser.go(path)
    names = ("name", "phone", "address", "instructions", "parcels", "basket", "version")
    page = browser.page.text
    shown = {name: value_of(browser, name) for name in names if f'name="{name}"' in page}
    dates = re.findall(r'name="date" value="([^"]+)" checked', page)
    return browser.send(path, {**shown, **({"date": dates[0]} if dates else {}), **changes}).text


@pytest.mark.parametrize("typed", [{"name": "mme odile PETIT"}, {"name": "Odile", "phone": PHONE}])
def test_a_known_name_or_phone_offers_who_is_known(
    browser: Browser, shop: Client, typed: dict[str, str]
) -> None:
    hand_over(browser)
    page = browser.send("/counter", {**PLAIN, **typed}).text
    assert "Qui est-ce" in page
    assert NAME in page
    assert DOORS[0] in page
    (known, new) = choices_of(browser, "recipient")
    assert new == SOMEBODY_NEW
    browser.send("/counter", {**PLAIN, **typed, "recipient": known})
    assert "À dire au client" in browser.page.text
    assert book(shop) == [(NAME, PHONE)]


def test_somebody_new_of_a_known_name_is_added(browser: Browser, shop: Client) -> None:
    hand_over(browser)
    told = {**DELIVERY, "phone": "+377 93 00 00 99", "recipient": SOMEBODY_NEW}
    browser.send("/counter", told)
    assert book(shop) == [(NAME, PHONE), (NAME, "+377 93 00 00 99")]


def test_the_same_name_and_phone_are_asked_about_by_nobody(browser: Browser, shop: Client) -> None:
    hand_over(browser)
    hand_over(browser)
    assert "À dire au client" in browser.page.text
    assert book(shop) == [(NAME, PHONE)]


def test_looking_somebody_up_fills_the_form(browser: Browser, shop: Client) -> None:
    hand_over(browser)
    for typed in ({"name": "odi"}, {"phone": "93 00"}):
        browser.send("/counter", {**PLAIN, **typed, "look": "1"})
        filled = {name: value_of(browser, name) for name in ("name", "phone", "address")}
        assert filled == {"name": NAME, "phone": PHONE, "address": DOORS[0]}
    assert len(shop.get("/v1/orders").json()["orders"]) == 1


def test_what_is_typed_over_a_filled_form_is_mended_in_the_book(
    browser: Browser, shop: Client
) -> None:
    hand_over(browser)
    browser.send("/counter", {**PLAIN, "name": "odi", "look": "1"})
    (known,) = re.findall(r'<option value="([^"]+)" selected', browser.page.text)
    told = {**PLAIN, "recipient": known, "filled": browser.hidden("filled"), "name": NAME}
    browser.send("/counter", {**told, "phone": "+377 93 11 11 11", "address": DOORS[0]})
    assert "À dire au client" in browser.page.text
    assert book(shop) == [(NAME, "+377 93 11 11 11")]


def test_a_beginning_that_was_typed_renames_nobody(browser: Browser, shop: Client) -> None:
    hand_over(browser)
    (known,) = shop.get("/v1/recipients").json()["recipients"]
    browser.send("/counter", {**PLAIN, "recipient": known["id"], "name": "Odi"})
    assert book(shop) == [(NAME, PHONE)]


def test_of_several_one_is_chosen_and_of_none_it_is_said(browser: Browser) -> None:
    hand_over(browser)
    hand_over(browser, name="Paul Petit", phone="+377 93 22 22 22")
    browser.send("/counter", {**PLAIN, "name": "petit", "look": "1"})
    assert len(choices_of(browser, "recipient")) == 3
    page = browser.send("/counter", {**PLAIN, "name": "Zoé <b>", "look": "1"}).text
    assert "n’est dans le carnet" in page
    assert 'value="Zoé &lt;b&gt;"' in page


def test_who_is_forgotten_is_offered_to_nobody(browser: Browser, shop: Client) -> None:
    hand_over(browser)
    (known,) = shop.get("/v1/recipients").json()["recipients"]
    shop.ask("DELETE", f"/v1/recipients/{known['id']}", headers={"If-Match": "*"})
    assert known["id"] not in browser.go("/counter").text
    browser.send("/counter", {**PLAIN, "name": NAME, "look": "1"})
    assert "n’est dans le carnet" in browser.page.text


def test_a_mistyped_address_is_mended_by_a_form(browser: Browser, shop: Client) -> None:
    order = hand_over(browser)
    assert "Corriger la livraison" in promise(browser, order).text
    page = mend(browser, order, address=DOORS[1], instructions="Third floor", name="Mme Petit")
    assert "À dire à Mme Petit" in page
    told = shop.get(f"/v1/orders/{order}").json()
    assert (told["door"]["label"], told["instructions"]) == (DOORS[1], "Third floor")
    assert (told["state"], told["slot"], told["number"]) == ("accepted", "afternoon", 1)
    assert (len(told["parcels"]), told["basket_cents"]) == (2, 4_250)


def test_a_form_in_which_nothing_differs_changes_nothing_that_was_promised(
    browser: Browser, shop: Client
) -> None:
    order = hand_over(browser)
    promise(browser, order)
    before = shop.get(f"/v1/orders/{order}").json()
    mend(browser, order)
    after = shop.get(f"/v1/orders/{order}").json()
    assert after == {**before, "version": before["version"] + 1}


def test_a_draft_is_mended_and_asked_for_anew(browser: Browser, shop: Client, clock: Clock) -> None:
    order = hand_over(browser)
    clock.forward(minutes=1)
    mend(browser, order, date="2026-11-28")
    clock.forward(minutes=1)
    assert shop.get(f"/v1/orders/{order}").json()["date"] == "2026-11-28"
    mend(browser, order, date=DATE.isoformat(), parcels="3")
    promise(browser, order)
    told = shop.get(f"/v1/orders/{order}").json()
    assert (told["date"], len(told["parcels"])) == (DATE.isoformat(), 3)
    assert told["state"] == "accepted"


def test_an_unsure_address_asks_which_door_and_changes_nothing_before(
    browser: Browser, shop: Client
) -> None:
    order = hand_over(browser)
    promise(browser, order)
    page = mend(browser, order, address="Boulevard des Moulins", instructions="Third floor")
    assert "Quelle porte" in page
    assert 'value="Third floor"' in page
    assert shop.get(f"/v1/orders/{order}").json()["instructions"] == ""
    chosen = choices_of(browser, "chosen")[0]
    mend(browser, order, chosen=chosen)
    told = shop.get(f"/v1/orders/{order}").json()
    assert "Moulins" in told["door"]["label"]
    assert told["instructions"] == "Third floor"


def test_what_fits_nowhere_is_said_and_the_promise_stands(browser: Browser, shop: Client) -> None:
    order = hand_over(browser)
    promise(browser, order)
    before = shop.get(f"/v1/orders/{order}").json()
    page = mend(browser, order, parcels="50")
    assert "la promesse tient" in page
    assert shop.get(f"/v1/orders/{order}").json() == before


def test_what_fits_another_slot_only_is_offered_it(
    browser: Browser, shop: Client, clock: Clock
) -> None:
    order = hand_over(browser)
    promise(browser, order, "morning")
    clock.forward(hours=10)
    mend(browser, order, address="Boulevard des Moulins")
    chosen = choices_of(browser, "chosen")[0]
    mend(browser, order, chosen=chosen)
    assert choices_of(browser, "slot") == ["afternoon", "evening"]
    mend(browser, order, slot="evening", chosen=browser.hidden("chosen"))
    told = shop.get(f"/v1/orders/{order}").json()
    assert (told["slot"], told["state"]) == ("evening", "accepted")
    assert "Moulins" in told["door"]["label"]


def test_marks_that_were_promised_cannot_be_taken_off_by_the_form(
    browser: Browser, shop: Client
) -> None:
    order = hand_over(browser)
    mend(browser, order, mark="age_check")
    promise(browser, order)
    mend(browser, order, mark="discreet")
    assert shop.get(f"/v1/orders/{order}").json()["marks"] == ["age_check", "discreet"]


def test_what_cannot_be_read_is_kept_as_it_was_typed(browser: Browser, shop: Client) -> None:
    order = hand_over(browser)
    promise(browser, order)
    page = mend(browser, order, amount_due="much", name="Mme <Petit>")
    assert 'value="much"' in page
    assert 'value="Mme &lt;Petit&gt;"' in page
    assert book(shop) == [(NAME, PHONE)]


def test_a_purchase_that_was_typed_by_mistake_is_taken_out_again(
    browser: Browser, shop: Client
) -> None:
    order = hand_over(browser, basket="600")
    promise(browser, order)
    before = shop.get(f"/v1/orders/{order}").json()
    mend(browser, order, basket="")
    after = shop.get(f"/v1/orders/{order}").json()
    assert (before["basket_cents"], after["basket_cents"]) == (60_000, None)
    assert before["price_cents"] == 0 < after["price_cents"]


def test_of_two_counters_that_mend_one_order_the_second_is_told(
    browser: Browser, shop: Client
) -> None:
    order = hand_over(browser)
    promise(browser, order)
    browser.go(f"/counter/orders/{order}/change")
    told = {"instructions": "Third floor"}
    version = shop.get(f"/v1/orders/{order}").headers["ETag"]
    shop.patch(f"/v1/orders/{order}", told, headers={"If-Match": version})
    page = mend(browser, order, instructions="Fourth floor")
    assert browser.page.status_code == 412
    assert "Quelqu’un d’autre" in page
    assert 'value="Fourth floor"' in page
    assert shop.get(f"/v1/orders/{order}").json()["instructions"] == "Third floor"
    mend(browser, order, instructions="Fourth floor")
    assert shop.get(f"/v1/orders/{order}").json()["instructions"] == "Fourth floor"


def test_what_is_over_is_not_mended(browser: Browser) -> None:
    order = hand_over(browser)
    browser.send(f"/counter/orders/{order}/cancel", {})
    assert "Corriger la livraison" not in browser.go(f"/counter/orders/{order}").text
    page = browser.go(f"/counter/orders/{order}/change").text
    assert "elle ne se corrige plus" in page
    assert 'name="address"' not in page


def test_an_address_of_no_door_is_said_to_be_none_and_the_draft_can_be_dropped(
    browser: Browser, shop: Client
) -> None:
    order = hand_over(browser, address="zzzz")
    page = browser.page.text
    assert "Aucune porte n’est connue" in page
    assert "Quelle porte" not in page
    assert f"/counter/orders/{order}/change" in page
    browser.send(f"/counter/orders/{order}/cancel", {})
    assert shop.get(f"/v1/orders/{order}").json()["state"] == "cancelled"


def test_a_correction_to_no_address_says_so(browser: Browser, shop: Client) -> None:
    order = hand_over(browser)
    promise(browser, order)
    page = mend(browser, order, address="zzzz")
    assert "Aucune porte n’est connue" in page
    assert "Quelle porte" not in page


def test_another_customer_than_the_form_was_filled_in_with_brings_their_own_door(
    browser: Browser, shop: Client
) -> None:
    hand_over(browser)
    hand_over(browser, name="Paul Martin", phone="+377 93 22 22 22", address=DOORS[1])
    browser.send("/counter", {**PLAIN, "name": "odile", "look": "1"})
    names = ("filled", "name", "phone", "address")
    filled = {name: value_of(browser, name) for name in names}
    (paul,) = re.findall(r'<option value="([^"]+)">Paul Martin', browser.page.text)
    browser.send("/counter", {**PLAIN, **filled, "recipient": paul})
    shown = {name: value_of(browser, name) for name in names}
    assert shown == {
        "filled": paul,
        "name": "Paul Martin",
        "phone": "+377 93 22 22 22",
        "address": DOORS[1],
    }
    assert len(shop.get("/v1/orders").json()["orders"]) == 2


def test_name_and_phone_typed_over_an_entry_rename_nobody(browser: Browser, shop: Client) -> None:
    hand_over(browser)
    browser.send("/counter", {**PLAIN, "name": "odi", "look": "1"})
    known = browser.hidden("filled")
    typed = {"name": "Paul Martin", "phone": "+377 93 22 22 22", "address": DOORS[1]}
    page = browser.send("/counter", {**PLAIN, **typed, "recipient": known, "filled": known}).text
    assert "Qui est-ce" in page
    assert choices_of(browser, "recipient") == [known, SOMEBODY_NEW]
    browser.send("/counter", {**PLAIN, **typed, "recipient": SOMEBODY_NEW})
    assert book(shop) == [(NAME, PHONE), ("Paul Martin", "+377 93 22 22 22")]


def test_more_parcels_and_a_box_ticked_leave_the_sizes_that_were_told(
    served: Site, browser: Browser, shop: Client
) -> None:
    told = {
        "shop": served.small.shops[0].id,
        "date": DATE.isoformat(),
        "recipient": {"name": NAME, "phone": PHONE},
        "address": {"text": DOORS[0]},
        "parcels": [{"grams": 9_000, "litres": 30, "cold": True}, {"grams": 500, "litres": 2}],
    }
    order = shop.post("/v1/orders", told).json()["id"]

    def sizes() -> list[tuple[int, bool, bool]]:
        parcels = shop.get(f"/v1/orders/{order}").json()["parcels"]
        return [(one["grams"], one["cold"], one["upright"]) for one in parcels]

    mend(browser, order, parcels="3", cold="1")
    assert sizes() == [(9_000, True, False), (500, False, False), (2_000, True, False)]
    mend(browser, order, parcels="1", upright="1", cold="1")
    assert sizes() == [(9_000, True, True)]
    mend(browser, order)
    assert sizes() == [(9_000, False, False)]


def test_a_button_pressed_twice_shows_what_came_of_the_first(browser: Browser) -> None:
    order = hand_over(browser)
    told = {"quote": browser.hidden("quote"), "slot": "afternoon"}
    page = browser.page
    for _ in range(2):
        browser.page = page
        answer = browser.send(f"/counter/orders/{order}/accept", told)
        assert (answer.status_code, "C’est noté" in answer.text) == (200, True)
    page = browser.page
    for _ in range(2):
        browser.page = page
        answer = browser.send(f"/counter/orders/{order}/cancel", {})
        assert (answer.status_code, "Annulée" in answer.text) == (200, True)


def test_what_is_ridden_already_is_not_cancelled_and_the_counter_is_told_in_words(
    served: Site, browser: Browser
) -> None:
    order = hand_over(browser)
    promise(browser, order)
    with served.work() as work:
        found = orders.find(work, served.small.planner, order)
        orders.change(work, replace(found, state=OrderState.PLANNED))
    page = browser.send(f"/counter/orders/{order}/cancel", {}).text
    assert "n’en est plus là" in page
    assert "Dans une tournée" in page


@pytest.mark.parametrize(("act", "told"), [("quote", {}), ("address", {"address": DOORS[1]})])
def test_a_page_that_is_behind_shows_how_the_delivery_stands(
    browser: Browser, shop: Client, act: str, told: dict[str, str]
) -> None:
    order = hand_over(browser)
    promise(browser, order)
    before = shop.get(f"/v1/orders/{order}").json()
    page = browser.send(f"/counter/orders/{order}/{act}", told)
    assert page.status_code == 200
    assert "n’en est plus là" in page.text
    assert "À dire à Mme Odile Petit" in page.text
    assert shop.get(f"/v1/orders/{order}").json() == before
