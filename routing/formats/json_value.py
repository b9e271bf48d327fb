"""Reading JSON strictly: every value is asked for by its type, every error says where it stands."""

import json
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from routing.errors import InputError, Value

Read = TypeVar("Read")
Choice = TypeVar("Choice", bound=StrEnum)

LONGEST_ID = 64
LARGEST_INTEGER = 2**63 - 1


@dataclass(frozen=True, slots=True)
class JsonValue:
    """A value of a JSON document, with the file and the path where it was found.

    Parameters
    ----------
    where
        As in ``plan.routes[3].start``; empty for the document itself.
    """

    raw: object
    file: str
    where: str = ""

    def fields(self, *keys: str) -> "dict[str, JsonValue]":
        """The value as an object that has these keys and no others."""
        if not isinstance(self.raw, dict):
            raise InputError("plan_file.not_object", **self._named())
        for key in keys:
            if key not in self.raw:
                raise InputError("plan_file.key_missing", key=key, **self._place())
        for key in self.raw:
            if key not in keys:
                raise InputError("plan_file.key_unknown", key=key, **self._place())
        return {key: self._below(f".{key}", self.raw[key]) for key in keys}

    def mapping(self) -> "dict[str, JsonValue]":
        """The value as an object with any keys."""
        if not isinstance(self.raw, dict):
            raise InputError("plan_file.not_object", **self._named())
        return {key: self._below(f".{key}", raw) for key, raw in self.raw.items()}

    def items(self) -> "Iterator[JsonValue]":
        """The value's items."""
        if not isinstance(self.raw, list):
            raise InputError("plan_file.not_list", **self._named())
        return (self._below(f"[{index}]", raw) for index, raw in enumerate(self.raw))

    def integer(self, *, least: int = -LARGEST_INTEGER) -> int:
        """The value as an integer of at most 64 bits; ``true`` and ``1.0`` are none."""
        if type(self.raw) is not int or not least <= self.raw <= LARGEST_INTEGER:
            raise InputError("plan_file.not_integer", least=least, **self._named())
        return self.raw

    def count(self) -> int:
        """The value as an integer that is not negative."""
        return self.integer(least=0)

    def number(self) -> float:
        """The value as a finite number."""
        if isinstance(self.raw, bool) or not isinstance(self.raw, int | float):
            raise InputError("plan_file.not_number", **self._named())
        if not math.isfinite(self.raw):
            raise InputError("plan_file.not_number", **self._named())
        return float(self.raw)

    def text(self) -> str:
        """The value as text."""
        if not isinstance(self.raw, str):
            raise InputError("plan_file.not_text", **self._named())
        return self.raw

    def id(self) -> str:
        """The value as an id: text of 1 to 64 characters."""
        if not isinstance(self.raw, str) or not 1 <= len(self.raw) <= LONGEST_ID:
            raise InputError("plan_file.not_id", longest=LONGEST_ID, **self._named())
        return self.raw

    def boolean(self) -> bool:
        """The value as true or false."""
        if not isinstance(self.raw, bool):
            raise InputError("plan_file.not_boolean", **self._named())
        return self.raw

    def choice(self, choices: type[Choice]) -> Choice:
        """The value as one of a few words."""
        try:
            return choices(self.text())
        except ValueError:
            known = ", ".join(choices)
            raise InputError("plan_file.not_known", known=known, **self._named()) from None

    def position(self) -> tuple[float, float]:
        """The value as longitude and latitude in degrees."""
        numbers = [item.number() for item in self.items()]
        if len(numbers) != 2 or abs(numbers[0]) > 180 or abs(numbers[1]) > 90:
            raise InputError("plan_file.not_position", **self._named())
        return numbers[0], numbers[1]

    def scalar(self) -> Value:
        """The value as text or a finite number."""
        if isinstance(self.raw, str):
            return self.raw
        return self.integer() if type(self.raw) is int else self.number()

    def optional(self, read: "Callable[[JsonValue], Read]") -> "Read | None":
        """Nothing when the value is null, else what reading it gives."""
        return None if self.raw is None else read(self)

    def _below(self, step: str, raw: object) -> "JsonValue":
        return JsonValue(raw, self.file, f"{self.where}{step}".lstrip("."))

    def _place(self) -> dict[str, str]:
        return {"file": self.file, "where": self.where or "$"}

    def _named(self) -> dict[str, str]:
        found = json.dumps(self.raw, ensure_ascii=False)
        return {**self._place(), "found": found if len(found) <= 40 else f"{found[:39]}…"}


def read_json(path: Path) -> JsonValue:
    """The document in a file.

    Raises
    ------
    InputError
        ``plan_file.missing``, ``plan_file.unreadable``, ``plan_file.not_json``.
    """
    try:
        return JsonValue(json.loads(path.read_text(encoding="utf-8")), str(path))
    except FileNotFoundError as error:
        raise InputError("plan_file.missing", file=str(path)) from error
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise InputError("plan_file.unreadable", file=str(path), why=why) from error
    except json.JSONDecodeError as error:
        raise InputError(
            "plan_file.not_json", file=str(path), line=error.lineno, column=error.colno
        ) from error
    except (ValueError, RecursionError) as error:
        raise InputError("plan_file.not_json", file=str(path), line=1, column=1) from error
