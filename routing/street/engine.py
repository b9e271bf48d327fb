"""Who answers how long, how far and by which way: our own streets, or somebody else's engine.

A day asks one `StreetEngine` for each profile, gives it all its places at once, and keeps what it
gets, a `Ways`: the matrix the plan is made with, and the path of each leg that is drawn. Our own is
`routing.day.engines.OwnEngine`; others are `routing.street.osrm` and `routing.street.matrix_file`.
"""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
import numpy.typing as npt

from routing.model import UNREACHABLE, Matrix, Place
from routing.street.graph import Path

FARTHEST_METRES = 150.0
"""A place further from the streets of a profile cannot be served by it."""


class Ways(Protocol):
    """The ways between some places for one profile."""

    def matrix(self) -> Matrix:
        """Seconds and metres between all places, in their order.

        `UNREACHABLE` where there is no way, and to and from what lies near no street; 0 from a
        place to itself.
        """

    def path(self, origin: int, destination: int) -> Path:
        """The way from one place to another, by their rows in the matrix, whose figures it has.

        Raises
        ------
        ValueError
            When there is none: no valid plan rides there.
        """


class StreetEngine(Protocol):
    """Knows the streets of an area, or figures about them."""

    def near(self, profile: str, place: Place, /) -> bool:
        """Whether a place lies near enough to a street of the profile to be served."""

    def ways(self, profile: str, places: Sequence[Place], /) -> Ways:
        """The ways between some places.

        Raises
        ------
        ChalandError
            When the engine cannot say.
        """


def measured_matrix(
    durations: npt.NDArray[np.float64], distances: npt.NDArray[np.float64]
) -> Matrix:
    """The matrix of what an engine has measured.

    Rounded up to whole seconds and metres, as ours is: nobody is promised to be early.

    Parameters
    ----------
    durations, distances
        Seconds and metres, shape (places, places); NaN where there is no way.
    """
    missing = np.isnan(durations) | np.isnan(distances)
    cells = [
        np.where(missing, UNREACHABLE, np.ceil(np.nan_to_num(measured))).astype(np.int64)
        for measured in (durations, distances)
    ]
    for cell in cells:
        np.fill_diagonal(cell, 0)
    return Matrix(*cells)
