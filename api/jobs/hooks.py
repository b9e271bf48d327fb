"""Telling: the log of events, read by each webhook's position, in order and at least once.

Several workers share the webhooks by leases in their rows. A worker that is killed after a message
was answered, and before it could write so, leaves its lease to run out; the next one sends the same
message again, under the same id.
"""

import datetime as dt
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace

from api.domain.actor import Actor, Role, acting
from api.domain.signature import signed_headers
from api.domain.webhook import LONGEST_PAUSE, PATIENCE, Failure, Webhook, pause_after, wants
from api.jobs.message import message_body, message_id
from api.jobs.post import Answer
from api.store import events, webhooks
from api.store.database import Database
from api.store.events import LoggedEvent
from api.store.work import Means, Work, reading, writing

LEASE = dt.timedelta(minutes=2)
"""Far longer than an attempt may last."""

AT_ONCE = 8
"""Webhooks that are told at the same time, so that a slow one keeps few waiting."""

BATCH = 50
TURN = dt.timedelta(seconds=15)
"""Events of the log, and time, after which other webhooks have their turn."""

PACE = 1.0
"""Seconds between two turns of a worker."""

Post = Callable[[str, dict[str, str], bytes], Answer]
"""Posts a body with headers to a URL."""


@dataclass(frozen=True)
class Delivery:
    """One worker's deliveries.

    Parameters
    ----------
    post
        Sends one message.
    """

    database: Database
    means: Means
    post: Post
    _ended: threading.Event = field(default_factory=threading.Event)

    def stop(self) -> None:
        """Send no more messages; the one that is on its way is waited for by whoever waits."""
        self._ended.set()

    def turn(self) -> int:
        """Give every webhook that something waits for one turn.

        Returns
        -------
        How many of them have come further.
        """
        with reading(self.database, self.means) as work:
            due = [] if self._ended.is_set() else webhooks.due(work)
        if not due:
            return 0
        with ThreadPoolExecutor(min(AT_ONCE, len(due))) as threads:
            return sum(threads.map(self.tell, due))

    def tell(self, webhook: str) -> bool:
        """Tell one webhook its next events, as far as it answers.

        Returns
        -------
        Whether it has come further.
        """
        with writing(self.database, self.means) as work:
            hook = webhooks.lease(work, webhook, self._lease(work))
        if hook is None:
            return False
        with reading(self.database, self.means) as work:
            newest = events.last_position(work, hook.town)
            log = events.since(work, _reader(hook), hook.town, hook.position, limit=BATCH)
        seen = log[-1].position if len(log) == BATCH else newest
        further, until = False, self.means.now() + TURN
        for event in log:
            if not wants(hook, event.kind):
                continue
            if self._ended.is_set() or self.means.now() >= until:
                self._release(hook)
                return further
            told = self._told(hook, event)
            if told is None:
                return further
            hook, further = told, True
        self._release(replace(hook, position=max(seen, hook.position)))
        return True

    def _told(self, hook: Webhook, event: LoggedEvent) -> Webhook | None:
        """The webhook after an event that was answered; None when it is not to go on."""
        body = message_body(event)
        headers = signed_headers(message_id(hook, event), self.means.now(), body, hook.secrets)
        answer = self.post(hook.url, headers, body)
        with writing(self.database, self.means) as work:
            if answer.failure is not None:
                self._failed(work, hook, answer)
                return None
            further = replace(
                hook,
                position=event.position,
                failures=0,
                failing_since=None,
                next_try=None,
                leased_until=self._lease(work),
                problem="",
            )
            return further if webhooks.settle(work, further, hook) else None

    def _failed(self, work: Work, hook: Webhook, answer: Answer) -> None:
        """Wait before the next attempt; after days of failures, make none."""
        failures = hook.failures + 1
        since = hook.failing_since or work.now
        asked = min(answer.retry_after, LONGEST_PAUSE)
        pause = max(asked, pause_after(failures, self.means.below))
        failed = replace(
            hook,
            failures=failures,
            failing_since=since,
            next_try=work.now + pause,
            leased_until=None,
            problem=str(answer.failure),
        )
        ours = webhooks.settle(work, failed, hook)
        gives_up = answer.failure is Failure.GONE or work.now - since >= PATIENCE
        if ours and gives_up:
            webhooks.switch_off(work, hook.id)
            events.append(
                work,
                "webhook.disabled",
                town=hook.town,
                actor=_reader(hook),
                values={"webhook": hook.id, "problem": failed.problem, "failures": failures},
            )

    def _release(self, hook: Webhook) -> None:
        with writing(self.database, self.means) as work:
            webhooks.settle(work, replace(hook, leased_until=None), hook)

    def _lease(self, work: Work) -> dt.datetime:
        """Until when a webhook is ours; no other lease ends at the same microsecond."""
        return work.now + LEASE + dt.timedelta(microseconds=self.means.below(1_000_000))


def _reader(hook: Webhook) -> Actor:
    """Who reads the log for a webhook: whoever it belongs to, and with no other eyes."""
    role = Role.PLANNER if hook.shop is None else Role.SHOP
    return acting(hook.id, role, hook.town, hook.shop)
