"""A round as somebody may see it: where to go, what to hand over, and when that is expected.

Who somebody is decides what is in it (`api.services.following`); what may not be seen is None.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from api.domain.event import Deed
from api.domain.order import Mark, NotAtHome, Order
from api.domain.people import Door
from api.domain.progress import Progress, Stage
from api.domain.round import Round, Seconds, StopKind
from api.domain.town import MemberShop
from api.domain.town_settings import Position
from api.services.etas import Etas
from api.store.deeds import AtDoor
from routing.day.clock import DayClock
from routing.model import TaskKind
from routing.model.units import Cents, Grams, Litres

Lines = Sequence[Sequence[Sequence[float]]]
"""For each leg its points, longitude and latitude in degrees."""


@dataclass(frozen=True, slots=True)
class ParcelView:
    """A parcel; of a discreet order's the code only."""

    code: str
    grams: Grams | None = None
    litres: Litres | None = None
    cold: bool | None = None
    upright: bool | None = None


@dataclass(frozen=True, slots=True)
class HandoverView:
    """An order changing hands.

    Parameters
    ----------
    number
        The day's number, which is on the bag.
    deed, at
        What settled it and when; None while it is open, and where it follows from another deed.
    shop
        The shop's name; None at the door of a discreet order.
    at_door
        Whom one meets and how one gets in; None where that may not be seen.
    amount_due
        To be collected at the door.
    """

    order: str
    kind: TaskKind
    number: int | None
    stage: Stage
    deed: Deed | None
    at: dt.datetime | None
    shop: str | None
    parcels: tuple[ParcelView, ...]
    promised_from: dt.datetime | None
    promised_until: dt.datetime | None
    marks: tuple[Mark, ...]
    not_at_home: NotAtHome
    amount_due: Cents | None
    at_door: AtDoor | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Times:
    """At a stop; aware, in the town's zone."""

    arrival: dt.datetime
    start: dt.datetime
    departure: dt.datetime


@dataclass(frozen=True, slots=True)
class StopView:
    """A halt.

    Parameters
    ----------
    label, position
        The shop's name, or the door's address; None where a door may not be seen, and for the hub.
    expected
        None when nothing is left to be done there, and once the day is over.
    """

    number: int
    place: str
    kind: StopKind
    label: str | None = field(repr=False)
    position: Position | None = field(repr=False)
    planned: Times
    expected: Times | None
    handovers: tuple[HandoverView, ...]


@dataclass(frozen=True, slots=True)
class BringBackView:
    """An order that nobody took.

    Parameters
    ----------
    expected
        When it is given back; None once it was.
    at
        When it was; None as long as it is on board.
    """

    order: str
    number: int | None
    shop: str
    place: str
    parcels: tuple[str, ...]
    expected: Times | None
    at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class RoundView:
    """A round. Times are aware, in the town's zone.

    Parameters
    ----------
    back
        When the courier is expected at the hub.
    delay
        Seconds by which the next handover is later than planned, negative when it is sooner.
    lines
        How it lies on the ground; None where that may not be seen, and once it is forgotten.
    """

    id: str
    town: str
    date: dt.date
    letter: str
    courier: str
    courier_name: str
    shift: str
    starts: dt.datetime
    ends: dt.datetime
    back: dt.datetime
    delay: Seconds
    metres: int
    version: int
    stops: tuple[StopView, ...]
    bring_back: tuple[BringBackView, ...]
    lines: Lines | None = field(default=None, repr=False)

    @property
    def stops_done(self) -> int:
        """How many stops have nothing open any more."""
        return sum(
            all(one.stage is not Stage.OPEN for one in stop.handovers) for stop in self.stops
        )

    @property
    def is_done(self) -> bool:
        """Whether nothing is left to do, and nothing to bring back."""
        return self.stops_done == len(self.stops) and all(one.at for one in self.bring_back)


@dataclass(frozen=True, slots=True)
class Seen:
    """What somebody may see of a round.

    Parameters
    ----------
    doors
        Addresses, names, phones, codes, instructions and the lines on the ground.
    shop
        Only this shop's orders; None: all.
    discreetly
        Whether discreet orders are kept so.
    """

    doors: bool
    shop: str | None
    discreetly: bool


@dataclass(frozen=True, slots=True)
class Followed:
    """A round with all that is known of it."""

    round: Round
    courier_name: str
    clock: DayClock
    progress: Progress
    etas: Etas
    orders: Mapping[str, Order]
    shops: Mapping[str, MemberShop]
    doors: Mapping[str, Door] = field(default_factory=dict, repr=False)
    at_doors: Mapping[str, AtDoor] = field(default_factory=dict, repr=False)
    lines: Lines | None = field(default=None, repr=False)
