"""What the command line says, in the reader's language."""

from collections.abc import Mapping

from chaland.invocation import invocation
from routing.errors import Value
from routing.sentences import Sentence, catalogue, render

PACKAGES = ("chaland", "api", "data", "routing")


def say(code: str, **values: Value) -> str:
    """A statement, a heading or a help text of the command line."""
    return render(code, values, invocation().language, "chaland").wrong


def sentence(code: str, values: Mapping[str, Value]) -> Sentence:
    """What is wrong and how to mend it, whichever room raised the code."""
    language = invocation().language
    package = next(name for name in PACKAGES if code in catalogue(name, language))
    return render(code, values, language, package)
