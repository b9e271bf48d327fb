"""How long and how far it is from each place to each other."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Ticked = npt.NDArray[np.int64]

UNREACHABLE = -1
"""Stands in both arrays where no path exists: never a duration, always to be asked for."""


@dataclass(frozen=True, slots=True, eq=False)
class Matrix:
    """Durations and distances between places, in ticks.

    Parameters
    ----------
    durations, distances
        Shape (places, places), row = from, column = to, in the order of `Problem.places`;
        `UNREACHABLE` where there is no path. Made read-only.
    """

    durations: Ticked
    distances: Ticked

    def __post_init__(self) -> None:
        self.durations.setflags(write=False)
        self.distances.setflags(write=False)

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, Matrix)
            and np.array_equal(self.durations, other.durations)
            and np.array_equal(self.distances, other.distances)
        )

    __hash__ = None  # type: ignore[assignment]  # arrays compare, they do not hash

    def reachable(self, origin: int, destination: int) -> bool:
        """Whether a path exists."""
        return bool(self.durations[origin, destination] != UNREACHABLE)
