"""Plans that are asked for: by a planner, and by every cut-off. A worker makes them.

A job's row and its place in the queue are written in one transaction, so that none is lost and
none runs that nobody knows of.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from api.domain.actor import Actor, Role, Scope, acting
from api.domain.errors import RefusedError
from api.domain.ids import Kind
from api.domain.job import Job, JobKind, JobState
from api.domain.order import MOST_DAYS_AHEAD, Order
from api.domain.order_state import OrderState
from api.domain.town import ServedTown
from api.services.closing import Closings
from api.services.days import require_bookable
from api.services.ports import Jobs
from api.store import jobs as job_rows
from api.store import orders, pools, towns
from api.store.work import Work
from routing.errors import InputError

SERVICE = acting("service", Role.ADMIN, town=None)
"""Who acts when a cut-off does."""

LONGEST_SEARCH = 600
"""Seconds that may be asked for."""

MOST_TURNS = 3
"""So often a cut-off is tried while something is promised for its slots that is in no round."""


def ask(  # noqa: PLR0913  # one keyword for each question that can be asked
    work: Work,
    actor: Actor,
    jobs: Jobs,
    *,
    town: str,
    date: dt.date,
    seconds: int | None = None,
) -> Job:
    """Ask for a plan of a pool.

    Parameters
    ----------
    seconds
        Of search; None: as long as at a cut-off.

    Raises
    ------
    MissingError
        When the town is not the actor's.
    InputError
        When the date is over or too far ahead, or the search too long.
    """
    actor.require(Scope.WRITE_PLANS)
    served = towns.find(work, actor, town)
    require_bookable(served, date, work.now)
    if seconds is not None and not 1 <= seconds <= LONGEST_SEARCH:
        raise InputError("plan.seconds", pointer="/seconds", most=LONGEST_SEARCH)
    job = Job(
        id=work.new(Kind.JOB),
        town=served.id,
        date=date,
        kind=JobKind.PLAN,
        seconds=seconds or served.settings.planning_seconds,
        asked_by=actor.id,
        created=work.now,
    )
    return _queued(work, jobs, job)


def asker(job: Job) -> Actor:
    """Who is told of as the one who had a job done."""
    return acting(job.asked_by, Role.PLANNER, job.town)


def cancel(work: Work, actor: Actor, job_id: str) -> Job:
    """Let a plan not be made after all.

    One that waits ends at once; one that is being made within a second, and nothing is kept of it.

    Raises
    ------
    MissingError
    RefusedError
        ``job.ended``; ``job.is_cut_off``: promises wait for it.
    """
    actor.require(Scope.WRITE_PLANS)
    job = job_rows.locked(work, job_rows.find(work, actor, job_id).id)
    if job.kind is JobKind.CUT_OFF:
        raise RefusedError("job.is_cut_off")
    if job.has_ended:
        raise RefusedError("job.ended", state=job.state)
    cancelled = replace(job, cancel_asked=True)
    if job.state is JobState.QUEUED:
        cancelled = replace(cancelled, state=JobState.CANCELLED, ended=work.now)
    job_rows.save(work, cancelled)
    return cancelled


@dataclass(frozen=True, slots=True)
class CutOff:
    """Slots of one pool that close, and that hold promises which are in no round yet."""

    town: str
    date: dt.date
    slots: tuple[str, ...]
    seconds: int


def cut_offs_due(work: Work) -> tuple[CutOff, ...]:
    """What is to be planned and published now; what some worker is at already is not in it.

    It needs no memory of when it was last asked: a service that slept finds what it has missed, as
    long as the slots are not over.
    """
    return tuple(
        due
        for served in towns.every(work, SERVICE)
        for date in _dates(served, work.now)
        if (due := _due(work, served, date)) is not None
    )


def at_cut_off(work: Work, jobs: Jobs, cut_off: CutOff) -> Job | None:
    """Let the routes that carry an order of some slots be planned and published, once.

    Returns
    -------
    None when somebody else has seen to it meanwhile.
    """
    pools.lock(work, cut_off.town, cut_off.date)
    served = towns.find(work, SERVICE, cut_off.town)
    if _due(work, served, cut_off.date) != cut_off:
        return None
    earlier = _turns(work, cut_off.town, cut_off.date, cut_off.slots)
    job = Job(
        id=work.new(Kind.JOB),
        town=cut_off.town,
        date=cut_off.date,
        kind=JobKind.CUT_OFF,
        seconds=cut_off.seconds,
        asked_by=SERVICE.id,
        created=work.now,
        slots=cut_off.slots,
        turn=earlier + 1,
    )
    return _queued(work, jobs, job)


def _queued(work: Work, jobs: Jobs, job: Job) -> Job:
    job_rows.add(work, job)
    jobs.enqueue(work, job)
    return job


def _dates(served: ServedTown, now: dt.datetime) -> Iterator[dt.date]:
    """Yesterday too: its last slot may end after midnight."""
    today = now.astimezone(ZoneInfo(served.zone)).date()
    return (today + dt.timedelta(days=days) for days in range(-1, MOST_DAYS_AHEAD + 1))


def _due(work: Work, served: ServedTown, date: dt.date) -> CutOff | None:
    waiting = orders.of_day(work, served.id, date, {OrderState.ACCEPTED})
    closings = Closings(served, date)
    closing = [order for order in waiting if _closes(order, closings.of(order), work.now)]
    slots = tuple(dict.fromkeys(slot for _, slot in sorted((o.promised, o.slot) for o in closing)))
    if not slots or _turns(work, served.id, date, slots) >= MOST_TURNS:
        return None
    at_work = [job for job in _cut_offs(work, served.id, date) if not job.has_ended]
    if at_work:
        return None
    return CutOff(served.id, date, slots, served.settings.planning_seconds)


def _closes(order: Order, closes: dt.datetime, now: dt.datetime) -> bool:
    """Whether an order is to be planned now, and its slot is not over."""
    return order.promised is not None and closes <= now < order.promised[1]


def _turns(work: Work, town: str, date: dt.date, slots: Sequence[str]) -> int:
    """How often these very slots were closed before."""
    return sum(job.slots == tuple(slots) for job in _cut_offs(work, town, date))


def _cut_offs(work: Work, town: str, date: dt.date) -> list[Job]:
    return job_rows.of_pool(work, town, date, JobKind.CUT_OFF)
