"""Quotes, in and out of the database."""

import datetime as dt
from typing import Any

from sqlalchemy import Row, and_, delete, insert, select, true, update

from api.domain.actor import Actor
from api.domain.quote import Offer, Quote
from api.store.rows import found, of_town
from api.store.tables import quotes
from api.store.work import Work

_INSTANTS = ("start", "end", "closes")

KEPT = dt.timedelta(days=14)
"""After a quote has expired. It is shown until the day of its order, which is six days ahead at
most, and told again to a program for two; the third week nobody asks for it."""


def find(work: Work, actor: Actor, quote: str) -> Quote:
    """A quote, if the actor sees it: a shop its own.

    Raises
    ------
    MissingError
    """
    own = true() if actor.shop is None else quotes.c.shop == actor.shop
    return _quote(found(work, quotes, and_(of_town(quotes, actor), own), quote))


def latest(work: Work, order: str) -> Quote | None:
    """The last quote for an order: the slots that did fit, for its draft."""
    row = work.connection.execute(
        select(quotes)
        .where(quotes.c.order == order)
        .order_by(quotes.c.expires.desc(), quotes.c.id.desc())
        .limit(1)
    ).first()
    return None if row is None else _quote(row)


def expire(work: Work, order: str) -> None:
    """Let nothing more be accepted of what was quoted for an order."""
    work.connection.execute(
        update(quotes)
        .where(quotes.c.order == order, quotes.c.expires > work.now)
        .values(expires=work.now)
    )


def add(work: Work, quote: Quote) -> None:
    """Add a quote."""
    work.connection.execute(
        insert(quotes).values(
            id=quote.id,
            town=quote.town,
            shop=quote.shop,
            order=quote.order,
            pool_version=quote.pool_version,
            offers=[_written(offer) for offer in quote.offers],
            expires=quote.expires,
            created=work.now,
        )
    )


def drop_old(work: Work) -> int:
    """Delete quotes that nobody reads any more; how many."""
    old = quotes.c.expires < work.now - KEPT
    return work.connection.execute(delete(quotes).where(old)).rowcount


def _written(offer: Offer) -> dict[str, Any]:
    return {
        "slot": offer.slot,
        **{name: getattr(offer, name).isoformat() for name in _INSTANTS},
        "status": offer.status,
        "price": offer.price,
        "estimated_share": offer.estimated_share,
        "obstacle": offer.obstacle,
    }


def _quote(row: Row[Any]) -> Quote:
    offers = tuple(
        Offer(**{**offer, **{name: dt.datetime.fromisoformat(offer[name]) for name in _INSTANTS}})
        for offer in row.offers
    )
    return Quote(row.id, row.town, row.shop, row.order, row.pool_version, offers, row.expires)
