"""What whoever runs the service sees of it: logs, figures, whether it is ready."""

import io
import json
import logging
import sqlite3
from collections.abc import Iterator

import pytest

from api.domain.actor import Role
from api.http.logs import JsonLines, where_it_happened, write_logs
from api.store import work
from api.store.database import Database
from tests.service.asking import Client, Site
from tests.service.http.browser import ORIGIN

SECRETS = ("Mme Secret", "+33612345678", "12 rue des Lilas", "B1234", "secret.example")


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    """What is logged."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonLines())
    log = logging.getLogger("chaland.http")
    log.addHandler(handler)
    level = log.level
    log.setLevel(logging.INFO)
    yield stream
    log.removeHandler(handler)
    log.setLevel(level)


def told(lines: io.StringIO) -> list[dict[str, object]]:
    return [json.loads(line) for line in lines.getvalue().splitlines()]


def test_a_line_tells_what_was_asked_by_its_template_and_who_asked(
    served: Site, lines: io.StringIO
) -> None:
    shop = served.small.shops[0].id
    answer = served.client(Role.SHOP).get(f"/v1/shops/{shop}?x=1")
    (line,) = told(lines)
    assert line["method"] == "GET"
    assert line["route"] == "/v1/shops/{shop_id}"
    assert line["status"] == 200
    assert line["actor"] == served.users[Role.SHOP].id
    assert line["request_id"] == answer.headers["x-request-id"]
    assert float(str(line["ms"])) > 0
    assert shop not in lines.getvalue()


def test_no_line_holds_anything_that_was_sent(served: Site, lines: io.StringIO) -> None:
    name, phone, address, code, host = SECRETS
    planner = served.client(Role.PLANNER)
    planner.post("/v1/couriers", {"name": name})
    planner.post("/v1/couriers", {"name": name, "phone": phone})
    planner.get(f"/v1/shops?q={name}", headers={"Referer": f"https://{host}/{address}"})
    planner.get(f"/v1/{name}/{code}")
    planner.get(f"/sign-in/{code}")
    served.client().post("/sign-in", data={"login": name, "password": phone})
    assert len(told(lines)) == 6
    assert not any(secret in lines.getvalue() for secret in SECRETS)
    assert [line["route"] for line in told(lines)][3:] == [
        "unmatched",
        "/sign-in/{token}",
        "/sign-in",
    ]


def test_a_fault_is_told_by_its_kind_and_place_and_never_by_its_message(
    served: Site, lines: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise KeyError(SECRETS[2]) from sqlite3.DatabaseError(SECRETS[0])

    monkeypatch.setattr("api.services.fleet.add_courier", fail)
    planner = served.client(Role.PLANNER)
    with pytest.raises(KeyError):
        planner.post("/v1/couriers", {"name": SECRETS[0]})
    fault, request = told(lines)
    assert fault["kinds"] == ["builtins.KeyError", "sqlite3.DatabaseError"]
    assert any(str(place).endswith(" fail") for place in fault["trace"])  # type: ignore[attr-defined]
    assert request["status"] == 500
    assert request["request_id"] == fault["request_id"]
    assert not any(secret in lines.getvalue() for secret in SECRETS)


def test_a_fault_is_answered_as_a_problem_that_tells_nothing_of_it(
    served: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise KeyError(SECRETS[0])

    monkeypatch.setattr("api.services.fleet.add_courier", fail)
    planner = served.client(Role.PLANNER)
    planner.raises = False
    answer = planner.post("/v1/couriers", {"name": "Camille"}, headers={"Accept-Language": "en"})
    assert answer.status_code == 500
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.json()["code"] == "service.fault"
    assert SECRETS[0] not in answer.text


def test_a_fault_is_told_in_words_to_who_looks_at_a_page(
    served: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise KeyError(SECRETS[0])

    monkeypatch.setattr("api.services.signing_in.by_password", fail)
    browser = served.client()
    browser.raises = False
    told = {"login": "a", "password": "b"}
    answer = browser.post("/sign-in", data=told, headers={"Accept": "text/html", **ORIGIN})
    assert answer.status_code == 500
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert "Le service a un défaut" in answer.text
    assert answer.headers["x-request-id"] in answer.text
    assert SECRETS[0] not in answer.text


def test_who_does_not_wait_is_no_fault(served: Site, lines: io.StringIO) -> None:
    async def leaving() -> dict[str, object]:
        return {"type": "http.disconnect"}

    async def unheard(message: object) -> None:
        raise AssertionError(message)

    key = served.keys[Role.PLANNER].encode()
    scope = {
        "type": "http",
        "method": "POST",
        "path": "/v1/couriers",
        "query_string": b"",
        "headers": [(b"authorization", b"Bearer " + key), (b"content-type", b"application/json")],
    }
    served.portal.call(served.app, scope, leaving, unheard)
    (line,) = told(lines)
    assert (line["status"], line["route"]) == (499, "/v1/couriers")


def test_other_libraries_records_are_lines_of_json_without_messages_of_errors() -> None:
    record = logging.LogRecord("uvicorn.error", logging.ERROR, "x.py", 1, "Started %s", (1,), None)
    assert json.loads(JsonLines().format(record))["message"] == "Started 1"
    record.exc_info = (ValueError, ValueError(SECRETS[0]), None)
    line = JsonLines().format(record)
    assert json.loads(line)["kinds"] == ["builtins.ValueError"]
    assert SECRETS[0] not in line


def test_the_servers_own_account_of_a_fault_is_left_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    root, server = logging.getLogger(), logging.getLogger("uvicorn.error")
    monkeypatch.setattr(root, "handlers", list(root.handlers))
    monkeypatch.setattr(root, "level", root.level)
    monkeypatch.setattr(server, "filters", [])
    stream = io.StringIO()
    write_logs(stream)
    write_logs(stream)
    server.error("Exception in ASGI application\n%s", SECRETS[0])
    server.error("Something else")
    assert [json.loads(line)["message"] for line in stream.getvalue().splitlines()] == [
        "Something else"
    ]


def test_causes_are_followed_to_the_first_unless_they_are_hidden() -> None:
    inner, outer, hiding = ValueError(), KeyError(), KeyError()
    outer.__context__ = hiding.__context__ = inner
    hiding.__suppress_context__ = True
    assert where_it_happened(outer)["kinds"] == ["builtins.KeyError", "builtins.ValueError"]
    assert where_it_happened(hiding)["kinds"] == ["builtins.KeyError"]


def figures(client: Client) -> str:
    answer = client.get("/metrics")
    assert answer.status_code == 200
    return answer.text


def test_requests_are_counted_by_template_and_status(served: Site) -> None:
    shop = served.client(Role.SHOP)
    shop.get(f"/v1/shops/{served.small.shops[0].id}")
    shop.get(f"/v1/shops/{served.small.shops[1].id}")
    shop.get(f"/{SECRETS[0]}")
    shop.ask("BREW", "/v1/me")
    text = figures(shop)
    name = "chaland_http_requests_total"
    assert f'{name}{{method="GET",route="/v1/shops/{{shop_id}}",status="200"}} 1.0' in text
    assert f'{name}{{method="GET",route="/v1/shops/{{shop_id}}",status="404"}} 1.0' in text
    assert f'{name}{{method="GET",route="unmatched",status="404"}} 1.0' in text
    assert 'method="other"' in text
    assert "chaland_http_request_seconds_bucket" in text
    assert "process_resident_memory_bytes" in text
    assert served.small.shops[0].id not in text
    assert SECRETS[0] not in text


def test_the_process_says_that_it_lives_and_whether_it_can_work(served: Site) -> None:
    client = served.client()
    assert client.get("/healthz").json() == {"status": "ok"}
    assert client.get("/readyz").status_code == 200


def test_without_its_tables_it_is_not_ready_but_lives(served: Site) -> None:
    database: Database = served.service.database
    with work.writing(database, served.service.means) as one:
        one.connection.exec_driver_sql("DROP TABLE alembic_version")
    client = served.client()
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["status"]) == (503, "not ready")
    assert answer.json()["database"] == "store.no_tables"
    assert client.get("/healthz").status_code == 200
