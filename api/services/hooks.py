"""Webhooks as people have them: who is told what, where, under which secret, and again from where.

Delivering is a job's (`api.jobs.hooks`): it reads the log by each webhook's position.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from api.domain.actor import Actor, Scope
from api.domain.errors import RefusedError
from api.domain.ids import Kind
from api.domain.signature import SECRET_BYTES, Secret, new_secret
from api.domain.targets import AllowList, read_target
from api.domain.webhook import OLD_SECRET_COUNTS, Webhook, read_kinds
from api.store import events, shops, webhooks
from api.store.work import Work
from routing.errors import InputError

MOST = 20
"""Webhooks of one shop, and of a town beside its shops'."""


@dataclass(frozen=True, slots=True)
class Subscription:
    """What somebody wants to be told, and where.

    Parameters
    ----------
    shop
        Only of its orders; None: all of the town.
    """

    url: str
    kinds: Sequence[str] = ()
    shop: str | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """What is to be otherwise; None: as it was."""

    url: str | None = None
    kinds: Sequence[str] | None = None
    active: bool | None = None


def add(
    work: Work, actor: Actor, town: str, wanted: Subscription, allowed: AllowList
) -> tuple[Webhook, Secret]:
    """Tell somebody what happens from now on. The secret is shown this once.

    Parameters
    ----------
    allowed
        Targets that may be called though they are private.

    Raises
    ------
    MissingError
        When the shop is not the actor's.
    InputError
        When the URL or a kind cannot be used.
    RefusedError
        ``webhook.too_many``.
    """
    actor.require(Scope.HOOKS)
    read_target(wanted.url, allowed)
    kinds = read_kinds(wanted.kinds)
    shop = actor.shop if wanted.shop is None else _shop_of(work, actor, town, wanted.shop)
    if webhooks.count(work, town, shop) >= MOST:
        raise RefusedError("webhook.too_many", most=MOST)
    secret = new_secret(work.means.random_bytes(SECRET_BYTES))
    position = events.last_position(work, town)
    made = Webhook(
        work.new(Kind.WEBHOOK), town, shop, wanted.url, kinds, (secret,), position=position
    )
    webhooks.add(work, made)
    return made, secret


def change(
    work: Work, actor: Actor, webhook: Webhook, wanted: Change, allowed: AllowList
) -> Webhook:
    """Change a webhook; one that is switched on again is tried at once.

    Raises
    ------
    InputError
        When the URL or a kind cannot be used.
    StaleError
    """
    actor.require(Scope.HOOKS)
    if wanted.url is not None:
        read_target(wanted.url, allowed)
    changed = replace(
        webhook,
        url=webhook.url if wanted.url is None else wanted.url,
        kinds=webhook.kinds if wanted.kinds is None else read_kinds(wanted.kinds),
        active=webhook.active if wanted.active is None else wanted.active,
    )
    return _written(work, changed)


def renew_secret(work: Work, actor: Actor, webhook: Webhook) -> tuple[Webhook, Secret]:
    """Give a webhook a new secret. For a day its messages are signed with the one before too.

    Raises
    ------
    StaleError
    """
    actor.require(Scope.HOOKS)
    secret = new_secret(work.means.random_bytes(SECRET_BYTES))
    until = work.now + OLD_SECRET_COUNTS
    before = tuple(
        replace(one, until=min(until, one.until or until))
        for one in webhook.secrets
        if one.counts(work.now)
    )
    return _written(work, replace(webhook, secrets=(secret, *before))), secret


def replay(work: Work, actor: Actor, webhook: Webhook, position: int) -> Webhook:
    """Tell everything after a position of the log, again where it was told before.

    Raises
    ------
    InputError
        ``webhook.position``: the log does not reach so far.
    """
    actor.require(Scope.HOOKS)
    newest = events.last_position(work, webhook.town)
    if not 0 <= position <= newest:
        raise InputError("webhook.position", pointer="/position", position=position, most=newest)
    moved = replace(_afresh(webhook), position=position)
    webhooks.move(work, moved)
    return moved


def remove(work: Work, actor: Actor, webhook: Webhook) -> None:
    """Tell nothing more."""
    actor.require(Scope.HOOKS)
    webhooks.remove(work, webhook.id)


def _written(work: Work, webhook: Webhook) -> Webhook:
    webhooks.change(work, webhook)
    afresh = _afresh(webhook)
    webhooks.move(work, afresh)
    return replace(afresh, version=webhook.version + 1)


def _afresh(webhook: Webhook) -> Webhook:
    """As if it had never failed."""
    return replace(
        webhook, failures=0, failing_since=None, next_try=None, leased_until=None, problem=""
    )


def _shop_of(work: Work, actor: Actor, town: str, shop_id: str) -> str:
    shop = shops.find(work, actor, shop_id)
    if shop.town != town:
        raise InputError("webhook.shop_elsewhere", pointer="/shop", shop=shop_id)
    return shop.id
