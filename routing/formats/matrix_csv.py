"""A matrix as CSV, one pair of places a line: ``from,to,seconds,metres``.

Read from spreadsheets and programs alike (`routing.formats.csv_text`). A pair that stands nowhere,
or whose seconds and metres are both empty, has no way.
"""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from routing.errors import InputError, InputErrors
from routing.formats.csv_text import Record, decoded_lines, records, separator_of

COLUMNS = ("from", "to", "seconds", "metres")

MOST_NAMED = 5
"""Places that an error names before it only counts them."""

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class MatrixRows:
    """What a file says.

    Parameters
    ----------
    cells
        Seconds and metres by origin and destination.
    places
        Every id that stands in the file, reached or not.
    """

    file: Path
    cells: Mapping[Pair, tuple[float, float]]
    places: frozenset[str]

    def require_places(self, wanted: Iterable[str]) -> None:
        """Refuse to go on without a place: its name may be misspelt in all of the file.

        Raises
        ------
        InputError
            ``matrix_csv.place_missing``, with the first ids and how many there are.
        """
        missing = [place for place in wanted if place not in self.places]
        if missing:
            named = ", ".join(missing[:MOST_NAMED])
            raise InputError(
                "matrix_csv.place_missing", file=str(self.file), count=len(missing), named=named
            )


def read_matrix_csv(file: Path) -> MatrixRows:
    """Read a file.

    Raises
    ------
    InputError
        ``matrix_csv.unreadable``, ``matrix_csv.columns``.
    InputErrors
        Every line that is wrong: ``matrix_csv.line``, ``matrix_csv.value``,
        ``matrix_csv.repeated``.
    """
    try:
        lines = decoded_lines(file.read_bytes())
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise InputError("matrix_csv.unreadable", file=str(file), why=why) from error
    header = lines[0] or ""
    separator = separator_of(header, lambda cells: len(set(_names(cells)) & set(COLUMNS)))
    names = _names(header.split(separator))
    if not set(COLUMNS) <= set(names):
        raise InputError("matrix_csv.columns", file=str(file), columns=", ".join(COLUMNS))
    at = [names.index(column) for column in COLUMNS]
    cells: dict[Pair, tuple[float, float]] = {}
    places: set[str] = set()
    errors: list[InputError] = []
    seen: dict[Pair, int] = {}
    for record in records(lines, 2, separator):
        if not isinstance(record, Record) or len(record.cells) < len(names):
            errors.append(InputError("matrix_csv.line", file=str(file), line=record.line))
            continue
        origin, destination, *written = (record.cells[index] for index in at)
        pair = origin, destination
        places |= {origin, destination}
        if pair in seen:
            errors.append(_repeated(file, record.line, seen[pair]))
            continue
        seen[pair] = record.line
        if any(written):
            values = list(_values(file, record.line, written, errors))
            if len(values) == len(written):
                cells[pair] = values[0], values[1]
    if errors:
        raise InputErrors(errors)
    return MatrixRows(file, cells, frozenset(places))


def _names(cells: Sequence[str]) -> list[str]:
    return [cell.strip().strip('"').casefold() for cell in cells]


def _repeated(file: Path, line: int, first: int) -> InputError:
    return InputError("matrix_csv.repeated", file=str(file), line=line, first=first)


def _values(
    file: Path, line: int, written: Sequence[str], errors: list[InputError]
) -> Iterator[float]:
    """Seconds and metres; what is no such figure is kept as an error."""
    for column, text in zip(COLUMNS[2:], written, strict=True):
        try:
            value = float(text.replace(",", "."))
        except ValueError:
            value = math.nan
        if math.isfinite(value) and value >= 0:
            yield value
        else:
            errors.append(
                InputError("matrix_csv.value", file=str(file), line=line, column=column, found=text)
            )
