"""One of everything in a small town: a day from the first draft to a photo at the door."""

from io import BytesIO
from typing import Any

import httpx
from PIL import Image

from api.domain.actor import Role
from api.services import keys as key_service
from api.services import users as user_service
from api.services.keys import WantedKey
from api.services.plan_making import PlanMaker
from api.services.users import WantedUser
from tests.service.asking import ADMIN, Client, Site
from tests.service.planning_desk import PACKS, search_here
from tests.service.small_town import DATE, DOORS, SmallTown

PERSONAL = ("Odile", "+377 93 15 00 00", DOORS[0], "Third floor", "B2407")
"""What the day's order tells of its recipient."""

PHOTO_EVENT = "event-of-a-photo"


def settled(served: Site) -> dict[str, str]:
    """One of everything in the town, by the name of its parameter; all is the first shop's.

    The day is planned and published: its one round is the first courier's.
    """
    planner, shop, small = served.client(Role.PLANNER), served.client(Role.SHOP), served.small
    order = _promised(served, shop)
    recipient = shop.get(f"/v1/orders/{order['id']}").json()["recipient"]["id"]
    standing = {
        "shop": small.shops[0].id,
        "recipient": recipient,
        "weekdays": [0],
        "slot": "morning",
        "parcels": [{}],
    }
    hook = _made(shop.post("/v1/webhooks", {"url": "https://till.example.org/chaland"}))
    return {
        "town_id": small.town.id,
        "shop_id": small.shops[0].id,
        "courier_id": small.couriers[0].id,
        "vehicle_id": small.shifts[0].vehicle,
        "shift_id": small.shifts[0].id,
        "tariff_id": planner.get("/v1/tariffs").json()["tariffs"][0]["id"],
        "order_id": order["id"],
        "quote_id": order["quote"],
        "recipient_id": recipient,
        "standing_order_id": _made(shop.post("/v1/standing-orders", standing))["id"],
        "webhook_id": hook["webhook"]["id"],
        "key_id": _made(shop.post("/v1/keys", {"name": "till"}))["id"],
        "user_id": served.users[Role.SHOP].id,
        **_published(served, planner),
        "proof_id": _photographed(served, order["id"]),
    }


def stranger(served: Site, small: SmallTown, role: Role, number: int) -> Client:
    """Somebody of a role in a town: the keeper of its shop, or its courier, of a number."""
    wanted = somebody(small, role, number)
    with served.work() as work:
        user = user_service.add(work, ADMIN, wanted)
        secret = key_service.add(work, ADMIN, WantedKey("stranger", user.id)).secret
    return served.client().knowing(secret)


def somebody(small: SmallTown, role: Role, number: int, password: str = "") -> WantedUser:
    """Whom `stranger` makes."""
    subjects = {Role.SHOP: small.shops[number].id, Role.COURIER: small.couriers[number].id}
    login = f"{role}-{small.town.id}-{number}"
    return WantedUser(login, role, small.town.id, subjects.get(role), password)


def a_photo() -> bytes:
    """As phones send it."""
    out = BytesIO()
    Image.new("RGB", (40, 30), "green").save(out, "JPEG")
    return out.getvalue()


def _promised(served: Site, shop: Client) -> dict[str, Any]:
    """An order with a promise, and the quote that it came of."""
    told = {
        "shop": served.small.shops[0].id,
        "date": DATE.isoformat(),
        "recipient": {"name": "Odile Petit", "phone": "+377 93 15 00 00"},
        "address": {"text": DOORS[0]},
        "instructions": "Third floor",
        "door_code": "B2407",
        "parcels": [{}],
    }
    order = _made(shop.post("/v1/orders", told))
    quote = _made(shop.post("/v1/quotes", {"order": order["id"]}))
    accepted = {"quote": quote["id"], "slot": "evening"}
    _made(shop.post(f"/v1/orders/{order['id']}/accept", accepted))
    return {**order, "quote": quote["id"]}


def _published(served: Site, planner: Client) -> dict[str, str]:
    """A plan of the day, the job that made it, and its round."""
    idle = f"/v1/shifts/{served.small.shifts[1].id}"
    assert planner.ask("DELETE", idle, headers={"If-Match": '"1"'}).status_code == 204
    job = _made(planner.post("/v1/plans", {"date": DATE.isoformat()}))
    PlanMaker(served.service.database, served.service.means, PACKS, search_here).run(job["id"])
    plan = planner.get(f"/v1/jobs/{job['id']}").json()["plan"]
    version = planner.get(f"/v1/plans/{plan}").headers["ETag"]
    published = planner.post(f"/v1/plans/{plan}/publish", headers={"If-Match": version})
    (a_round,) = _made(published)["rounds"]
    return {"job_id": job["id"], "plan_id": plan, "round_id": a_round["id"]}


def _photographed(served: Site, order: str) -> str:
    told = {"order": order, "event": PHOTO_EVENT}
    files = {"photo": ("photo.jpg", a_photo(), "image/jpeg")}
    sent = served.client(Role.COURIER).post("/v1/proofs", data=told, files=files)
    return str(_made(sent)["id"])


def _made(answer: httpx.Response) -> dict[str, Any]:
    assert answer.is_success, answer.text
    told = answer.json()
    assert isinstance(told, dict)
    return told
