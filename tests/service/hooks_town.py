"""A town whose shops have webhooks, with a clock and a receiver that a test holds in its hand."""

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from api.domain.actor import Actor
from api.domain.ids import Kind
from api.domain.order import Order, Parcel
from api.domain.order_state import OrderState
from api.domain.signature import Secret
from api.domain.targets import read_allow_list
from api.domain.webhook import Webhook
from api.jobs.hooks import Delivery
from api.jobs.post import Answer
from api.services import hooks
from api.services.hooks import Subscription
from api.store import events, orders, webhooks
from api.store.database import Database
from api.store.work import Means, Work, reading, writing
from tests.service.small_town import DATE, SmallTown

URL = "https://till.example.org/hook"
NOTHING = read_allow_list("")


@dataclass(frozen=True)
class Posted:
    """What was sent."""

    url: str
    headers: dict[str, str]
    body: bytes

    @property
    def id(self) -> str:
        return self.headers["webhook-id"]


@dataclass
class Till:
    """Stands for a receiver: answers what `next` holds, then always well.

    What stands in `meanwhile` happens while it is being told.
    """

    posted: list[Posted] = field(default_factory=list)
    next: list[Answer] = field(default_factory=list)
    meanwhile: list[Callable[[], object]] = field(default_factory=list)

    def __call__(self, url: str, headers: dict[str, str], body: bytes) -> Answer:
        self.posted.append(Posted(url, headers, body))
        if self.meanwhile:
            self.meanwhile.pop(0)()
        return self.next.pop(0) if self.next else Answer()

    @property
    def ids(self) -> list[str]:
        return [one.id for one in self.posted]


class HooksTown:
    """Everything at hand."""

    def __init__(self, database: Database, means: Means, small: SmallTown) -> None:
        self.database, self.means, self.small = database, means, small
        self.till = Till()

    def delivery(self) -> Delivery:
        """One more worker."""
        return Delivery(self.database, self.means, self.till)

    def turn(self) -> int:
        """What a worker does once."""
        return self.delivery().turn()

    @contextmanager
    def work(self) -> Iterator[Work]:
        with writing(self.database, self.means) as work:
            yield work

    def subscribe(
        self, actor: Actor, *kinds: str, url: str = URL, allowed: str = ""
    ) -> tuple[Webhook, Secret]:
        """A new webhook of somebody."""
        wanted = Subscription(url, kinds)
        with self.work() as work:
            return hooks.add(work, actor, self.small.town.id, wanted, read_allow_list(allowed))

    def order(self, shop: int = 0) -> str:
        """A draft of a shop; nothing is told of it."""
        with self.work() as work:
            order = Order(
                id=work.new(Kind.ORDER),
                town=self.small.town.id,
                shop=self.small.shops[shop].id,
                date=DATE,
                state=OrderState.DRAFT,
                parcels=(Parcel(1_000, 5),),
            )
            orders.add(work, order)
        return order.id

    def happens(
        self, kind: str = "order.accepted", order: str | None = None, town: str | None = None
    ) -> None:
        """Something is written into the log."""
        with self.work() as work:
            events.append(
                work,
                kind,
                town=town or self.small.town.id,
                actor=self.small.planner,
                date=DATE,
                order=order,
            )

    def now_of(self, webhook: Webhook) -> Webhook:
        """A webhook as it stands."""
        with reading(self.database, self.means) as work:
            return webhooks.find(work, self.small.planner, webhook.id)

    def log(self) -> list[events.LoggedEvent]:
        """All that happened in the town."""
        with reading(self.database, self.means) as work:
            return events.since(work, self.small.planner, self.small.town.id, 0)

    @property
    def now(self) -> dt.datetime:
        return self.means.now()
