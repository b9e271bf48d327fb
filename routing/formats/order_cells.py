"""The cells of one order: each is understood, or an error says why not.

What is wrong is kept, never raised: a line tells all its errors at once.
"""

import datetime as dt
import math
import re
import unicodedata
from decimal import Decimal

from routing.errors import InputError, Value
from routing.formats.clock import (
    MIDNIGHT,
    ClockMinutes,
    ClockSpan,
    clock_text,
    merged,
    read_span,
    read_time,
)
from routing.formats.order_columns import Header, plain
from routing.model import Load

LONGEST_ID = 60
"""A place or an order of the plan has at most 64 characters; ``pin:`` takes four."""

ORDINARY_PARCEL = Load(12_000, 45, 1)
"""What a parcel of unknown size counts as: a basket of groceries, 45 l and 12 kg (volume of
ADEME's reference basket, publicodes-impact-livraison)."""

_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?", re.ASCII)

_LONGEST_SHOWN = 20
"""Figures of a number that an error shows."""

_DATES = (
    re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})", re.ASCII),
    re.compile(r"(?P<day>\d{1,2})/(?P<month>\d{1,2})/(?P<year>\d{4})", re.ASCII),
)
_YES = frozenset({"yes", "y", "oui", "o", "true", "vrai", "1", "x"})
_NO = frozenset({"no", "n", "non", "false", "faux", "0"})


class Cells:
    """The cells of one line by column, and what was found wrong with them."""

    def __init__(self, line: int, cells: tuple[str, ...], header: Header) -> None:
        self.line = line
        self.errors: list[InputError] = []
        self._cells = cells
        self._header = header

    def wrong(self, code: str, column: str, **values: Value) -> None:
        """Keep an error of a column."""
        written = self._header.written(column)
        self.errors.append(InputError(code, line=self.line, column=written, **values))

    def text(self, column: str) -> str:
        """The cell as typed; empty without such a column."""
        index = self._header.index.get(column)
        return "" if index is None else self._cells[index]

    def words(self, column: str) -> str:
        """A text for people; lines and tabs may divide it, other control characters are refused."""
        text = self.text(column)
        if any(unicodedata.category(c) == "Cc" and c not in "\n\t" for c in text):
            self.wrong("orders.control_character", column)
        return text

    def name(self, column: str, longest: int = LONGEST_ID) -> str:
        """A text that must be there and not too long."""
        text = self.text(column)
        if not text:
            self.wrong("orders.empty_cell", column)
        elif len(text) > longest:
            self.wrong("orders.too_long", column, most=longest)
        elif not text.isprintable():
            self.wrong("orders.not_printable", column)
        return text

    def date(self, column: str) -> dt.date | None:
        """An ISO date, or day/month/year."""
        text = self.text(column)
        for pattern in _DATES:
            match = pattern.fullmatch(text)
            if match is not None:
                try:
                    return dt.date(int(match["year"]), int(match["month"]), int(match["day"]))
                except ValueError:
                    break
        self.wrong("orders.not_a_date" if text else "orders.empty_cell", column)
        return None

    def number(self, column: str, most: int) -> Decimal | None:
        """A number from 0 to `most`, with a decimal point or comma; None when empty or wrong."""
        text = "".join(self.text(column).split()).replace(",", ".").replace("\u2212", "-")
        if not text:
            return None
        if _NUMBER.fullmatch(text) is None:
            self.wrong("orders.not_a_number", column)
            return None
        number = Decimal(text)
        if number < 0:
            self.wrong("orders.negative", column, number=_shown(text))
            return None
        if number > most:
            self.wrong("orders.too_much", column, number=_shown(text), most=most)
            return None
        return number

    def whole(self, column: str, most: int) -> int | None:
        """A number rounded up to a whole one."""
        number = self.number(column, most)
        return None if number is None else math.ceil(number)

    def flag(self, column: str) -> bool:
        """Yes or no; empty is no."""
        text = self.text(column)
        if text and plain(text) not in _YES | _NO:
            self.wrong("orders.not_yes_or_no", column)
        return plain(text) in _YES

    def position(self, lon: str, lat: str) -> tuple[float, float] | None:
        """A longitude and a latitude; None when both are empty or one is wrong."""
        empty = [column for column in (lon, lat) if not self.text(column)]
        if len(empty) == 2:
            return None
        for column in empty:
            self.wrong("orders.half_position", column)
        degrees = [self._degrees(lon, 180), self._degrees(lat, 90)]
        return None if None in degrees else (degrees[0] or 0.0, degrees[1] or 0.0)

    def time(self, column: str) -> ClockMinutes | None:
        """A time; None when empty or wrong."""
        text = self.text(column)
        minutes = read_time(text) if text else None
        if text and minutes is None:
            self.wrong("orders.not_a_time", column)
        return minutes

    def slots(self) -> tuple[ClockSpan, ...]:
        """When somebody is at the door, from one column or from two."""
        if self.text("slot_start") or self.text("slot_end"):
            spans = self._span_of_two_columns()
        else:
            spans = self._spans_of_one_column()
        return merged(spans)

    def _spans_of_one_column(self) -> list[ClockSpan]:
        texts = [text for text in re.split(r"[|/]", self.text("slot")) if text.strip()]
        spans = [read_span(text) for text in texts]
        if None in spans:
            self.wrong("orders.not_a_slot", "slot")
        known = [span for span in spans if span is not None]
        return [span for span in known if self._is_forward(span, "slot")]

    def _span_of_two_columns(self) -> list[ClockSpan]:
        before = len(self.errors)
        start, end = self.time("slot_start"), self.time("slot_end")
        if len(self.errors) > before:
            return []
        span = ClockSpan(start or 0, MIDNIGHT if end is None else end)
        return [span] if self._is_forward(span, "slot_end") else []

    def _is_forward(self, span: ClockSpan, column: str) -> bool:
        if span.end < span.start:
            start, end = clock_text(span.start), clock_text(span.end)
            self.wrong("orders.slot_backwards", column, start=start, end=end)
        return span.end >= span.start

    def load(self) -> Load:
        """Parcels, weight and volume; what is not said counts as ordinary parcels."""
        count = self._parcels()
        grams, litres = self._grams(), self.whole("litres", 100_000)
        return Load(
            ORDINARY_PARCEL.grams * count if grams is None else grams,
            ORDINARY_PARCEL.litres * count if litres is None else litres,
            count,
        )

    def cents(self, column: str) -> int | None:
        """Euros as cents."""
        euros = self.number(column, 1_000_000)
        return None if euros is None else math.ceil(euros * 100)

    def _parcels(self) -> int:
        parcels = self.number("parcels", 1_000)
        if parcels is None:
            return 1
        if parcels == 0:
            self.wrong("orders.no_parcel", "parcels")
        elif parcels != int(parcels):
            self.wrong("orders.part_of_parcel", "parcels")
        return math.ceil(parcels)

    def _grams(self) -> int | None:
        kilograms = self.number("kg", 10_000)
        return self.whole("grams", 10_000_000) if kilograms is None else math.ceil(kilograms * 1000)

    def _degrees(self, column: str, most: int) -> float | None:
        text = "".join(self.text(column).split()).replace(",", ".").replace("\u2212", "-")
        if not text:
            return None
        if _NUMBER.fullmatch(text) is None or abs(float(text)) > most:
            self.wrong("orders.not_degrees", column, most=most)
            return None
        return float(text)


def _shown(number: str) -> str:
    return number if len(number) <= _LONGEST_SHOWN else f"{number[:_LONGEST_SHOWN]}…"
