"""What an order is, beside where it stands (`api.domain.order_state`)."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from api.domain.order_state import OrderState
from routing.model import Load, Window
from routing.model.units import Cents, Grams, Litres

MOST_PARCELS = 50
MOST_DAYS_AHEAD = 7


class Mark(StrEnum):
    """What binds whoever handles the order."""

    AGE_CHECK = "age_check"
    """An adult is seen at the door; nothing about that is kept."""
    IN_PERSON = "in_person"
    """Not to a neighbour, not to a relay."""
    DISCREET = "discreet"
    """Neither content nor the shop's name on label, link or note."""


class NotAtHome(StrEnum):
    """What the recipient wants when nobody opens."""

    CALL = "call"
    NEIGHBOUR = "neighbour"
    SAFE_PLACE = "safe_place"
    BRING_BACK = "bring_back"


@dataclass(frozen=True, slots=True)
class Parcel:
    """What is carried.

    Parameters
    ----------
    code
        Four signs, unique in its round; empty before the order has one.
    """

    grams: Grams
    litres: Litres
    cold: bool = False
    upright: bool = False
    code: str = ""


@dataclass(frozen=True, slots=True)
class Order:
    """One order, without its recipient.

    Parameters
    ----------
    date
        The local date of its pool.
    number
        The day's number, which goes on the bag; None as long as it is a draft.
    door
        Id of the door; None as long as a draft has no address that was chosen.
    promised
        Start and end of its slot, aware, in UTC; None as long as nothing is promised.
    reference
        The shop's own.
    collect
        When its goods may be fetched, in seconds after the date's local midnight: part of what was
        promised.
    amount_due
        Collected at the door.
    version
        Counts its changes: its ETag.
    """

    id: str
    town: str
    shop: str
    date: dt.date
    state: OrderState
    parcels: tuple[Parcel, ...]
    number: int | None = None
    recipient: str | None = None
    door: str | None = None
    marks: frozenset[Mark] = frozenset()
    not_at_home: NotAtHome = NotAtHome.CALL
    is_return: bool = False
    reference: str = ""
    basket: Cents | None = None
    ready_at: dt.datetime | None = None
    collect: tuple[Window, ...] = ()
    slot: str = ""
    promised: tuple[dt.datetime, dt.datetime] | None = None
    price: Cents | None = None
    estimated_share: Cents | None = None
    amount_due: Cents | None = None
    version: int = 1

    @property
    def load(self) -> Load:
        """All parcels together."""
        return Load(
            sum(parcel.grams for parcel in self.parcels),
            sum(parcel.litres for parcel in self.parcels),
            len(self.parcels),
        )

    @property
    def cold(self) -> bool:
        """Whether it needs an insulated box."""
        return any(parcel.cold for parcel in self.parcels)
