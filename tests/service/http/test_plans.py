"""Plans over HTTP: asked for, watched, compared and published, and never over somebody's head."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from anyio.from_thread import start_blocking_portal

from api.domain.actor import Role
from api.domain.public_url import read_public_url
from api.http.app import make_app
from api.services import keys, users
from api.services.keys import WantedKey
from api.services.service import Service, Settings
from api.services.users import WantedUser
from api.store.database import Database
from api.store.work import Means
from tests.service.asking import ADMIN, PLENTY, Client
from tests.service.planning_desk import AFTERNOON_CLOSES, MINUTE, Desk
from tests.service.small_town import DATE


@pytest.fixture
def desk(database: Database, means: Means) -> Desk:
    return Desk(database, means)


@pytest.fixture
def planner(desk: Desk) -> Iterator[Client]:
    settings = Settings(read_public_url("http://127.0.0.1:8000"), PLENTY)
    service = Service(desk.database, desk.means, desk.live, desk.queue, settings)
    with start_blocking_portal("asyncio") as portal:
        yield Client(make_app(service), portal, key(desk, Role.PLANNER))


def key(desk: Desk, role: Role, subject: str | None = None) -> str:
    """What somebody of the town is known by."""
    with desk.work() as work:
        wanted = WantedUser(f"{role}@example.org", role, desk.small.town.id, subject)
        user = users.add(work, ADMIN, wanted)
        return keys.add(work, ADMIN, WantedKey(role, user.id)).secret


def answer(response: httpx.Response, status: int) -> Any:
    assert response.status_code == status, response.text
    return response.json()


def asked(planner: Client) -> httpx.Response:
    return planner.post("/v1/plans", json={"date": str(DATE), "seconds": 7})


def made(desk: Desk, planner: Client) -> httpx.Response:
    """The answer to who reads a plan that was asked for."""
    desk.now += MINUTE
    answer(asked(planner), 202)
    plan = desk.do(desk.queue.jobs[-1]).plan
    response = planner.get(f"/v1/plans/{plan}")
    answer(response, 200)
    return response


def test_asking_answers_at_once_and_leads_to_the_job(desk: Desk, planner: Client) -> None:
    desk.promised()
    response = asked(planner)
    job = answer(response, 202)
    assert response.headers["Location"] == f"/v1/jobs/{job['id']}"
    assert (job["state"], job["seconds"], job["kind"]) == ("queued", 7, "plan")
    assert answer(planner.get(response.headers["Location"]), 200) == job
    done = desk.do(desk.queue.jobs[0])
    seen = answer(planner.get(response.headers["Location"]), 200)
    assert (seen["state"], seen["plan"], seen["problem"]) == ("done", done.plan, None)


def test_a_plan_tells_routes_in_the_towns_time_and_whether_it_may_be_published(
    desk: Desk, planner: Client
) -> None:
    order = desk.promised("evening")
    response = made(desk, planner)
    plan = response.json()
    assert response.headers["ETag"] == '"1"'
    assert (plan["number"], plan["current"], plan["orders"]) == (1, True, 1)
    assert plan["unserved"] == []
    (route,) = plan["routes"]
    shop, door = route["visits"]
    assert (shop["place"], door["place"]) == (order.shop, order.door)
    (given,) = door["services"]
    assert (given["order"], given["kind"]) == (order.id, "delivery")
    start = dt.datetime.fromisoformat(given["start"])
    assert start.utcoffset() == dt.timedelta(hours=1)
    assert order.promised is not None
    assert order.promised[0] <= start <= order.promised[1]
    desk.promised("evening", shop=1, door=1)
    later = answer(planner.get(f"/v1/plans/{plan['id']}"), 200)
    assert not later["current"]


def test_publishing_asks_for_the_version_that_was_read(desk: Desk, planner: Client) -> None:
    desk.promised()
    read = made(desk, planner)
    publish = f"/v1/plans/{read.json()['id']}/publish"
    assert answer(planner.post(publish), 428)["code"] == "precondition.missing"
    told = {"If-Match": read.headers["ETag"]}
    first = planner.post(publish, headers=told)
    (a_round,) = answer(first, 200)["rounds"]
    assert (a_round["letter"], a_round["orders"]) == ("A", 1)
    assert first.headers["ETag"] == '"2"'
    assert answer(planner.post(publish, headers=told), 412)["status"] == 412


def test_a_plan_whose_pool_has_moved_is_refused(desk: Desk, planner: Client) -> None:
    desk.promised()
    read = made(desk, planner)
    desk.promised("evening", shop=1, door=1)
    told = {"If-Match": read.headers["ETag"]}
    refused = planner.post(f"/v1/plans/{read.json()['id']}/publish", headers=told)
    assert answer(refused, 409)["code"] == "plan.pool_moved"


def test_two_plans_are_compared(desk: Desk, planner: Client) -> None:
    desk.promised()
    before = made(desk, planner).json()
    added = desk.promised("evening", shop=1, door=1)
    after = made(desk, planner).json()
    question = {"from": before["id"]}
    diff = planner.get(f"/v1/plans/{after['id']}/diff", params=question)
    changes = answer(diff, 200)
    assert (changes["added"], changes["dropped"]) == ([added.id], [])
    assert (changes["cost_cents_before"], changes["cost_cents_after"]) == (
        before["cost_cents"],
        after["cost_cents"],
    )


def test_plans_and_jobs_are_listed_the_newest_first_page_by_page(
    desk: Desk, planner: Client
) -> None:
    desk.promised()
    numbers = [made(desk, planner).json()["number"] for _ in range(3)]
    question: dict[str, str | int] = {"date": str(DATE), "limit": 2}
    first = answer(planner.get("/v1/plans", params=question), 200)
    rest = answer(planner.get("/v1/plans", params={**question, "cursor": first["next"]}), 200)
    listed = [plan["number"] for plan in (*first["plans"], *rest["plans"])]
    assert (listed, rest["next"]) == (numbers[::-1], None)
    jobs = answer(planner.get("/v1/jobs", params={"date": str(DATE)}), 200)
    assert [job["id"] for job in jobs["jobs"]] == [job.id for job in desk.queue.jobs[::-1]]


def test_a_job_is_cancelled_and_a_cut_off_is_not(desk: Desk, planner: Client) -> None:
    desk.promised()
    job = answer(asked(planner), 202)
    cancelled = answer(planner.post(f"/v1/jobs/{job['id']}/cancel"), 200)
    assert (cancelled["state"], cancelled["cancel_asked"]) == ("cancelled", True)
    desk.now = AFTERNOON_CLOSES
    (cut_off,) = desk.close_slots()
    refused = planner.post(f"/v1/jobs/{cut_off.id}/cancel")
    assert answer(refused, 409)["code"] == "job.is_cut_off"


def test_a_job_that_failed_tells_why(desk: Desk, planner: Client) -> None:
    desk.promised()
    job = answer(asked(planner), 202)

    def break_down(*_: object, **__: object) -> None:
        raise ValueError

    desk.do(desk.queue.jobs[-1], break_down)
    failed = answer(planner.get(f"/v1/jobs/{job['id']}"), 200)
    assert failed["problem"] == {"code": "job.unexpected", "values": {"kind": "ValueError"}}


def test_shops_and_couriers_see_neither_plans_nor_jobs(desk: Desk, planner: Client) -> None:
    desk.promised()
    plan = made(desk, planner).json()
    shop, courier = desk.small.shops[0].id, desk.small.couriers[0].id
    for role, subject in ((Role.SHOP, shop), (Role.COURIER, courier)):
        other = planner.knowing(key(desk, role, subject))
        answer(asked(other), 403)
        answer(other.get("/v1/plans"), 403)
        answer(other.get(f"/v1/plans/{plan['id']}"), 403)
        answer(other.get(f"/v1/jobs/{plan['job']}"), 403)
        told = {"If-Match": '"1"'}
        answer(other.post(f"/v1/plans/{plan['id']}/publish", headers=told), 403)
