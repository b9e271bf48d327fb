"""What somebody typed, word by word, and which words of the town each may stand for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from routing.town.exact import is_number
from routing.town.spelling import REPEATS, fold, is_little, is_type, number_key, spelled_out
from routing.town.vocabulary import Vocabulary

SAME, ABBREVIATED, BEGUN, EDITED, BEGUN_EDITED = 1.0, 0.99, 0.95, 0.8, 0.7
"""How much of a word agrees, by how it was found."""

UNKNOWN, FIGURE, TYPE = 0.7, 0.4, 0.25
"""What a typed word that nothing agrees with weighs."""

MOST_WORDS = 16
"""Of longer texts the beginning is read."""

_NUMBER_SIGNS = frozenset(["n", "no", "nr", "num", "numero"])


@dataclass(frozen=True, slots=True)
class Token:
    """A typed word.

    Parameters
    ----------
    likes
        Words of the town that it may stand for, by index, with how much agrees.
    weight
        What it weighs against a candidate that has no such word.
    """

    text: str
    likes: Mapping[int, float]
    weight: float


@dataclass(frozen=True, slots=True)
class Span:
    """Tokens that together may be a house number, from `start` to before `end`."""

    start: int
    end: int
    key: str


@dataclass(frozen=True, slots=True)
class Query:
    """A text that was understood.

    Parameters
    ----------
    numbers
        What may be the house number, the longest and first typed before others.
    unfinished
        Whether the last word may go on.
    """

    tokens: tuple[Token, ...]
    numbers: tuple[Span, ...]
    unfinished: bool


def understood(text: str, vocabulary: Vocabulary, *, unfinished: bool) -> Query:
    """Read a text against the words of a town.

    Parameters
    ----------
    unfinished
        Whether somebody is still typing. A last word with a space behind it is finished.
    """
    words = _words(text)
    unfinished = unfinished and bool(text) and text[-1].isalnum()
    tokens = tuple(
        _token(word, vocabulary, unfinished=unfinished and index == len(words) - 1)
        for index, word in enumerate(words)
    )
    return Query(tokens, tuple(_numbers(words)), unfinished)


def _words(text: str) -> list[str]:
    """Folded words, abbreviations of several spelled out, number signs left out."""
    folded = fold(text[: MOST_WORDS * 25]).split()
    words: list[str] = []
    for index, word in enumerate(folded[:MOST_WORDS]):
        following = folded[index + 1] if index + 1 < len(folded) else ""
        if word in _NUMBER_SIGNS and following.isdecimal():
            continue
        full = spelled_out(word)
        words.extend(full if len(full) > 1 else [word])
    return words


def _token(word: str, vocabulary: Vocabulary, *, unfinished: bool) -> Token:
    alike = vocabulary.alike(word, unfinished=unfinished)
    likes: dict[int, float] = {}
    ways = ((alike.begun_edited, BEGUN_EDITED), (alike.edited, EDITED), (alike.begun, BEGUN))
    for indices, quality in (*ways, (alike.same, SAME)):
        likes.update(dict.fromkeys(indices.tolist(), quality))
    full = vocabulary.index(spelled_out(word)[0])
    if full is not None:
        likes[full] = max(likes.get(full, 0.0), ABBREVIATED)
    return Token(word, likes, _weight(word, unfinished=unfinished))


def _weight(word: str, *, unfinished: bool) -> float:
    if is_little(word):
        return 0.0
    if any(letter.isdecimal() for letter in word):
        return FIGURE
    if is_type(spelled_out(word)[0]) or (unfinished and len(word) < 3):
        return TYPE
    return UNKNOWN


def _numbers(words: Sequence[str]) -> list[Span]:
    """Every run of words that may be one house number: ``12 bis``, ``12``, ``12 14``, ``14``."""
    spans = []
    for start in range(len(words)):
        end = start
        while end < len(words) and end < start + 3 and is_number(words[end], first=end == start):
            end += 1
            if end == len(words) or words[end] not in REPEATS:
                spans.append(Span(start, end, number_key(" ".join(words[start:end]))))
    return sorted(spans, key=lambda span: (span.start - span.end, span.start))
