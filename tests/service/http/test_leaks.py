"""Nobody reaches what is another's: every endpoint of the document, asked with others' ids.

The endpoints come from the OpenAPI document, so that a new one cannot be forgotten: a path whose
parameter is not known here fails. What is asked would be answered to whoever may ask it: no refusal
counts that only tells of a form that was filled in wrong.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest

from api.domain.actor import Role
from api.http.documented import document_of
from tests.service.asking import Client, Site
from tests.service.http.everything import PERSONAL, PHOTO_EVENT, a_photo, settled, stranger
from tests.service.small_town import DATE, HUB, MARKETS, settle

OPEN_TO_ALL = {"/v1/calendars/{secret}.ics"}
"""Whose address is the secret itself."""

NO_ID = {"date"}
"""Parameters that name nothing of anybody's."""

PAGING = {"cursor", "limit"}

READ_BY_NEIGHBOURS = {
    Role.SHOP: {"town_id", "vehicle_id", "tariff_id", "shift_id"},
    Role.COURIER: {"town_id", "vehicle_id", "tariff_id", "shop_id"},
}
"""What others of the same town may read, though not change."""

LISTED_TO_NEIGHBOURS = {
    Role.SHOP: READ_BY_NEIGHBOURS[Role.SHOP] | {"courier_id"},
    Role.COURIER: READ_BY_NEIGHBOURS[Role.COURIER] | {"courier_id"},
}
"""Who else rides in the town stands in its lists of shifts."""

OF_QUERIES = {
    "date": DATE.isoformat(),
    "order": "{order_id}",
    "shop": "{shop_id}",
    "from": "{plan_id}",
    "town": "{town_id}",
    "state": "planned",
    "reference": "A-1",
}
"""What a query's parameters say."""

BODIES = {
    "/v1/solve": {
        "vehicles": [{"id": 1, "profile": "cargo_bike", "start": HUB}],
        "jobs": [{"id": 1, "location": MARKETS[0]}],
    }
}
"""What is sent where the document's example names nothing: this is ridden on a town's streets."""

FORMS: dict[str, dict[str, Any]] = {
    "/v1/proofs": {
        "data": {"order": "{order_id}", "event": PHOTO_EVENT},
        "files": {"photo": ("photo.jpg", a_photo(), "image/jpeg")},
    },
    "/v1/orders/import": {
        "files": {"file": ("orders.csv", b"order;date;recipient;address\n", "text/csv")}
    },
}
"""What is sent where no JSON is."""

FORBIDDEN = {403, 404}


@dataclass(frozen=True)
class Call:
    """An endpoint with others' ids in it.

    Parameters
    ----------
    names
        Parameters of its path.
    sent
        Query, body or form.
    """

    method: str
    path: str
    names: frozenset[str]
    sent: dict[str, Any] = field(default_factory=dict)

    def asked(self, client: Client) -> httpx.Response:
        """What somebody is answered, which is nothing of the order's recipient."""
        answer = client.ask(self.method, self.path, headers={"If-Match": '"1"'}, **self.sent)
        for word in PERSONAL:
            assert word not in answer.text, (self.method, self.path)
        return answer


def calls(served: Site, ids: dict[str, str], *, town: bool = False) -> Iterator[Call]:
    """Every endpoint that names something in its path, its query or its body.

    Parameters
    ----------
    town
        Whether the others' town is named wherever it can be.
    """
    document = document_of(served.app)
    for path, operations in document["paths"].items():
        names = frozenset(re.findall(r"\{(\w+)\}", path)) - NO_ID
        if path in OPEN_TO_ALL:
            continue
        assert names <= ids.keys(), f"{path}: who may not ask this?"
        for method, operation in operations.items():
            sent = sent_to(document, path, operation, ids)
            if town and "town" in query_of(operation):
                sent["params"]["town"] = ids["town_id"]
            if names or any(one in json.dumps(sent, default=str) for one in ids.values()):
                at = path.format(**ids, date=DATE)
                yield Call(method.upper(), at, names, sent)


def sent_to(
    document: dict[str, Any], path: str, operation: dict[str, Any], ids: dict[str, str]
) -> dict[str, Any]:
    """All that an endpoint requires, of the others' ids."""
    content = operation.get("requestBody", {}).get("content", {})
    required = {name for name, needed in query_of(operation).items() if needed}
    sent: dict[str, Any] = {"params": {name: OF_QUERIES[name].format(**ids) for name in required}}
    if "application/json" in content:
        schema = content["application/json"]["schema"]
        sent["json"] = BODIES.get(path) or body_of(document, schema, ids)
    elif content:
        form = FORMS[path]
        fields = {name: text.format(**ids) for name, text in form.get("data", {}).items()}
        sent |= {"data": fields, "files": form["files"]}
    return sent


def body_of(document: dict[str, Any], schema: dict[str, Any], ids: dict[str, str]) -> Any:
    """The example of a body, in which every id is one of the others'."""
    if "$ref" in schema:
        schema = document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    by_kind = {one[:3]: one for one in ids.values()}
    example = json.dumps(schema.get("examples", [{}])[0])
    theirs = re.sub(r'"([a-z]{3})_[0-9a-z]{26}"', lambda hit: f'"{by_kind[hit[1]]}"', example)
    return json.loads(theirs)


def query_of(operation: dict[str, Any]) -> dict[str, bool]:
    """The parameters of a query but those of its pages, and whether each is needed."""
    return {
        one["name"]: one["required"]
        for one in operation.get("parameters", [])
        if one["in"] == "query" and one["name"] not in PAGING
    }


def lists(served: Site, ids: dict[str, str]) -> Iterator[Call]:
    """Every list, asked for all that it has, and for each thing of the others' by itself; every
    search, for whom the day's order goes to."""
    for path, operations in document_of(served.app)["paths"].items():
        if path.endswith("/search"):
            sought = {"params": {}, "json": {"text": PERSONAL[0]}}
            yield Call("POST", path, frozenset(), sought)
        names = set(re.findall(r"\{(\w+)\}", path)) - NO_ID
        if "get" not in operations or names or path.endswith("/stream"):
            continue
        query = query_of(operations["get"])
        filled = {name: OF_QUERIES[name].format(**ids) for name in query}
        least = {name: filled[name] for name, needed in query.items() if needed}
        for more in ({}, *({name: text} for name, text in filled.items() if name not in least)):
            yield Call("GET", path.format(date=DATE), frozenset(), {"params": {**least, **more}})


def wrong_answers(client: Client, asked: list[Call]) -> dict[tuple[str, str], tuple[int, str]]:
    """What was answered otherwise than by refusing it."""
    answers = {(one.method, one.path): one.asked(client) for one in asked}
    return {
        call: (answer.status_code, answer.text)
        for call, answer in answers.items()
        if answer.status_code not in FORBIDDEN and not is_refused_deed(call, answer)
    }


def is_refused_deed(call: tuple[str, str], answer: httpx.Response) -> bool:
    """Whether all deeds of a batch were refused: each is answered for itself."""
    told = answer.json().get("answers", []) if call == ("POST", "/v1/events") else []
    return bool(told) and {one["outcome"] for one in told} == {"refused"}


def leaks(client: Client, asked: Call, hidden: set[str]) -> list[str]:
    """Ids of others in an answer that were not in the question."""
    answer = asked.asked(client)
    assert answer.status_code in {200, *FORBIDDEN}, (asked, answer.text)
    return [one for one in hidden - set(asked.sent["params"].values()) if one in answer.text]


@pytest.mark.parametrize("role", [Role.PLANNER, Role.SHOP, Role.COURIER])
def test_nobody_of_another_town_reaches_anything(served: Site, role: Role) -> None:
    ids = settled(served)
    with served.work() as work:
        elsewhere = settle(work, name="Elsewhere")
    asked = list(calls(served, ids, town=True))
    assert len(asked) > 50
    assert wrong_answers(stranger(served, elsewhere, role, 0), asked) == {}


@pytest.mark.parametrize("role", [Role.SHOP, Role.COURIER])
def test_nobody_reaches_what_is_a_neighbours(served: Site, role: Role) -> None:
    ids = settled(served)
    asked = [
        one
        for one in calls(served, ids)
        if not (one.method == "GET" and one.names and one.names <= READ_BY_NEIGHBOURS[role])
    ]
    assert wrong_answers(stranger(served, served.small, role, 1), asked) == {}


@pytest.mark.parametrize("role", [Role.PLANNER, Role.SHOP, Role.COURIER])
def test_no_list_tells_of_another_town(served: Site, role: Role) -> None:
    ids = settled(served)
    with served.work() as work:
        elsewhere = settle(work, name="Elsewhere")
    client = stranger(served, elsewhere, role, 0)
    asked = list(lists(served, ids))
    assert len({one.path for one in asked}) > 15
    assert {
        one.path: found for one in asked if (found := leaks(client, one, {*ids.values()}))
    } == {}


@pytest.mark.parametrize("role", [Role.SHOP, Role.COURIER])
def test_no_list_tells_a_neighbour_of_what_is_anothers(served: Site, role: Role) -> None:
    ids = settled(served)
    client = stranger(served, served.small, role, 1)
    hidden = {one for name, one in ids.items() if name not in LISTED_TO_NEIGHBOURS[role]}
    asked = list(lists(served, ids))
    assert {one.path: found for one in asked if (found := leaks(client, one, hidden))} == {}


def test_whoever_they_belong_to_reads_them_all(served: Site) -> None:
    """Nothing above is refused because it is not there."""
    ids = settled(served)
    readers = [served.client(role) for role in (Role.PLANNER, Role.SHOP, Role.COURIER)]
    asked = [one for one in calls(served, ids) if one.method == "GET"]
    unread = {
        one.path
        for one in asked
        if all(client.ask("GET", one.path, **one.sent).status_code != 200 for client in readers)
    }
    assert unread == set()


def test_a_search_finds_for_a_shop_what_it_hides_from_others(served: Site) -> None:
    ids = settled(served)
    found = served.client(Role.SHOP).post("/v1/recipients/search", {"text": PERSONAL[0]})
    assert [one["id"] for one in found.json()["recipients"]] == [ids["recipient_id"]]


def test_without_a_key_nothing_is_told(served: Site) -> None:
    ids = settled(served)
    for one in (*calls(served, ids), *lists(served, ids)):
        assert one.asked(served.client()).status_code == 401, (one.method, one.path)
