"""The streets of an OSRM server that somebody already runs.

Asked are ``table`` (seconds and metres, in blocks that the server allows), ``route`` (how a leg
lies on the ground) and ``nearest`` (whether there is a street). A question is made of coordinates
and nothing else, and goes to that server only.
http://project-osrm.org/docs/v5.24.0/api/
"""

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from typing import Any

import numpy as np
import numpy.typing as npt

from routing.errors import InputError
from routing.model import UNREACHABLE, Matrix, Place
from routing.street.engine import FARTHEST_METRES, measured_matrix
from routing.street.graph import Path
from routing.street.osrm_server import OsrmServer, RefusalError

BLOCK = 100
"""Rows and columns of one question: what ``osrm-routed --max-table-size`` allows unless told."""

Floats = npt.NDArray[np.float64]
Position = tuple[float, float]


@dataclass(frozen=True, slots=True)
class OsrmEngine:
    """A server with the streets of one profile, whatever it calls it."""

    server: OsrmServer

    def near(self, _profile: str, place: Place) -> bool:
        """Whether the server has a street near a place.

        Raises
        ------
        InputError
            As `ways`.
        """
        return _metres_off(self.server, place.position) <= FARTHEST_METRES

    def ways(self, _profile: str, places: Sequence[Place]) -> "OsrmWays":
        """The ways between some places; the server is asked when they are.

        Raises
        ------
        InputError
            ``osrm.unanswered``, ``osrm.refused`` or ``osrm.foreign``, once it is asked.
        """
        return OsrmWays(self.server, tuple(place.position for place in places))


@dataclass(frozen=True, eq=False)
class OsrmWays:
    """The ways between places that a server was asked for, each table once."""

    server: OsrmServer
    positions: tuple[Position, ...]

    def matrix(self) -> Matrix:
        """Seconds and metres of the server, rounded up."""
        return self._matrix

    def path(self, origin: int, destination: int) -> Path:
        """The way that the server draws, with the figures of the matrix."""
        matrix = self.matrix()
        seconds = int(matrix.durations[origin, destination])
        metres = int(matrix.distances[origin, destination])
        if seconds == UNREACHABLE:
            raise ValueError((origin, destination))
        ends = self.positions[origin], self.positions[destination]
        return Path(seconds, metres, _drawn(self.server, ends))

    @cached_property
    def _matrix(self) -> Matrix:
        table = _Table(self.server, self.positions)
        off = table.metres_off > FARTHEST_METRES
        for cells in (table.durations, table.distances):
            cells[off | off[:, None]] = np.nan
        return measured_matrix(table.durations, table.distances)


class _Table:
    """All cells of a table, asked for in blocks.

    Parameters
    ----------
    metres_off
        From each point to where the server has put it; infinite where it knows no street.
    """

    def __init__(self, server: OsrmServer, positions: Sequence[Position]) -> None:
        self._server = server
        self._positions = positions
        size = len(positions)
        self.durations = np.full((size, size), np.nan)
        self.distances = np.full((size, size), np.nan)
        self.metres_off = np.zeros(size)
        self._ask_all(BLOCK)

    def _ask_all(self, block: int) -> None:
        """All blocks; smaller ones when the server finds these too big."""
        starts = range(0, len(self._positions), block)
        for row, column in product(starts, starts):
            try:
                self._ask(self._numbers(row, block), self._numbers(column, block))
            except RefusalError as refusal:
                if not refusal.too_big or block == 1:
                    raise self._server.refused(refusal) from refusal
                self._ask_all(block // 2)
                return

    def _numbers(self, start: int, block: int) -> list[int]:
        return self._with_street(range(start, min(start + block, len(self._positions))))

    def _ask(self, rows: list[int], columns: list[int]) -> None:
        """One block; again without the places for which the server turns out to know no street."""
        asked = list(dict.fromkeys([*rows, *columns]))
        if not rows or not columns or len(asked) < 2:  # a server refuses to measure one alone
            return
        try:
            answer = self._server.ask("table", [self._positions[one] for one in asked], {
                "annotations": "duration,distance",
                "sources": ";".join(str(asked.index(one)) for one in rows),
                "destinations": ";".join(str(asked.index(one)) for one in columns),
            })  # fmt: skip
        except RefusalError as refusal:
            if refusal.code != "NoSegment" or not self._found_without_street(asked):
                raise
            self._ask(self._with_street(rows), self._with_street(columns))
            return
        with self._server.understanding():
            cells = np.ix_(rows, columns)
            shape = len(rows), len(columns)
            self.durations[cells] = _cells(answer["durations"], shape)
            self.distances[cells] = _cells(answer["distances"], shape)
            for numbers, told in ((rows, "sources"), (columns, "destinations")):
                off = [float(waypoint["distance"]) for waypoint in answer[told]]
                self.metres_off[numbers] = off

    def _found_without_street(self, numbers: list[int]) -> bool:
        """Whether the server knows no street for some of these places, and for which.

        One such place spoils the whole table. The refusal names a coordinate, but not always the
        right one (osrm-backend#5845): each is asked for.
        """
        for number in numbers:
            if _metres_off(self._server, self._positions[number]) == math.inf:
                self.metres_off[number] = math.inf
        return len(self._with_street(numbers)) < len(numbers)

    def _with_street(self, numbers: Iterable[int]) -> list[int]:
        return [number for number in numbers if self.metres_off[number] != math.inf]


def _metres_off(server: OsrmServer, position: Position) -> float:
    """How far a place is from the nearest street of the server; infinite where there is none."""
    try:
        answer = server.ask("nearest", [position], {"number": "1"})
    except RefusalError as refusal:
        if refusal.code == "NoSegment":
            return math.inf
        raise server.refused(refusal) from refusal
    with server.understanding():
        return float(answer["waypoints"][0]["distance"])


def _cells(told: Any, shape: tuple[int, int]) -> Floats:
    """What a table says; a null, where there is no way, is NaN."""
    cells = np.array(told, np.float64)
    if cells.shape != shape or (cells < 0).any() or np.isinf(cells).any():
        raise ValueError(shape)
    return cells


def _drawn(server: OsrmServer, ends: tuple[Position, Position]) -> Floats:
    try:
        answer = server.ask("route", ends, {"overview": "full", "geometries": "geojson"})
    except RefusalError as refusal:
        raise server.refused(refusal) from refusal
    with server.understanding():
        line = np.array(answer["routes"][0]["geometry"]["coordinates"], np.float64)
        if line.ndim != 2 or line.shape[1] != 2:
            raise ValueError(line.shape)
        return line


_ADDRESS = re.compile(
    r"(https?)://([^\s/@:?#]+|\[[0-9a-fA-F:]+\])(?::(\d{1,5}))?((?:/[\w.~-]+)*)/?"
)


def osrm_engine(address: str) -> OsrmEngine:
    """The engine at an address: ``http://host:5000``, or with the server's profile behind it.

    Raises
    ------
    InputError
        ``osrm.address`` when it is none.

    Examples
    --------
    >>> osrm_engine("https://routes.example/bikes/cycling").server
    OsrmServer(secure=True, host='routes.example', port=443, path='/bikes', profile='cycling')
    """
    read = _ADDRESS.fullmatch(address)
    if read is None or int(read[3] or 0) > 65_535:
        raise InputError("osrm.address", address=address)
    secure = read[1] == "https"
    path, _, profile = read[4].rpartition("/")
    return OsrmEngine(
        OsrmServer(
            secure=secure,
            host=read[2].strip("[]"),
            port=int(read[3] or (443 if secure else 80)),
            path=path,
            profile=profile or "driving",
        )
    )
