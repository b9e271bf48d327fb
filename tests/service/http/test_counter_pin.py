"""A door that no register knows is shown on the town's map, without a script."""

import re

import pytest
from sqlalchemy import func, select

from api.store import orders, people
from api.store.tables import answers
from api.web.pin_map import PIXELS
from tests.service.asking import Client, Site
from tests.service.http.browser import Browser, hand_over, promise
from tests.service.small_town import DOORS

BEHIND = (7.4253, 43.7401)
"""Some way into the town, near streets."""
AT_SEA = (7.4500, 43.7300)


def shown(browser: Browser) -> dict[str, str]:
    """What the map's form says by itself."""
    return {name: browser.hidden(name) for name in ("longitude", "latitude", "metres")}


def put(browser: Browser, order: str, **fields: str) -> str:
    """Press the map."""
    return browser.send(f"/counter/orders/{order}/pin", fields).text


def take(browser: Browser, order: str, **fields: str) -> str:
    """Say that the door is here."""
    return browser.send(f"/counter/orders/{order}/pin/here", fields).text


def at(place: tuple[float, float]) -> dict[str, str]:
    return {"longitude": str(place[0]), "latitude": str(place[1]), "metres": "160"}


def test_the_map_begins_with_the_town_or_around_the_street_that_was_typed(
    browser: Browser,
) -> None:
    order = hand_over(browser, address="Nowhere at all 12")
    assert "Poser l’épingle sur le plan" in browser.page.text
    assert "© contributeurs OpenStreetMap" in put(browser, order, address="Nowhere at all 12")
    whole = shown(browser)
    put(browser, order, address="Boulevard des Moulins")
    near = shown(browser)
    assert float(near["metres"]) == 600 < float(whole["metres"])


def test_a_press_comes_nearer_and_keeps_what_was_typed(browser: Browser) -> None:
    order = hand_over(browser, address="Nowhere at all 12")
    put(browser, order, address="Cabanon <bleu>")
    before = shown(browser)
    page = put(browser, order, **before, address="Cabanon <bleu>", **{"at.x": "250", "at.y": "100"})
    after = shown(browser)
    assert float(after["metres"]) == pytest.approx(float(before["metres"]) / 4, abs=0.1)
    assert float(after["longitude"]) > float(before["longitude"])
    assert float(after["latitude"]) > float(before["latitude"])
    assert 'value="Cabanon &lt;bleu&gt;"' in page


def test_the_pin_is_the_door_and_is_remembered_for_the_recipient(
    browser: Browser, served: Site
) -> None:
    order = hand_over(browser, address="Nowhere at all 12")
    page = take(browser, order, **at(BEHIND), address="Cabanon bleu")
    assert "À dire au client" in page
    assert "C’est noté" in promise(browser, order).text
    with served.work() as work:
        kept = orders.find(work, served.small.keeper(0), order)
        door = people.find_door(work, kept.door or "")
        assert door.label == "Cabanon bleu"
        assert door.position == pytest.approx(BEHIND)
        assert people.recipient(work, kept.recipient or "").door == door.id


def test_a_pin_without_a_name_is_called_by_its_street(browser: Browser, shop: Client) -> None:
    order = hand_over(browser, address="Nowhere at all 12")
    take(browser, order, **at(BEHIND))
    label = shop.get(f"/v1/orders/{order}").json()["door"]["label"]
    assert re.search(r"(Rue|Avenue|Boulevard|Place|Square|Chemin|Passage|Escalier)", label)


def test_a_pin_that_cannot_be_served_says_why_and_keeps_the_map(
    browser: Browser, shop: Client
) -> None:
    order = hand_over(browser, address="Nowhere at all 12")
    page = take(browser, order, **at(AT_SEA), address="Bateau")
    assert 'role="alert"' in page
    assert float(shown(browser)["longitude"]) == pytest.approx(AT_SEA[0])
    assert shop.get(f"/v1/orders/{order}").json()["door"] is None


def test_wider_and_a_step_need_no_pointer(browser: Browser) -> None:
    order = hand_over(browser, address="Nowhere at all 12")
    put(browser, order, **at(BEHIND))
    put(browser, order, **shown(browser), step="wider")
    assert float(shown(browser)["metres"]) == 640
    put(browser, order, **shown(browser), step="north")
    assert float(shown(browser)["latitude"]) > BEHIND[1]


@pytest.mark.parametrize(
    "wrong",
    [{"longitude": "nan"}, {"latitude": "91"}, {"metres": "0"}, {"at.x": str(PIXELS + 1)}],
)
def test_a_place_that_is_none_is_refused(browser: Browser, wrong: dict[str, str]) -> None:
    order = hand_over(browser, address="Nowhere at all 12")
    put(browser, order, address="")
    path = f"/counter/orders/{order}/pin"
    answer = browser.send(path, {**at(BEHIND), "at.x": "1", "at.y": "1", **wrong})
    assert answer.status_code == 422


def test_an_order_that_has_gone_on_is_given_no_pin(browser: Browser, shop: Client) -> None:
    order = hand_over(browser)
    promise(browser, order)
    assert "n’en est plus là" in take(browser, order, **at(BEHIND))
    assert shop.get(f"/v1/orders/{order}").json()["door"]["label"] == DOORS[0]


def test_looking_at_the_map_keeps_nothing(browser: Browser, served: Site) -> None:
    order = hand_over(browser, address="Nowhere at all 12")
    with served.work() as work:
        before = work.connection.scalar(select(func.count()).select_from(answers))
    put(browser, order, address="Cabanon bleu")
    put(browser, order, **shown(browser), step="wider")
    with served.work() as work:
        after = work.connection.scalar(select(func.count()).select_from(answers))
    assert after == before
