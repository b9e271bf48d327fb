"""Where links lead: to what was set, and nowhere else."""

import asyncio
import re
from collections.abc import Mapping
from typing import Any
from xml.etree import ElementTree

import pytest
import segno
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from api.domain.public_url import AbsoluteLink, read_public_url
from api.web.qr_code import qr_svg
from chaland.public import PROXIES, URL, public_url, trusted_proxies
from routing.errors import InputError


@pytest.mark.parametrize(
    ("text", "link"),
    [
        ("https://livraison.example.fr", "https://livraison.example.fr/s/token"),
        (" https://Livraison.example.fr/ ", "https://livraison.example.fr/s/token"),
        ("https://example.fr:8443", "https://example.fr:8443/s/token"),
        ("https://example.fr:443", "https://example.fr/s/token"),
        ("http://localhost:8000", "http://localhost:8000/s/token"),
        ("http://127.0.0.1", "http://127.0.0.1/s/token"),
        ("http://[::1]:8000", "http://[::1]:8000/s/token"),
    ],
)
def test_a_link_begins_with_the_public_url(text: str, link: str) -> None:
    assert read_public_url(text).link("/s/token") == link


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "public_url.malformed"),
        ("livraison.example.fr", "public_url.malformed"),
        ("ftp://example.fr", "public_url.malformed"),
        ("https://", "public_url.malformed"),
        ("https://example.fr/chaland", "public_url.malformed"),
        ("https://example.fr?town=1", "public_url.malformed"),
        ("https://example.fr#top", "public_url.malformed"),
        ("https://user:secret@example.fr", "public_url.malformed"),
        ("https://example.fr:port", "public_url.malformed"),
        ("https://example.fr:70000", "public_url.malformed"),
        ("https://[::1", "public_url.malformed"),
        ("http://example.fr", "public_url.insecure"),
        ("http://192.168.1.10", "public_url.insecure"),
    ],
)
def test_what_phones_could_not_use_is_no_public_url(text: str, code: str) -> None:
    with pytest.raises(InputError, match=code):
        read_public_url(text)


def test_nothing_set_is_no_public_url() -> None:
    assert public_url({}) is None
    assert public_url({URL: " "}) is None
    set_to = public_url({URL: "https://example.fr"})
    assert set_to is not None
    assert set_to.origin == "https://example.fr"


@pytest.mark.parametrize("text", ["*", "0.0.0.0/0", "::/0", "caddy", "10.0.0.1/8", "127.0.0.1,*"])
def test_everybody_is_no_proxy(text: str) -> None:
    with pytest.raises(InputError, match=r"proxies\.malformed"):
        trusted_proxies({PROXIES: text})


@pytest.mark.parametrize(
    ("proxies", "peer", "client", "scheme"),
    [
        ("", "127.0.0.1", "127.0.0.1", "http"),
        ("127.0.0.1", "127.0.0.1", "203.0.113.9", "https"),
        ("127.0.0.1", "198.51.100.7", "198.51.100.7", "http"),
        ("10.0.0.0/8", "10.2.3.4", "203.0.113.9", "https"),
    ],
)
def test_only_a_proxy_that_is_set_is_believed(
    proxies: str, peer: str, client: str, scheme: str
) -> None:
    seen = seen_through(trusted_proxies({PROXIES: proxies}), peer)
    assert (seen["client"][0], seen["scheme"]) == (client, scheme)


def seen_through(proxies: list[str], peer: str) -> Mapping[str, Any]:
    """What the service learns of a request with forwarded headers that a peer sends."""
    seen: dict[str, Any] = {}

    async def service(scope: Any, receive: Any, send: Any) -> None:
        seen.update(scope)

    headers = [(b"x-forwarded-for", b"203.0.113.9"), (b"x-forwarded-proto", b"https")]
    scope: Any = {"type": "http", "client": (peer, 50_000), "scheme": "http", "headers": headers}
    believing = ProxyHeadersMiddleware(service, trusted_hosts=proxies)
    asyncio.run(believing(scope, None, None))  # type: ignore[arg-type]
    return seen


def test_a_qr_code_holds_its_link_on_white_ground() -> None:
    link = read_public_url("https://livraison.example.fr").link("/s/token")
    drawn = qr_svg(link, "Suivre <la> livraison")
    root = ElementTree.fromstring(drawn)  # noqa: S314 (our own)
    title, ground, signs = root
    assert title.text == "Suivre <la> livraison"
    assert (ground.get("fill"), signs.get("stroke")) == ("#fff", "#000")
    code = segno.make_qr(link, error="m")
    width = code.symbol_size()[0]
    assert root.get("viewBox") == f"0 0 {width} {width}"
    dark = sum(map(int, re.findall(r"h(\d+)", signs.get("d", ""))))
    assert dark == sum(sum(row) for row in code.matrix)


def test_another_link_is_another_code() -> None:
    one, other = (AbsoluteLink(f"https://example.fr/s/{token}") for token in ("a", "b"))
    assert qr_svg(one, "") != qr_svg(other, "")
