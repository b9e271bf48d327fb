"""How much the names of a town agree with what was typed.

Each name is a set of words, and each word weighs by how few names have it (a type of street weighs
little). A score is the weight that agrees, divided by all that was typed or is in the name: one
for the same words in any order, less for each word that is misspelled, missing or too many. It is
Tversky's ratio model with words for features.

References
----------
A. Tversky, Features of similarity, Psychological Review 84 (4), 1977.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import log
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from routing.town.gazetteer import Named, keys_of, words_of
from routing.town.query import TYPE, Query, Span, Token
from routing.town.spelling import is_type, locality_key, spelled_out
from routing.town.vocabulary import Vocabulary

Floats = npt.NDArray[np.float64]

_LOOKED_AT = 25
"""Names that are compared word by word, after a first look at all of them."""
_LEAST_NAME = 0.5
"""A name weighs at least so much if it has any word that is no type of street."""
_MISSING, _MISSING_YET = 0.7, 0.1
"""What a word of a name that was not typed weighs: in a whole text, in an unfinished one."""
_ELSEWHERE = 0.5
"""What a typed word weighs that names another city than the candidate's."""
_TOWN = 0.95
"""How much agrees when the town's name was typed, and the candidate is in another of its cities."""
_BESIDE = 0.1
"""Of what was typed beside a whole name (a person, a floor, a bell) the part that counts once it
is more than the name."""
_ORDER = 0.01
"""For words in the order of the name."""


class _Name(NamedTuple):
    """One name of something, its words by their indices in the vocabulary."""

    named: Named
    words: tuple[int, ...]
    weight: float


@dataclass(frozen=True, slots=True)
class Fit:
    """A name beside a query.

    Parameters
    ----------
    agreeing, weight
        Of the name's words: as far as they were typed; all that count.
    is_whole
        Whether all words of the name were typed, and one that is no type of street.
    rest
        Indices of tokens that are not in the name.
    order
        Share of the name's words that follow each other as typed.
    """

    named: Named
    agreeing: float
    weight: float
    is_whole: bool
    rest: tuple[int, ...]
    order: float


class Agreement:
    """All names of a town, ready to be compared.

    Parameters
    ----------
    town
        The town's name: it agrees, almost, with every place in it.
    """

    def __init__(self, named: Sequence[Named], town: str) -> None:
        self._town = frozenset(locality_key(town).split())
        self.vocabulary = Vocabulary(words_of(named) | self._town)
        index = {word: number for number, word in enumerate(self.vocabulary.words)}
        localities = self._town.union(*(one.localities for one in named))
        self._localities = {index[word] for word in localities}
        spelled = [
            (one, tuple(index[word] for word in key))
            for one in named
            for key in dict.fromkeys(key for name in one.names for key in keys_of(name))
        ]
        self._weights = self._weigh([words for _, words in spelled])
        self._names = [
            _Name(one, words, float(self._weights[list(words)].sum())) for one, words in spelled
        ]
        counts = [len(words) for _, words in spelled]
        self._offsets = np.concatenate([[0], np.cumsum(counts)[:-1]]).astype(np.int64)
        self._words = np.array([word for _, words in spelled for word in words], np.int64)
        self._whole = np.array([name.weight for name in self._names])

    def _weigh(self, names: Sequence[tuple[int, ...]]) -> Floats:
        """From 0.5 for a word that every name has to 1 for one that few have."""
        words = [word for name in names for word in set(name)]
        having = np.bincount(np.array(words, np.int64), minlength=len(self.vocabulary.words))
        rarity = np.log1p(len(names) / np.maximum(having, 1)) / log(len(names) + 2)
        types = np.array([is_type(spelled_out(word)[0]) for word in self.vocabulary.words], bool)
        return np.where(types, TYPE, 0.5 + 0.5 * rarity)

    def fits(self, query: Query) -> Iterator[Fit]:
        """The names that agree with a query most, in no certain order."""
        if self._names:
            for name in self._promising(query):
                yield self._fit(self._names[name], query)

    def _promising(self, query: Query) -> list[int]:
        """A first look at all names: every typed word agrees with the best one of each."""
        agreeing = np.zeros(len(self._names))
        likes = np.zeros(len(self.vocabulary.words))
        typed = 0.0
        for token in query.tokens:
            if token.likes:
                words = np.fromiter(token.likes, np.int64, len(token.likes))
                qualities = np.fromiter(token.likes.values(), np.float64, len(token.likes))
                likes[words] = qualities * self._weights[words]
                agreeing += np.maximum.reduceat(likes[self._words], self._offsets)
                typed += float(likes[words].max())
                likes[words] = 0.0
        score = agreeing / (typed + _missing(query) * self._whole)
        best = np.argsort(-score, kind="stable")[:_LOOKED_AT]
        return [name for name in best.tolist() if agreeing[name] > 0]

    def _fit(self, name: _Name, query: Query) -> Fit:
        """Give each word of the name the typed word that is most like it."""
        pairs = sorted(
            (-quality, token, place)
            for place, word in enumerate(name.words)
            for token, one in enumerate(query.tokens)
            if (quality := one.likes.get(word))
        )
        taken: dict[int, int] = {}
        agreeing = typed = 0.0
        for negative, token, place in pairs:
            if token not in taken and place not in taken.values():
                taken[token] = place
                weight = float(self._weights[name.words[place]])
                agreeing -= weight * negative
                typed += weight
        places = [taken[token] for token in sorted(taken)]
        following = sum(after == before + 1 for before, after in pairwise(places))
        return Fit(
            named=name.named,
            agreeing=agreeing,
            weight=typed + _missing(query) * (name.weight - typed),
            is_whole=len(taken) == len(name.words) and name.weight >= _LEAST_NAME,
            rest=tuple(token for token in range(len(query.tokens)) if token not in taken),
            order=following / max(len(name.words) - 1, 1),
        )

    def score(
        self, fit: Fit, query: Query, localities: frozenset[str], number: Span | None
    ) -> float:
        """Share of what was typed and is meant that agrees.

        Parameters
        ----------
        localities
            Where the candidate is: words of its city and postcode.
        number
            What of the text is a house number: it counts neither for nor against.
        """
        used = range(number.start, number.end) if number else range(0)
        tokens = (query.tokens[token] for token in fit.rest if token not in used)
        left = sum(self._against(token, localities) for token in tokens)
        if fit.is_whole and left > fit.weight:
            left = fit.weight + _BESIDE * (left - fit.weight)
        agreed = fit.agreeing / (fit.weight + left) if fit.weight else 0.0
        return agreed * (1 - _ORDER + _ORDER * fit.order)

    def _against(self, token: Token, localities: frozenset[str]) -> float:
        """What a typed word that is neither number nor name weighs against a candidate."""
        words = self.vocabulary.words
        here = (
            quality if words[word] in localities else _TOWN * quality
            for word, quality in token.likes.items()
            if words[word] in localities or words[word] in self._town
        )
        agreeing = max(here, default=0.0)
        if agreeing:
            return token.weight * (1 - agreeing)
        return min(token.weight, _ELSEWHERE) if self.is_locality(token) else token.weight

    def is_locality(self, token: Token) -> bool:
        """Whether a typed word may be of a city or postcode of the town."""
        return not self._localities.isdisjoint(token.likes)


def _missing(query: Query) -> float:
    return _MISSING_YET if query.unfinished else _MISSING
