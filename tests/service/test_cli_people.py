"""``chaland town add``, ``shop``, ``courier``, ``user`` and ``key``, as processes."""

import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from api.services.passwords import matches
from api.store import users, work
from api.store.database import Database
from chaland.working import means
from tests.integration.command import CHALAND, chaland, document, environment, succeed

PASSWORD = "correct horse battery"  # noqa: S105
SETTINGS = """
holidays = "MC"
closed = [2026-12-24]
quote_seconds = 300

[[slots]]
name = "evening"
start = "17:00"
end = "20:00"
cut_off = "12:00"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A database with the town of Monaco in it."""
    succeed("upgrade", "--data", tmp_path)
    succeed("town", "add", "Monaco", "monaco", "--data", tmp_path)
    return tmp_path


def typed(line: str, *arguments: object, code: int = 0) -> str:
    """Run a command that reads a line; gives all that it says."""
    done = subprocess.run(
        [CHALAND, *map(str, arguments)],
        input=f"{line}\n",
        capture_output=True,
        text=True,
        check=False,
        env=environment({"CHALAND_LANG": "en"}),
    )
    assert done.returncode == code, done.stderr
    return done.stdout + done.stderr


def codes(told: Mapping[str, Any]) -> list[str]:
    return [error["code"] for error in told["error"]]


def test_a_town_is_served_with_slots_of_its_own_or_with_usual_ones(tmp_path: Path) -> None:
    succeed("upgrade", "--data", tmp_path)
    file = tmp_path / "settings.toml"
    file.write_text(SETTINGS)
    here = ("--data", tmp_path)
    usual = document("town", "add", "Monaco", "monaco", *here)
    own = document("town", "add", "Monte-Carlo", "monaco", "--settings", file, *here)
    assert usual["pack"] == own["pack"]
    assert [town["name"] for town in document("town", "served", *here)["towns"]] == [
        "Monaco",
        "Monte-Carlo",
    ]
    database = Database.of_file(tmp_path / "chaland.sqlite")
    with work.reading(database, means()) as one:
        rows = one.connection.exec_driver_sql("SELECT settings FROM towns ORDER BY id").all()
    database.close()
    assert '"morning"' in rows[0][0]
    assert '"morning"' not in rows[1][0]
    assert '"2026-12-24"' in rows[1][0]


def test_settings_that_do_not_do_are_told_all_at_once(folder: Path) -> None:
    file = folder / "settings.toml"
    file.write_text('holydays = "MC"\nquote_seconds = 1\n')
    add = ("town", "add", "Monte-Carlo", "monaco", "--data", folder)
    told = document(*add, "--settings", file, code=3)
    assert sorted(codes(told)) == ["field.too_small", "field.unknown"]
    file.write_text("quote_seconds = \n")
    assert codes(document(*add, "--settings", file, code=3)) == ["served.settings_no_toml"]
    missing = document(*add, "--settings", folder / "none.toml", code=3)
    assert codes(missing) == ["served.settings_unreadable"]
    assert codes(document(*add, "--hub", "2.35,48.85", code=3)) == ["town.hub_outside"]


def test_shops_and_couriers_are_added_and_listed(folder: Path) -> None:
    here = ("--data", folder)
    shop = document("shop", "add", "Librairie", "--at", "7.4189,43.7331", "--town", "MONACO", *here)
    courier = document("courier", "add", "Camille", *here)
    assert document("shop", "list", *here)["shops"] == [shop]
    assert document("courier", "list", "--town", shop["town"], *here)["couriers"] == [courier]
    assert "Librairie" in succeed("shop", "list", *here)
    wrong = ("shop", "add", "X", "--at", "2,48", "--opening-hours", "noon", *here)
    assert sorted(codes(document(*wrong, code=3))) == ["shop.opening_hours", "shop.outside"]


def test_where_there_are_several_towns_one_is_named(folder: Path) -> None:
    here = ("--data", folder)
    document("town", "add", "Monte-Carlo", "monaco", *here)
    assert codes(document("courier", "add", "A", *here, code=3)) == ["served.which_town"]
    assert codes(document("courier", "add", "A", "--town", "Nice", *here, code=3)) == [
        "served.no_such_town"
    ]


def test_a_user_is_let_in_and_shut_out(folder: Path) -> None:
    here = ("--data", folder)
    shop = document("shop", "add", "Librairie", "--at", "7.4189,43.7331", *here)["id"]
    add = ("user", "add", "Petit@Example.org", "--role", "shop", "--of", shop, "--password")
    assert "petit@example.org" in typed(PASSWORD, *add, *here)
    (user,) = document("user", "list", *here)["users"]
    assert (user["login"], user["subject"], user["active"]) == ("petit@example.org", shop, True)
    assert "at least" not in typed("short", "user", "password", "petit@example.org", *here, code=3)
    typed("another horse battery", "user", "password", "PETIT@example.org", *here)
    database = Database.of_file(folder / "chaland.sqlite")
    with work.reading(database, means()) as one:
        found = users.of_login(one, "petit@example.org")
    database.close()
    assert found is not None
    assert matches(found.password, "another horse battery")
    assert not document("user", "remove", "petit@example.org", *here)["active"]
    assert codes(document("user", "remove", "nobody", *here, code=3)) == ["served.no_such_user"]
    assert codes(document("user", "add", "x", "--role", "shop", *here, code=3)) == ["user.role"]


def test_a_key_is_shown_once_and_revoked_by_what_it_begins_with(folder: Path) -> None:
    here = ("--data", folder)
    succeed("user", "add", "plan", "--role", "planner", *here)
    made = document("key", "add", "plan", "--name", "Desk", "--scope", "town:read", *here)
    assert made["key"].startswith(f"{made['prefix']}_")
    assert made["scopes"] == ["town:read"]
    listed = chaland("key", "list", "--json", *here)
    assert made["prefix"] in listed.stdout
    assert made["key"] not in listed.stdout
    assert document("key", "revoke", made["prefix"], *here)["revoked"] is not None
    assert codes(document("key", "revoke", "chl_0", *here, code=3)) == ["served.no_such_key"]
    unknown = ("key", "add", "plan", "--name", "x", "--scope", "all", *here)
    assert codes(document(*unknown, code=3)) == ["served.no_such_scope"]


def test_a_link_begins_with_the_public_url(folder: Path) -> None:
    succeed("user", "add", "plan", "--role", "planner", "--data", folder)
    ask = ("user", "link", "plan", "--data", folder)
    assert codes(document(*ask, code=3)) == ["served.no_public_url"]
    public = {"CHALAND_PUBLIC_URL": "https://livraison.example.fr"}
    assert document(*ask, env=public)["link"].startswith("https://livraison.example.fr/sign-in/")
