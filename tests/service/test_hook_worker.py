"""``chaland worker`` tells webhooks, and calls nobody on this machine unless that was allowed."""

import pytest

from api.jobs.durable import prepare
from api.store.database import Database
from api.store.work import Means, writing
from tests.receiver import receiving
from tests.service.hooks_town import HooksTown
from tests.service.small_town import settle
from tests.service.test_durable_jobs import until
from tests.service.test_worker_command import worker


@pytest.fixture
def town(database: Database, means: Means) -> HooksTown:
    prepare(database)
    with writing(database, means) as work:
        small = settle(work)
    return HooksTown(database, means, small)


def test_a_worker_tells_what_happens(town: HooksTown, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHALAND_WEBHOOK_TARGETS", "127.0.0.1")
    with receiving() as receiver:
        hook, _ = town.subscribe(town.small.planner, url=receiver.url, allowed="127.0.0.1")
        town.happens("order.accepted")
        with worker(town.database):
            until(lambda: town.now_of(hook).position > 0)
        assert len(receiver.received) == 1


def test_a_worker_calls_nobody_on_this_machine_unless_it_may(
    town: HooksTown, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CHALAND_WEBHOOK_TARGETS", raising=False)
    with receiving() as receiver:
        hook, _ = town.subscribe(town.small.planner, url=receiver.url, allowed="127.0.0.1")
        town.happens("order.accepted")
        with worker(town.database):
            until(lambda: bool(town.now_of(hook).failures))
        assert receiver.received == []
    assert town.now_of(hook).problem == "webhook.forbidden_target"
