"""The service is killed under load: what was acknowledged is there then, and nothing twice.

Orders are drafted and accepted, a courier tells of deeds, plans are started and webhooks subscribed
until nobody answers any more, again and again, on both databases.
"""

import datetime as dt
import random
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from api.domain.actor import Role
from api.domain.ids import Kind
from api.domain.job import Job, JobKind, JobState
from api.domain.order import Order
from api.domain.order_state import OrderState
from api.domain.pool import Pool
from api.domain.town import TownShift
from api.jobs.durable import prepare
from api.jobs.message import message_id
from api.services import keys as key_service
from api.services import users as user_service
from api.services.keys import WantedKey
from api.services.users import WantedUser
from api.store import events, fleet, jobs, orders, pools, rounds, webhooks
from api.store.database import Database
from api.store.events import LoggedEvent
from api.store.orders import Sought
from api.store.work import Means, Work, reading
from tests.receiver import Receiver, receiving
from tests.service.asking import ADMIN
from tests.service.hard_day import (
    LATER,
    MORNING,
    ORDERED_FOR,
    Planner,
    Rider,
    Shoppers,
    asking,
    serving,
)
from tests.service.planning_desk import Desk
from tests.service.small_town import DATE, SmallTown
from tests.service.test_durable_jobs import until

MOST_WEBHOOKS = 3

PATIENCE = 900
"""Seconds until what still waits hangs: all plans, one after the other, and all messages."""


@dataclass
class HardDay:
    """A town with a round under way, and everybody who asks its service.

    Parameters
    ----------
    heard_from
        By webhook: a position of the log after which it must hear of everything.
    """

    desk: Desk
    shoppers: Shoppers
    rider: Rider
    planner: Planner
    receiver: Receiver
    log: Path
    laps: int = 0
    heard_from: dict[str, int] = field(default_factory=dict)

    def kill_once(self, dice: random.Random) -> None:
        """Let all of them ask until the service is killed, sooner or later."""
        with serving(self.desk.database.url, self.log, self._moment()) as (url, process):
            self._ask_again(url)
            with asking(url, self.shoppers, self.rider):
                self.planner.ask_for(url, f"plan-{self.laps:06d}")
                if self.laps <= MOST_WEBHOOKS:
                    self.planner.ask_for(url, f"hook-{self.laps:06d}")
                self._note_webhooks()
                self.shoppers.wait_for(dice.randint(1, 30))
                process.kill()

    def come_to_rest(self) -> None:
        """Let the last service end what was begun."""
        with serving(self.desk.database.url, self.log, self._moment()) as (url, _):
            self._ask_again(url)
            until(lambda: all(job.has_ended for job in self.jobs()), patience=PATIENCE)
            until(lambda: self.missing() == {}, patience=PATIENCE)

    def jobs(self) -> list[Job]:
        """All that was asked for under load, whoever was told so."""
        with self.reading() as work:
            return jobs.page(work, self.desk.small.planner, ORDERED_FOR, None, 10_000)

    def missing(self) -> dict[str, int]:
        """How many messages each webhook lacks of those that it must have."""
        received = set(self.receiver.ids)
        with self.reading() as work:
            log = self.logged(work)
            found = webhooks.page(work, self.desk.small.planner, None, 100)
        lacking = {
            webhook.id: sum(
                event.position > self.heard_from[webhook.id]
                and message_id(webhook, event) not in received
                for event in log
            )
            for webhook in found
        }
        return {webhook: count for webhook, count in lacking.items() if count}

    def logged(self, work: Work) -> list[LoggedEvent]:
        """The town's log."""
        small = self.desk.small
        return events.since(work, small.planner, small.town.id, 0, limit=1_000_000)

    def reading(self) -> AbstractContextManager[Work]:
        """A look at the database beside the service."""
        return reading(self.desk.database, self.desk.means)

    def _ask_again(self, url: str) -> None:
        for asker in (self.shoppers, self.rider, self.planner):
            asker.ask_again(url)
        self._note_webhooks()

    def _note_webhooks(self) -> None:
        """Those that were just acknowledged hear of all that happens from now on."""
        with self.reading() as work:
            last = events.last_position(work, self.desk.small.town.id)
        for webhook in self.planner.webhooks.values():
            self.heard_from.setdefault(webhook, last)

    def _moment(self) -> dt.datetime:
        self.laps += 1
        return MORNING + self.laps * LATER


@pytest.fixture
def day(database: Database, means: Means, tmp_path: Path) -> Iterator[HardDay]:
    prepare(database)
    desk = Desk(database, means)
    promised = desk.full()
    desk.publish(desk.planned())
    with desk.work() as work:
        small = desk.small
        for shift in small.shifts:
            _work_on_monday(work, shift)
        (one, *_) = rounds.on_date(work, small.planner, DATE)
        keys = {
            role: _key(work, small, role, subject)
            for role, subject in (
                (Role.SHOP, small.shops[0].id),
                (Role.COURIER, one.courier),
                (Role.PLANNER, None),
            )
        }
    own = [order.id for order in promised if order.id in one.orders]
    with receiving() as receiver:
        yield HardDay(
            desk,
            Shoppers(keys[Role.SHOP], small.shops[0].id),
            Rider(keys[Role.COURIER], own),
            Planner(keys[Role.PLANNER], receiver.url),
            receiver,
            tmp_path / "service.txt",
        )


def _work_on_monday(work: Work, shift: TownShift) -> None:
    days = ORDERED_FOR - DATE
    later = replace(
        shift,
        id=work.new(Kind.SHIFT),
        date=ORDERED_FOR,
        starts=shift.starts + days,
        ends=shift.ends + days,
    )
    fleet.add_shift(work, later)


def _key(work: Work, small: SmallTown, role: Role, subject: str | None) -> str:
    user = user_service.add(work, ADMIN, WantedUser(str(role), role, small.town.id, subject))
    return key_service.add(work, ADMIN, WantedKey("under load", user.id)).secret


def killed_again_and_again(day: HardDay, times: int) -> None:
    dice = random.Random(times)  # noqa: S311
    for _ in range(times):
        day.kill_once(dice)
    day.come_to_rest()
    with day.reading() as work:
        log = day.logged(work)
        sought = Sought(date=ORDERED_FOR)
        found = orders.page(work, day.desk.small.planner, sought, None, 100_000)
        pool = pools.read(work, day.desk.small.town.id, ORDERED_FOR)
    assert len(day.shoppers.drafted) > times
    require_orders(day.shoppers, found, pool, log)
    require_deeds(day.rider, log)
    require_plans(day.planner, day.jobs(), log)
    assert day.heard_from.keys() == set(day.planner.webhooks.values())
    with day.reading() as work:
        subscribed = webhooks.page(work, day.desk.small.planner, None, 100)
    assert [one.id for one in subscribed] == sorted(day.planner.webhooks.values())
    assert len(subscribed) == min(times, MOST_WEBHOOKS)


def require_orders(
    shoppers: Shoppers, found: list[Order], pool: Pool, log: list[LoggedEvent]
) -> None:
    """Every order that was acknowledged is there once, and all that belongs to it."""
    assert Counter(order.reference for order in found) == Counter(shoppers.drafted.keys())
    assert {order.reference: order.id for order in found} == shoppers.drafted
    promised = {order.id for order in found if order.state is OrderState.ACCEPTED}
    assert shoppers.accepted <= promised
    assert promised == {order for tasks in pool.sequences.values() for order, _ in tasks}
    assert _told(log, "order.accepted", promised) == Counter(promised)
    assert _told(log, "order.drafted", shoppers.drafted.values()) == Counter(
        shoppers.drafted.values()
    )
    numbers = [order.number for order in found if order.number is not None]
    assert sorted(numbers) == list(range(1, len(promised) + 1))


def require_deeds(rider: Rider, log: list[LoggedEvent]) -> None:
    """Every deed that was acknowledged is in the log once, and no other is."""
    assert rider.told
    assert Counter(event.id for event in log if event.kind.startswith("deed.")) == Counter(
        rider.told
    )


def require_plans(planner: Planner, found: list[Job], log: list[LoggedEvent]) -> None:
    """Every plan that was asked for was made once, or has failed for all to see."""
    assert sorted(job.id for job in found) == sorted(planner.jobs.values())
    assert {job.kind for job in found} == {JobKind.PLAN}
    assert {job.state for job in found} <= {JobState.DONE, JobState.FAILED}
    assert all((job.plan is not None) == (job.state is JobState.DONE) for job in found)
    assert all((job.problem is not None) == (job.state is JobState.FAILED) for job in found)
    plans = [job.plan for job in found if job.plan is not None]
    assert len(set(plans)) == len(plans)
    of_the_day = Counter(event.kind for event in log if event.date == ORDERED_FOR)
    assert of_the_day["plan.made"] == len(plans)


def _told(log: list[LoggedEvent], kind: str, of: Iterable[str]) -> Counter[str]:
    known = set(of)
    return Counter(
        event.order for event in log if event.kind == kind and event.order and event.order in known
    )


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_what_was_acknowledged_survives_five_kills(day: HardDay) -> None:
    killed_again_and_again(day, 5)


@pytest.mark.long
def test_what_was_acknowledged_survives_fifty_kills(day: HardDay) -> None:
    killed_again_and_again(day, 50)
