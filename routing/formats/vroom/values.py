"""Reading JSON by JSON pointers (RFC 6901): all that is wrong is kept, each with where it is."""

import json
from collections.abc import Collection
from dataclasses import dataclass

from routing.errors import InputError, Value

MOST = 2**32 - 1
"""VROOM's own largest time, amount and distance."""

MOST_ID = 2**64 - 1

_MISSING = object()


@dataclass(frozen=True)
class Json:
    """A value of a document.

    Parameters
    ----------
    errors
        Of the whole document; whoever reads a value that is wrong goes on with a harmless one.
    """

    raw: object
    errors: list[InputError]
    pointer: str = ""

    @property
    def given(self) -> bool:
        """Whether there is a value at all; null is none."""
        return self.raw is not _MISSING and self.raw is not None

    def wrong(self, code: str, **values: Value) -> None:
        """Keep an error of this value."""
        self.errors.append(InputError(code, pointer=self.pointer, **values))

    def only(self, known: Collection[str]) -> None:
        """Say which keys of an object are unknown: a limit that is misspelt is not to be lost."""
        for key in self.raw if isinstance(self.raw, dict) else ():
            if key not in known:
                self[key].wrong("vroom.unknown_key", known=", ".join(known))

    def __getitem__(self, key: str) -> "Json":
        """The value of a key, given or not."""
        raw = self.raw.get(key, _MISSING) if isinstance(self.raw, dict) else _MISSING
        step = key.replace("~", "~0").replace("/", "~1")
        return Json(raw, self.errors, f"{self.pointer}/{step}")

    def object(self) -> "Json":
        """The value itself, which must be an object."""
        if not isinstance(self.raw, dict):
            self.wrong("vroom.not_object")
        return self

    def names(self) -> list[str]:
        """The keys of an object."""
        return list(self.raw) if isinstance(self.raw, dict) else []

    def items(self) -> list["Json"]:
        """The items of a list; none when it is not given."""
        if not self.given:
            return []
        if not isinstance(self.raw, list):
            self.wrong("vroom.not_list")
            return []
        return [
            Json(raw, self.errors, f"{self.pointer}/{number}")
            for number, raw in enumerate(self.raw)
        ]

    def whole(self, default: int | None = None, *, most: int = MOST) -> int:
        """A whole number from 0 on.

        Parameters
        ----------
        default
            Where it is not given; None: it must be.
        """
        if default is not None and not self.given:
            return default
        if type(self.raw) is not int or not 0 <= self.raw <= most:
            self.wrong("vroom.not_whole", most=most)
            return default or 0
        return self.raw

    def number(self, default: float, least: float, most: float) -> float:
        """A number within limits."""
        if not self.given:
            return default
        is_number = isinstance(self.raw, int | float) and not isinstance(self.raw, bool)
        if not is_number or not least <= self.raw <= most:  # type: ignore[operator]
            self.wrong("vroom.not_number", least=least, most=most)
            return default
        return float(self.raw)  # type: ignore[arg-type]

    def text(self, default: str = "") -> str:
        """A text."""
        if not self.given:
            return default
        if not isinstance(self.raw, str):
            self.wrong("vroom.not_text")
            return default
        return self.raw

    def wholes(self) -> tuple[int, ...]:
        """A list of whole numbers."""
        return tuple(item.whole() for item in self.items())

    def position(self) -> tuple[float, float] | None:
        """Longitude and latitude in degrees; None where they are not given, or wrong."""
        if not self.given:
            return None
        numbers = self.raw if isinstance(self.raw, list) else []
        fine = (
            len(numbers) == 2
            and all(isinstance(one, int | float) and type(one) is not bool for one in numbers)
            and abs(numbers[0]) <= 180
            and abs(numbers[1]) <= 90
        )
        if not fine:
            self.wrong("vroom.not_position")
            return None
        return float(numbers[0]), float(numbers[1])

    def span(self) -> tuple[int, int] | None:
        """Two instants, the first not after the second; None when they are wrong."""
        ends = self.items()
        if len(ends) != 2:
            self.wrong("vroom.not_window")
            return None
        before = len(self.errors)
        start, end = ends[0].whole(), ends[1].whole()
        if start > end:
            self.wrong("vroom.window_reversed", start=start, end=end)
        return (start, end) if len(self.errors) == before else None

    def square(self) -> list[list[int]] | None:
        """A square matrix of whole numbers; None when it is not given, or wrong."""
        if not self.given:
            return None
        rows = [row.raw for row in self.items()]
        square = [row for row in rows if isinstance(row, list) and len(row) == len(rows)]
        if not rows or len(square) < len(rows):
            self.wrong("vroom.not_square", rows=len(rows))
            return None
        for number, row in enumerate(square):
            for place, cell in enumerate(row):
                if type(cell) is not int or not 0 <= cell <= MOST:
                    where = f"{self.pointer}/{number}/{place}"
                    Json(cell, self.errors, where).wrong("vroom.not_whole", most=MOST)
                    return None
        return square


def parsed(text: str | bytes) -> object:
    """A document out of its text.

    Raises
    ------
    InputError
        ``vroom.not_json`` with line and column.
    """
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise InputError("vroom.not_json", line=error.lineno, column=error.colno) from None
    except (ValueError, RecursionError):
        raise InputError("vroom.not_json", line=1, column=1) from None
