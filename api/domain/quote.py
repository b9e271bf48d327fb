"""What a shop is told: which slots fit, the price to tell the customer, its own estimated share."""

import datetime as dt
from dataclasses import dataclass

from routing.model.units import Cents


@dataclass(frozen=True, slots=True)
class Offer:
    """One slot's answer.

    Parameters
    ----------
    slot
        The slot's name.
    start, end, closes
        Aware, in UTC: when the door is reached, and until when it may be accepted.
    status
        ``fits``, ``fits_after_reshuffle`` or ``not_found``; never "impossible".
    price
        To tell the customer; frozen when accepted. None when nothing was found.
    estimated_share
        What the shop will owe, as far as can be told before the day is ridden. None when nothing
        was found.
    obstacle
        Code of what stands in the way; empty when it fits.
    """

    slot: str
    start: dt.datetime
    end: dt.datetime
    closes: dt.datetime
    status: str
    price: Cents | None = None
    estimated_share: Cents | None = None
    obstacle: str = ""

    @property
    def fits(self) -> bool:
        """Whether it may be accepted."""
        return self.price is not None


@dataclass(frozen=True, slots=True)
class Quote:
    """Offers for one order, until they expire.

    Parameters
    ----------
    pool_version
        Of the pool that was asked: while it stands, what fits still fits.
    """

    id: str
    town: str
    shop: str
    order: str
    pool_version: int
    offers: tuple[Offer, ...]
    expires: dt.datetime

    def offer(self, slot: str) -> Offer | None:
        """The offer for a slot."""
        return next((offer for offer in self.offers if offer.slot == slot), None)
