"""How the command was called: the options that every command understands, wherever they stand.

They are read before anything else, because help texts and errors need them too.
"""

import os
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

LANGUAGES = ("fr", "en")


@dataclass(frozen=True, slots=True)
class Invocation:
    """One call of the command.

    Parameters
    ----------
    arguments
        Without the options below.
    language
        ``fr`` or ``en``.
    json
        Exactly one JSON document on the standard output, whatever happens.
    debug
        Show where an unexpected error came from.
    """

    arguments: tuple[str, ...]
    language: str
    json: bool
    debug: bool


@cache
def invocation() -> Invocation:
    """How this process was called."""
    return read_invocation(sys.argv[1:], os.environ)


def read_invocation(arguments: Iterable[str], environment: Mapping[str, str]) -> Invocation:
    """Take the common options out of the arguments.

    Examples
    --------
    >>> read_invocation(["plan", "--json", "a.csv", "--lang=en"], {})
    Invocation(arguments=('plan', 'a.csv'), language='en', json=True, debug=False)
    """
    left: list[str] = []
    flags: set[str] = set()
    language = language_of(environment)
    waiting = iter(arguments)
    for argument in waiting:
        name, equals, value = argument.partition("=")
        if argument == "--":
            left += [argument, *waiting]
        elif argument in {"--json", "--debug"}:
            flags.add(argument)
        elif name == "--lang" and (value := value if equals else next(waiting, "")) in LANGUAGES:
            language = value
        else:
            left += [argument, *([value] if name == "--lang" and not equals else [])]
    return Invocation(tuple(left), language, "--json" in flags, "--debug" in flags)


def language_of(environment: Mapping[str, str]) -> str:
    """The language that the environment asks for: ``CHALAND_LANG``, else ``LANG``; else French.

    Examples
    --------
    >>> language_of({"LANG": "en_GB.UTF-8"}), language_of({"LANG": "C.UTF-8"}), language_of({})
    ('en', 'fr', 'fr')
    """
    asked = environment.get("CHALAND_LANG") or environment.get("LANG", "")
    return "en" if asked.lower().startswith("en") else "fr"
