"""CSV as spreadsheets really write it: any encoding of the West, any separator, broken lines.

Each line is read on its own, so that one broken line never swallows those below it.
"""

import codecs
import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass

SEPARATORS = (",", ";", "\t")

LONGEST_CELL_IN_LINES = 50
"""Within so many lines a quoted cell must close."""


@dataclass(frozen=True, slots=True)
class Record:
    """The cells of one line, stripped; of several when a quoted cell holds line breaks."""

    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BrokenRecord:
    """A line whose quote never closes, or closes in the middle of a cell."""

    line: int


def decoded(data: bytes) -> str:
    """The text of a file: Unicode where it is, else Windows' Western encoding (cp1252).

    Text in cp1252 with any letter beyond ASCII is never valid UTF-8 by accident, so that trying
    is safe.
    """
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def numbered_lines(text: str) -> list[str]:
    """The lines of a text, whichever way they end."""
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def records(lines: list[str], first: int, separator: str) -> Iterator[Record | BrokenRecord]:
    """The records from line number `first` on (from 1); empty lines are passed over."""
    width = _width(lines[first - 1], separator)
    index = first - 1
    while index < len(lines):
        if not lines[index].strip(separator + " \t"):
            index += 1
            continue
        cells, count = _cells(lines, index, separator, width)
        yield BrokenRecord(index + 1) if cells is None else Record(index + 1, cells)
        index += count


def separator_of(line: str, fitness: Callable[[list[str]], int]) -> str:
    """The separator under which the cells of a header fit best."""
    return max(SEPARATORS, key=lambda separator: fitness(line.split(separator)))


def _width(line: str, separator: str) -> int:
    cells = _parsed([line], separator)
    return 0 if cells is None else len(cells)


def _cells(
    lines: list[str], index: int, separator: str, width: int
) -> tuple[tuple[str, ...] | None, int]:
    """Cells of the record that begins at `index`, and how many lines it takes.

    A quote left open may also be a slip: lines are joined only when that gives the right number
    of cells.
    """
    cells = _parsed([lines[index]], separator)
    if cells is not None or '"' not in lines[index]:
        return cells, 1
    for count in range(2, min(LONGEST_CELL_IN_LINES, len(lines) - index) + 1):
        cells = _parsed(lines[index : index + count], separator)
        if cells is not None:
            return (cells, count) if len(cells) == width else (None, 1)
    return None, 1


def _parsed(lines: list[str], separator: str) -> tuple[str, ...] | None:
    reader = csv.reader(["\n".join(lines)], delimiter=separator, strict=True)
    try:
        cells = next(reader, [])
    except csv.Error:
        return None
    return tuple(cell.strip() for cell in cells)
