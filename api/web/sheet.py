"""A courier's list as values: when, where, what to take and to give, what to mind."""

from dataclasses import dataclass

from api.web.plate import Plate


@dataclass(frozen=True, slots=True)
class Item:
    """An order that changes hands.

    Parameters
    ----------
    what
        Parcels, and their weight when they are heavy.
    other
        The other side: the shop it comes from, or the person it is for.
    cold
        Empty, or that it is cold and until when.
    when
        Empty, or when somebody is there.
    """

    order: str
    what: str
    other: str
    cold: str
    when: str


@dataclass(frozen=True, slots=True)
class Hand:
    """What is taken from, or given to, one person."""

    verb: str
    total: str
    person: str
    instructions: tuple[str, ...]
    goods: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Turning:
    """One thing to do on the way, and how far it is until the next; empty when it is the last."""

    said: str
    distance: str


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the list.

    Parameters
    ----------
    kind
        ``shop``, ``door``, ``hub``, ``pause``, ``leave`` or ``back``.
    number
        Of the stop; empty for lines that are no stop.
    plate
        Where, as on the wall; None when there is no address.
    title
        The shop's name, or what happens; empty where the plate says all.
    way
        How one gets there from the stop before; empty when one is there already.
    wait
        Empty, or until when to wait.
    """

    kind: str
    time: str
    number: str = ""
    plate: Plate | None = None
    title: str = ""
    detail: str = ""
    way: tuple[Turning, ...] = ()
    wait: str = ""
    hands: tuple[Hand, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """All that one courier reads."""

    letter: str
    tone: str
    courier: str
    vehicle: str
    hours: str
    stops: str
    distance: str
    facts: tuple[tuple[str, str], ...]
    rows: tuple[Row, ...]
