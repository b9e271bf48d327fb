"""The words of the page: complete, the same in both languages, well set."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from string import Formatter
from typing import Any

import pytest

from api.web.words import Words
from routing.sentences import LANGUAGES

API = Path(__file__).parents[2] / "api"
WORDS: dict[str, dict[str, Any]] = {
    language: tomllib.loads((API / "locale" / language / "rounds.toml").read_text("utf-8"))
    for language in LANGUAGES
}
NARROW = "\N{NARROW NO-BREAK SPACE}"


def forms(phrase: str | dict[str, str]) -> list[str]:
    return [phrase] if isinstance(phrase, str) else [phrase["one"], phrase["other"]]


def texts(language: str) -> Iterator[str]:
    for phrase in WORDS[language].values():
        yield from forms(phrase)


def placeholders(phrase: str | dict[str, str]) -> list[set[str | None]]:
    return [{name for _, name, _, _ in Formatter().parse(text) if name} for text in forms(phrase)]


def test_both_languages_have_the_same_phrases_with_the_same_values() -> None:
    assert WORDS["fr"].keys() == WORDS["en"].keys()
    assert {key: placeholders(phrase) for key, phrase in WORDS["fr"].items()} == {
        key: placeholders(phrase) for key, phrase in WORDS["en"].items()
    }


def test_no_phrase_is_left_over() -> None:
    source = "".join(
        path.read_text("utf-8")
        for path in (API / "web").rglob("*")
        if path.suffix in {".py", ".j2"}
    )
    assert [key for key in WORDS["en"] if f'"{key}"' not in source] == []


def test_french_is_set_as_french_is() -> None:
    for text in texts("fr"):
        assert "'" not in text
        assert not re.search(r"[^\u202f][;:!?]", text), text
        assert f" {NARROW}" not in text
        assert not re.search(r" [%€]", text)


@pytest.mark.parametrize(
    ("language", "said"),
    [("fr", ["0 porte", "1 porte", "2 portes"]), ("en", ["0 doors", "1 door", "2 doors"])],
)
def test_a_count_chooses_its_form(language: str, said: list[str]) -> None:
    assert [Words("rounds", language)("doors", count) for count in range(3)] == said


def test_an_unknown_phrase_is_an_error() -> None:
    with pytest.raises(KeyError):
        Words("rounds", "fr")("nothing")
