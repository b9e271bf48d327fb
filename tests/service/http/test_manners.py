"""How everything is answered: problems, versions, pages, headers."""

import json
import uuid
from collections.abc import Iterator

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from api.domain.actor import Role
from api.http.field_errors import MOST
from api.http.problem import TYPES
from api.http.service_route import MOST_JSON
from api.services.service import Limits
from api.store.database import Database
from api.store.work import Means
from tests.service.asking import Client, Site, site
from tests.service.conftest import Clock

MEDIA_TYPE = "application/problem+json"
UNKNOWN_SHOP = "shp_01kb03v3g07000800000000000"


@pytest.fixture
def planner(served: Site) -> Client:
    return served.client(Role.PLANNER)


def test_a_problem_tells_what_is_wrong_in_the_language_that_is_asked_for(planner: Client) -> None:
    path = f"/v1/shops/{UNKNOWN_SHOP}"
    english = planner.get(path, headers={"Accept-Language": "en-GB, fr;q=0.5"})
    french = planner.get(path)
    assert english.status_code == french.status_code == 404
    assert english.headers["content-type"] == MEDIA_TYPE
    told = english.json()
    assert uuid.UUID(told.pop("instance").removeprefix("urn:uuid:"))
    assert told == {
        "type": f"{TYPES}missing.row",
        "title": "Not found",
        "status": 404,
        "detail": f"There is no {UNKNOWN_SHOP} here, or not for you. "
        "Look at the list that it came from.",
        "code": "missing.row",
        "values": {"id": UNKNOWN_SHOP},
    }
    assert french.json()["title"] == "Introuvable"
    assert english.headers["content-language"] == "en"
    assert french.headers["content-language"] == "fr"


def test_everything_that_is_wrong_with_a_body_is_told_at_once_with_its_place(
    planner: Client,
) -> None:
    told = {"name": "", "position": [200, "x"], "opening_hours": 7, "colour": "red"}
    answer = planner.post("/v1/shops", told, headers={"Accept-Language": "en"})
    assert answer.status_code == 422
    errors = answer.json()["errors"]
    assert {(error["pointer"], error["code"]) for error in errors} == {
        ("#/name", "field.too_short"),
        ("#/position/0", "field.too_great"),
        ("#/position/1", "field.not_number"),
        ("#/opening_hours", "field.not_text"),
        ("#/colour", "field.unknown"),
    }
    assert "The limit is 180" in next(e["detail"] for e in errors if e["pointer"] == "#/position/0")


def test_what_was_sent_is_never_told_back(planner: Client) -> None:
    told = {"name": "Mme Secret\n", "position": ["Mme Secret", 43.7], "opening_hours": "Mme Secret"}
    answer = planner.post("/v1/shops", told)
    assert answer.status_code == 422
    assert "Secret" not in answer.text
    answer = planner.post("/v1/shops", {**told, "name": "A", "position": [7.42, 43.74]})
    assert answer.json()["errors"][0]["code"] == "shop.opening_hours"
    assert "Secret" not in answer.text


def test_a_pointer_is_escaped() -> None:
    from api.http.field_errors import field_errors  # noqa: PLC0415

    found = field_errors([{"type": "missing", "loc": ("body", "a/b", 0, "~é")}])
    assert found.errors[0].values["pointer"] == "/a~1b/0/~0%C3%A9"


WRONG = (
    ("GET", "/v1/nothing", 404, "request.no_such_page"),
    ("DELETE", "/v1/shops", 405, "request.no_such_method"),
    ("GET", "/v1/shops?limit=0", 422, "field.too_small"),
    ("GET", "/v1/shops?cursor=%C3%A9", 422, "field.pattern"),
    ("GET", "/v1/shops?cursor=____", 422, "paging.cursor"),
    ("GET", "/v1/shops/x", 422, "field.pattern"),
    ("GET", "/v1/shifts?date=1066-10-14", 422, "field.invalid"),
    ("GET", "/v1/shops?cursor=a%00", 422, "request.nul"),
)


def test_whatever_goes_wrong_is_a_problem(planner: Client) -> None:
    for method, path, status, code in WRONG:
        answer = planner.ask(method, path)
        assert (answer.status_code, answer.headers["content-type"]) == (status, MEDIA_TYPE), path
        told = answer.json()
        assert code in {told["code"], *(error["code"] for error in told.get("errors", []))}, path


def test_a_body_that_is_no_json_is_told_so(planner: Client) -> None:
    sent = {"content": b'{"name": ', "headers": {"Content-Type": "application/json"}}
    answer = planner.post("/v1/shops", **sent)
    assert answer.json()["errors"] == [
        {
            "pointer": "#",
            "code": "field.not_json",
            "detail": answer.json()["errors"][0]["detail"],
            "values": answer.json()["errors"][0]["values"],
        }
    ]


def test_the_sign_that_no_database_keeps_is_refused_before_it_comes_there(planner: Client) -> None:
    body = json.dumps({"name": "a\0b"}).encode()
    sent = {"content": body, "headers": {"Content-Type": "application/json"}}
    assert planner.post("/v1/couriers", **sent).json()["code"] == "request.nul"
    harmless = rb'{"name": "a\\u0000b"}'
    answer = planner.post("/v1/couriers", **{**sent, "content": harmless})
    assert answer.json()["name"] == r"a\u0000b"


def test_a_method_that_a_path_lacks_is_told_those_that_it_has(planner: Client) -> None:
    assert planner.ask("DELETE", "/v1/shops").headers["allow"] == "GET, POST"
    assert planner.ask("DELETE", f"/v1/shops/{UNKNOWN_SHOP}").headers["allow"] == "GET, PATCH"


def test_who_changes_a_thing_says_which_version_they_have_read(
    served: Site, planner: Client
) -> None:
    path = f"/v1/shops/{served.small.shops[0].id}"
    first = planner.get(path).headers["etag"]
    change = {"preparation_minutes": 30}
    assert planner.patch(path, change).status_code == 428
    changed = planner.patch(path, change, headers={"If-Match": first})
    assert (changed.status_code, changed.headers["etag"]) == (200, '"2"')
    stale = planner.patch(path, {"preparation_minutes": 45}, headers={"If-Match": first})
    assert (stale.status_code, stale.json()["code"]) == (412, "precondition.stale")
    assert planner.get(path).json()["preparation_minutes"] == 30
    weak = planner.patch(path, change, headers={"If-Match": f"W/{changed.headers['etag']}"})
    assert weak.status_code == 412
    listed = planner.patch(path, change, headers={"If-Match": f'"7", {changed.headers["etag"]}'})
    assert listed.status_code == 200
    assert planner.patch(path, change, headers={"If-Match": "*"}).status_code == 200


def test_pages_lead_to_one_another_and_nothing_that_is_added_meanwhile_moves_them(
    planner: Client, clock: Clock
) -> None:
    before = [courier["name"] for courier in planner.get("/v1/couriers").json()["couriers"]]
    names = [f"Rider {number}" for number in range(5)]
    for name in names:
        clock.forward(seconds=1)
        planner.post("/v1/couriers", {"name": name})
    found, path, pages = [], "/v1/couriers?limit=3", 0
    while path:
        page = planner.get(path)
        found += [courier["name"] for courier in page.json()["couriers"]]
        if pages == 0:
            clock.forward(seconds=1)
            planner.post("/v1/couriers", {"name": "Late"})
        link = page.headers.get("link", "")
        assert bool(link) == bool(page.json()["next"])
        path = link.partition(">")[0].removeprefix("<") if link else ""
        pages += 1
    assert found == [*before, *names, "Late"]
    assert pages == 3


def test_the_link_to_the_next_page_asks_what_this_one_was_asked(planner: Client) -> None:
    link = planner.get("/v1/shifts?date=2026-11-27&limit=1").headers["link"]
    assert link.startswith("</v1/shifts?date=2026-11-27&limit=1&cursor=")
    assert link.endswith('>; rel="next"')


def test_every_answer_says_what_browsers_may_do_with_it(planner: Client) -> None:
    for path, policy in (
        ("/v1/me", "default-src 'none'; frame-ancestors 'none'"),
        ("/v1/nothing", "default-src 'none'; frame-ancestors 'none'"),
    ):
        headers = planner.get(path).headers
        assert headers["content-security-policy"] == policy
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "same-origin"
        assert headers["cache-control"] == "no-store"
        assert "strict-transport-security" not in headers
    page = planner.get("/sign-in").headers
    assert "frame-ancestors 'none'" in page["content-security-policy"]
    assert "default-src 'self'" in page["content-security-policy"]


def test_what_is_reached_by_https_stays_so(database: Database, means: Means) -> None:
    with site(database, means, public_url="https://livraison.example.fr") as secure:
        headers = secure.client().get("/healthz").headers
    assert headers["strict-transport-security"] == "max-age=63072000"


@pytest.fixture
def small_limit(database: Database, means: Means) -> Iterator[Site]:
    limits = Limits(requests=1_000, unknown_requests=1_000, body_bytes=100)
    with site(database, means, limits) as one:
        yield one


def test_a_body_that_is_too_large_is_refused_whatever_its_length_was_said_to_be(
    small_limit: Site,
) -> None:
    planner = small_limit.client(Role.PLANNER)
    body = json.dumps({"name": "x" * 200}).encode()

    async def unannounced() -> object:
        yield body

    for content in (body, unannounced()):
        answer = planner.post(
            "/v1/couriers", content=content, headers={"Content-Type": "application/json"}
        )
        assert (answer.status_code, answer.json()["code"]) == (413, "request.too_large")


OPENED_BY_A_SECRET = {"/v1/calendars/{secret}.ics"}
"""Calendar programs send neither keys nor cookies."""


def test_the_document_of_the_api_tells_every_answer(served: Site) -> None:
    document = served.client().get("/v1/openapi.json").json()
    assert document["openapi"].startswith("3.1")
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            known = set(operation["responses"])
            assert {"404", "422", "429"} <= known, (method, path)
            problem = operation["responses"]["422"]["content"][MEDIA_TYPE]["schema"]
            assert problem == {"$ref": "#/components/schemas/Problem"}
            if path in OPENED_BY_A_SECRET:
                assert "security" not in operation
                continue
            assert {"401", "403"} <= known, (method, path)
            assert operation["security"] == [{"key": []}, {"session": []}]
            if method == "post":
                named = [parameter["name"] for parameter in operation["parameters"]]
                assert "Idempotency-Key" in named
            if method in {"patch", "put", "delete"}:
                assert {"412", "428"} <= known, (method, path)
    assert "Problem" in document["components"]["schemas"]


def test_whatever_is_sent_has_an_example_and_every_example_is_true(served: Site) -> None:
    document = served.client().get("/v1/openapi.json").json()
    schemas = document["components"]["schemas"]
    for name, schema in schemas.items():
        whole = {"$ref": f"#/components/schemas/{name}", "components": document["components"]}
        for example in schema.get("examples", ()):
            Draft202012Validator(whole, format_checker=FormatChecker()).validate(example)
    sent = {
        reference.rpartition("/")[2]
        for operations in document["paths"].values()
        for operation in operations.values()
        for kind, content in operation.get("requestBody", {}).get("content", {}).items()
        if kind == "application/json" and (reference := content["schema"].get("$ref"))
    }
    assert len(sent) > 10
    assert [name for name in sorted(sent) if "examples" not in schemas[name]] == []


def test_of_very_many_faults_the_first_are_told(planner: Client) -> None:
    many = {"name": "Camille", **{f"unknown{number}": 1 for number in range(5_000)}}
    assert len(planner.post("/v1/couriers", many).json()["errors"]) == MOST


def test_json_of_a_resource_is_never_so_long(planner: Client) -> None:
    answer = planner.post("/v1/couriers", {"name": "x" * MOST_JSON})
    assert (answer.status_code, answer.json()["code"]) == (413, "request.too_large")
    matrix = {"comment": "x" * MOST_JSON}
    assert planner.post("/v1/solve", matrix).status_code == 422


def test_browsers_keep_styles_and_ask_whether_they_have_changed(served: Site) -> None:
    first = served.client().get("/static/pages.css")
    assert (first.status_code, first.headers["cache-control"]) == (200, "no-cache")
    headers = {"If-None-Match": first.headers["etag"]}
    again = served.client().get("/static/pages.css", headers=headers)
    assert (again.status_code, again.content) == (304, b"")


def test_the_document_says_that_publishing_asks_for_a_version(served: Site) -> None:
    document = served.client().get("/v1/openapi.json").json()
    for operations in document["paths"].values():
        for operation in operations.values():
            named = {one["name"].lower() for one in operation.get("parameters", ())}
            if "if-match" in named:
                assert {"412", "428"} <= set(operation["responses"])
