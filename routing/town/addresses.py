"""Doors found by what people type.

A first cut: what is the same after folding (`routing.town.spelling`) is found; everything else is
asked back with the nearest doors. Nothing unsure is ever taken silently.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import NamedTuple

from routing.town.spelling import distinctive, fold, number_key, numbers_of, street_key
from routing.town.town import Address, Town

MOST_CANDIDATES = 5
_ALIKE = 0.75
"""Ratio of equal letters (`difflib`) from which a street may be the one that was meant."""
_FIGURES = re.compile(r"\d+([a-z]|bis|ter|quater)?")
_REPEAT = re.compile(r"[a-z]|bis|ter|quater")


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
    """

    match: Address | None
    candidates: tuple[Address, ...] = ()


class _Reading(NamedTuple):
    """One way to understand the words.

    Parameters
    ----------
    door
        Keys of number (empty: none) and street.
    localities
        The city and the postcode that were typed, folded.
    """

    door: tuple[str, str]
    localities: frozenset[str]


class AddressIndex:
    """The doors of a town by street and number."""

    def __init__(self, town: Town) -> None:
        self._streets: dict[str, list[Address]] = defaultdict(list)
        self._doors: dict[tuple[str, str], list[Address]] = defaultdict(list)
        self._parts: dict[tuple[str, str], list[Address]] = defaultdict(list)
        self._town = fold(town.name)
        localities = {town.name}
        for address in town.addresses:
            street = street_key(address.street)
            self._streets[street].append(address)
            self._doors[number_key(address.number), street].append(address)
            for number in numbers_of(address.number):
                self._parts[number, street].append(address)
            localities |= {address.city, address.postcode}
        self._localities = sorted({fold(name) for name in localities} - {""})
        self._names: dict[str, list[str]] = defaultdict(list)
        for street in self._streets:
            self._names[distinctive(street)].append(street)

    def find(self, text: str) -> Found:
        """The door that a typed address means, or the doors to ask about."""
        readings = list(self._readings(text))
        for doors in (self._doors, self._parts):
            for reading in readings:
                same = doors.get(reading.door, ())
                agreeing = self._agreeing(same, reading.localities)
                if len(agreeing) == 1:
                    return Found(agreeing[0])
                if same:
                    return _asked(agreeing or same)
        return _asked(self._like(readings))

    def _readings(self, text: str) -> Iterator[_Reading]:
        """Every way to split the words into number, street and locality, the likeliest first."""
        for words, localities in self._without_localities(fold(text), frozenset()):
            for number, street in _splits(words.split()):
                if street:
                    yield _Reading((number, street_key(" ".join(street))), localities)

    def _without_localities(
        self, words: str, typed: frozenset[str]
    ) -> Iterator[tuple[str, frozenset[str]]]:
        """The words, then without the city and the postcode at their end."""
        yield words, typed
        for locality in self._localities:
            if words.endswith(f" {locality}"):
                shorter = words.removesuffix(f" {locality}")
                yield from self._without_localities(shorter, typed | {locality})
                postcode = re.search(r" (\d{4,5})$", shorter)
                if postcode and postcode[1] not in self._localities:
                    without = shorter.removesuffix(postcode[0])
                    yield without, typed | {locality, postcode[1]}

    def _agreeing(self, same: Sequence[Address], typed: frozenset[str]) -> Sequence[Address]:
        """Doors that no typed city or postcode contradicts; only those it confirms, if any."""
        agreeing = [address for address in same if not self._contradicts(address, typed)]
        confirmed = [address for address in agreeing if typed & _localities(address)]
        return confirmed or agreeing

    def _contradicts(self, address: Address, typed: frozenset[str]) -> bool:
        postcodes = {place for place in typed if place.isdecimal()}
        cities = typed - postcodes - {self._town}
        other_postcode = postcodes and address.postcode and fold(address.postcode) not in postcodes
        other_city = cities and address.city and fold(address.city) not in cities
        return bool(other_postcode or other_city)

    def _like(self, readings: Sequence[_Reading]) -> Iterator[Address]:
        """Doors of like streets, the nearest numbers first."""
        ways: Sequence[Callable[[str], Iterable[str]]] = (self._same, self._holding, self._alike)
        for streets_like in ways:
            for (number, street), _ in readings:
                for known in streets_like(street):
                    yield from sorted(self._streets[known], key=_nearness(number))

    def _same(self, street: str) -> Iterable[str]:
        return [street] if street in self._streets else []

    def _holding(self, street: str) -> Iterable[str]:
        """Streets with all the words that were typed, or all of whose words were typed."""
        typed = set(distinctive(street).split())
        for name, streets in self._names.items():
            known = set(name.split())
            if typed and known and (typed <= known or known <= typed):
                yield from streets

    def _alike(self, street: str) -> Iterable[str]:
        name = distinctive(street)
        for known in get_close_matches(name, self._names, MOST_CANDIDATES, _ALIKE):
            yield from self._names[known]


def _asked(likely: Iterable[Address]) -> Found:
    found: dict[str, Address] = {}
    for address in likely:
        found.setdefault(address.id, address)
        if len(found) == MOST_CANDIDATES:
            break
    return Found(None, tuple(found.values()))


def _localities(address: Address) -> set[str]:
    return {fold(address.city), fold(address.postcode)} - {""}


def _splits(words: list[str]) -> Iterator[tuple[str, list[str]]]:
    """A number before or after the street, of as many words as look like one; or none."""
    before = 0
    while before < len(words) and _is_number(words[before], first=before == 0):
        before += 1
    for size in range(before, 0, -1):
        yield number_key(" ".join(words[:size])), words[size:]
    for start in range(len(words)):
        tail = words[start:]
        if all(_is_number(word, first=index == 0) for index, word in enumerate(tail)):
            yield number_key(" ".join(tail)), words[:start]
    yield "", words


def _is_number(word: str, *, first: bool) -> bool:
    return bool(_FIGURES.fullmatch(word) or (not first and _REPEAT.fullmatch(word)))


def _nearness(number: str) -> Callable[[Address], tuple[int, int, str]]:
    """Order of doors by how near their number is, the same side of the street first."""
    wanted = _figure(number)

    def key(address: Address) -> tuple[int, int, str]:
        figure = _figure(address.number)
        if wanted is None or figure is None:
            return figure or 0, 0, address.number
        return abs(figure - wanted), (figure - wanted) % 2, address.number

    return key


def _figure(number: str) -> int | None:
    figures = re.search(r"\d+", number)
    return int(figures[0]) if figures else None
