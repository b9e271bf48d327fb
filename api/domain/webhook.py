"""A webhook: who is told what happened, where, and what becomes of one that does not answer.

The log of events is the one truth. A webhook is a position in it: what lies behind it was
delivered, what lies before it will be, in order and at least once. Trying again, replaying and
catching up after a night without a receiver are all the same: going on from a position.
"""

import datetime as dt
import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from enum import StrEnum

from api.domain.signature import Secret
from routing.errors import InputError

MOST_KINDS = 20

FIRST_PAUSE = dt.timedelta(seconds=5)
LONGEST_PAUSE = dt.timedelta(hours=6)
PATIENCE = dt.timedelta(days=5)
"""After so long without an answer nobody is asked any more."""

OLD_SECRET_COUNTS = dt.timedelta(days=1)
"""How long messages are also signed with the secret before."""

_KIND = re.compile(r"[a-z_]+\.([a-z_]+|\*)", re.ASCII)


class Failure(StrEnum):
    """Why a delivery came to nothing. Each has a sentence."""

    UNANSWERED = "webhook.unanswered"
    REFUSED = "webhook.refused"
    REDIRECTED = "webhook.redirected"
    FORBIDDEN = "webhook.forbidden_target"
    UNRESOLVED = "webhook.unresolved"
    GONE = "webhook.gone"
    """The receiver wants nothing more: it is asked no more."""


@dataclass(frozen=True, slots=True)
class Webhook:
    """A subscription.

    Parameters
    ----------
    shop
        Whose orders' events are told; None: all events of the town.
    kinds
        Of events: ``order.accepted``, or ``order.*`` for all of a family; empty: all.
    position
        Of the last event of the log that was delivered or passed over.
    failures
        In a row, since `failing_since`.
    next_try
        Not to be tried before; None: at once.
    leased_until
        Until when some worker is at it; None: nobody is.
    problem
        Code of what went wrong last; empty when the last delivery was answered.
    version
        Counts changes by people, not deliveries: its ETag.
    """

    id: str
    town: str
    shop: str | None
    url: str
    kinds: tuple[str, ...]
    secrets: tuple[Secret, ...]
    position: int
    failures: int = 0
    failing_since: dt.datetime | None = None
    next_try: dt.datetime | None = None
    leased_until: dt.datetime | None = None
    problem: str = ""
    active: bool = True
    version: int = 1


def read_kinds(kinds: Collection[str]) -> tuple[str, ...]:
    """The kinds of events that somebody wants, each once.

    Raises
    ------
    InputError
        ``webhook.kind`` when one is written as none; ``webhook.many_kinds``.
    """
    if len(kinds) > MOST_KINDS:
        raise InputError("webhook.many_kinds", pointer="/kinds", most=MOST_KINDS)
    for number, kind in enumerate(kinds):
        if _KIND.fullmatch(kind) is None:
            raise InputError("webhook.kind", pointer=f"/kinds/{number}")
    return tuple(dict.fromkeys(kinds))


def wants(webhook: Webhook, kind: str) -> bool:
    """Whether a webhook is to be told events of a kind."""
    family, _, _ = kind.partition(".")
    return not webhook.kinds or kind in webhook.kinds or f"{family}.*" in webhook.kinds


def pause_after(failures: int, below: Callable[[int], int]) -> dt.timedelta:
    """How long to wait after so many failures in a row: twice as long each time, then as long.

    Parameters
    ----------
    below
        A random number from 0 to below the one it is given: of each pause the second half is left
        to chance, so that receivers that failed together are not asked together again.
    """
    doubled = FIRST_PAUSE * 2 ** min(failures - 1, 20)
    seconds = int(min(doubled, LONGEST_PAUSE).total_seconds())
    return dt.timedelta(seconds=seconds - below(seconds // 2 + 1))
