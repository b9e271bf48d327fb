"""A table of a TOML file, read key by key; what is wrong is kept, never raised.

Every error names the path of its key: ``vehicle[2].shift[1].hours``, lists counted from 1.
"""

import difflib
import math
from collections.abc import Iterator, Mapping
from decimal import Decimal

from routing.errors import InputError, Value
from routing.formats.clock import ClockSpan, clock_text, read_span

Errors = list[InputError]

UNREAD = ClockSpan(0, 0)
"""Stands for hours that are missing or wrong, which was told already."""


class TomlTable:
    """A table, its path, and the list that takes what is wrong."""

    def __init__(self, raw: Mapping[str, object], path: str, errors: Errors) -> None:
        self.path = path
        self.errors = errors
        self._raw = raw

    def at(self, key: str) -> str:
        """The path of a key."""
        return f"{self.path}.{key}" if self.path else key

    def wrong(self, code: str, key: str, **values: Value) -> None:
        """Keep an error of a key."""
        self.errors.append(InputError(code, path=self.at(key), **values))

    def has(self, key: str) -> bool:
        """Whether the key is written."""
        return key in self._raw

    def only(self, *known: str) -> None:
        """Refuse every other key: a slip must not be passed over in silence."""
        for key in self._raw:
            if key not in known:
                close = difflib.get_close_matches(key, known, n=3) or known
                self.wrong("fleet.unknown_key", key, known=", ".join(close))

    def text(self, key: str, *, default: str | None = None, longest: int = 200) -> str:
        """A text that is not empty; without `default` it must be there."""
        value = self._raw.get(key, default)
        if value is None:
            self.wrong("fleet.missing", key)
            return ""
        if not isinstance(value, str) or not value.isprintable():
            self.wrong("fleet.not_text", key)
            return ""
        if not value.strip() and key in self._raw:
            self.wrong("fleet.missing", key)
        elif len(value) > longest:
            self.wrong("fleet.too_long", key, most=longest)
        return value.strip()

    def texts(self, key: str) -> frozenset[str]:
        """A list of texts, empty when not written."""
        value = self._raw.get(key, [])
        if isinstance(value, list) and all(isinstance(item, str) for item in value):
            return frozenset(value)
        self.wrong("fleet.not_texts", key)
        return frozenset()

    def number(self, key: str, least: int, most: int, *, default: int | None = None) -> Decimal:
        """A number from `least` to `most`; without `default` it must be there."""
        value = self._raw.get(key, default)
        if value is None:
            self.wrong("fleet.missing", key)
        elif isinstance(value, bool) or not (
            isinstance(value, int) or (isinstance(value, Decimal) and value.is_finite())
        ):
            self.wrong("fleet.not_a_number", key)
        elif not least <= value <= most:
            self.wrong("fleet.out_of_range", key, least=least, most=most)
        else:
            return Decimal(value)
        return Decimal(least)

    def whole(self, key: str, most: int, *, default: int | None = None) -> int:
        """A number from 0, rounded down to a whole one: a capacity is never made larger."""
        return math.floor(self.number(key, 0, most, default=default))

    def flag(self, key: str, *, default: bool) -> bool:
        """``true`` or ``false``."""
        value = self._raw.get(key, default)
        if not isinstance(value, bool):
            self.wrong("fleet.not_a_flag", key)
            return default
        return value

    def cents(self, key: str, *, default: int) -> int:
        """Euros as whole cents."""
        if not self.has(key):
            return default
        cents = self.number(key, 0, 1_000_000) * 100
        if cents != int(cents):
            self.wrong("fleet.fraction_of_cent", key)
        return int(cents)

    def span(self, key: str) -> ClockSpan:
        """Hours such as ``09:00-13:00``."""
        value = self._raw.get(key)
        span = read_span(value) if isinstance(value, str) else None
        if value is None:
            self.wrong("fleet.missing", key)
        elif span is None:
            self.wrong("fleet.not_hours", key)
        elif span.end < span.start:
            start, end = clock_text(span.start), clock_text(span.end)
            self.wrong("fleet.hours_backwards", key, start=start, end=end)
        return span or UNREAD

    def table(self, key: str) -> "TomlTable":
        """A table inside this one, empty when not written."""
        return self._inner(self._raw.get(key, {}), key)

    def tables(self, key: str) -> Iterator["TomlTable"]:
        """A list of tables inside this one, empty when not written."""
        value = self._raw.get(key, [])
        if not isinstance(value, list):
            self.wrong("fleet.not_a_list", key)
            return
        for number, item in enumerate(value, 1):
            yield self._inner(item, f"{key}[{number}]")

    def _inner(self, value: object, key: str) -> "TomlTable":
        if not isinstance(value, dict):
            self.wrong("fleet.not_a_table", key)
            value = {}
        return TomlTable(value, self.at(key), self.errors)
