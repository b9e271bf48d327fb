"""Webhooks, in and out of the database, and the leases of whoever tells them."""

import datetime as dt
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Row,
    and_,
    delete,
    exists,
    func,
    insert,
    or_,
    select,
    true,
    update,
)

from api.domain.actor import Actor
from api.domain.signature import Secret
from api.domain.webhook import Webhook
from api.store.rows import change as change_row
from api.store.rows import found, of_town
from api.store.tables import events, webhooks
from api.store.work import Work


def find(work: Work, actor: Actor, webhook: str) -> Webhook:
    """A webhook, if the actor sees it: a shop its own.

    Raises
    ------
    MissingError
    """
    return _webhook(found(work, webhooks, _seen(actor), webhook))


def page(work: Work, actor: Actor, after: str | None, most: int) -> list[Webhook]:
    """Webhooks that the actor sees, by id, which is the order in which they were made.

    Parameters
    ----------
    after
        The last id of the page before.
    """
    later = true() if after is None else webhooks.c.id > after
    statement = select(webhooks).where(_seen(actor), later).order_by(webhooks.c.id).limit(most)
    return [_webhook(row) for row in work.connection.execute(statement)]


def add(work: Work, webhook: Webhook) -> None:
    """Add a webhook."""
    work.connection.execute(
        insert(webhooks).values(
            id=webhook.id,
            town=webhook.town,
            shop=webhook.shop,
            created=work.now,
            version=webhook.version,
            **_settings(webhook),
            **_progress(webhook),
        )
    )


def change(work: Work, webhook: Webhook) -> None:
    """Write what people have decided of a webhook that was of this version.

    Whoever is delivering goes on no further with what it was before.

    Raises
    ------
    StaleError
    """
    change_row(
        work, webhooks, webhook.id, webhook.version, {**_settings(webhook), "leased_until": None}
    )


def move(work: Work, webhook: Webhook) -> None:
    """Let a webhook go on from its position, whoever is delivering."""
    work.connection.execute(
        update(webhooks)
        .where(webhooks.c.id == webhook.id)
        .values(**{**_progress(webhook), "leased_until": None})
    )


def remove(work: Work, webhook: str) -> None:
    """Delete a webhook."""
    work.connection.execute(delete(webhooks).where(webhooks.c.id == webhook))


def count(work: Work, town: str, shop: str | None) -> int:
    """How many a shop has, or a town beside its shops."""
    owned = and_(webhooks.c.town == town, webhooks.c.shop == shop)
    return work.connection.scalar(select(func.count()).select_from(webhooks).where(owned)) or 0


def due(work: Work) -> list[str]:
    """Ids of the webhooks that something waits for and that nobody is at, the longest behind first.

    Whether what waits in its town's log concerns a webhook is seen when its turn comes.
    """
    behind = exists().where(
        events.c.town == webhooks.c.town, events.c.position > webhooks.c.position
    )
    statement = select(webhooks.c.id).where(_free(work.now), behind).order_by(webhooks.c.position)
    return list(work.connection.scalars(statement))


def lease(work: Work, webhook: str, until: dt.datetime) -> Webhook | None:
    """Take a webhook for oneself until an instant; None when somebody else has it.

    The instant is what proves later that it is still ours (`settle`).
    """
    taken = work.connection.execute(
        update(webhooks).where(webhooks.c.id == webhook, _free(work.now)).values(leased_until=until)
    )
    if taken.rowcount != 1:
        return None
    statement = select(webhooks).where(webhooks.c.id == webhook)
    return _webhook(work.connection.execute(statement).one())


def settle(work: Work, webhook: Webhook, before: Webhook) -> bool:
    """Write how far deliveries have come, if the lease is still ours.

    Parameters
    ----------
    webhook
        As it is from now on: with the lease that goes on, or with none.
    before
        As it was, with the lease under which that was done.

    Returns
    -------
    Whether it was; when not, somebody else delivers the same again.
    """
    written = work.connection.execute(
        update(webhooks)
        .where(webhooks.c.id == webhook.id, webhooks.c.leased_until == before.leased_until)
        .values(**_progress(webhook))
    )
    return written.rowcount == 1


def switch_off(work: Work, webhook: str) -> None:
    """Ask nobody any more, until somebody switches it on again."""
    work.connection.execute(
        update(webhooks)
        .where(webhooks.c.id == webhook)
        .values(active=False, version=webhooks.c.version + 1)
    )


def _free(now: dt.datetime) -> ColumnElement[bool]:
    """Whether it may be tried at an instant, by who asks."""
    unleased = or_(webhooks.c.leased_until.is_(None), webhooks.c.leased_until <= now)
    ready = or_(webhooks.c.next_try.is_(None), webhooks.c.next_try <= now)
    return and_(webhooks.c.active, unleased, ready)


def _seen(actor: Actor) -> ColumnElement[bool]:
    own = true() if actor.shop is None else webhooks.c.shop == actor.shop
    return and_(of_town(webhooks, actor), own)


def _settings(webhook: Webhook) -> dict[str, Any]:
    """What people decide."""
    return {
        "url": webhook.url,
        "kinds": list(webhook.kinds),
        "active": webhook.active,
        "secrets": [
            {"text": secret.text, "until": secret.until and secret.until.isoformat()}
            for secret in webhook.secrets
        ],
    }


def _progress(webhook: Webhook) -> dict[str, Any]:
    """What deliveries change."""
    return {
        "position": webhook.position,
        "failures": webhook.failures,
        "failing_since": webhook.failing_since,
        "next_try": webhook.next_try,
        "leased_until": webhook.leased_until,
        "problem": webhook.problem,
    }


def _webhook(row: Row[Any]) -> Webhook:
    return Webhook(
        id=row.id,
        town=row.town,
        shop=row.shop,
        url=row.url,
        kinds=tuple(row.kinds),
        secrets=tuple(
            Secret(
                secret["text"],
                None if secret["until"] is None else dt.datetime.fromisoformat(secret["until"]),
            )
            for secret in row.secrets
        ),
        position=row.position,
        failures=row.failures,
        failing_since=row.failing_since,
        next_try=row.next_try,
        leased_until=row.leased_until,
        problem=row.problem,
        active=row.active,
        version=row.version,
    )
