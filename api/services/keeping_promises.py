"""Whatever changes what fits must leave all promises as they are.

Shifts, vehicles, shops and the town's settings may change at any time; orders have been promised
by what they were. So a change is made under the locks of the pools that it touches, each pool is
put together anew, and one of whose promises would not be kept takes the change back.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace

from api.domain.actor import Actor
from api.domain.errors import RefusedError
from api.domain.pool import Pool
from api.domain.round import Seconds
from api.domain.town import ServedTown
from api.services.closing import goods_from, planned_before
from api.services.live_pools import LivePools
from api.services.pool_problem import PoolDay, pool_day
from api.store import pools, towns
from api.store.work import Work
from routing.errors import ModelError, SolverError
from routing.solve.quote import LivePlan


@contextmanager
def keeping_promises(
    work: Work, actor: Actor, town: str, dates: Sequence[dt.date], live_pools: LivePools
) -> Iterator[None]:
    """Change something that pools are made of.

    Raises
    ------
    RefusedError
        ``town.promises_broken``: a promise of a date would not be kept.
    """
    locked = [pools.locked(work, town, date) for date in sorted(dates)]
    before = towns.find(work, actor, town)
    late = {pool.date: _late(work, before, pool, live_pools) for pool in locked}
    yield
    served = towns.find(work, actor, town)
    for pool in locked:
        changed = replace(pool, version=pool.version + 1)
        if (now_late := _late(work, served, changed, live_pools)) is None:
            raise RefusedError("town.promises_broken", date=pool.date.isoformat())
        if now_late > (late[pool.date] or 0):
            raise RefusedError("town.promises_broken", date=pool.date.isoformat())
        pools.save(work, changed)


def _late(work: Work, served: ServedTown, pool: Pool, live_pools: LivePools) -> Seconds | None:
    """By how many seconds promises of a pool are late; None when they cannot be kept at all.

    What is planned only after its goods can be fetched is late by that much too.
    """
    if not any(pool.sequences.values()):
        return 0
    try:
        day = pool_day(work, served, pool, live_pools.packs)
        LivePlan.from_sequences(day.problem, day.sequences)
    except (ModelError, SolverError):
        return None
    return day.now.late + _planned_late(work, day)


def _planned_late(work: Work, day: PoolDay) -> Seconds:
    """By how many seconds plans that were begun now would come after the goods they are for.

    Whoever plans for longer has to begin sooner: shortly before a cut-off it is too late for that.
    """
    ready = day.clock.after(work.now) + planned_before(day.served_town)
    waiting = (order for order, _ in day.ground.promised.values())
    return sum(
        max(0, ready - goods_from(order))
        for order in waiting
        if order.collect and order.promised is not None and work.now < order.promised[1]
    )
