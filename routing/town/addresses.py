"""Doors, streets and places found by what people type, and what is near a pin.

Whatever is typed is ranked (`routing.town.ranking`); only what can mean one door and nothing else
is confident (`routing.town.exact`). Nothing unsure is ever taken silently.
"""

from dataclasses import dataclass
from functools import cached_property

from routing.town.agreement import Agreement
from routing.town.candidate import Candidate, Kind, Near
from routing.town.exact import ExactDoors
from routing.town.gazetteer import gazetteer, plane_of
from routing.town.nearby import Nearby
from routing.town.plane import Position
from routing.town.query import understood
from routing.town.ranking import door_candidate, ranked
from routing.town.town import Address, Town

MOST_CANDIDATES = 5
_MEANT = 0.75
"""Score from which a place or a street without numbers is taken for what was meant."""
_WORTH_ASKING = 0.44
"""Score from which a door is worth asking about: below, little but the number was typed."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a typed address is.

    Parameters
    ----------
    match
        The one door that was meant; None when unsure.
    candidates
        When unsure, up to five doors to ask about, the likeliest first; empty when nothing in the
        town is like it.
    pin_for
        The place, or the street without any number, that was meant instead of a door: where the
        house stands, somebody has to show with a pin.
    """

    match: Address | None
    candidates: tuple[Candidate, ...] = ()
    pin_for: Candidate | None = None


class AddressIndex:
    """All that has a name in a town, found by what people type."""

    def __init__(self, town: Town) -> None:
        self._plane = plane_of(town)
        self._named = gazetteer(town, self._plane)
        self._exact = ExactDoors(self._named, town.name)
        self._agreement = Agreement(self._named, town.name)

    def search(
        self, text: str, *, unfinished: bool = False, most: int = MOST_CANDIDATES
    ) -> tuple[Candidate, ...]:
        """What a text may mean, the likeliest first.

        Parameters
        ----------
        unfinished
            Whether somebody is still typing, so that the last word may go on.
        """
        return tuple(self._ranked(text, unfinished=unfinished)[:most])

    def find(self, text: str) -> Found:
        """The door that a typed address means, or the doors to ask about."""
        likely = self._ranked(text)
        if not likely:
            return Found(None)
        first = likely[0]
        if first.confident:
            return Found(first.door)
        asked = (one for one in likely if one.score >= _WORTH_ASKING)
        doors = tuple(one for one in asked if one.kind is Kind.DOOR)[:MOST_CANDIDATES]
        has_no_number = first.kind is Kind.PLACE or not doors
        if has_no_number and first.score >= _MEANT:
            return Found(None, pin_for=first)
        return Found(None, doors)

    def near(self, pin: Position) -> tuple[Near, ...]:
        """The nearest door, street and place of a pin, the nearest of the three first.

        Parameters
        ----------
        pin
            (longitude, latitude) in degrees. However far it is: the distances tell.
        """
        return self._nearby.near(pin)

    @cached_property
    def _nearby(self) -> Nearby:
        return Nearby(self._named, self._plane)

    def _ranked(self, text: str, *, unfinished: bool = False) -> list[Candidate]:
        query = understood(text, self._agreement.vocabulary, unfinished=unfinished)
        likely = ranked(query, self._agreement, self._plane)
        sure = self._exact.find(text)
        if sure is None:
            return likely
        others = [one for one in likely if one.door is not sure.address]
        return [door_candidate(sure, 1.0, confident=True), *others]
