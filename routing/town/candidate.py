"""What an address search gives back."""

from dataclasses import dataclass
from enum import StrEnum

from routing.town.town import Address


class Kind(StrEnum):
    """What a candidate is, which tells how exact its position is."""

    DOOR = "door"
    """A house number of the map."""
    INTERPOLATED = "interpolated"
    """A number that is not known, between two that are: its position is reckoned."""
    STREET = "street"
    """A street: somebody has to say where on it."""
    PLACE = "place"
    """A hamlet, a farm, a quarter, a shop: somebody has to drop a pin."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """One thing that a text may mean.

    Parameters
    ----------
    id
        The address's, place's or shop's; empty for streets and interpolated numbers.
    label
        As on the wall: ``12 Rue Grimaldi``.
    full_label
        As on an envelope: ``12 Rue Grimaldi, 98000 Monaco``.
    position
        (longitude, latitude) in degrees.
    score
        From 0 to 1: how much of what was typed and of what is meant agrees.
    confident
        Whether this can only be the door that was meant, so that nobody need be asked. Never true
        of anything but a door; of all candidates of one search at most the first.
    """

    kind: Kind
    id: str
    label: str
    full_label: str
    position: tuple[float, float]
    score: float
    confident: bool = False
    door: Address | None = None


@dataclass(frozen=True, slots=True)
class Near:
    """The nearest of its kind to a pin: of doors, of streets, of places.

    Parameters
    ----------
    position
        Of the door or place; on a street, of its nearest point.
    metres
        From the pin.
    """

    kind: Kind
    id: str
    label: str
    full_label: str
    position: tuple[float, float]
    metres: float
