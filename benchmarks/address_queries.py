"""Addresses as people type them, drawn from a seed, and nonsense that must find no door.

What is drawn for one town is drawn for any: nothing here knows a place.
"""

import random
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from routing.town.spelling import abbreviations, fold, number_key, street_key
from routing.town.town import Address

LETTERS = "abcdefghijklmnopqrstuvwxyz"
STREET = "strasse"
LEAST_LETTERS = 4
"""A word with a mistake has at least so many."""

_ELSEWHERE = (
    ("69002", "Lyon"), ("31000", "Toulouse"), ("59800", "Lille"), ("35000", "Rennes"),
    ("67000", "Strasbourg"), ("10115", "Berlin"), ("1204", "Genève"), ("08001", "Barcelona"),
)  # fmt: skip
_STREETS_ELSEWHERE = (
    "rue de la République", "avenue Jean Jaurès", "rue Victor Hugo", "place de l'Église",
    "Hauptstraße", "Bahnhofstraße", "Carrer Major", "rue du Moulin", "boulevard Gambetta",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Typed:
    """A text, and the doors that it means.

    Parameters
    ----------
    doors
        Ids. Several where the map tells doors of one number and street by nothing that was typed;
        none for nonsense.
    """

    text: str
    doors: frozenset[str]


Spoil = Callable[[str, random.Random], str | None]
"""Another spelling of an address's own words; None where there is none to be had."""


class Doors:
    """The doors of a town, to draw from."""

    def __init__(self, addresses: Sequence[Address]) -> None:
        self.all = addresses
        self._alike: dict[tuple[str, str], list[Address]] = {}
        for address in addresses:
            self._alike.setdefault(_key(address), []).append(address)
        self._localities = {fold(name) for a in addresses for name in (a.city, a.postcode)}

    def typed(self, kind: str, count: int, seed: int) -> list[Typed]:
        """So many texts of a kind; the same seed draws the same."""
        chance = random.Random(f"{kind} {seed}")  # noqa: S311
        draw = self._nonsense if kind == NONSENSE else self._own(KINDS[kind])
        drawn = (draw(chance) for _ in range(50 * count))
        texts = (typed for typed in drawn if typed is not None)
        return [typed for typed, _ in zip(texts, range(count), strict=False)]

    def _own(self, spoil: Spoil) -> Callable[[random.Random], Typed | None]:
        def draw(chance: random.Random) -> Typed | None:
            address = chance.choice(self.all)
            street, number = spoil(address.street, chance), address.number
            if spoil is abbreviated and (other := abbreviated(number, chance)):
                street, number = street or address.street, other
            if street is None:
                return None
            localities = _localities(address, chance)
            text = _arranged(number, street, localities, chance)
            return Typed(text, self._meant(address, localities))

        return draw

    def _meant(self, address: Address, localities: Sequence[str]) -> frozenset[str]:
        """Doors of which all that was typed is true."""
        return frozenset(
            other.id
            for other in self._alike[_key(address)]
            if {*localities} <= {other.city, other.postcode}
        )

    def _nonsense(self, chance: random.Random) -> Typed:
        kind = chance.choice([_random_words, self._far_number, self._elsewhere, self._wrong_city])
        return Typed(kind(chance), frozenset())

    def _far_number(self, chance: random.Random) -> str:
        """A street of the town, and a number that none has."""
        address = chance.choice(self.all)
        return _arranged(
            str(chance.randint(20_000, 90_000)),
            address.street,
            _localities(address, chance),
            chance,
        )

    def _elsewhere(self, chance: random.Random) -> str:
        """An address of another town."""
        others = [one for one in _ELSEWHERE if not {fold(name) for name in one} & self._localities]
        street = chance.choice(_STREETS_ELSEWHERE)
        return _arranged(str(chance.randint(1, 40)), street, chance.choice(others), chance)

    def _wrong_city(self, chance: random.Random) -> str:
        """A door of the town, said to be in another."""
        others = [one for one in _ELSEWHERE if not {fold(name) for name in one} & self._localities]
        address = chance.choice(self.all)
        return _arranged(address.number, address.street, chance.choice(others), chance)


def _key(address: Address) -> tuple[str, str]:
    return number_key(address.number), street_key(address.street)


def _localities(address: Address, chance: random.Random) -> tuple[str, ...]:
    """Postcode and city, one of them or none, in any order."""
    known = [name for name in (address.postcode, address.city) if name]
    chosen = chance.sample(known, chance.randint(0, len(known)))
    return tuple(chosen)


def _arranged(number: str, street: str, localities: Sequence[str], chance: random.Random) -> str:
    """The parts, the number beside the street and the localities before or after both."""
    door = [number, street]
    if chance.random() < 0.3:
        door.reverse()
    before = [name for name in localities if chance.random() < 0.3]
    after = [name for name in localities if name not in before]
    parts = [" ".join(part) for part in (before, door, after) if part]
    return chance.choice([", ", " "]).join(parts)


def as_written(text: str, _: random.Random) -> str:
    """No mistake."""
    return text


def plain(text: str, chance: random.Random) -> str:
    """Without accents, hyphens and apostrophes, in small or capital letters."""
    letters = unicodedata.normalize("NFD", text)
    bare = "".join(" " if c in "-’'" else c for c in letters if not unicodedata.combining(c))
    return bare.upper() if chance.random() < 0.5 else bare.lower()


def one_edit(text: str, chance: random.Random) -> str | None:
    """One letter inserted, left out, replaced, or exchanged with its neighbour."""
    words = text.split(" ")
    long = [index for index, word in enumerate(words) if _letters(word) >= LEAST_LETTERS]
    if not long:
        return None
    index = chance.choice(long)
    edited = chance.choice([_insert, _leave_out, _replace, _exchange])(words[index], chance)
    words[index] = edited
    return " ".join(words)


def _letters(word: str) -> int:
    """How many letters; none in a word with figures, where a mistake makes another number."""
    has_figures = any(letter.isdecimal() for letter in word)
    return 0 if has_figures else sum(letter.isalpha() for letter in word)


def _insert(word: str, chance: random.Random) -> str:
    place = chance.randint(0, len(word))
    return word[:place] + chance.choice(LETTERS) + word[place:]


def _leave_out(word: str, chance: random.Random) -> str:
    place = chance.randrange(len(word))
    return word[:place] + word[place + 1 :]


def _replace(word: str, chance: random.Random) -> str:
    place = chance.randrange(len(word))
    other = chance.choice([letter for letter in LETTERS if letter != word[place].lower()])
    return word[:place] + other + word[place + 1 :]


def _exchange(word: str, chance: random.Random) -> str:
    place = chance.randrange(len(word) - 1)
    return word[:place] + word[place + 1] + word[place] + word[place + 2 :]


def abbreviated(text: str, chance: random.Random) -> str | None:
    """A word by an abbreviation of it; a repetition spelled otherwise."""
    words = text.replace("-", " ").split(" ")
    known = {index: short for index, word in enumerate(words) if (short := _shorter(fold(word)))}
    if not known:
        return None
    index = chance.choice(sorted(known))
    words[index] = chance.choice(known[index])
    return " ".join(words)


def swapped(text: str, chance: random.Random) -> str | None:
    """Two neighbouring words in the wrong order."""
    words = text.split(" ")
    if len(words) < 2:
        return None
    place = chance.randrange(len(words) - 1)
    words[place : place + 2] = reversed(words[place : place + 2])
    return " ".join(words)


def _short() -> Mapping[str, list[str]]:
    short: dict[str, list[str]] = {"bis": ["b"], "ter": ["t"]}
    for abbreviation, full in abbreviations().items():
        short.setdefault(full, []).append(abbreviation)
    return short


SHORT = _short()


def _shorter(word: str) -> list[str]:
    if word.endswith(STREET):
        return [f"{word.removesuffix(STREET)}str."]
    return SHORT.get(word, [])


AS_WRITTEN, NONSENSE = "as written", "nonsense"
KINDS: Mapping[str, Spoil] = {
    AS_WRITTEN: as_written,
    "plain": plain,
    "abbreviated": abbreviated,
    "one edit": one_edit,
    "swapped": swapped,
}


def _random_words(chance: random.Random) -> str:
    words = ["".join(chance.choices(LETTERS, k=chance.randint(3, 9))) for _ in range(3)]
    return " ".join([str(chance.randint(1, 99)), *words[: chance.randint(1, 3)]])


def keystrokes(texts: Sequence[Typed]) -> Iterator[str]:
    """Every beginning of some texts, as a field is filled."""
    for typed in texts:
        for size in range(1, len(typed.text) + 1):
            yield typed.text[:size]
