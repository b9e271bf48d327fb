"""The pages as people use them: a delivery handed over, looked at, planned and followed."""

import re

import pytest

from api.domain.actor import Role
from api.services import links
from api.services import users as user_service
from api.services.users import WantedUser
from api.store import orders, quotes
from api.store.orders import Sought
from tests.service.asking import ADMIN, Site
from tests.service.http.browser import (
    DELIVERY,
    ORIGIN,
    PASSWORD,
    Browser,
    enter,
    hand_over,
    promise,
)
from tests.service.small_town import DATE


def test_a_shopkeeper_hands_a_delivery_over_in_three_pages(served: Site) -> None:
    browser = enter(served, Role.SHOP)
    assert "Nouvelle livraison" in browser.page.text
    order = hand_over(browser)
    assert "14\u00a0h" in browser.page.text
    assert "5\u00a0€" in browser.page.text
    done = promise(browser, order).text
    assert "Écrivez 1 sur les 2 colis." in done
    assert "À dire à Mme Odile Petit" in done
    (link, *_) = re.findall(r'href="http://127.0.0.1:8000(/s/[^"]+)"', done)
    assert served.client().get(link).status_code == 200
    day = browser.go(f"/counter/day?date={DATE}").text
    assert "Mme Odile Petit" in day
    assert "À préparer" in day


def test_an_unsure_address_asks_which_door(served: Site) -> None:
    browser = enter(served, Role.SHOP)
    order = hand_over(browser, address="Boulevard des Moulins")
    assert "Quelle porte" in browser.page.text
    (chosen, *_) = re.findall(r'name="chosen" value="([^"]+)"', browser.page.text)
    browser.send(f"/counter/orders/{order}/address", {"chosen": chosen})
    assert "À dire au client" in browser.page.text


def test_what_was_typed_is_kept_when_something_is_wrong(served: Site) -> None:
    browser = enter(served, Role.SHOP)
    told = browser.send("/counter", {**DELIVERY, "parcels": "many", "name": "Mme <Petit>"})
    assert told.status_code == 200
    assert "Le nombre de colis n’est pas lisible." in told.text
    assert 'value="Mme &lt;Petit&gt;"' in told.text
    with served.work() as work:
        assert orders.page(work, served.small.planner, Sought(), None, 10) == []


def test_a_cancelled_delivery_says_so(served: Site) -> None:
    browser = enter(served, Role.SHOP)
    order = hand_over(browser)
    promise(browser, order)
    assert "Annulée" in browser.send(f"/counter/orders/{order}/cancel", {}).text


def test_a_form_without_its_token_does_nothing(served: Site) -> None:
    browser = enter(served, Role.SHOP)
    answer = browser.client.post("/counter", data=DELIVERY, headers=ORIGIN)
    assert answer.status_code == 403
    assert answer.headers["content-type"].startswith("text/html")


@pytest.mark.parametrize(
    "path", ["/", "/counter", "/counter/day", "/courier", "/desk", "/installation"]
)
def test_whoever_is_not_known_signs_in(served: Site, path: str) -> None:
    answer = served.client().get(path)
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in")


@pytest.mark.parametrize(
    ("role", "others"),
    [
        (Role.SHOP, ["/desk", "/installation"]),
        (Role.COURIER, ["/counter", "/desk", "/installation"]),
        (Role.PLANNER, ["/installation"]),
    ],
)
def test_nobody_sees_the_page_of_another_role(served: Site, role: Role, others: list[str]) -> None:
    browser = enter(served, role)
    assert browser.page.status_code == 200
    assert {browser.go(path).status_code for path in others} <= {403, 404}


def test_a_shop_does_not_see_an_order_of_another(served: Site) -> None:
    browser = enter(served, Role.SHOP)
    order = hand_over(browser)
    with served.work() as work:
        wanted = WantedUser(
            "other@pages.example",
            Role.SHOP,
            served.small.town.id,
            served.small.shops[1].id,
            PASSWORD,
        )
        user_service.add(work, ADMIN, wanted)
    other = Browser(served.client(), "other@pages.example")
    assert other.go(f"/counter/orders/{order}").status_code == 404


def test_a_planner_sees_what_is_promised_and_asks_for_a_plan(served: Site) -> None:
    shop = enter(served, Role.SHOP)
    promise(shop, hand_over(shop))
    desk = enter(served, Role.PLANNER)
    page = desk.go(f"/desk?date={DATE}").text
    assert "Promesses" in page
    assert "Aucune tournée publiée." in page
    assert "Un plan se calcule." in desk.send("/desk/plans", {"date": DATE.isoformat()}).text


def test_a_planner_sees_what_waits_for_somebody(served: Site) -> None:
    shop = enter(served, Role.SHOP)
    hand_over(shop, address="Boulevard des Moulins")
    page = enter(served, Role.PLANNER).go(f"/desk?date={DATE}").text
    assert "À régler" in page
    assert "adresse à choisir" in page
    assert "Odile" not in page


def test_who_runs_the_service_sees_its_towns_and_goes_to_their_desks(served: Site) -> None:
    browser = enter(served, Role.ADMIN)
    assert "Qui peut entrer" in browser.page.text
    (desk,) = re.findall(r'href="(/desk[?]town=[^"]+)"', browser.page.text)
    assert "Promesses" in browser.go(f"{desk}&date={DATE}").text
    (plans,) = re.findall(r'action="(/desk/plans[^"]+)"', browser.page.text)
    assert "Promesses" in browser.send(plans, {"date": DATE.isoformat()}).text


def test_somebody_who_leaves_is_not_known_any_more(served: Site) -> None:
    browser = enter(served, Role.SHOP)
    assert 'action="/sign-in/out"' in browser.page.text
    browser.client.post("/sign-in/out", headers=ORIGIN)
    assert browser.client.get("/counter").headers["location"] == "/sign-in"


def test_what_is_wrong_with_a_page_leads_back_to_ones_own(served: Site) -> None:
    refused = enter(served, Role.SHOP).go("/desk")
    assert refused.status_code == 403
    assert 'href="/"' in refused.text


def test_a_draft_whose_quote_is_old_asks_for_its_times_anew(served: Site) -> None:
    browser = enter(served, Role.SHOP)
    order = hand_over(browser)
    with served.work() as work:
        quotes.expire(work, order)
    assert "pas encore confié" in browser.go(f"/counter/orders/{order}").text
    assert "À dire au client" in browser.send(f"/counter/orders/{order}/quote", {}).text


def test_a_courier_without_a_round_is_told_so(served: Site) -> None:
    assert "Pas de tournée aujourd’hui." in enter(served, Role.COURIER).page.text


def test_a_recipient_sees_when_it_comes_and_nothing_else(served: Site) -> None:
    browser = enter(served, Role.SHOP)
    order = hand_over(browser)
    promise(browser, order)
    with served.work() as work:
        token = links.recipient_token(work, orders.find(work, served.small.planner, order))
    page = served.client().get(f"/s/{token}")
    assert page.status_code == 200
    assert "14\u00a0h" in page.text
    assert "+377" not in page.text
    assert "Petit" not in page.text
    assert "restent dans le carnet du commerce" in page.text
    assert served.client().get(f"/s/{token}x").status_code == 404


def test_the_styles_of_the_pages_are_served(served: Site) -> None:
    for name in ("tokens.css", "pages.css"):
        answer = served.client().get(f"/static/{name}")
        assert (answer.status_code, answer.headers["content-type"]) == (
            200,
            "text/css; charset=utf-8",
        )
