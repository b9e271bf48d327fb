"""What is shown once is kept nowhere, not even for whoever sends a request again."""

from urllib.parse import urlsplit

import pytest
from sqlalchemy import select

from api.domain.actor import Role
from api.store.tables import answers
from tests.service.asking import Client, Site

TILL = {"url": "https://till.example.org/chaland"}
KEY = {"Idempotency-Key": "2f1c7a54-9d0e-4f0b-8a44-1c9f0ad0a5a1"}


@pytest.fixture
def planner(served: Site) -> Client:
    return served.client(Role.PLANNER)


def test_the_secret_of_whatever_has_one_is_shown_once(served: Site, planner: Client) -> None:
    """The second answer has null in its stead, and no database holds it for whoever reads there."""
    hook = planner.post("/v1/webhooks", TILL).json()["webhook"]["id"]
    asked = (
        (f"/v1/couriers/{served.small.couriers[0].id}/calendar", None, "url"),
        ("/v1/webhooks", TILL, "secret"),
        (f"/v1/webhooks/{hook}/secrets", None, "secret"),
    )
    for number, (path, body, name) in enumerate(asked):
        key = {"Idempotency-Key": f"secret-{number}"}
        first = planner.post(path, body, headers=key)
        again = planner.post(path, body, headers=key)
        assert (first.status_code, again.status_code) == (201, 201), path
        secret = first.json()[name].rpartition("/")[2].removesuffix(".ics")
        assert len(secret) > 30, path
        assert again.json() == {**first.json(), name: None}, path
        with served.work() as work:
            kept = work.connection.scalars(select(answers.c.body)).all()
        assert len(kept) == number + 1
        assert all(secret.encode() not in body for body in kept), path


def test_a_calendar_that_was_opened_once_stays_open_when_asked_for_again(
    served: Site, planner: Client
) -> None:
    path = f"/v1/couriers/{served.small.couriers[0].id}/calendar"
    feed = urlsplit(planner.post(path, headers=KEY).json()["url"]).path
    planner.post(path, headers=KEY)
    assert served.client().get(feed).status_code == 200
