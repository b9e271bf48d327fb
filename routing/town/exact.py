"""The door that a text can only mean.

A text is read in every way in which it splits into a city and a postcode (before or after, or
not told), a house number (before or after the street) and a street. Only what is the same after
folding (`routing.town.spelling`) counts, every word must be understood, and the city or postcode
that was typed must be the door's.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from routing.town.gazetteer import Door, Named
from routing.town.spelling import (
    REPEATS,
    fold,
    locality_key,
    number_key,
    street_key,
)

_FIGURES = re.compile(r"[a-z]?\d+([a-z]|bis|ter|quater)?")
_REPEAT = re.compile(rf"[a-z]|{'|'.join(REPEATS)}")
_POSTCODE = re.compile(r"\d{4,5}")
_LONGEST_LOCALITY = 7
"""Words, little ones too: Saint-Rémy-en-Bouzemont-Saint-Genest-et-Isson has seven."""

_MOST_WORDS = 24
"""Of an address that can be read whole."""


class _Reading(NamedTuple):
    number: str
    street: str
    localities: frozenset[str]


class ExactDoors:
    """Doors by number and street.

    Parameters
    ----------
    town
        The town's name: as good as a city, and true of every door.
    """

    def __init__(self, streets: Sequence[Named], town: str) -> None:
        self._town = locality_key(town)
        self._doors: dict[tuple[str, str], list[Door]] = defaultdict(list)
        self._parts: dict[tuple[str, str], list[Door]] = defaultdict(list)
        self._places: dict[str, list[frozenset[str]]] = defaultdict(list)
        for street in streets:
            self._places[street_key(street.names[0])].append(street.localities)
        told = {town}
        for door in (door for street in streets for door in street.doors):
            self._doors[door.number, door.street].append(door)
            for number in door.numbers:
                self._parts[number, door.street].append(door)
            told |= {door.address.city, door.address.postcode}
        self._localities = {locality_key(name) for name in told} - {""}

    def find(self, text: str) -> Door | None:
        """The door that a text can only mean; None when there is none, or several."""
        readings = list(dict.fromkeys(self._readings(text)))
        for doors in (self._doors, self._parts):
            for number, street, localities in readings:
                same = doors.get((number, street))
                if same:
                    return self._only(same, localities)
        return None

    def _only(self, same: Sequence[Door], typed: frozenset[str]) -> Door | None:
        """The one door that agrees with what was typed; of several the one that confirms it."""
        agreeing = [door for door in same if self._agrees(door, typed)]
        told = _words(typed)
        confirmed = [door for door in agreeing if told and told <= door.localities]
        chosen = agreeing if len(agreeing) == 1 else confirmed
        if len(chosen) != 1 or (not confirmed and self._is_elsewhere_too(chosen[0])):
            return None
        return chosen[0]

    def _is_elsewhere_too(self, door: Door) -> bool:
        """Whether another city has a street of that name: its doors may just not be mapped."""
        return any(
            not (place <= door.localities or door.localities <= place)
            for place in self._places[door.street]
        )

    def _readings(self, text: str) -> Iterator[_Reading]:
        """Every way to split the words, the likeliest first."""
        folded = fold(text).split()
        if len(folded) > _MOST_WORDS:
            return
        for words, localities in self._without_localities(folded, frozenset()):
            for number, street in _splits(words):
                if number and street:
                    yield _Reading(number, street_key(" ".join(street)), localities)

    def _without_localities(
        self, words: list[str], typed: frozenset[str]
    ) -> Iterator[tuple[list[str], frozenset[str]]]:
        """The words, then without the city and the postcode before and after them."""
        yield words, typed
        for size in range(min(_LONGEST_LOCALITY, len(words) - 2), 0, -1):
            for locality, rest in ((words[-size:], words[:-size]), (words[:size], words[size:])):
                key = locality_key(" ".join(locality))
                if key in self._localities or (typed and size == 1 and _POSTCODE.fullmatch(key)):
                    yield from self._without_localities(rest, typed | {key})

    def _agrees(self, door: Door, typed: frozenset[str]) -> bool:
        """Whether every city and postcode that was typed is the door's, or the town's name."""
        if not door.localities:
            return typed <= self._localities
        return _words(typed - {self._town}) <= door.localities


def _words(localities: frozenset[str]) -> frozenset[str]:
    return frozenset(word for name in localities for word in name.split())


def _splits(words: list[str]) -> Iterator[tuple[str, list[str]]]:
    """A number before or after the street, of as many words as look like one."""
    before = 0
    while before < len(words) and is_number(words[before], first=before == 0):
        before += 1
    for size in range(before, 0, -1):
        yield number_key(" ".join(words[:size])), words[size:]
    for start in range(len(words)):
        tail = words[start:]
        if all(is_number(word, first=index == 0) for index, word in enumerate(tail)):
            yield number_key(" ".join(tail)), words[:start]


def is_number(word: str, *, first: bool) -> bool:
    """Whether a folded word may be part of a house number: figures, then perhaps a repetition."""
    return bool(_FIGURES.fullmatch(word) or (not first and _REPEAT.fullmatch(word)))
