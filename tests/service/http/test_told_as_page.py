"""Whatever is wrong, a person with a browser is told so on a page, and never in JSON."""

import pytest

from tests.service.asking import Client, Site
from tests.service.http.browser import DELIVERY, ORIGIN, Browser, hand_over

BROWSER = {"Accept": "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8"}


@pytest.mark.parametrize("odd", [{"name": "x" * 121}, {"date": ""}, {"date": "soon"}])
def test_a_form_that_cannot_be_read_is_told_as_a_page(
    browser: Browser, odd: dict[str, str]
) -> None:
    answer = browser.send("/counter", {**DELIVERY, **odd})
    assert answer.status_code == 422
    assert answer.headers["content-type"].startswith("text/html")
    assert "rien n’est modifié" in answer.text


def test_a_slot_that_nobody_chose_is_told_as_a_page(browser: Browser) -> None:
    order = hand_over(browser)
    answer = browser.send(f"/counter/orders/{order}/accept", {"quote": browser.hidden("quote")})
    assert answer.status_code == 422
    assert "faites chaque choix" in answer.text


def test_a_login_that_is_too_long_is_told_as_a_page(served: Site) -> None:
    told = {"login": "x" * 2_000, "password": "y"}
    answer = served.client().post("/sign-in", data=told, headers=ORIGIN)
    assert answer.status_code == 422
    assert "<h1>" in answer.text


@pytest.mark.parametrize("path", ["/counter/", "/nowhere"])
def test_an_address_that_was_mistyped_leads_back(served: Site, path: str) -> None:
    asking: Client = served.client()
    answer = asking.get(path, headers=BROWSER)
    assert answer.status_code == 404
    assert "Il n’y a pas de page" in answer.text
    assert 'href="/"' in answer.text
    assert asking.get(path).json()["code"] == "request.no_such_page"
    assert asking.get(f"/v1{path}", headers=BROWSER).json()["status"] == 404


def test_no_field_takes_more_than_is_read(browser: Browser) -> None:
    page = browser.go("/counter").text
    for name, most in (("name", 120), ("phone", 30), ("address", 200), ("door_code", 40)):
        (field,) = [one for one in page.split("<input") if f'name="{name}"' in one]
        assert f'maxlength="{most}"' in field
