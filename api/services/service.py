"""All that the service runs on, put together once and given to whoever works."""

from dataclasses import dataclass, field

from api.domain.public_url import PublicUrl
from api.domain.targets import NOTHING_ALLOWED, AllowList
from api.services.bell import Bell
from api.services.live_pools import LivePools
from api.services.ports import Jobs
from api.services.solving import Solving
from api.store.database import Database
from api.store.work import Means


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of the service one caller may have.

    Parameters
    ----------
    requests
        A minute, by one key or one session.
    unknown_requests
        A minute, by one address without either.
    sign_ins
        A minute, by one address, and for one login; keys that open nothing count too.
    body_bytes
        Of one request.
    """

    requests: int = 600
    unknown_requests: int = 120
    sign_ins: int = 10
    body_bytes: int = 10_000_000


@dataclass(frozen=True, slots=True)
class Settings:
    """What whoever runs the service decides.

    Parameters
    ----------
    public_url
        Where people reach it: all links begin with it.
    """

    public_url: PublicUrl
    limits: Limits = field(default_factory=Limits)


@dataclass(frozen=True, slots=True)
class Service:
    """A service that can be asked.

    Parameters
    ----------
    live_pools
        The live plans in memory, which advise; the database decides.
    allowed_targets
        Where webhooks may go though it is not the open internet.
    solving
        Who is having a problem in VROOM's format solved.
    bell
        Rung when a transaction stands.
    """

    database: Database
    means: Means
    live_pools: LivePools
    jobs: Jobs
    settings: Settings
    allowed_targets: AllowList = NOTHING_ALLOWED
    solving: Solving = field(default_factory=Solving)
    bell: Bell = field(default_factory=Bell)
