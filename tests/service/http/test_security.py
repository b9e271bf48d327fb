"""Who is let in, and as whom."""

import datetime as dt
import re

import httpx
import pytest
from argon2 import PasswordHasher

from api.domain.actor import Role, Scope
from api.domain.user import User
from api.services import keys as key_service
from api.services import links, passwords
from api.services import users as user_service
from api.services.users import WantedUser
from api.store import keys, sessions, users
from api.store.database import Database
from api.store.tables import keys as key_rows
from api.store.work import Means
from tests.service.asking import ADMIN, Client, Site, site
from tests.service.conftest import Clock

PASSWORD = "correct horse battery"  # noqa: S105
FORM = {"Origin": "http://127.0.0.1:8000"}


def code_of(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


def test_nobody_is_told_what_was_wrong_with_a_key(served: Site, clock: Clock) -> None:
    client = served.client()
    assert code_of(client.get("/v1/me")) == (401, "auth.missing")
    assert client.get("/v1/me").headers["www-authenticate"] == "Bearer"
    good = served.keys[Role.SHOP]
    expiring = served.key(Role.SHOP, expires=clock.now + dt.timedelta(hours=1))
    revoked = served.key(Role.SHOP)
    with served.work() as work:
        found = keys.of_prefix(work, revoked[:12])
        assert found is not None
        key_service.revoke(work, ADMIN, found.id)
    assert client.knowing(expiring).get("/v1/me").status_code == 200
    clock.forward(hours=1)
    wrong = (
        revoked,
        expiring,
        good[:-1] + ("0" if good[-1] != "0" else "1"),
        f"{good[:12]}_{'0' * 64}",
        f"chl_00000000_{'0' * 64}",
        "chl_x",
        "é",
    )
    for key in wrong:
        answer = client.get("/v1/me", headers={"Authorization": f"Bearer {key}".encode()})
        assert code_of(answer) == (401, "auth.wrong_key"), key
    assert client.get("/v1/me", headers={"Authorization": f"Basic {good}"}).status_code == 401
    assert client.get("/v1/me", headers={"Authorization": f"bearer {good}"}).status_code == 200


def test_a_key_is_kept_as_its_hash(served: Site) -> None:
    secret = served.keys[Role.SHOP]
    assert re.fullmatch("chl_[0-9a-f]{8}_[0-9a-f]{64}", secret)
    with served.work() as work:
        kept = [str(tuple(row)) for row in work.connection.execute(key_rows.select())]
    assert not any(secret[13:] in row for row in kept)
    assert any(secret[:12] in row and key_service.sha256_of(secret) in row for row in kept)


def test_a_key_may_do_no_more_than_its_scopes(served: Site) -> None:
    reading = served.client().knowing(served.key(Role.PLANNER, frozenset({Scope.READ_TOWN})))
    assert reading.get("/v1/shops").status_code == 200
    answer = reading.post("/v1/couriers", {"name": "Camille"})
    assert code_of(answer) == (403, "auth.not_allowed")
    assert answer.json()["values"]["scope"] == "town:write"


def test_nobody_makes_a_key_that_may_do_more_than_they_may(served: Site) -> None:
    shop = served.client(Role.SHOP)
    wanted = {"name": "More", "scopes": ["town:write"]}
    assert code_of(shop.post("/v1/keys", wanted)) == (403, "auth.not_allowed")
    admin = served.client(Role.ADMIN)
    answer = admin.post("/v1/keys", {**wanted, "user": served.users[Role.SHOP].id})
    assert code_of(answer) == (422, "input.several") or answer.json()["code"] == "key.scope"
    lesser = served.client().knowing(served.key(Role.SHOP, frozenset({Scope.KEYS})))
    assert lesser.post("/v1/keys", {"name": "As much"}).json()["scopes"] == ["keys:write"]


def test_a_shop_makes_keys_for_itself_only_and_sees_no_others(served: Site) -> None:
    shop, courier = served.client(Role.SHOP), served.users[Role.COURIER].id
    assert code_of(shop.post("/v1/keys", {"name": "A", "user": courier})) == (404, "missing.row")
    assert {key["user"] for key in shop.get("/v1/keys").json()["keys"]} == {
        served.users[Role.SHOP].id
    }
    of_town = served.client(Role.PLANNER).get("/v1/keys").json()["keys"]
    assert {key["user"] for key in of_town} == {
        served.users[role].id for role in (Role.PLANNER, Role.SHOP, Role.COURIER)
    }
    assert all("key" not in key and "sha256" not in key for key in of_town)
    planners = next(key for key in of_town if key["user"] == served.users[Role.PLANNER].id)
    assert shop.ask("DELETE", f"/v1/keys/{planners['id']}").status_code == 404


def test_a_revoked_key_opens_nothing_from_then_on(served: Site) -> None:
    planner = served.client(Role.PLANNER)
    made = planner.post("/v1/keys", {"name": "Till", "scopes": ["town:read"]}).json()
    till = planner.knowing(made["key"])
    assert till.get("/v1/shops").status_code == 200
    assert planner.ask("DELETE", f"/v1/keys/{made['id']}").status_code == 204
    assert till.get("/v1/shops").status_code == 401
    assert planner.get(f"/v1/keys/{made['id']}").json()["revoked"] is not None


def test_whoever_is_shut_out_has_no_keys_and_no_sessions(served: Site, shop_user: User) -> None:
    client = signed_in(served)
    with served.work() as work:
        user_service.shut_out(work, ADMIN, shop_user.id)
        user_service.shut_out(work, ADMIN, served.users[Role.SHOP].id)
    assert client.get("/v1/me").status_code == 401
    assert served.client(Role.SHOP).get("/v1/me").status_code == 401
    assert sign_in(served.client(), PASSWORD).status_code == 401


@pytest.fixture
def shop_user(served: Site) -> User:
    """Somebody of the first shop who has a password."""
    with served.work() as work:
        links.prepare(work)
        wanted = WantedUser(
            " Petit@Example.org ",
            Role.SHOP,
            served.small.town.id,
            served.small.shops[0].id,
            PASSWORD,
        )
        return user_service.add(work, ADMIN, wanted)


def sign_in(client: Client, password: str, login: str = "petit@example.org") -> httpx.Response:
    told = {"login": login, "password": password, "to": "/counter"}
    return client.post("/sign-in", data=told, headers=FORM)


def signed_in(served: Site) -> Client:
    """A browser of somebody who has signed in."""
    client = served.client()
    answer = sign_in(client, PASSWORD)
    client.cookies = dict(answer.cookies)
    return client


def test_a_password_opens_a_session_in_a_cookie_that_no_script_reads(
    served: Site, shop_user: User
) -> None:
    answer = sign_in(served.client(), PASSWORD, "PETIT@example.org ")
    assert (answer.status_code, answer.headers["location"]) == (303, "/counter")
    cookie = answer.headers["set-cookie"]
    assert {"HttpOnly", "SameSite=lax", "Path=/"} <= {part.strip() for part in cookie.split(";")}
    client = signed_in(served)
    told = client.get("/v1/me").json()
    assert (told["id"], told["role"]) == (shop_user.id, "shop")
    with served.work() as work:
        secret = client.cookies["chaland"]
        assert sessions.find(work, key_service.sha256_of(secret)) is not None
        assert sessions.find(work, secret) is None


def test_by_https_the_cookie_is_kept_to_it_and_to_the_host(
    database: Database, means: Means
) -> None:
    with site(database, means, public_url="https://livraison.example.fr") as secure:
        with secure.work() as work:
            wanted = WantedUser("a", Role.ADMIN, password=PASSWORD)
            user_service.add(work, ADMIN, wanted)
        told = {"login": "a", "password": PASSWORD}
        origin = {"Origin": "https://livraison.example.fr"}
        cookie = secure.client().post("/sign-in", data=told, headers=origin).headers["set-cookie"]
    assert cookie.startswith("__Host-chaland=")
    assert "Secure" in cookie
    assert "Domain" not in cookie


def test_every_wrong_sign_in_is_answered_alike_and_tries_a_password(
    served: Site, shop_user: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried = []
    real = passwords._HASHER.verify

    class Counting:
        def verify(self, kept: str, password: str) -> bool:
            tried.append(kept)
            return real(kept, password)

        def hash(self, password: str) -> str:
            return PasswordHasher().hash(password)

    monkeypatch.setattr(passwords, "_HASHER", Counting())
    wrong = (
        sign_in(served.client(), "wrong horse battery"),
        sign_in(served.client(), PASSWORD, "nobody@example.org"),
        sign_in(served.client(), PASSWORD, served.users[Role.SHOP].login),
    )
    assert {answer.status_code for answer in wrong} == {401}
    assert len({answer.text for answer in wrong}) == 1
    assert len(tried) == 3
    assert all(kept.startswith("$argon2id$") for kept in tried)


def test_a_session_changes_nothing_without_its_token(served: Site, shop_user: User) -> None:
    client = signed_in(served)
    other = signed_in(served)
    token, others = (one.get("/v1/me").json()["csrf"] for one in (client, other))
    told = {"name": "Till"}
    assert code_of(client.post("/v1/keys", told)) == (403, "auth.csrf")
    for wrong in ("", others, "é"):
        answer = client.post("/v1/keys", told, headers={"X-CSRF-Token": wrong.encode()})
        assert code_of(answer) == (403, "auth.csrf")
    assert client.post("/v1/keys", told, headers={"X-CSRF-Token": token}).status_code == 201
    assert client.get("/v1/keys").status_code == 200


def test_a_form_may_hold_the_token(served: Site, shop_user: User) -> None:
    client = signed_in(served)
    token = client.get("/v1/me").json()["csrf"]
    refused = client.post("/v1/keys", data={"name": "Till"})
    assert code_of(refused) == (403, "auth.csrf") or refused.status_code == 422
    assert client.post("/v1/keys", data={"csrf": token}).json()["code"] == "input.several"


def test_signing_in_begins_a_session_of_its_own_and_ends_the_one_before(
    served: Site, shop_user: User
) -> None:
    fixed = served.client()
    fixed.cookies = {"chaland": "f" * 64}
    answer = sign_in(fixed, PASSWORD)
    assert answer.cookies["chaland"] != "f" * 64
    assert fixed.get("/v1/me").status_code == 401
    first = signed_in(served)
    again = first.post(
        "/sign-in", data={"login": "petit@example.org", "password": PASSWORD}, headers=FORM
    )
    assert first.get("/v1/me").status_code == 401
    assert again.cookies["chaland"] != first.cookies["chaland"]


def test_a_session_ends(served: Site, shop_user: User, clock: Clock) -> None:
    client, other = signed_in(served), signed_in(served)
    assert client.post("/sign-in/out", headers=FORM).status_code == 303
    assert code_of(client.get("/v1/me")) == (401, "auth.no_session")
    clock.forward(days=13)
    assert other.get("/v1/me").status_code == 200
    clock.forward(days=1)
    assert other.get("/v1/me").status_code == 401


def test_another_password_ends_all_sessions(served: Site, shop_user: User) -> None:
    client = signed_in(served)
    with served.work() as work:
        user_service.change_password(work, ADMIN, shop_user.id, "another horse battery")
    assert client.get("/v1/me").status_code == 401
    assert sign_in(served.client(), PASSWORD).status_code == 401
    assert sign_in(served.client(), "another horse battery").status_code == 303


def test_forms_of_other_sites_sign_nobody_in(served: Site, shop_user: User) -> None:
    told = {"login": "petit@example.org", "password": PASSWORD}
    for origin in ("https://elsewhere.example", "null"):
        answer = served.client().post("/sign-in", data=told, headers={"Origin": origin})
        assert answer.status_code == 403
        assert "Le formulaire vient d’un autre site." in answer.text
        assert answer.cookies == {}


def test_after_signing_in_nobody_is_led_to_another_site(served: Site, shop_user: User) -> None:
    for to in ("https://elsewhere.example", "//elsewhere.example", "/\\elsewhere.example", "x:y"):
        told = {"login": "petit@example.org", "password": PASSWORD, "to": to}
        answer = served.client().post("/sign-in", data=told, headers=FORM)
        assert (answer.status_code, answer.headers["location"]) == (303, "/")


def test_a_link_is_opened_by_a_button_and_works_once(
    served: Site, shop_user: User, clock: Clock
) -> None:
    with served.work() as work:
        token = links.sign_in_token(work, shop_user.id)
    looking = served.client().get(f"/sign-in/{token}")
    assert looking.status_code == 200
    assert token in looking.text
    assert "set-cookie" not in looking.headers
    answer = served.client().post("/sign-in", data={"token": token}, headers=FORM)
    assert answer.status_code == 303
    browser = served.client()
    browser.cookies = dict(answer.cookies)
    assert browser.get("/v1/me").json()["id"] == shop_user.id
    again = served.client().post("/sign-in", data={"token": token}, headers=FORM)
    assert again.status_code == 404
    assert "set-cookie" not in again.headers


def test_a_used_link_is_no_session(served: Site, shop_user: User) -> None:
    with served.work() as work:
        token = links.sign_in_token(work, shop_user.id)
    served.client().post("/sign-in", data={"token": token}, headers=FORM)
    browser = served.client()
    browser.cookies = {"chaland": token}
    assert browser.get("/v1/me").status_code == 401


def test_a_link_that_has_expired_or_was_forged_opens_nothing(
    served: Site, shop_user: User, clock: Clock
) -> None:
    with served.work() as work:
        token = links.sign_in_token(work, shop_user.id)
    clock.forward(hours=1)
    for wrong in (token, token[:-1], shop_user.id):
        answer = served.client().post("/sign-in", data={"token": wrong}, headers=FORM)
        assert answer.status_code == 404
        assert "set-cookie" not in answer.headers


def test_a_login_belongs_to_one_user_and_a_password_has_a_length(served: Site) -> None:
    from routing.errors import InputError  # noqa: PLC0415

    town, shop = served.small.town.id, served.small.shops[0].id
    for wanted, code in (
        (WantedUser("Shop@example.org", Role.SHOP, town, shop), "user.login_taken"),
        (WantedUser("b", Role.SHOP, town, shop, "short"), "user.password_length"),
        (WantedUser("b", Role.SHOP, town), "user.role"),
        (WantedUser("b", Role.PLANNER), "user.role"),
        (WantedUser("b", Role.ADMIN, town), "user.role"),
        (WantedUser("  ", Role.ADMIN), "user.login"),
    ):
        with pytest.raises(InputError) as refused, served.work() as work:
            user_service.add(work, ADMIN, wanted)
        assert refused.value.code == code
    with served.work() as work:
        assert users.of_login(work, "b") is None


def test_nobody_but_the_admin_makes_keys_in_the_name_of_others(served: Site) -> None:
    """One of a shop's would open its address book."""
    wanted = {"name": "Till", "user": served.users[Role.SHOP].id}
    planner = served.client(Role.PLANNER).post("/v1/keys", wanted)
    assert code_of(planner) == (403, "auth.not_allowed")
    assert served.client(Role.ADMIN).post("/v1/keys", wanted).status_code == 201
