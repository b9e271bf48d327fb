"""A planner's desk: a small town with promises, a clock set by hand, a worker next door."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from api.domain.job import Job, JobKind
from api.domain.order import Order
from api.domain.plan import PlanVersion
from api.domain.pool import Pool
from api.services import ordering, planning, publishing, quoting
from api.services.plan_making import PlanMaker
from api.services.pool_problem import PoolDay, pool_day
from api.services.ports import Heard, Search
from api.services.town_packs import TownPacks
from api.store import jobs, orders, plans, pools, work
from api.store.database import Database
from api.store.work import Means, Work
from routing.model import Plan, Problem
from routing.solve import Stop, solve
from tests.service.small_town import DATE, MORNING_BEFORE, SmallTown, live_pools, settle, told

MORNING_CLOSES = dt.datetime(2026, 11, 26, 17, tzinfo=dt.UTC)
AFTERNOON_CLOSES = dt.datetime(2026, 11, 27, 11, tzinfo=dt.UTC)
MINUTE = dt.timedelta(minutes=1)

PACKS = TownPacks()


def search_here(problem: Problem, start: Plan, *, seconds: int, heard: Heard) -> Plan:
    """The same plan in every run."""
    return solve(problem, stop=Stop(iterations=300), seed=1, start=start)


@dataclass
class Noted:
    """Jobs that were enqueued: nobody does them before a test says so."""

    jobs: list[Job] = field(default_factory=list)

    def enqueue(self, work: Work, job: Job) -> None:  # noqa: ARG002
        self.jobs.append(job)


class Desk:
    """A town, its database, and a clock that is set by hand."""

    def __init__(self, database: Database, means: Means, *, couriers: int = 2) -> None:
        self.database, self._means = database, means
        self.now = MORNING_BEFORE
        self.live = live_pools()
        self.queue = Noted()
        with self.work() as one:
            self.small: SmallTown = settle(one, couriers=couriers)

    @property
    def means(self) -> Means:
        return replace(self._means, now=lambda: self.now)

    @contextmanager
    def work(self) -> Iterator[Work]:
        with work.writing(self.database, self.means) as one:
            yield one

    def promised(self, slot: str = "afternoon", shop: int = 0, door: int = 0) -> Order:
        """An order that was accepted."""
        keeper = self.small.keeper(shop)
        with self.work() as one:
            draft = told(self.small.shops[shop], door)
            order = ordering.draft(one, keeper, draft, self.live).order
        with self.work() as one:
            quote = quoting.quote(one, keeper, order, self.live)
        with self.work() as one:
            promise = quoting.accept(one, keeper, order, quote.id, slot, self.live)
        assert promise.fresh is None
        return promise.order

    def full(self) -> list[Order]:
        """Orders of all shops in all slots."""
        slots = ("morning", "afternoon", "evening", "afternoon", "morning", "evening")
        return [self.promised(slot, n % 3, n % 4) for n, slot in enumerate(slots)]

    def ask(self, seconds: int = 5) -> Job:
        """A plan that was asked for."""
        with self.work() as one:
            return planning.ask(
                one,
                self.small.planner,
                self.queue,
                town=self.small.town.id,
                date=DATE,
                seconds=seconds,
            )

    def do(self, job: Job, search: Search = search_here) -> Job:
        """What a worker makes of a job."""
        PlanMaker(self.database, self.means, PACKS, search).run(job.id)
        return self.job(job)

    def planned(self, search: Search = search_here) -> PlanVersion:
        """A plan that was asked for and made."""
        done = self.do(self.ask(), search)
        assert done.plan is not None, done.problem
        return self.plan(done.plan)

    def publish(self, plan: PlanVersion, version: int | None = None) -> list[str]:
        """Ids of the rounds of a plan."""
        with self.work() as one:
            asked = plan.version if version is None else version
            made = publishing.publish(one, self.small.planner, plan.id, asked, PACKS)
        return [a_round.id for a_round in made]

    def close_slots(self) -> list[Job]:
        """What a worker enqueues when it looks for cut-offs."""
        with self.work() as one:
            due = planning.cut_offs_due(one)
        with self.work() as one:
            made = [planning.at_cut_off(one, self.queue, cut_off) for cut_off in due]
        return [job for job in made if job is not None]

    def job(self, job: Job) -> Job:
        with self.work() as one:
            return jobs.find(one, self.small.planner, job.id)

    def plan(self, plan_id: str) -> PlanVersion:
        with self.work() as one:
            return plans.find(one, self.small.planner, plan_id)

    def plans(self) -> list[PlanVersion]:
        with self.work() as one:
            return plans.page(one, self.small.planner, DATE, None, 100)

    def pool(self) -> Pool:
        with self.work() as one:
            return pools.read(one, self.small.town.id, DATE)

    def day(self) -> PoolDay:
        """The pool's problem as it stands."""
        with self.work() as one:
            return pool_day(one, self.small.town, self.pool_in(one), PACKS)

    def pool_in(self, one: Work) -> Pool:
        return pools.read(one, self.small.town.id, DATE)

    def orders(self) -> dict[str, Order]:
        """All orders of the day."""
        with self.work() as one:
            found = orders.page(one, self.small.planner, orders.Sought(date=DATE), None, 100)
        return {order.id: order for order in found}

    def cut_off_jobs(self) -> list[Job]:
        return [job for job in self.queue.jobs if job.kind is JobKind.CUT_OFF]
