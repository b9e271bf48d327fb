"""Times and distances from a file: of any engine that can write one.

Either the NumPy archive that lies beside a plan (`routing.formats.matrices`), its rows in the order
of the plan's places, or a CSV of ``from,to,seconds,metres`` with the ids of those places
(`routing.formats.matrix_csv`). A file draws nothing: the ways are straight lines.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path as FilePath

import numpy as np

from routing.formats.matrices import read_matrices
from routing.formats.matrix_csv import MatrixRows, read_matrix_csv
from routing.model import UNREACHABLE, Matrix, Place
from routing.street.engine import measured_matrix
from routing.street.graph import Path

ARCHIVE = ".npz"


@dataclass(frozen=True, slots=True)
class MatrixFile:
    """The engine that a file stands for; it is read when ways are asked for."""

    file: FilePath

    def near(self, _profile: str, _place: Place) -> bool:
        """A file tells of ways and not of streets: what it lacks, it says when it is read."""
        return True

    def ways(self, profile: str, places: Sequence[Place]) -> "FileWays":
        """The ways between some places.

        Raises
        ------
        InputError
            ``matrices.*`` of an archive; ``matrix_csv.*`` of a CSV, also where it lacks a place.
        """
        positions = tuple(place.position for place in places)
        if self.file.suffix == ARCHIVE:
            matrix = read_matrices(self.file, [profile], len(places))[profile]
        else:
            matrix = _matrix(read_matrix_csv(self.file), places)
        return FileWays(positions, matrix)


@dataclass(frozen=True, slots=True, eq=False)
class FileWays:
    """The ways between some places, as a file has them."""

    positions: tuple[tuple[float, float], ...]
    figures: Matrix

    def matrix(self) -> Matrix:
        """The figures of the file."""
        return self.figures

    def path(self, origin: int, destination: int) -> Path:
        """The figures of the file along a straight line."""
        seconds = int(self.figures.durations[origin, destination])
        metres = int(self.figures.distances[origin, destination])
        if seconds == UNREACHABLE:
            raise ValueError((origin, destination))
        return Path(
            seconds, metres, np.array([self.positions[origin], self.positions[destination]])
        )


def _matrix(rows: MatrixRows, places: Sequence[Place]) -> Matrix:
    """The cells of the places; a pair that the file does not have is unreachable."""
    rows.require_places(place.id for place in places)
    index = {place.id: number for number, place in enumerate(places)}
    durations, distances = (np.full((len(places), len(places)), np.nan) for _ in range(2))
    for (origin, destination), (seconds, metres) in rows.cells.items():
        if origin in index and destination in index:
            cell = index[origin], index[destination]
            durations[cell], distances[cell] = seconds, metres
    return measured_matrix(durations, distances)
