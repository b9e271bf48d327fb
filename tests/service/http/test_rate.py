"""Nobody asks too often, and nobody hinders others by it."""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from typing import cast

import pytest

from api.domain.actor import Role
from api.http.stream import MOST_STREAMS
from api.services.service import Limits
from api.store.database import Database
from api.store.work import Means
from tests.service.asking import Site, site
from tests.service.conftest import Clock
from tests.service.http.test_security import sign_in


@pytest.fixture
def hasty(database: Database, means: Means) -> Iterator[Site]:
    """A service that lets nobody ask often."""
    limits = Limits(requests=6, unknown_requests=3, sign_ins=2)
    with site(database, means, limits) as one:
        yield one


def test_whoever_asks_too_often_is_told_when_to_come_back(hasty: Site, clock: Clock) -> None:
    shop, courier = hasty.client(Role.SHOP), hasty.client(Role.COURIER)
    assert [shop.get("/v1/me").status_code for _ in range(7)] == [200] * 6 + [429]
    answer = shop.get("/v1/me")
    assert (answer.json()["code"], answer.headers["retry-after"]) == ("rate.too_many", "10")
    assert courier.get("/v1/me").status_code == 200
    clock.forward(seconds=10)
    assert [shop.get("/v1/me").status_code for _ in range(2)] == [200, 429]
    clock.forward(minutes=10)
    assert [shop.get("/v1/me").status_code for _ in range(7)] == [200] * 6 + [429]


def test_a_key_is_one_caller_however_its_header_is_written(hasty: Site) -> None:
    key, client = hasty.keys[Role.SHOP], hasty.client()
    headers = (f"Bearer {key}", f"bearer {key}", f"BEARER   {key}", f"Bearer \t{key}")
    found = [
        client.get("/v1/me", headers={"Authorization": header}).status_code
        for header in 2 * headers
    ]
    assert found == [200] * 6 + [429] * 2


def test_guessing_keys_is_slow_and_hinders_no_other_address(hasty: Site) -> None:
    guesser = hasty.client()
    found = [
        guesser.knowing(f"chl_0000000{number}_{'0' * 64}").get("/v1/me").status_code
        for number in range(5)
    ]
    assert found == [401, 401, 401, 429, 429]
    elsewhere = hasty.client(Role.SHOP)
    elsewhere.address = "198.51.100.9"
    assert elsewhere.get("/v1/me").status_code == 200


def test_guessing_passwords_is_slow_from_one_address_and_for_one_login(
    hasty: Site, clock: Clock
) -> None:
    client = hasty.client()
    found = [sign_in(client, "guess", f"user{number}").status_code for number in range(3)]
    assert found == [401, 401, 429]
    told = sign_in(client, "guess")
    assert told.headers["content-type"] == "text/html; charset=utf-8"
    assert int(told.headers["retry-after"]) > 0
    statuses = []
    for number in range(3):
        elsewhere = hasty.client()
        elsewhere.address = f"198.51.100.{number}"
        statuses.append(sign_in(elsewhere, "guess", "Petit@example.org").status_code)
    assert statuses == [401, 401, 429]
    clock.forward(seconds=30)
    assert sign_in(client, "guess", "user9").status_code == 401


def test_addresses_of_one_ipv6_network_are_one_caller(hasty: Site) -> None:
    statuses = []
    for number in range(4):
        client = hasty.client()
        client.address = f"2001:db8:1:2:{number}::1"
        statuses.append(client.get("/v1/me").status_code)
    assert statuses == [401, 401, 401, 429]


def test_a_keys_changes_wait_for_each_other_however_its_header_is_written(
    served: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    flights, callers = served.app.state.flights, set()
    alone = flights.alone

    def noted(caller: str, key: str) -> AbstractContextManager[None]:
        callers.add(caller)
        return cast("AbstractContextManager[None]", alone(caller, key))

    monkeypatch.setattr(flights, "alone", noted)
    for scheme in ("Bearer ", "bearer ", "Bearer  "):
        headers = {"Authorization": scheme + served.keys[Role.SHOP], "Idempotency-Key": "one"}
        made = served.client().post("/v1/keys", {"name": "Till"}, headers=headers)
        assert made.status_code == 201
    assert len(callers) == 1


def test_who_is_not_found_out_is_counted_by_their_address_whatever_they_show(hasty: Site) -> None:
    for path in ("/s/nobody", "/v1/calendars/nobody.ics", "/sign-in", "/sign-in/nobody"):
        client = hasty.client()
        client.address = f"198.51.100.{len(path)}"
        found = []
        for number in range(4):
            client.cookies = {"chaland": str(number)}
            found.append(client.get(path).status_code)
        assert found[-1] == 429, path
        assert 429 not in found[:-1], path


def test_who_shows_a_wrong_key_shuts_nobody_out_who_is_next_to_them(hasty: Site) -> None:
    wrong = hasty.client().knowing(f"chl_00000000_{'0' * 64}")
    assert [wrong.get("/v1/me").status_code for _ in range(4)] == [401, 401, 401, 429]
    assert hasty.client(Role.SHOP).get("/v1/me").status_code == 200


def test_an_ipv6_network_is_one_caller_however_it_is_written(hasty: Site) -> None:
    statuses = []
    for host in ("2001:db8::a:b:c:d", "2001:db8::1", "2001:db8:0:0:9::", "2001:db8::ffff:1"):
        client = hasty.client()
        client.address = host
        statuses.append(client.get("/v1/me").status_code)
    assert statuses == [401, 401, 401, 429]


def test_one_caller_watches_so_many_streams_at_once(served: Site) -> None:
    client, seats = served.client(Role.SHOP), served.app.state.streams
    caller = client.get("/v1/keys").json()["keys"][0]["id"]
    assert all(seats.take(caller) for _ in range(MOST_STREAMS))
    told = client.get("/v1/events/stream")
    assert (told.status_code, told.json()["code"]) == (429, "rate.too_many")
    seats.leave(caller)
    assert seats.is_free(caller)
