"""Steps as sentences, in French or English.

The words lie in ``routing/locale/<language>/directions.toml``: whole sentences, and what names of
streets need inside one. French says *dans la rue Grimaldi* but *sur l'avenue de la Costa*: the type
of the street chooses preposition and article, and is written in lower case.
"""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from routing.street.directions.step import Kind, Modifier, Step
from routing.street.directions.street import Street

_VOWELS = "aeiouâàéèêëîïôœ"
_ORDINAL = re.compile(r"\b([1I])er\b")


@cache
def words_of(language: str) -> Mapping[str, Any]:
    """All words of directions in a language."""
    source = files("routing") / "locale" / language / "directions.toml"
    return tomllib.loads(source.read_text(encoding="utf-8"))


def tell(step: Step, language: str) -> str:
    """The step as one sentence.

    Examples
    --------
    >>> from routing.street.directions.street import StreetKind
    >>> street = Street("Rue Grimaldi", "", StreetKind.STREET)
    >>> step = Step(Kind.TURN, Modifier.LEFT, street, 120, 30, (7.4, 43.7), ...)
    >>> tell(step, "en")
    'Turn left into Rue Grimaldi.'
    """
    words = words_of(language)
    forms = words[_sentence(step)]
    if step.kind is Kind.ARRIVE:
        return str(forms[_side(step)])
    return str(
        forms[_form(step, forms, language)].format(
            to=into(step.street, language),
            at=along(step.street, language),
            turn=words["turns"].get(step.modifier, ""),
            heading=words["headings"].get(step.heading, ""),
            exit=_rank(step.exit or 1, words),
        )
    )


def _side(step: Step) -> Modifier:
    sided = step.modifier in {Modifier.LEFT, Modifier.RIGHT}
    return step.modifier if sided and step.modifier else Modifier.STRAIGHT


def _form(step: Step, forms: Mapping[str, str], language: str) -> str:
    """Which of some sentences says the step: it depends on whether the street can be named."""
    inside = step.kind is Kind.ROUNDABOUT and step.exit is None
    if (step.stays or inside) and not step.street.called:
        return "plain"
    if step.stays and "stays" in forms:
        return "stays"
    return "named" if into(step.street, language) else "plain"


def _sentence(step: Step) -> str:
    """Which group of sentences says the step."""
    if step.kind is Kind.DEPART and step.pushed:
        return "depart_pushing"
    if step.kind is Kind.ROUNDABOUT and step.exit is None:
        return "roundabout_inside"
    if step.kind is Kind.ROUNDABOUT and step.modifier is Modifier.BACK:
        return "roundabout_back"
    return str(step.kind)


def _rank(number: int, words: Mapping[str, Any]) -> str:
    ranks = words["exits"]["ranks"]
    if number <= len(ranks):
        return str(ranks[number - 1])
    return str(words["exits"]["beyond"].format(number=number))


def into(street: Street, language: str) -> str:
    """Where one goes: ``dans la rue Grimaldi``, ``into Rue Grimaldi``; empty for any old street."""
    words = words_of(language)
    if not street.called:
        return str(words["kinds"].get(street.kind, ""))
    return _named(street, words, words["to"])


def along(street: Street, language: str) -> str:
    """Where one is: ``dans la rue Grimaldi``, ``on Rue Grimaldi``; empty for any old street."""
    words = words_of(language)
    if not street.called:
        return str(words.get("kinds_at", words["kinds"]).get(street.kind, ""))
    return _named(street, words, words.get("at", words["to"]))


def _named(street: Street, words: Mapping[str, Any], phrases: Mapping[str, Any]) -> str:
    if not street.name:
        refs = words["refs"]
        elided = street.ref[0] in refs["vowels"]
        article = "elided" if elided else refs["article"]
        return str(phrases[refs["place"]][article].format(name=street.ref))
    name = _ORDINAL.sub(r"\1ᵉʳ", street.name.replace("'", "’"))
    first, _, rest = name.partition(" ")
    types = words["types"]
    if found := _type(first, types):
        place, article = found
        name = name if article == "bare" else f"{first.lower()} {rest}".rstrip()
    elif first.lower() in types["adjectives"] and (found := _type(rest.partition(" ")[0], types)):
        place, article = found
    else:
        typed = any(word.lower().endswith(tuple(types["endings"])) for word in name.split())
        place, article = ("in" if typed else "on"), "bare"
    if article in {"feminine", "masculine"} and first[0].lower() in _VOWELS:
        article = "elided"
    return str(phrases[place][article].format(name=name))


def _type(word: str, types: Mapping[str, Any]) -> tuple[str, str] | None:
    """``in`` or ``on``, and the article, of a type of street; None of any other word."""
    for place in ("in", "on"):
        for article, listed in types[place].items():
            if word.lower() in listed:
                return place, article
    return None
