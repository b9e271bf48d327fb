"""A pool's plan as it is kept: numbered, never changed, and published once at most."""

import datetime as dt
from dataclasses import dataclass

from routing.model import Plan


@dataclass(frozen=True, slots=True)
class PlanVersion:
    """One plan of a pool.

    Parameters
    ----------
    number
        1, 2, ... in its pool.
    pool_version
        Of the pool that it was made for: only as long as that is the pool's may it be published.
    plan
        Routes by shift id, visits by place id, services by order id, in seconds after the date's
        local midnight.
    job
        Who made it.
    version
        Counts its publication: its ETag.
    """

    id: str
    town: str
    date: dt.date
    number: int
    pool_version: int
    plan: Plan
    created: dt.datetime
    job: str | None = None
    published: dt.datetime | None = None
    version: int = 1
