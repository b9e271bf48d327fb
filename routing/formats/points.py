"""Points as a CSV file, and the matrix between them as CSV or as a NumPy archive.

The files are described in ``docs/reference/street-files.md``.
"""

import csv
import io
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from routing.errors import InputError, InputErrors
from routing.formats.atomic import write_atomically
from routing.formats.csv_text import (
    BrokenRecord,
    Record,
    UnreadableRecord,
    decoded_lines,
    records,
    separator_of,
)
from routing.model import UNREACHABLE, Matrix

COLUMNS = ("id", "lon", "lat")
_LIMITS = {"lon": 180, "lat": 90}


@dataclass(frozen=True, slots=True)
class NamedPoint:
    """A line of a file of points.

    Parameters
    ----------
    line
        Of the file, the first being 1.
    id
        Not empty, unique in the file.
    position
        (longitude, latitude) in degrees.
    """

    line: int
    id: str
    position: tuple[float, float]


def read_points(path: Path) -> tuple[NamedPoint, ...]:
    """The points of a file with the columns ``id``, ``lon`` and ``lat``, in any order.

    Raises
    ------
    InputErrors
        All that is wrong with the file, each with its line.
    """
    try:
        data = path.read_bytes()
    except OSError:
        raise InputErrors([InputError("points.no_file", file=str(path))]) from None
    return parse_points(data)


def parse_points(data: bytes) -> tuple[NamedPoint, ...]:
    """The points of the bytes of such a file.

    Raises
    ------
    InputErrors
        As `read_points`.
    """
    lines = decoded_lines(data)
    first = next((n for n, line in enumerate(lines, 1) if line is None or line.strip()), None)
    if first is None:
        raise InputErrors([InputError("points.empty_file")])
    separator = separator_of(lines[first - 1] or "", lambda cells: len(_known(cells)))
    head, *body = records(lines, first, separator)
    header = _header(head.cells if isinstance(head, Record) else (), first)
    errors: list[InputError] = []
    read = (_point(record, header, errors, comma=separator != ",") for record in body)
    points = [point for point in read if point is not None]
    errors += _doubles(points)
    if not points and not errors:
        errors.append(InputError("points.no_points", line=first))
    if errors:
        raise InputErrors(sorted(errors, key=lambda error: int(error.values["line"])))
    return tuple(points)


def _known(cells: Iterable[str]) -> set[str]:
    return {cell.strip().strip('"').casefold() for cell in cells} & set(COLUMNS)


def _header(cells: Sequence[str], line: int) -> Sequence[str]:
    header = [cell.casefold() for cell in cells]
    missing = [column for column in COLUMNS if column not in header]
    if missing:
        raise InputErrors(
            InputError("points.missing_column", line=line, column=column) for column in missing
        )
    return header


def _point(
    record: Record | BrokenRecord | UnreadableRecord,
    header: Sequence[str],
    errors: list[InputError],
    *,
    comma: bool,
) -> NamedPoint | None:
    """One line; None when something is wrong with it, which is then among the errors.

    Parameters
    ----------
    comma
        Whether decimals may be written with a comma.
    """
    line, found = record.line, len(errors)
    if not isinstance(record, Record):
        errors.append(InputError("points.broken_line", line=line))
        return None
    if len(record.cells) != len(header):
        count, expected = len(record.cells), len(header)
        errors.append(InputError("points.cells", line=line, found=count, expected=expected))
        return None
    cells = dict(zip(header, record.cells, strict=True))
    if not cells["id"]:
        errors.append(InputError("points.no_id", line=line))
    degrees = {column: _degrees(cells[column], comma=comma) for column in _LIMITS}
    errors += [
        InputError("points.degrees", line=line, column=column, found=cells[column], most=most)
        for column, most in _LIMITS.items()
        if not abs(degrees[column]) <= most
    ]
    if len(errors) > found:
        return None
    return NamedPoint(line, cells["id"], (degrees["lon"], degrees["lat"]))


def _degrees(text: str, *, comma: bool) -> float:
    """A number, else `nan`, which is in no range."""
    try:
        return float(text.replace(",", ".") if comma else text)
    except ValueError:
        return math.nan


def _doubles(points: Iterable[NamedPoint]) -> Iterator[InputError]:
    first: dict[str, int] = {}
    for point in points:
        if first.setdefault(point.id, point.line) != point.line:
            before = first[point.id]
            yield InputError("points.id_twice", line=point.line, id=point.id, first=before)


def write_matrix(path: Path, ids: Sequence[str], matrix: Matrix) -> None:
    """Write a matrix, whole or not at all: a NumPy archive where the name ends so, else CSV.

    The CSV is ``from,to,seconds,metres``, every pair row by row, both figures empty where there is
    no path. The archive holds the arrays ``ids``, ``seconds`` and ``metres``, the latter int64 with
    shape (points, points), row = from, -1 where there is no path.
    """
    with write_atomically(path) as file:
        if path.suffix == ".npz":
            arrays = {"seconds": matrix.durations, "metres": matrix.distances}
            np.savez_compressed(file, allow_pickle=False, ids=np.array(ids, np.str_), **arrays)
        else:
            file.write(_matrix_text(ids, matrix).encode("utf-8"))


def _matrix_text(ids: Sequence[str], matrix: Matrix) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(("from", "to", "seconds", "metres"))
    durations, distances = matrix.durations.tolist(), matrix.distances.tolist()
    for origin, seconds, metres in zip(ids, durations, distances, strict=True):
        writer.writerows(
            (origin, destination, *("" if cell == UNREACHABLE else cell for cell in cells))
            for destination, *cells in zip(ids, seconds, metres, strict=True)
        )
    return text.getvalue()
