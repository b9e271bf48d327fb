"""``chaland demo`` as a process: a day under way, a link for each role, nothing left of it."""

import re
import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.integration.command import document
from tests.service.demo_process import demo, person

HOMES = {
    "shop": ("/counter", "Nouvelle livraison"),
    "courier": ("/courier", "ournée"),
    "planner": ("/desk", "Promesses"),
    "admin": ("/installation", "Qui peut entrer"),
}


@pytest.fixture(scope="module")
def running() -> Iterator[dict[str, Any]]:
    """One demo for all that only look at it."""
    with demo("--port", 0) as (said, _):
        yield said


@contextmanager
def signed_in(link: str) -> Iterator[httpx.Client]:
    """A browser that has opened a link and pressed its button."""
    origin, _, token = link.partition("/sign-in/")
    with httpx.Client(base_url=origin, follow_redirects=True) as client:
        assert client.get(link).status_code == 200
        answer = client.post("/sign-in", data={"token": token}, headers={"Origin": origin})
        assert answer.status_code == 200, answer.text
        yield client


def test_a_day_is_under_way_in_it(running: dict[str, Any]) -> None:
    assert {state for state, count in running["orders"].items() if count} >= {
        "delivered",
        "collected",
        "failed",
        "accepted",
        "draft",
    }
    pooled, alone = (running["comparison"][name] for name in ("pooled", "alone"))
    in_rounds = sum(
        running["orders"][state] for state in ("delivered", "collected", "planned", "failed")
    )
    assert pooled["served"] == alone["served"] == in_rounds
    assert pooled["cost"]["cents"] < alone["cost"]["cents"]


@pytest.mark.parametrize("role", HOMES)
def test_each_roles_link_opens_its_own_page_once(running: dict[str, Any], role: str) -> None:
    path, words = HOMES[role]
    link = person(running, role)["link"]
    with signed_in(link) as client:
        page = client.get("/")
        assert page.status_code == 200
        assert page.url.path.startswith(path)
        assert words in page.text
        token = {"token": link.rpartition("/")[2]}
        again = client.post("/sign-in", data=token, headers={"Origin": running["url"]})
        assert again.status_code == 404


def test_a_password_leads_in_when_a_link_is_used(running: dict[str, Any]) -> None:
    told = {"login": person(running, "planner")["login"], "password": running["password"]}
    answer = httpx.post(
        f"{running['url']}/sign-in",
        data=told,
        headers={"Origin": running["url"]},
        follow_redirects=False,
    )
    assert (answer.status_code, answer.headers["location"]) == (303, "/")


def test_the_recipients_link_tells_when_it_comes(running: dict[str, Any]) -> None:
    page = httpx.get(person(running, "recipient")["link"])
    assert page.status_code == 200
    assert re.search(r"Entre 15\s+h", page.text)


@pytest.mark.long
def test_another_demo_is_anew_and_ends_after_its_first_page(running: dict[str, Any]) -> None:
    with socket.socket() as usual:
        usual.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            usual.bind(("127.0.0.1", 8_000))
            usual.listen()
        except OSError:
            pass  # somebody else has it: it is as taken
        other = document("demo", "--once")
    assert not other["url"].endswith(":8000")
    assert other["database"] != running["database"]
    assert not Path(other["database"]).parent.exists()
    ids = {one["link"] for one in running["people"]} & {one["link"] for one in other["people"]}
    assert ids == set()
    assert httpx.get(f"{running['url']}/readyz").status_code == 200


def test_a_port_that_is_asked_for_and_taken_is_told(running: dict[str, Any]) -> None:
    port = running["url"].rpartition(":")[2]
    told = document("demo", "--port", port, "--once", code=3)
    assert told["error"][0]["code"] == "serve.address"


def test_ctrl_c_ends_it_and_leaves_nothing() -> None:
    with demo("--port", 0) as (said, process):
        assert Path(said["database"]).is_file()
        process.send_signal(signal.SIGINT)
        _, noted = process.communicate(timeout=60)
        assert process.returncode == 0, noted
    assert "Traceback" not in noted
    assert not Path(said["database"]).parent.exists()
    with pytest.raises(httpx.ConnectError):
        httpx.get(said["url"])
