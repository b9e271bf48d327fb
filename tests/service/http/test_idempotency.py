"""A request sent twice has one effect and one answer."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest
from fastapi import APIRouter, Response
from sqlalchemy import func, select, update

from api.domain.actor import Role
from api.domain.errors import RefusedError
from api.domain.ids import Kind
from api.domain.town import Courier
from api.http.dependencies import ActorDep, WorkDep
from api.http.schemas.base import Model
from api.http.service_route import AskingRoute, ServiceRoute
from api.jobs.purge import run_purge
from api.store import fleet
from api.store.tables import answers, couriers
from tests.service.asking import Client, Site
from tests.service.conftest import Clock

KEY = {"Idempotency-Key": "2f1c7a54-9d0e-4f0b-8a44-1c9f0ad0a5a1"}


class Told(Model):
    """What is sent to the endpoints of these tests."""

    name: str = "Nobody"


@pytest.fixture
def planner(served: Site) -> Client:
    return served.client(Role.PLANNER)


def rows(served: Site, name: str) -> int:
    """How many couriers are called so."""
    with served.work() as work:
        counted = select(func.count()).where(couriers.c.name == name)
        return work.connection.scalar(counted) or 0


def adding(served: Site, then: Callable[[], None], route: type = ServiceRoute) -> None:
    """Let ``POST /v1/test`` add a courier, and then do something else before it answers."""
    router = APIRouter(route_class=route)

    @router.post("/v1/test", status_code=201)
    def add(told: Told, work: WorkDep, actor: ActorDep, response: Response) -> Told:
        town = served.small.town.id
        if route is ServiceRoute:
            fleet.add_courier(work, Courier(work.new(Kind.COURIER), town, told.name))
        response.headers["Location"] = "/v1/test/1"
        then()
        return told

    served.app.include_router(router)


def test_the_second_time_is_answered_as_the_first_byte_for_byte_and_has_no_effect(
    served: Site, planner: Client
) -> None:
    first = planner.post("/v1/couriers", {"name": "Camille"}, headers=KEY)
    again = planner.post("/v1/couriers", {"name": "Camille"}, headers=KEY)
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.content == first.content
    own = {"x-request-id"}
    assert {k: v for k, v in again.headers.items() if k not in own} == {
        k: v for k, v in first.headers.items() if k not in own
    }
    assert first.headers["location"] == f"/v1/couriers/{first.json()['id']}"
    assert first.headers["etag"] == '"1"'
    assert rows(served, "Camille") == 1


def test_a_key_whose_answer_was_forgotten_is_a_new_one(
    served: Site, planner: Client, clock: Clock
) -> None:
    told = {"name": "Camille"}
    first = planner.post("/v1/couriers", told, headers=KEY)
    clock.forward(days=3)
    run_purge(served.service.database, served.service.means)
    again = planner.post("/v1/couriers", told, headers=KEY)
    assert again.status_code == 201
    assert again.json()["id"] != first.json()["id"]
    assert planner.post("/v1/couriers", told, headers=KEY).content == again.content


def test_an_answer_that_is_empty_before_its_row_is_dropped_is_forgotten_too(
    served: Site, planner: Client
) -> None:
    planner.post("/v1/couriers", {"name": "Camille"}, headers=KEY)
    with served.work() as work:
        work.connection.execute(update(answers).values(body=None))
    assert planner.post("/v1/couriers", {"name": "Camille"}, headers=KEY).status_code == 201


def test_another_body_or_another_address_with_the_same_key_is_refused(
    served: Site, planner: Client
) -> None:
    planner.post("/v1/couriers", {"name": "Camille"}, headers=KEY)
    body = planner.post("/v1/couriers", {"name": "Sacha"}, headers=KEY)
    assert (body.status_code, body.json()["code"]) == (422, "idempotency.other_body")
    address = planner.post(
        f"/v1/couriers?town={served.small.town.id}", {"name": "Camille"}, headers=KEY
    )
    assert address.json()["code"] == "idempotency.other_body"
    assert rows(served, "Sacha") == 0


def test_keys_of_different_people_never_meet(served: Site, planner: Client) -> None:
    admin = served.client(Role.ADMIN)
    town = served.small.town.id
    first = planner.post(f"/v1/couriers?town={town}", {"name": "Camille"}, headers=KEY)
    other = admin.post(f"/v1/couriers?town={town}", {"name": "Camille"}, headers=KEY)
    assert first.json()["id"] != other.json()["id"]
    assert rows(served, "Camille") == 2


def test_two_keys_of_one_person_share_what_was_answered(served: Site, planner: Client) -> None:
    first = planner.post("/v1/couriers", {"name": "Camille"}, headers=KEY)
    another = planner.knowing(served.key(Role.PLANNER))
    assert another.post("/v1/couriers", {"name": "Camille"}, headers=KEY).json() == first.json()


def test_what_the_rules_refuse_is_refused_again_though_they_would_allow_it_now(
    served: Site, planner: Client
) -> None:
    refusals = [RefusedError("shift.published", shift="shi_1")]

    def refuse_once() -> None:
        if refusals:
            raise refusals.pop()

    adding(served, refuse_once)
    first = planner.post("/v1/test", {"name": "Camille"}, headers=KEY)
    assert (first.status_code, first.json()["code"]) == (409, "shift.published")
    again = planner.post("/v1/test", {"name": "Camille"}, headers=KEY)
    assert (again.status_code, again.content) == (409, first.content)
    assert rows(served, "Camille") == 0


def test_what_was_wrong_with_the_request_itself_may_be_mended_under_the_same_key(
    served: Site, planner: Client
) -> None:
    assert planner.post("/v1/couriers", {"name": ""}, headers=KEY).status_code == 422
    assert planner.post("/v1/couriers", {"name": "Camille"}, headers=KEY).status_code == 201


def test_a_fault_after_the_effect_leaves_neither_effect_nor_answer(
    served: Site, planner: Client
) -> None:
    faults = [ZeroDivisionError()]

    def fail_once() -> None:
        if faults:
            raise faults.pop()

    adding(served, fail_once)
    with pytest.raises(ZeroDivisionError):
        planner.post("/v1/test", {"name": "Camille"}, headers=KEY)
    assert rows(served, "Camille") == 0
    with served.work() as work:
        assert work.connection.scalar(select(func.count()).select_from(answers)) == 0
    assert planner.post("/v1/test", {"name": "Camille"}, headers=KEY).status_code == 201
    assert rows(served, "Camille") == 1


def test_what_waits_for_the_effect_to_stand_is_done_once(served: Site, planner: Client) -> None:
    done: list[str] = []
    router = APIRouter(route_class=ServiceRoute)

    @router.post("/v1/test")
    def wait(told: Told, work: WorkDep, actor: ActorDep) -> Told:
        work.afterwards(lambda: done.append(told.name))
        if told.name == "Refused":
            raise RefusedError("shift.published", shift="shi_1")
        return told

    served.app.include_router(router)
    for name in ("Camille", "Refused", "Camille"):
        planner.post("/v1/test", {"name": name}, headers={"Idempotency-Key": name})
    assert done == ["Camille"]


def test_while_the_first_is_being_answered_the_second_is_told_to_wait(
    served: Site, planner: Client
) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def wait() -> None:
        begun.set()
        assert go_on.wait(20)

    adding(served, wait)
    with ThreadPoolExecutor() as pool:
        first = pool.submit(planner.post, "/v1/test", {"name": "Camille"}, headers=KEY)
        assert begun.wait(20)
        second = planner.post("/v1/test", {"name": "Camille"}, headers=KEY)
        go_on.set()
        assert first.result().status_code == 201
    assert (second.status_code, second.json()["code"]) == (409, "idempotency.in_flight")
    assert planner.post("/v1/test", {"name": "Camille"}, headers=KEY).status_code == 201
    assert rows(served, "Camille") == 1


def test_many_at_once_with_one_key_have_one_effect(served: Site, planner: Client) -> None:
    with ThreadPoolExecutor(8) as pool:
        sent = [
            pool.submit(planner.post, "/v1/couriers", {"name": "Camille"}, headers=KEY)
            for _ in range(24)
        ]
        found = [one.result() for one in sent]
    assert rows(served, "Camille") == 1
    assert {one.status_code for one in found} <= {201, 409}
    assert len({one.content for one in found if one.status_code == 201}) == 1
    assert {one.json()["code"] for one in found if one.status_code == 409} <= {
        "idempotency.in_flight"
    }


def test_many_at_once_without_a_key_all_have_their_effect(served: Site, planner: Client) -> None:
    with ThreadPoolExecutor(60) as pool:
        sent = [pool.submit(planner.post, "/v1/couriers", {"name": "Camille"}) for _ in range(60)]
        assert {one.result().status_code for one in sent} == {201}
    assert rows(served, "Camille") == 60


def test_the_same_form_sent_again_is_the_same_though_its_boundary_is_not(
    served: Site, planner: Client
) -> None:
    def form(boundary: str, name: str) -> dict[str, object]:
        part = f'--{boundary}\r\nContent-Disposition: form-data; name="a"\r\n\r\n{name}\r\n'
        kind = f"multipart/form-data; boundary={boundary}"
        return {
            "content": f"{part}--{boundary}--\r\n".encode(),
            "headers": {**KEY, "Content-Type": kind},
        }

    router = APIRouter(route_class=ServiceRoute)

    @router.post("/v1/test")
    def take(work: WorkDep, actor: ActorDep) -> Told:
        return Told()

    served.app.include_router(router)
    assert planner.post("/v1/test", **form("one", "x")).status_code == 200
    assert planner.post("/v1/test", **form("two", "x")).status_code == 200
    assert planner.post("/v1/test", **form("one", "y")).status_code == 422


def test_a_key_that_is_none_is_refused(planner: Client) -> None:
    for key in (b"", b"a b", "é".encode(), b"x" * 256):
        answer = planner.post("/v1/couriers", {"name": "Camille"}, headers={"Idempotency-Key": key})
        assert (answer.status_code, answer.json()["code"]) == (400, "idempotency.malformed")


def test_a_secret_is_shown_once(served: Site, planner: Client) -> None:
    first = planner.post("/v1/keys", {"name": "Till"}, headers=KEY).json()
    again = planner.post("/v1/keys", {"name": "Till"}, headers=KEY).json()
    assert planner.knowing(first["key"]).get("/v1/me").status_code == 200
    assert again == {**first, "key": None}
    with served.work() as work:
        kept = work.connection.scalars(select(answers.c.body)).all()
    assert all(first["key"].encode() not in body for body in kept)


def test_a_question_holds_up_nobody_who_writes_and_is_answered_once(
    served: Site, planner: Client
) -> None:
    begun, go_on, times = threading.Event(), threading.Event(), [0]

    def think() -> None:
        times[0] += 1
        begun.set()
        assert go_on.wait(20)

    adding(served, think, AskingRoute)
    with ThreadPoolExecutor() as pool:
        question = pool.submit(planner.post, "/v1/test", {"name": "Camille"}, headers=KEY)
        assert begun.wait(20)
        assert planner.post("/v1/couriers", {"name": "Sacha"}).status_code == 201
        go_on.set()
        first = question.result()
    again = planner.post("/v1/test", {"name": "Camille"}, headers=KEY)
    assert (again.status_code, again.content) == (201, first.content)
    assert times == [1]


def test_of_two_that_wait_for_each_other_both_have_their_effect(
    served: Site, planner: Client
) -> None:
    both = threading.Barrier(2)
    router = APIRouter(route_class=ServiceRoute)
    riders = [courier.id for courier in served.small.couriers]

    @router.post("/v1/test/{first}")
    def rename(first: int, told: Told, work: WorkDep, actor: ActorDep) -> Told:
        for rider in (riders[first], riders[1 - first]):
            change = update(couriers).where(couriers.c.id == rider).values(name=told.name)
            work.connection.execute(change)
            with suppress(threading.BrokenBarrierError):  # on SQLite the other cannot begin yet
                both.wait(2)
        return told

    served.app.include_router(router)
    with ThreadPoolExecutor() as pool:
        sent = [
            pool.submit(planner.post, f"/v1/test/{first}", {"name": f"Rider {first}"})
            for first in (0, 1)
        ]
        assert [one.result().status_code for one in sent] == [200, 200]
    names = {courier["name"] for courier in planner.get("/v1/couriers").json()["couriers"]}
    assert names in ({"Rider 0"}, {"Rider 1"})
