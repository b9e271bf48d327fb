"""CSV as spreadsheets really write it: any encoding of the West, any separator, broken lines.

Each line is read on its own, so that one broken line never swallows those below it.
"""

import codecs
import csv
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

SEPARATORS = (",", ";", "\t")

_HALF = re.compile("[\ud800-\udfff]")

_OPEN = "unexpected end of data"
"""How `csv` says that a quote is open."""

LONGEST_CELL_IN_LINES = 50
"""Within so many lines a quoted cell must close."""

Line: TypeAlias = str | None
"""The text of a line; None where its bytes are no text."""


@dataclass(frozen=True, slots=True)
class Record:
    """The cells of one line, stripped; of several when a quoted cell holds line breaks."""

    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BrokenRecord:
    """A line whose quote never closes, or closes in the middle of a cell."""

    line: int


@dataclass(frozen=True, slots=True)
class UnreadableRecord:
    """A line whose bytes are no text."""

    line: int


def decoded_lines(data: bytes) -> list[Line]:
    """The lines of a file, whichever way they end: UTF-16 where it is marked so, else UTF-8.

    A line that is not UTF-8 is read in Windows' Western encoding (cp1252), and only that line: text
    in cp1252 with any letter beyond ASCII is hardly ever valid UTF-8 by accident.
    """
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _lines_of_utf16(data)
    text = data.removeprefix(codecs.BOM_UTF8)
    lines = text.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n")
    return [_decoded(line) for line in lines]


def _decoded(line: bytes) -> Line:
    for encoding in ("utf-8", "cp1252"):
        try:
            return line.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _lines_of_utf16(data: bytes) -> list[Line]:
    """Halves of characters are passed on by the decoder, so that they spoil their own line only."""
    whole, odd = data[: len(data) // 2 * 2], len(data) % 2
    text = whole.decode("utf-16", errors="surrogatepass") + "\udc00" * odd
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return [None if _HALF.search(line) else line for line in lines]


def records(
    lines: Sequence[Line], first: int, separator: str
) -> Iterator[Record | BrokenRecord | UnreadableRecord]:
    """The records from line number `first` on (from 1); empty lines are passed over."""
    width = _width(lines[first - 1] or "", separator)
    index = first - 1
    while index < len(lines):
        line = lines[index]
        if line is None:
            yield UnreadableRecord(index + 1)
        elif line.strip(separator + " \t"):
            cells, count = _cells(lines, index, separator, width)
            yield BrokenRecord(index + 1) if cells is None else Record(index + 1, cells)
            index += count - 1
        index += 1


def separator_of(line: str, fitness: Callable[[list[str]], int]) -> str:
    """The separator under which the cells of a header fit best."""
    return max(SEPARATORS, key=lambda separator: fitness(line.split(separator)))


def _width(line: str, separator: str) -> int:
    try:
        return len(_parsed([line], separator) or ())
    except _OpenError:
        return 0


def _cells(
    lines: Sequence[Line], index: int, separator: str, width: int
) -> tuple[tuple[str, ...] | None, int]:
    """Cells of the record that begins at `index`, and how many lines it takes.

    A quote left open may also be a slip: lines are joined only when that gives the right number
    of cells.
    """
    joined: list[str] = []
    for line in lines[index : index + LONGEST_CELL_IN_LINES]:
        if line is None:
            break
        joined.append(line)
        try:
            cells = _parsed(joined, separator)
        except _OpenError:
            continue
        return (cells, len(joined)) if len(joined) == 1 or len(cells or ()) == width else (None, 1)
    return None, 1


class _OpenError(Exception):
    """A quote is open at the end: more lines may close it."""


def _parsed(lines: Sequence[str], separator: str) -> tuple[str, ...] | None:
    """The cells of some lines; None where no further line can mend them.

    Raises
    ------
    _OpenError
    """
    reader = csv.reader(["\n".join(lines)], delimiter=separator, strict=True)
    try:
        cells = next(reader, [])
    except csv.Error as error:
        if str(error) == _OPEN:
            raise _OpenError from None
        return None
    return tuple(cell.strip() for cell in cells)
