"""The words of the pages, in the reader's language.

A page's words lie in ``api/locale/<language>/<page>.toml``, one key a phrase; a phrase that counts
is a table of ``one`` and ``other``.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from routing.typography import number


@cache
def _phrases(page: str, language: str) -> Mapping[str, Any]:
    source = files("api") / "locale" / language / f"{page}.toml"
    return tomllib.loads(source.read_text(encoding="utf-8"))


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one page in one language."""

    page: str
    language: str

    def __call__(self, key: str, /, count: int | None = None, **values: object) -> str:
        """A phrase with its values filled in; `count` chooses its form and is ``{count}``.

        Raises
        ------
        KeyError
            When the page has no such phrase: a test keeps that from happening.
        """
        phrase = _phrases(self.page, self.language)[key]
        if count is None:
            return str(phrase.format_map(values))
        single = count == 1 or (count == 0 and self.language == "fr")
        form = phrase["one" if single else "other"]
        return str(form.format_map({"count": number(count, self.language), **values}))
