"""The one sign that no database keeps is refused however it is sent, and never a fault."""

import json

import httpx
import pytest

from api.domain.actor import Role
from tests.service.asking import Client, Site
from tests.service.http.everything import somebody
from tests.service.http.test_page_leaks import ORIGIN, PASSWORD, signed_in
from tests.service.small_town import DATE

URLENCODED = "application/x-www-form-urlencoded"
PARTS = "multipart/form-data; boundary=x"


@pytest.fixture
def shop(served: Site) -> Client:
    """A browser of a shopkeeper."""
    return signed_in(served, somebody(served.small, Role.SHOP, 0, PASSWORD))


def urlencoded(**fields: bytes) -> bytes:
    return b"&".join(name.encode() + b"=" + value for name, value in fields.items())


def in_parts(**fields: bytes) -> bytes:
    parts = (
        f'--x\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n'.encode() + value + b"\r\n"
        for name, value in fields.items()
    )
    return b"".join(parts) + b"--x--\r\n"


def send(client: Client, path: str, kind: str, content: bytes) -> httpx.Response:
    session = client.get("/v1/me").json().get("csrf", "")
    headers = {**ORIGIN, "Content-Type": kind, "X-CSRF-Token": session}
    return client.post(path, content=content, headers=headers)


@pytest.mark.parametrize(
    ("kind", "nul"),
    [
        (URLENCODED, b"%00"),
        (URLENCODED, b"\0"),
        ("Application/X-WWW-Form-URLEncoded; charset=utf-8", b"%00"),
        (PARTS, b"\0"),
    ],
)
def test_a_form_with_nul_is_refused_at_the_counter(shop: Client, kind: str, nul: bytes) -> None:
    writing = in_parts if "multipart" in kind else urlencoded
    told = {"date": DATE.isoformat().encode(), "parcels": b"1", "name": b"a" + nul}
    answer = send(shop, "/counter", kind, writing(**told))
    assert answer.status_code == 422
    assert shop.get("/v1/orders").json()["orders"] == []


@pytest.mark.parametrize("field", ["login", "password", "token", "to"])
@pytest.mark.parametrize(
    ("kind", "nul"), [(URLENCODED, b"%00"), (URLENCODED, b"\0"), (PARTS, b"\0")]
)
def test_a_form_with_nul_signs_nobody_in(
    served: Site, shop: Client, field: str, kind: str, nul: bytes
) -> None:
    login = somebody(served.small, Role.SHOP, 0).login.encode()
    told = {"login": login, "password": PASSWORD.encode()}
    writing = in_parts if "multipart" in kind else urlencoded
    content = writing(**{**told, field: told.get(field, b"/") + nul})
    answer = served.client().post(
        "/sign-in", content=content, headers={**ORIGIN, "Content-Type": kind}
    )
    if field == "to":
        assert (answer.status_code, answer.headers["location"]) == (303, "/")
    else:
        assert 400 <= answer.status_code < 500
        assert "set-cookie" not in answer.headers


def test_a_query_with_nul_is_refused(shop: Client) -> None:
    for path in ("/desk?date=%00", "/counter/day?date=%00", "/v1/orders?reference=%00"):
        assert 400 <= shop.get(path).status_code < 500, path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "utf-32-be"])
def test_json_with_nul_is_refused_in_every_encoding_that_is_read(
    served: Site, encoding: str
) -> None:
    told = {"text": "a\0"}
    answer = served.client(Role.SHOP).ask(
        "POST",
        "/v1/recipients/search",
        content=json.dumps(told).encode(encoding),
        headers={"Content-Type": "application/json"},
    )
    assert (answer.status_code, answer.json()["code"]) == (422, "request.nul")
