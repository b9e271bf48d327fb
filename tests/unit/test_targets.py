"""Webhooks go to the open internet, and nowhere else unless it was allowed."""

import pytest

from api.domain.targets import (
    NOTHING_ALLOWED,
    Target,
    as_address,
    is_public,
    reachable,
    read_allow_list,
    read_target,
)
from routing.errors import InputError

PRIVATE = [
    "127.0.0.1",
    "127.8.9.10",
    "0.0.0.0",  # noqa: S104
    "10.0.0.1",
    "172.16.0.1",
    "192.168.1.1",
    "100.64.0.1",
    "100.100.100.200",
    "169.254.169.254",
    "168.63.129.16",
    "224.0.0.1",
    "255.255.255.255",
    "192.0.2.1",
    "::",
    "::1",
    "fe80::1",
    "fe80::1%eth0",
    "fd00:ec2::254",
    "ff02::1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "64:ff9b::a00:1",
    "2002:7f00:1::",
    "2001:db8::1",
]
PUBLIC = ["93.184.216.34", "2606:2800:220:1::1", "::ffff:93.184.216.34", "64:ff9b::5db8:d822"]


@pytest.mark.parametrize("text", PRIVATE)
def test_private_local_and_metadata_addresses_are_not_public(text: str) -> None:
    address = as_address(text)
    assert address is not None
    assert not is_public(address)
    assert reachable(Target("hooks.example.org", 443, is_https=True), [address]) is None


@pytest.mark.parametrize("text", PUBLIC)
def test_addresses_of_the_internet_are_public(text: str) -> None:
    address = as_address(text)
    assert address is not None
    assert is_public(address)
    assert reachable(Target("hooks.example.org", 443, is_https=True), [address]) == address


@pytest.mark.parametrize("host", ["127.0.0.1", "[::1]", "10.0.0.1", "[::ffff:10.0.0.1]"])
def test_a_private_address_is_refused_where_it_stands_in_the_url(host: str) -> None:
    with pytest.raises(InputError, match=r"webhook\.private_target"):
        read_target(f"https://{host}/hook")


@pytest.mark.parametrize(
    "host",
    ["localhost", "LOCALHOST", "till", "a.localhost", "till.local", "nas.lan", "x.internal."],
)
def test_a_name_of_no_public_server_is_refused(host: str) -> None:
    with pytest.raises(InputError, match=r"webhook\.private_target"):
        read_target(f"https://{host}/hook")


@pytest.mark.parametrize(
    "url",
    [
        "",
        "till",
        "ftp://example.org/",
        "file:///etc/passwd",
        "https://",
        "https://user:secret@example.org/",
        "https://example.org:99999/",
        "https://example.org:0/",
        "https://example.org/a b",
        "https://example.org/\n",
        "https://exämple.org/",
        "https://[::1/",
        "https://example.org/" + "a" * 500,
    ],
)
def test_what_is_no_plain_url_is_refused(url: str) -> None:
    with pytest.raises(InputError, match=r"webhook\.url"):
        read_target(url)


def test_what_is_not_encrypted_is_refused() -> None:
    with pytest.raises(InputError, match=r"webhook\.not_https"):
        read_target("http://example.org/")
    assert read_target("https://Example.org/") == Target("example.org", 443, is_https=True)
    assert read_target("https://example.org:8443/").port == 8443


def test_the_allow_list_is_empty_by_default() -> None:
    assert NOTHING_ALLOWED == read_allow_list("") == read_allow_list(" , ")
    assert not NOTHING_ALLOWED.has_name("localhost")


def test_what_the_allow_list_names_may_be_private_and_not_encrypted() -> None:
    allowed = read_allow_list("10.0.0.0/8, Relay.lan ::1")
    loopback, inside, outside = map(as_address, ("::1", "10.1.2.3", "192.168.0.1"))
    assert loopback is not None
    assert inside is not None
    assert outside is not None
    assert read_target("http://10.1.2.3:8080/", allowed) == Target("10.1.2.3", 8080, is_https=False)
    relay = read_target("http://relay.lan/", allowed)
    assert relay == Target("relay.lan", 80, is_https=False)
    assert reachable(relay, [outside], allowed) == outside
    assert read_target("https://[::1]/", allowed).host == "::1"
    public = Target("hooks.example.org", 443, is_https=True)
    assert reachable(public, [outside, inside], allowed) == inside
    assert reachable(public, [outside], allowed) is None
    with pytest.raises(InputError, match=r"webhook\.private_target"):
        read_target("https://192.168.0.1/", allowed)


def test_the_first_address_that_may_be_reached_is_taken() -> None:
    private, public = as_address("10.0.0.1"), as_address("93.184.216.34")
    assert private is not None
    assert public is not None
    target = Target("hooks.example.org", 443, is_https=True)
    assert reachable(target, [private, public]) == public
