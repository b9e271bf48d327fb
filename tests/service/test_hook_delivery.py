"""Webhooks are told what happened: in order, at least once, and only what concerns them."""

import datetime as dt
import json
import os
import signal
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from api.domain.signature import is_genuine
from api.domain.targets import read_allow_list
from api.domain.webhook import LONGEST_PAUSE, PATIENCE, Failure
from api.jobs.hooks import BATCH, LEASE, Delivery
from api.jobs.post import Answer, Poster
from api.services import hooks
from api.services.hooks import Change
from api.store.database import Database
from api.store.work import Means, writing
from tests.receiver import Receiver, receiving
from tests.service.conftest import Clock
from tests.service.hooks_town import NOTHING, HooksTown
from tests.service.small_town import settle

ROOT = Path(__file__).parents[2]
REFUSED = Answer(Failure.REFUSED)


@pytest.fixture
def town(database: Database, means: Means) -> HooksTown:
    with writing(database, means) as work:
        small = settle(work)
    return HooksTown(database, means, small)


def test_what_happens_is_told_in_order_once_and_signed(town: HooksTown) -> None:
    hook, secret = town.subscribe(town.small.planner)
    for kind in ("order.drafted", "order.accepted", "plan.made"):
        town.happens(kind)
    assert town.turn() == 1
    assert [json.loads(one.body)["type"] for one in town.till.posted] == [
        "order.drafted",
        "order.accepted",
        "plan.made",
    ]
    for one in town.till.posted:
        assert is_genuine(one.headers, one.body, secret, town.now)
    assert town.turn() == 0
    assert len(set(town.till.ids)) == 3
    assert town.now_of(hook).position == town.log()[-1].position


def test_what_happened_before_it_was_registered_is_not_told(town: HooksTown) -> None:
    town.happens()
    town.subscribe(town.small.planner)
    assert town.turn() == 0
    assert town.till.posted == []


def test_a_shop_is_told_of_its_own_orders_only(town: HooksTown) -> None:
    mine, theirs = town.order(0), town.order(1)
    town.subscribe(town.small.keeper(0))
    town.happens("order.accepted", theirs)
    town.happens("plan.made")
    town.happens("order.accepted", mine)
    town.happens("deed.delivered", mine)
    assert town.turn() == 1
    told = [json.loads(one.body) for one in town.till.posted]
    assert [(one["type"], one["data"]["order"]) for one in told] == [
        ("order.accepted", mine),
        ("deed.delivered", mine),
    ]


def test_nothing_of_another_town_is_told(town: HooksTown) -> None:
    town.subscribe(town.small.planner)
    with town.work() as work:
        other = settle(work, name="Elsewhere")
    town.happens(town=other.town.id)
    assert town.turn() == 0
    assert town.till.posted == []


def test_only_the_kinds_that_were_asked_for_are_told_and_the_others_passed_over(
    town: HooksTown,
) -> None:
    hook, _ = town.subscribe(town.small.planner, "deed.*")
    for kind in ("order.accepted", "deed.delivered", "plan.made"):
        town.happens(kind)
    assert town.turn() == 1
    assert [json.loads(one.body)["type"] for one in town.till.posted] == ["deed.delivered"]
    assert town.now_of(hook).position == town.log()[-1].position


def test_a_long_log_is_told_in_several_turns(town: HooksTown) -> None:
    town.subscribe(town.small.planner)
    for _ in range(BATCH + 1):
        town.happens()
    turns = [town.turn(), town.turn(), town.turn()]
    assert turns == [1, 1, 0]
    assert len(set(town.till.ids)) == len(town.till.ids) == BATCH + 1


def test_an_event_that_is_not_answered_holds_up_those_after_it(
    town: HooksTown, clock: Clock
) -> None:
    hook, _ = town.subscribe(town.small.planner)
    for kind in ("order.drafted", "order.accepted", "plan.made"):
        town.happens(kind)
    town.till.next = [Answer(), REFUSED]
    assert town.turn() == 1
    first, second = town.till.ids
    failed = town.now_of(hook)
    assert (failed.failures, failed.problem) == (1, "webhook.refused")
    assert failed.next_try is not None
    assert 3 <= (failed.next_try - clock.now).total_seconds() <= 5
    assert town.turn() == 0
    clock.forward(seconds=5)
    assert town.turn() == 1
    assert town.till.ids == [first, second, second, town.till.ids[-1]]
    again = town.now_of(hook)
    assert (again.failures, again.failing_since, again.problem) == (0, None, "")


def test_each_attempt_is_signed_with_its_own_time(town: HooksTown, clock: Clock) -> None:
    _, secret = town.subscribe(town.small.planner)
    town.happens()
    town.till.next = [REFUSED]
    town.turn()
    clock.forward(hours=1)
    town.turn()
    first, second = town.till.posted
    assert first.headers["webhook-timestamp"] != second.headers["webhook-timestamp"]
    assert is_genuine(second.headers, second.body, secret, clock.now)
    assert not is_genuine(first.headers, first.body, secret, clock.now)


def test_who_asks_for_more_time_gets_it_within_reason(town: HooksTown, clock: Clock) -> None:
    hook, _ = town.subscribe(town.small.planner)
    town.happens()
    for asked, given in ((600, 600), (10**8, LONGEST_PAUSE.total_seconds())):
        town.till.next = [Answer(Failure.REFUSED, dt.timedelta(seconds=asked))]
        town.turn()
        next_try = town.now_of(hook).next_try
        assert next_try is not None
        assert (next_try - clock.now).total_seconds() == given
        clock.now = next_try


def test_after_five_days_of_failures_nobody_is_asked_any_more_and_the_log_says_so(
    town: HooksTown, clock: Clock
) -> None:
    hook, _ = town.subscribe(town.small.planner, "order.*")
    town.happens()
    began = clock.now
    while town.now_of(hook).active:
        town.till.next = [REFUSED]
        town.turn()
        clock.now = town.now_of(hook).next_try or clock.now
    assert PATIENCE <= clock.now - began <= PATIENCE + 2 * LONGEST_PAUSE
    told = town.log()[-1]
    assert (told.kind, told.values["webhook"]) == ("webhook.disabled", hook.id)
    asked = len(town.till.posted)
    assert 20 < asked < 60
    clock.forward(days=1)
    assert town.turn() == 0
    assert len(town.till.posted) == asked
    with town.work() as work:
        stopped = town.now_of(hook)
        hooks.change(work, town.small.planner, stopped, Change(active=True), NOTHING)
    assert town.turn() == 1
    assert town.till.ids[-1] == town.till.ids[0]


def test_who_is_gone_is_not_asked_again(town: HooksTown) -> None:
    hook, _ = town.subscribe(town.small.planner)
    town.happens()
    town.till.next = [Answer(Failure.GONE)]
    town.turn()
    gone = town.now_of(hook)
    assert (gone.active, gone.problem) == (False, "webhook.gone")
    assert gone.version == hook.version + 1


def test_a_replay_tells_again_under_the_same_ids(town: HooksTown) -> None:
    hook, _ = town.subscribe(town.small.planner)
    for _ in range(3):
        town.happens()
    town.turn()
    second = town.log()[1].position
    with town.work() as work:
        hooks.replay(work, town.small.planner, town.now_of(hook), second)
    assert town.turn() == 1
    first, again, last = town.till.ids[:3]
    assert first not in town.till.ids[3:]
    assert town.till.ids == [first, again, last, last]


def test_two_workers_never_tell_one_webhook_at_once(town: HooksTown) -> None:
    town.subscribe(town.small.planner)
    town.happens()
    other: list[int] = []
    town.till.meanwhile = [lambda: other.append(town.turn())]
    assert town.turn() == 1
    assert other == [0]
    assert len(town.till.posted) == 1


def test_a_worker_that_is_slower_than_its_lease_moves_nothing_and_the_id_stays(
    town: HooksTown, clock: Clock
) -> None:
    hook, _ = town.subscribe(town.small.planner)
    town.happens("order.drafted")
    town.happens("order.accepted")

    def another_takes_over() -> None:
        clock.forward(seconds=LEASE.total_seconds() + 1)
        town.till.next = [Answer(), REFUSED, Answer()]
        assert town.turn() == 1

    town.till.meanwhile = [another_takes_over]
    assert town.turn() == 0
    first, again, refused = town.till.ids
    assert first == again != refused
    now = town.now_of(hook)
    assert (now.position, now.failures) == (town.log()[0].position, 1)


def test_a_replay_while_it_is_being_told_is_not_lost(town: HooksTown) -> None:
    hook, _ = town.subscribe(town.small.planner)
    town.happens()
    town.turn()
    town.happens()

    def replay() -> None:
        with town.work() as work:
            hooks.replay(work, town.small.planner, town.now_of(hook), 0)

    town.till.meanwhile = [replay]
    assert town.turn() == 0
    assert town.now_of(hook).position == 0
    assert town.turn() == 1
    first, second = town.till.ids[:2]
    assert town.till.ids == [first, second, first, second]


def test_what_was_answered_but_not_written_down_is_told_again_under_its_id(
    town: HooksTown, clock: Clock
) -> None:
    hook, _ = town.subscribe(town.small.planner)
    town.happens()

    class PowerCutError(Exception):
        pass

    def cut() -> None:
        raise PowerCutError

    town.till.meanwhile = [cut]
    with pytest.raises(PowerCutError):
        town.turn()
    assert town.turn() == 0
    clock.forward(seconds=LEASE.total_seconds() + 1)
    assert town.turn() == 1
    first, again = town.till.ids
    assert first == again
    assert town.now_of(hook).position == town.log()[-1].position


WORKER = """
import datetime as dt, os, sys
from api.domain.targets import read_allow_list
from api.jobs.hooks import Delivery
from api.jobs.post import Poster
from api.store.database import Database
from api.store.work import Means

means = Means(lambda: dt.datetime.fromisoformat(sys.argv[2]), os.urandom)
Delivery(Database(sys.argv[1]), means, Poster(read_allow_list("127.0.0.1"))).turn()
"""


def test_a_worker_killed_while_it_is_answered_loses_nothing(town: HooksTown, clock: Clock) -> None:
    started = threading.Event()
    workers: list[subprocess.Popen[bytes]] = []

    def kill(receiver: Receiver, handler: BaseHTTPRequestHandler) -> None:
        started.wait()
        os.kill(workers[0].pid, signal.SIGKILL)
        handler.close_connection = True

    with receiving() as receiver:
        receiver.next = [kill]
        hook, secret = town.subscribe(town.small.planner, url=receiver.url, allowed="127.0.0.1")
        town.happens()
        arguments = [town.database.url, clock.now.isoformat()]
        workers.append(subprocess.Popen([sys.executable, "-c", WORKER, *arguments], cwd=ROOT))
        started.set()
        assert workers[0].wait(60) == -signal.SIGKILL
        clock.forward(seconds=LEASE.total_seconds() + 1)
        poster = Poster(read_allow_list("127.0.0.1"))
        assert Delivery(town.database, town.means, poster).turn() == 1
        first, again = receiver.received
    assert first.id == again.id
    assert is_genuine(again.headers, again.body, secret, clock.now)
    assert town.now_of(hook).position == town.log()[-1].position


def test_a_worker_that_is_told_to_stop_leaves_the_rest_to_others(town: HooksTown) -> None:
    town.subscribe(town.small.planner)
    for _ in range(3):
        town.happens()
    worker = town.delivery()
    town.till.meanwhile = [worker.stop]
    assert worker.turn() == 1
    assert len(town.till.posted) == 1
    assert worker.turn() == 0
    assert town.turn() == 1
    assert len(set(town.till.ids)) == len(town.till.ids) == 3
