"""``chaland serve`` as a process: it answers, refuses what it cannot do, and ends when told to."""

import json
import signal
import socket
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn

from chaland.answering import ended_by_signals, listening_on
from tests.integration.command import chaland, document, ready, succeed


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A database without a town."""
    succeed("upgrade", "--data", tmp_path)
    return tmp_path


def serving(folder: Path, *options: object) -> AbstractContextManager[tuple[dict[str, Any], Any]]:
    """A service that answers already: what it says of itself, and its process."""
    return ready("serve", "--port", "0", "--data", folder, *options)


def test_it_answers_and_ends_well_when_told_to(folder: Path) -> None:
    with serving(folder, "--public-url", "https://livraison.example.fr") as (said, process):
        assert said["public_url"] == "https://livraison.example.fr"
        answer = httpx.get(f"{said['url']}/readyz")
        assert answer.json() == {"status": "ok", "database": "ok"}
        assert "strict-transport-security" in answer.headers
        secret = httpx.get(f"{said['url']}/v1/shops?q=Secret", headers={"X-Name": "Secret"})
        assert secret.status_code == 401
        process.send_signal(signal.SIGTERM)
        _, log = process.communicate(timeout=30)
        assert process.returncode == 0
    lines = [json.loads(line) for line in log.splitlines()]
    assert {"/readyz", "/v1/shops"} <= {line.get("route") for line in lines}
    assert "Secret" not in log


def test_an_answer_is_sent_at_once() -> None:
    """Otherwise the body of each waits until its head was acknowledged, which takes 40 ms."""
    with (
        listening_on("127.0.0.1", 0) as listening,
        socket.create_connection(listening.getsockname()),
    ):
        accepted, _ = listening.accept()
        with accepted:
            assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY) != 0


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_told_to_stop_as_soon_as_it_is_there_it_ends_well(
    folder: Path, number: signal.Signals
) -> None:
    with serving(folder) as (_, process):
        process.send_signal(number)
        _, noted = process.communicate(timeout=30)
        assert process.returncode == 0, noted
    assert "Traceback" not in noted


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_told_to_stop_before_it_answers_it_ends(number: signal.Signals) -> None:
    async def nothing(_scope: object, _receive: object, _send: object) -> None:
        """Nobody calls."""

    usual = signal.getsignal(number)
    server = uvicorn.Server(uvicorn.Config(nothing, lifespan="off", log_config=None))
    with listening_on("127.0.0.1", 0) as listening, ended_by_signals(server):
        signal.raise_signal(number)
        server.run(sockets=[listening])
    assert signal.getsignal(number) is usual


def test_of_two_on_one_file_the_second_says_who_the_first_is(folder: Path) -> None:
    with serving(folder) as (_, process):
        told = document("serve", "--port", "0", "--data", folder, code=3)
    (error,) = told["error"]
    assert error["code"] == "store.already_served"
    assert str(process.pid) in error["wrong"]


def test_without_tables_or_an_address_it_says_what_to_do(folder: Path, tmp_path: Path) -> None:
    nowhere = document("serve", "--data", tmp_path / "none", code=3)
    assert nowhere["error"][0]["code"] == "store.no_database"
    with serving(folder) as (said, _):
        other = tmp_path / "other"
        succeed("upgrade", "--data", other)
        port = said["url"].rpartition(":")[2]
        taken = document("serve", "--port", port, "--data", other, code=3)
    assert taken["error"][0]["code"] == "serve.address"
    insecure = chaland("serve", "--public-url", "http://example.fr", "--port", "0", "--data", other)
    assert insecure.returncode == 3
