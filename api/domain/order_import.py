"""What becomes of a file of orders, line by line."""

import datetime as dt
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum

from api.domain.order import Order
from api.domain.people import Door
from api.domain.quote import Offer
from routing.errors import InputError
from routing.formats.clock import ClockSpan
from routing.town.candidate import Candidate


class Outcome(StrEnum):
    """What became of a line."""

    ACCEPTED = "accepted"
    """Its slot is promised."""
    DRAFT = "draft"
    """No slot of those that it asks for fits, or its door has to be chosen."""
    DUPLICATE = "duplicate"
    """Its order is known already: nothing was made."""
    REFUSED = "refused"
    """Something is wrong with it: nothing was made."""


@dataclass(frozen=True, slots=True)
class ImportedLine:
    """One line of a file.

    Parameters
    ----------
    line
        The header is 1.
    reference
        As the line writes it; empty where it cannot be read.
    order
        Made by it, or known already; None: there is none.
    offers
        Slots that do fit, where those do not that it asks for.
    candidates
        Doors to choose from, where its address is unsure.
    """

    line: int
    outcome: Outcome
    reference: str = ""
    order: Order | None = None
    offers: tuple[Offer, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    errors: tuple[InputError, ...] = ()


@dataclass(frozen=True, slots=True)
class OrderImport:
    """A whole file.

    Parameters
    ----------
    dry_run
        Nothing of it was kept.
    ignored
        Columns that nobody knows, as the file writes them.
    """

    lines: tuple[ImportedLine, ...]
    dry_run: bool
    ignored: tuple[str, ...] = ()

    def count(self, outcome: Outcome) -> int:
        """How many lines ended so."""
        return sum(line.outcome is outcome for line in self.lines)


@dataclass(frozen=True, slots=True)
class Likeness:
    """By what two orders of a shop on one date are taken for the same, whatever they are called.

    Parameters
    ----------
    where
        Where the door is, to about a metre; else the address as it was typed.
    parcels
        Grams, litres and whether it is cold, of each.
    """

    name: str
    where: str
    parcels: tuple[tuple[int, int, bool], ...]
    is_return: bool


def likeness(order: Order, name: str, door: Door | None, typed: str) -> Likeness:
    """The likeness of an order.

    Parameters
    ----------
    typed
        Its address, where it has no door yet.
    """
    position = None if door is None else door.position
    where = " ".join(typed.casefold().split())
    if position is not None:
        where = f"{position[0]:.5f} {position[1]:.5f}"
    return Likeness(
        " ".join(name.casefold().split()),
        where,
        tuple(sorted((one.grams, one.litres, one.cold) for one in order.parcels)),
        order.is_return,
    )


def offers_asked(
    offers: Collection[Offer], spans: Collection[ClockSpan], midnight: dt.datetime
) -> Iterator[Offer]:
    """The offers that fit and lie wholly within the hours that a line asks for, the first first.

    Parameters
    ----------
    spans
        On the town's wall clock; none: at any time.
    midnight
        The date's, aware, in the town's zone.
    """
    for offer in sorted(offers, key=lambda one: (one.start, one.end)):
        start, end = (_minutes(at, midnight) for at in (offer.start, offer.end))
        within = any(span.start <= start and end <= span.end for span in spans)
        if offer.fits and (within or not spans):
            yield offer


def _minutes(instant: dt.datetime, midnight: dt.datetime) -> int:
    """Minutes after midnight that the town's clocks show; more than a day's on the next."""
    shown = instant.astimezone(midnight.tzinfo)
    days = (shown.date() - midnight.date()).days
    return days * 24 * 60 + shown.hour * 60 + shown.minute
