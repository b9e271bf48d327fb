"""The words that a town is written with, found by what somebody types for them.

A town has a few thousand words. They lie as one array of letters, and each typed word is held
against all of them at once: that takes a tenth of a millisecond, no index of misspellings, and
finds unfinished words with a mistake in them too.
"""

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Flags = npt.NDArray[np.bool_]
Numbers = npt.NDArray[np.int64]

SHORTEST_WITH_EDIT = 4
"""A mistake is forgiven in words of so many letters; shorter ones are too many and too alike."""


class Alike(NamedTuple):
    """Which words a typed one may stand for; each has an index of words, ascending.

    Parameters
    ----------
    same
        At most one.
    edited
        One letter inserted, left out, replaced, or two neighbours exchanged.
    begun
        Words that begin with it, itself left aside.
    begun_edited
        Words that begin with it after one edit.
    """

    same: Numbers
    edited: Numbers
    begun: Numbers
    begun_edited: Numbers


class Vocabulary:
    """Folded words (`routing.town.spelling.fold`), each once.

    Parameters
    ----------
    words
        In any order. Index `i` is the `i`-th of them in alphabetical order.
    """

    def __init__(self, words: Iterable[str]) -> None:
        self.words = sorted(set(words))
        self._index = {word: index for index, word in enumerate(self.words)}
        self._width = max(map(len, self.words), default=0) + 2
        self._written = _Letters(self.words, self._width)
        self._squeezed = _Letters([squeezed(word) for word in self.words], self._width)
        self._is_spelled = np.array([word.isalpha() for word in self.words], bool)

    def index(self, word: str) -> int | None:
        """Where a word stands; None when the town has no such word."""
        return self._index.get(word)

    def alike(self, typed: str, *, unfinished: bool) -> Alike:
        """The words that a typed one may stand for.

        Parameters
        ----------
        typed
            Folded. A mistake is forgiven when it is all letters.
        unfinished
            Whether to look for words that it begins.
        """
        none = np.empty(0, np.int64)
        same = np.array([i for i in [self._index.get(typed)] if i is not None], np.int64)
        if not typed or len(typed) > self._width - 1 or not self.words:
            return Alike(same, none, none, none)
        edited = begun_edited = none
        if typed.isalpha():
            edited, begun_edited = self._one_edit(typed)
        if not unfinished:
            return Alike(same, edited, none, none)
        begun = np.setdiff1d(self._written.beginning(typed), same)
        if len(typed) < SHORTEST_WITH_EDIT:
            return Alike(same, edited, begun, none)
        return Alike(same, edited, begun, np.setdiff1d(begun_edited, np.union1d(begun, same)))

    def _one_edit(self, typed: str) -> tuple[Numbers, Numbers]:
        """Words that are one edit away, and words of which a beginning is."""
        whole, begun = self._written.one_edit(typed)
        whole_too, begun_too = self._squeezed.one_edit(squeezed(typed))
        longest = np.maximum(self._written.lengths, len(typed))
        whole = (whole | whole_too) & (longest >= SHORTEST_WITH_EDIT)
        spelled = self._is_spelled
        return np.flatnonzero(whole & spelled), np.flatnonzero((begun | begun_too) & spelled)


def squeezed(word: str) -> str:
    """The word with no letter twice in a row.

    Doubled letters are what people get wrong most, and one ``ß`` is two letters.

    Examples
    --------
    >>> squeezed("passage"), squeezed("strasse"), squeezed("2022")
    ('pasage', 'strase', '202')
    """
    return "".join(letter for letter, _ in groupby(word))


class _Letters:
    """Words as rows of letters, zeros behind them."""

    def __init__(self, words: Sequence[str], width: int) -> None:
        self.lengths = np.array([len(word) for word in words], np.int64)
        self._width = width
        padded = np.array(words, dtype=f"U{width}")
        self._letters = padded.view(np.uint32).reshape(len(words), width)

    def beginning(self, typed: str) -> Numbers:
        """Words that begin with what was typed."""
        code = _code(typed)
        return np.flatnonzero((self._letters[:, : len(code)] == code).all(axis=1))

    def one_edit(self, typed: str) -> tuple[Flags, Flags]:
        """Whether each word is at most one edit away, and whether a beginning of it is.

        One edit is a step of the optimal string alignment distance (Damerau 1964): it can always
        be made at the first letter that differs, and what follows must then be equal.
        """
        code = _code(typed)
        size, rows = len(code), np.arange(len(self._letters))
        straight, left_out, inserted = (self._equal(code, shift) for shift in (0, 1, -1))
        same = straight.all(axis=1)
        first = np.where(same, size, np.argmin(straight, axis=1))
        rest, rest_left_out, rest_inserted = map(_all_from, (straight, left_out, inserted))
        last = size - 1
        here, then = first, np.minimum(first + 1, size)
        one_left_out = rest_left_out[rows, here]
        one_inserted = ~same & rest_inserted[rows, then]
        one_replaced = ~same & rest[rows, then]
        exchanged = (first < last) & rest[rows, np.minimum(first + 2, size)]
        exchanged &= left_out[rows, np.minimum(first, last)]
        exchanged &= inserted[rows, np.minimum(then, last)]
        level = same | one_replaced | exchanged
        whole = (level & (self.lengths == size)) | (one_left_out & (self.lengths == size + 1))
        whole |= one_inserted & (self.lengths == size - 1)
        begun = (level & (self.lengths >= size)) | (one_left_out & (self.lengths > size))
        begun |= one_inserted & (self.lengths >= size - 1)
        return whole, begun

    def _equal(self, code: npt.NDArray[np.uint32], shift: int) -> Flags:
        """Whether letter `j` of the typed word is letter `j + shift` of each word."""
        size = len(code)
        equal = np.zeros((len(self._letters), size), bool)
        first, last = max(0, -shift), min(size, self._width - shift)
        equal[:, first:last] = self._letters[:, first + shift : last + shift] == code[first:last]
        return equal


def _code(word: str) -> npt.NDArray[np.uint32]:
    return np.frombuffer(word.encode("utf-32-le"), np.uint32)


def _all_from(equal: Flags) -> Flags:
    """Whether all letters from each one on are equal; shape (words, letters + 1)."""
    rest = np.ones((equal.shape[0], equal.shape[1] + 1), bool)
    rest[:, :-1] = np.logical_and.accumulate(equal[:, ::-1], axis=1)[:, ::-1]
    return rest
