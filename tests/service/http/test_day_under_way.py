"""A day in two closings over HTTP: what is published goes on, and every order is brought once."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
from anyio.from_thread import start_blocking_portal

from api.domain.actor import Role
from api.domain.job import JobState
from api.domain.public_url import read_public_url
from api.http.app import make_app
from api.services import keys, users
from api.services.keys import WantedKey
from api.services.service import Service, Settings
from api.services.users import WantedUser
from api.store.database import Database
from api.store.work import Means
from tests.service.asking import ADMIN, PLENTY, Client
from tests.service.planning_desk import AFTERNOON_CLOSES, MORNING_CLOSES, Desk
from tests.service.small_town import DATE, DOORS


def clock(hour: int, minute: int = 0) -> dt.datetime:
    """On the day, by the clocks of Monaco."""
    return dt.datetime(2026, 11, 27, hour - 1, minute, tzinfo=dt.UTC)


@dataclass
class Town:
    """A service with one courier, and who asks it."""

    desk: Desk
    planner: Client
    shop: Client
    rider: Client
    taps: int = 0

    def order(self, slot: str, door: int) -> str:
        """An order of the shop, promised."""
        shop = self.desk.small.shops[0].id
        told = {
            "shop": shop,
            "date": str(DATE),
            "recipient": {"name": f"Recipient {door}"},
            "address": {"text": DOORS[door]},
            "parcels": [{}, {}],
        }
        order = answer(self.shop.post("/v1/orders", json=told))
        quote = answer(self.shop.post("/v1/quotes", json={"order": order["id"]}))
        wanted = {"quote": quote["id"], "slot": slot}
        accepted = answer(self.shop.post(f"/v1/orders/{order['id']}/accept", json=wanted))
        assert accepted["state"] == "accepted"
        return str(order["id"])

    def close(self, at: dt.datetime) -> dict[str, Any]:
        """The worker at a cut-off, and the round as its courier's phone has it then."""
        self.desk.now = at
        (job,) = self.desk.close_slots()
        assert self.desk.do(job).state is JobState.DONE
        return self.round()

    def round(self) -> dict[str, Any]:
        """The one round of the day, as its courier sees it."""
        listed = answer(self.rider.get("/v1/rounds", params={"date": str(DATE)}))
        (head,) = listed["rounds"]
        return answer(self.rider.get(f"/v1/rounds/{head['id']}"))

    def ride(self, a_round: dict[str, Any], until: dt.datetime) -> list[dict[str, Any]]:
        """Tell at once of all that is open and planned until then, as a phone after a tunnel."""
        told = []
        for stop in a_round["stops"]:
            left = dt.datetime.fromisoformat(stop["planned"]["departure"])
            for handover in stop["handovers"]:
                if handover["stage"] == "open" and left <= until:
                    kind = "collected" if handover["kind"] == "pickup" else "delivered"
                    self.taps += 1
                    deed = {
                        "id": f"tap-of-ines-{self.taps}",
                        "order": handover["order"],
                        "kind": kind,
                    }
                    told.append({**deed, "at": left.isoformat()})
        self.desk.now = until
        heard = answer(self.rider.post("/v1/events", json={"events": told}))
        assert {one["outcome"] for one in heard["answers"]} <= {"accepted"}
        return told


@pytest.fixture
def town(database: Database, means: Means) -> Iterator[Town]:
    desk = Desk(database, means, couriers=1)
    settings = Settings(read_public_url("http://127.0.0.1:8000"), PLENTY)
    service = Service(desk.database, _moving(desk), desk.live, desk.queue, settings)
    with start_blocking_portal("asyncio") as portal:
        planner = Client(make_app(service), portal, _key(desk, Role.PLANNER))
        shop = planner.knowing(_key(desk, Role.SHOP, desk.small.shops[0].id))
        rider = planner.knowing(_key(desk, Role.COURIER, desk.small.couriers[0].id))
        yield Town(desk, planner, shop, rider)


def _moving(desk: Desk) -> Means:
    return Means(now=lambda: desk.now, random_bytes=desk.means.random_bytes)


def _key(desk: Desk, role: Role, subject: str | None = None) -> str:
    with desk.work() as work:
        wanted = WantedUser(f"{role}@example.org", role, desk.small.town.id, subject)
        user = users.add(work, ADMIN, wanted)
        return keys.add(work, ADMIN, WantedKey(role, user.id)).secret


def answer(response: httpx.Response) -> dict[str, Any]:
    assert response.is_success, response.text
    found = response.json()
    assert isinstance(found, dict)
    return found


def handed(a_round: dict[str, Any]) -> list[tuple[str, str]]:
    return [(one["order"], one["kind"]) for stop in a_round["stops"] for one in stop["handovers"]]


def codes(a_round: dict[str, Any]) -> dict[str, list[str]]:
    return {
        one["order"]: [parcel["code"] for parcel in one["parcels"]]
        for stop in a_round["stops"]
        for one in stop["handovers"]
    }


def test_a_day_in_two_closings(town: Town) -> None:
    morning = [town.order("morning", door) for door in range(4)]
    first = town.close(MORNING_CLOSES)
    assert (first["version"], len(handed(first))) == (1, 8)
    town.ride(first, clock(10, 5))
    afternoon = [town.order("afternoon", door) for door in range(2)]
    assert town.round()["version"] == 1
    before = town.ride(town.round(), clock(10, 30))
    late = [*afternoon, town.order("evening", 3)]
    second = town.close(AFTERNOON_CLOSES)
    assert (second["id"], second["letter"], second["version"]) == (first["id"], first["letter"], 2)
    assert Counter(handed(second)) == Counter(
        (order, kind) for order in [*morning, *late] for kind in ("pickup", "delivery")
    )
    assert {name: codes(second)[name] for name in morning} == codes(first)
    assert len({code for some in codes(second).values() for code in some}) == 2 * 7
    again = answer(town.rider.post("/v1/events", json={"events": before}))
    assert {one["outcome"] for one in again["answers"]} == {"known"}
    assert town.round() == second
    town.ride(second, clock(20, 30))
    orders = answer(town.planner.get("/v1/orders", params={"date": str(DATE)}))["orders"]
    assert {one["id"]: one["state"] for one in orders} == dict.fromkeys(
        [*morning, *late], "delivered"
    )
    log = answer(town.planner.get("/v1/events", params={"date": str(DATE), "limit": 200}))
    brought = Counter(one["order"] for one in log["events"] if one["kind"] == "deed.delivered")
    assert brought == Counter([*morning, *late])


def test_a_planner_publishes_the_rest_of_a_day(town: Town) -> None:
    """By hand, between two closings; the plan has what is still to be done, and only orders."""
    morning = [town.order("morning", door) for door in range(3)]
    first = town.close(MORNING_CLOSES)
    town.ride(first, clock(10, 15))
    open_before = [
        (one["order"], one["kind"])
        for stop in town.round()["stops"]
        for one in stop["handovers"]
        if one["stage"] == "open"
    ]
    assert 0 < len(open_before) < 6
    late = town.order("evening", 3)
    job = answer(town.planner.post("/v1/plans", json={"date": str(DATE), "seconds": 5}))
    plan_id = town.desk.do(town.desk.queue.jobs[-1]).plan
    assert job["state"] == "queued"
    read = town.planner.get(f"/v1/plans/{plan_id}")
    (route,) = answer(read)["routes"]
    served = [(one["order"], one["kind"]) for visit in route["visits"] for one in visit["services"]]
    assert Counter(served) == Counter([*open_before, (late, "pickup"), (late, "delivery")])
    told = {"If-Match": read.headers["ETag"]}
    (made,) = answer(town.planner.post(f"/v1/plans/{plan_id}/publish", headers=told))["rounds"]
    second = town.round()
    assert (made["id"], second["version"]) == (first["id"], 2)
    assert set(codes(second)) == {*morning, late}
    settled = [one for stop in second["stops"] for one in stop["handovers"] if one["at"]]
    assert len(settled) == 6 - len(open_before)
