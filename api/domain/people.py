"""Recipients and doors: personal data, shown only to who needs them and emptied on a clock.

They are never part of an error, a log, an event or a plan; those hold ids.
"""

import datetime as dt
from dataclasses import dataclass, field

from api.domain.town_settings import Position


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody in a shop's own address book.

    Parameters
    ----------
    name, phone
        Empty once they are forgotten.
    door
        Id of the door that a person chose for them last; None: none yet.
    last_order
        The date of their last order, from which the clock of forgetting counts; None before their
        first is written.
    version
        Counts the changes of the entry: its ETag.
    """

    id: str
    town: str
    shop: str
    name: str = field(default="", repr=False)
    phone: str = field(default="", repr=False)
    door: str | None = None
    last_order: dt.date | None = None
    version: int = 1

    @property
    def is_forgotten(self) -> bool:
        """Whether nothing is known of them any more."""
        return not (self.name or self.phone)


@dataclass(frozen=True, slots=True)
class Door:
    """A door of the town: a copy of an address, or a pin that somebody dropped.

    Parameters
    ----------
    position
        None once it is forgotten.
    source
        The address's id in OpenStreetMap or the Base Adresse Nationale; ``pin`` for a pin.
    """

    id: str
    town: str
    label: str = field(default="", repr=False)
    position: Position | None = field(default=None, repr=False)
    source: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """What helps at the door, for one order.

    Parameters
    ----------
    address
        As it was typed, until somebody has chosen the door.
    """

    address: str = field(default="", repr=False)
    instructions: str = field(default="", repr=False)
    door_code: str = field(default="", repr=False)
