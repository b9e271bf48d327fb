"""Nobody reaches what is another's: every endpoint of the document, asked with others' ids.

The endpoints come from the OpenAPI document, so that a new one cannot be forgotten: a path whose
parameter is not known here fails.
"""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from api.domain.actor import Role
from api.http.documented import document_of
from api.services import keys as key_service
from api.services import users as user_service
from api.services.keys import WantedKey
from api.services.users import WantedUser
from tests.service.asking import ADMIN, Client, Site
from tests.service.small_town import DATE, DOORS, SmallTown, settle

OPEN_TO_ALL = {"/v1/calendars/{secret}.ics"}
"""Whose address is the secret itself."""

NO_ID = {"date"}
"""Parameters that name nothing of anybody's."""

READ_BY_NEIGHBOURS = {
    Role.SHOP: {"town_id", "vehicle_id", "tariff_id", "shift_id"},
    Role.COURIER: {"town_id", "vehicle_id", "tariff_id", "shop_id"},
}
"""What others of the same town may read, though not change."""

PERSONAL = ("Odile", "+377 93 15 00 00", DOORS[0], "Third floor", "B2407")

FORBIDDEN = {403, 404}


def settled(served: Site) -> dict[str, str]:
    """One of everything in the town, by the name of its parameter."""
    planner, shop = served.client(Role.PLANNER), served.client(Role.SHOP)
    small = served.small
    order = shop.post(
        "/v1/orders",
        {
            "shop": small.shops[0].id,
            "date": DATE.isoformat(),
            "recipient": {"name": "Odile Petit", "phone": "+377 93 15 00 00"},
            "address": {"text": DOORS[0]},
            "instructions": "Third floor",
            "door_code": "B2407",
            "parcels": [{}],
        },
    ).json()
    quote = shop.post("/v1/quotes", {"order": order["id"]}).json()
    accepted = {"quote": quote["id"], "slot": "evening"}
    assert shop.post(f"/v1/orders/{order['id']}/accept", accepted).status_code == 200
    recipient = shop.get(f"/v1/orders/{order['id']}").json()["recipient"]["id"]
    standing = shop.post(
        "/v1/standing-orders",
        {
            "shop": small.shops[0].id,
            "recipient": recipient,
            "weekdays": [0],
            "slot": "morning",
            "parcels": [{}],
        },
    ).json()
    hook = shop.post("/v1/webhooks", {"url": "https://till.example.org/chaland"}).json()
    key = shop.post("/v1/keys", {"name": "till"}).json()
    job = planner.post("/v1/plans", {"date": DATE.isoformat()}).json()
    tariff = planner.get("/v1/tariffs").json()["tariffs"][0]["id"]
    return {
        "town_id": small.town.id,
        "shop_id": small.shops[0].id,
        "courier_id": small.couriers[0].id,
        "vehicle_id": small.shifts[0].vehicle,
        "shift_id": small.shifts[0].id,
        "tariff_id": tariff,
        "order_id": order["id"],
        "quote_id": quote["id"],
        "standing_order_id": standing["id"],
        "webhook_id": hook["webhook"]["id"],
        "key_id": key["id"],
        "job_id": job["id"],
        # Nothing is published here; an id of nobody's must look like one of somebody else's.
        "plan_id": "pln_01m8bvm4g0e008000000000000",
        "round_id": "rnd_01m8bvm4g0e008000000000000",
        "proof_id": "prf_01m8bvm4g0e008000000000000",
    }


def stranger(served: Site, small: SmallTown, role: Role, number: int) -> Client:
    """Somebody of a role in a town: the keeper of its shop, or its courier, of a number."""
    subjects = {Role.SHOP: small.shops[number].id, Role.COURIER: small.couriers[number].id}
    with served.work() as work:
        login = f"{role}-{small.town.id}-{number}"
        wanted = WantedUser(login, role, small.town.id, subjects.get(role))
        user = user_service.add(work, ADMIN, wanted)
        secret = key_service.add(work, ADMIN, WantedKey("stranger", user.id)).secret
    return served.client().knowing(secret)


def calls(served: Site, ids: dict[str, str]) -> Iterator[tuple[str, str, set[str], Any]]:
    """Every endpoint that names something: method, path, its parameters, and a body for it."""
    document = document_of(served.app)
    for path, operations in document["paths"].items():
        names = set(re.findall(r"\{(\w+)\}", path)) - NO_ID
        if not names or path in OPEN_TO_ALL:
            continue
        assert names <= ids.keys(), f"{path}: who may not ask this?"
        for method, operation in operations.items():
            yield method.upper(), path.format(**ids), names, body_of(document, operation)


def body_of(document: dict[str, Any], operation: dict[str, Any]) -> Any:
    """The example of an endpoint's body; None where it has none."""
    content = operation.get("requestBody", {}).get("content", {}).get("application/json")
    if content is None:
        return None
    schema = content["schema"]
    if "$ref" in schema:
        schema = document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    return schema.get("examples", [{}])[0]


def refused(client: Client, method: str, path: str, body: Any) -> tuple[int, str]:
    options = {} if body is None else {"json": body}
    answer = client.ask(method, path, headers={"If-Match": '"1"'}, **options)
    for word in PERSONAL:
        assert word not in answer.text, (method, path)
    return answer.status_code, answer.text


@pytest.mark.parametrize("role", [Role.PLANNER, Role.SHOP, Role.COURIER])
def test_nobody_of_another_town_reaches_anything(served: Site, role: Role) -> None:
    ids = settled(served)
    with served.work() as work:
        elsewhere = settle(work, name="Elsewhere")
    client = stranger(served, elsewhere, role, 0)
    asked = list(calls(served, ids))
    assert len(asked) > 30
    wrong = {
        (method, path): status
        for method, path, _, body in asked
        if (status := refused(client, method, path, body)[0]) not in {*FORBIDDEN, 422}
    }
    assert wrong == {}


@pytest.mark.parametrize("role", [Role.SHOP, Role.COURIER])
def test_nobody_reaches_what_is_a_neighbours(served: Site, role: Role) -> None:
    ids = settled(served)
    client = stranger(served, served.small, role, 1)
    wrong = {
        (method, path): status
        for method, path, names, body in calls(served, ids)
        if not (method == "GET" and names <= READ_BY_NEIGHBOURS[role])
        if (status := refused(client, method, path, body)[0]) not in {*FORBIDDEN, 422}
    }
    assert wrong == {}


@pytest.mark.parametrize("role", [Role.PLANNER, Role.SHOP, Role.COURIER])
def test_no_list_tells_of_another_town(served: Site, role: Role) -> None:
    ids = settled(served)
    with served.work() as work:
        elsewhere = settle(work, name="Elsewhere")
    client = stranger(served, elsewhere, role, 0)
    lists = [
        path
        for path, operations in document_of(served.app)["paths"].items()
        if "get" in operations and "{" not in path and not path.endswith("/stream")
    ]
    assert len(lists) > 10
    for path in lists:
        text = client.get(path, params={"date": DATE.isoformat()}).text
        found = [name for name in [*ids.values(), *PERSONAL] if name in text]
        assert found == [], path


def test_without_a_key_nothing_is_told(served: Site) -> None:
    ids = settled(served)
    for method, path, _, body in calls(served, ids):
        assert refused(served.client(), method, path, body)[0] in {401, 422}, (method, path)
