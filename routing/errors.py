"""The one tree of errors.

Nothing in this package writes a sentence: an error carries a stable `code` and named values, and
the edge renders them in the reader's language (`routing.sentences`).

    ChalandError
    ├── InputError      what somebody gave us cannot be used: an order, a file, an option
    │   └── InputErrors several of them, all found at once
    ├── TownError       a map or a town pack
    ├── ModelError      a problem that contradicts itself
    │   └── ModelErrors all its contradictions
    ├── SolverError     an engine that cannot do what it was asked
    └── CheckError      a plan that breaks a rule where only a valid one may pass
"""

from collections.abc import Iterable
from typing import ClassVar

Value = str | int | float


class ChalandError(Exception):
    """Something that a person can mend.

    Parameters
    ----------
    code
        Stable, dotted, lower case, e.g. ``orders.unknown_shop``. Every code has a sentence in every
        language.
    **values
        What the sentence names: the file, the line, the column, the offending value.
    """

    kind: ClassVar[str] = "error"

    def __init__(self, code: str, /, **values: Value) -> None:
        self.code = code
        self.values = values
        named = ", ".join(f"{name}={value!r}" for name, value in values.items())
        super().__init__(f"{code}({named})")


class InputError(ChalandError):
    """Input that cannot be used."""

    kind = "input"


class InputErrors(InputError):
    """Every error of one input, in the order of its lines."""

    def __init__(self, errors: Iterable[InputError]) -> None:
        self.errors = tuple(errors)
        super().__init__("input.several", count=len(self.errors))


class TownError(ChalandError):
    """A map or a town pack that cannot be used."""

    kind = "town"


class ModelError(ChalandError):
    """A problem that contradicts itself."""

    kind = "model"


class ModelErrors(ModelError):
    """Every contradiction of one problem, in the order of its parts."""

    def __init__(self, errors: Iterable[ModelError]) -> None:
        self.errors = tuple(errors)
        first = self.errors[0].values["where"]
        super().__init__("model.several", count=len(self.errors), first=first)

    def __str__(self) -> str:
        return "\n".join(map(str, self.errors))


class SolverError(ChalandError):
    """An engine that cannot do what it was asked."""

    kind = "solver"


class CheckError(ChalandError):
    """A plan that breaks a rule where only a valid one may pass."""

    kind = "check"
