"""Quotes over the wire."""

from typing import Self

from pydantic import ConfigDict

from api.domain.quote import Offer, Quote
from api.http.schemas.base import Instant, Model, PublicId


class QuoteIn(Model):
    """Which order is asked for."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"order": "ord_01kb03v3g07000800000000000"}]}
    )

    order: PublicId


class OfferOut(Model):
    """One slot: whether it fits, the price to tell the customer, the shop's estimated share."""

    slot: str
    start: Instant
    end: Instant
    closes: Instant
    status: str
    price_cents: int | None
    estimated_share_cents: int | None
    obstacle: str

    @classmethod
    def of(cls, offer: Offer) -> Self:
        """From the services."""
        return cls(
            slot=offer.slot,
            start=offer.start,
            end=offer.end,
            closes=offer.closes,
            status=offer.status,
            price_cents=offer.price,
            estimated_share_cents=offer.estimated_share,
            obstacle=offer.obstacle,
        )


class QuoteOut(Model):
    """All offers for one order, until they expire."""

    id: PublicId
    order: PublicId
    expires: Instant
    offers: list[OfferOut]

    @classmethod
    def of(cls, quote: Quote) -> Self:
        """From the services."""
        return cls(
            id=quote.id,
            order=quote.order,
            expires=quote.expires,
            offers=[OfferOut.of(offer) for offer in quote.offers],
        )
