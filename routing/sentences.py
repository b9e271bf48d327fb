"""Sentences for people: what a code says in French or English.

Each package keeps its sentences in ``locale/<language>/sentences.toml``, one table a code::

    ["orders.unknown_shop"]
    wrong = "Line {line}: no shop is called “{shop}”."
    mend = "Write one of: {known}."
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from routing.errors import ChalandError, Value

LANGUAGES = ("fr", "en")


@dataclass(frozen=True, slots=True)
class Sentence:
    """What is wrong, and how to mend it (empty when there is nothing to mend)."""

    wrong: str
    mend: str = ""

    def __str__(self) -> str:
        return f"{self.wrong} {self.mend}".rstrip()


@cache
def catalogue(package: str, language: str) -> Mapping[str, Mapping[str, str]]:
    """All sentences of a package, by code."""
    source = files(package) / "locale" / language / "sentences.toml"
    return tomllib.loads(source.read_text(encoding="utf-8"))


def render(
    code: str, values: Mapping[str, Value], language: str, package: str = "routing"
) -> Sentence:
    """The sentence of a code, with its values filled in.

    Raises
    ------
    KeyError
        When the package has no sentence for the code: a test keeps that from happening.
    """
    entry = catalogue(package, language)[code]
    return Sentence(entry["wrong"].format_map(values), entry.get("mend", "").format_map(values))


def render_error(error: ChalandError, language: str, package: str = "routing") -> Sentence:
    """The sentence of an error."""
    return render(error.code, error.values, language, package)
