"""Making a plan that was asked for: by a worker, in steps that may be begun again by another.

The search starts from the stored sequences, which keep every promise; what it finds replaces them
only where it leaves out nothing that they serve. Nothing is stored that the verifier does not pass.
"""

import logging
import traceback
from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace

from sqlalchemy.exc import DBAPIError

from api.domain.errors import ServiceError
from api.domain.ids import Kind
from api.domain.job import Fault, Job, JobKind, JobProgress, JobState
from api.domain.plan import PlanVersion
from api.services.planning import SERVICE, asker
from api.services.pool_problem import PoolDay, pool_day
from api.services.ports import Search
from api.services.publishing import at_present, left_out, publish_routes
from api.services.town_packs import TownPacks
from api.store import events, orders, plans, pools, towns
from api.store import jobs as job_rows
from api.store.database import Database
from api.store.work import Means, Work, reading, writing
from routing.check import require_valid
from routing.errors import ChalandError, InputError, SolverError
from routing.model import Plan, Route
from routing.solve.finish import finished

MOST_ATTEMPTS = 5
"""A plan that so many workers have begun and none has ended is given up."""

SHORTER = 4
"""A search that is done again because the pool has moved takes so many times less."""

SEARCHES = 3
"""At most, for a cut-off whose pool moves meanwhile; then the stored sequences are its plan."""

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class PlanMaker:
    """Makes plans.

    Parameters
    ----------
    search
        Who searches, so that nobody else has to wait.
    """

    database: Database
    means: Means
    packs: TownPacks
    search: Search

    def run(self, job_id: str) -> None:
        """Do a job; done twice, even at once, it has effect once.

        Raises
        ------
        ServiceError
            ``store.unreachable``: somebody has to try again.
        """
        job = self._begun(job_id)
        if job is None:
            return
        try:
            self._make(job)
        except ChalandError as error:
            self._fail(job, Fault(error.code, error.values))
        except DBAPIError as error:
            why = type(error.orig).__name__  # what it says may quote data, and would be kept
            raise ServiceError("store.unreachable", database=self.database.name, why=why) from None
        except Exception as error:  # noqa: BLE001 (whatever it is, somebody waits for the job)
            kind = type(error).__name__
            where = "".join(traceback.format_tb(error.__traceback__))
            _LOG.error("job %s: %s\n%s", job.id, kind, where)  # its message may quote data
            self._fail(job, Fault("job.unexpected", {"kind": kind}))

    def _begun(self, job_id: str) -> Job | None:
        """The job, which runs now; None when nothing is to be done any more."""
        with self._writing() as work:
            job = job_rows.locked(work, job_id)
            if job.has_ended:
                return None
            if job.cancel_asked:
                _end(work, job, JobState.CANCELLED)
                return None
            job = replace(job, state=JobState.RUNNING, attempts=job.attempts + 1)
            if job.attempts > MOST_ATTEMPTS:
                fail(work, job.id, Fault("job.given_up"))
                return None
            job_rows.save(work, job)
            return job

    def _make(self, job: Job) -> None:
        seconds, start = job.seconds, None
        for _ in range(SEARCHES):
            day = self._day(job, seconds)
            stored = finished(day.problem, day.sequences)
            try:
                found = self._searched(job, day, start or stored, seconds)
            except SolverError:
                if job.kind is JobKind.PLAN:
                    raise
                break  # what was promised is carried out all the same
            if found is None:
                self._cancel(job)
                return
            with self._writing() as work:
                if self._kept(work, job, day, better(stored, found)):
                    return
            seconds, start = max(1, seconds // SHORTER), found
        self._keep_what_is_stored(job)

    def _searched(self, job: Job, day: PoolDay, start: Plan, seconds: int) -> Plan | None:
        if not day.problem.shipments:
            return Plan((), (), 0)

        def heard(progress: JobProgress) -> bool:
            with self._writing() as work:
                return job_rows.report(work, job, progress)

        return self.search(day.problem, start, seconds=seconds, heard=heard)

    def _day(self, job: Job, seconds: int) -> PoolDay:
        """The pool as it is when a search of so many seconds is over."""
        with reading(self.database, self.means) as work:
            served = towns.find(work, SERVICE, job.town)
            pool = pools.read(work, job.town, job.date)
            day = pool_day(work, served, pool, self.packs, ahead=seconds)
        if day.problem.shipments and not day.shifts:
            raise InputError("plan.nobody_works", date=job.date.isoformat())
        return day

    def _kept(self, work: Work, job: Job, day: PoolDay, plan: Plan) -> bool:
        """Store a plan, and of a cut-off publish it; not when its pool has moved."""
        now = job_rows.locked(work, job.id)
        if now.has_ended:
            return True
        if now.cancel_asked:
            _end(work, now, JobState.CANCELLED)
            return True
        pool = pools.locked(work, job.town, job.date)
        if job.kind is JobKind.CUT_OFF:
            if pool.version != day.pool.version:
                return False
            day, plan = self._at_present(work, job, day, plan)
        require_valid(day.problem, plan)
        version = self._stored(work, job, day, plan)
        if job.kind is JobKind.CUT_OFF:
            routes = _closing(work, job, day, plan)
            whole = replace(version, plan=plan)
            publish_routes(work, SERVICE, day, whole, routes=routes, closing=job.slots)
        _end(work, now, JobState.DONE, plan=version.id)
        return True

    def _at_present(self, work: Work, job: Job, day: PoolDay, plan: Plan) -> tuple[PoolDay, Plan]:
        """A day that moves, and its plan, as they are now: couriers have gone on meanwhile."""
        if not day.has_begun:
            return day, plan
        served = towns.find(work, SERVICE, job.town)
        now = pool_day(work, served, day.pool, self.packs)
        return now, better(finished(now.problem, now.sequences), at_present(now, plan))

    def _keep_what_is_stored(self, job: Job) -> None:
        """Close a cut-off by the stored sequences: a pool that is locked does not move.

        The job is locked before its pool, as everywhere: else two workers on it would wait for each
        other.
        """
        with self._writing() as work:
            job_rows.locked(work, job.id)
            served = towns.find(work, SERVICE, job.town)
            pool = pools.locked(work, job.town, job.date)
            day = pool_day(work, served, pool, self.packs)
            self._kept(work, job, day, finished(day.problem, day.sequences))

    def _stored(self, work: Work, job: Job, day: PoolDay, plan: Plan) -> PlanVersion:
        version = PlanVersion(
            id=work.new(Kind.PLAN),
            town=job.town,
            date=job.date,
            number=plans.next_number(work, job.town, job.date),
            pool_version=day.pool.version,
            plan=day.orders_only(plan),
            created=work.now,
            job=job.id,
        )
        plans.add(work, version)
        events.append(
            work,
            "plan.made",
            town=job.town,
            actor=asker(job),
            date=job.date,
            values={
                "plan": version.id,
                "number": version.number,
                "unserved": len(plan.unserved),
            },
        )
        return version

    def _cancel(self, job: Job) -> None:
        with self._writing() as work:
            now = job_rows.locked(work, job.id)
            if not now.has_ended:
                _end(work, now, JobState.CANCELLED)

    def _fail(self, job: Job, problem: Fault) -> None:
        with self._writing() as work:
            fail(work, job.id, problem)

    def _writing(self) -> AbstractContextManager[Work]:
        return writing(self.database, self.means)


def better(stored: Plan, found: Plan) -> Plan:
    """The plan that a search found, unless it drops what the stored one serves, or is no cheaper.

    Both are of one problem. The stored one keeps every promise that can be kept at all.
    """
    dropped = left_out(found) - left_out(stored)
    fewer = len(found.unserved) < len(stored.unserved)
    return found if not dropped and (fewer or found.cost <= stored.cost) else stored


def fail(work: Work, job_id: str, problem: Fault) -> None:
    """End a job that did not come to its end, visibly."""
    job = job_rows.locked(work, job_id)
    if job.has_ended:
        return
    _end(work, job, JobState.FAILED, problem=problem)
    events.append(
        work,
        "plan.failed",
        town=job.town,
        actor=asker(job),
        date=job.date,
        values={"job": job.id, "code": problem.code},
    )


def _closing(work: Work, job: Job, day: PoolDay, plan: Plan) -> Sequence[Route]:
    """The routes that carry an order of a slot that is closed, and all of couriers with a round.

    Those ride as they know: so they know what the pool has for them.
    """
    by_id = orders.by_id(work, {s.shipment for route in plan.routes for _, s in route.services()})
    return [
        route
        for route in plan.routes
        if route.shift in day.riding
        or any(by_id[service.shipment].slot in job.slots for _, service in route.services())
    ]


def _end(
    work: Work, job: Job, state: JobState, *, plan: str | None = None, problem: Fault | None = None
) -> None:
    job_rows.save(work, replace(job, state=state, plan=plan, problem=problem, ended=work.now))
