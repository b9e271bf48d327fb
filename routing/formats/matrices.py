"""Matrices of a problem as one NumPy archive: ``<profile>.durations``, ``<profile>.distances``."""

from collections.abc import Iterable, Mapping
from pathlib import Path

import numpy as np
import numpy.typing as npt

from routing.errors import InputError
from routing.formats.atomic import write_atomically
from routing.formats.zips import UNREADABLE_ZIP
from routing.model import Matrix

UNREADABLE: tuple[type[Exception], ...] = (OSError, ValueError, *UNREADABLE_ZIP)


def write_matrices(path: Path, matrices: Mapping[str, Matrix]) -> None:
    """Write the matrices of a problem, whole or not at all.

    Parameters
    ----------
    matrices
        By profile.
    """
    arrays = {
        f"{profile}.{name}": array
        for profile, matrix in matrices.items()
        for name, array in (("durations", matrix.durations), ("distances", matrix.distances))
    }
    with write_atomically(path) as file:
        # NumPy's own parameters precede the names of arrays, so a profile cannot shadow them.
        np.savez_compressed(file, allow_pickle=False, **arrays)


def read_matrices(path: Path, profiles: Iterable[str], places: int) -> dict[str, Matrix]:
    """The matrices of some profiles.

    Parameters
    ----------
    places
        How many rows and columns each must have.

    Raises
    ------
    InputError
        ``matrices.unreadable``, ``matrices.array_missing``, ``matrices.shape``.
    """
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as archive:
            return {
                profile: Matrix(
                    _array(path, archive, f"{profile}.durations", places),
                    _array(path, archive, f"{profile}.distances", places),
                )
                for profile in profiles
            }
    except UNREADABLE as error:
        raise InputError("matrices.unreadable", file=str(path)) from error


def _array(
    path: Path, archive: Mapping[str, npt.NDArray[np.int64]], name: str, places: int
) -> npt.NDArray[np.int64]:
    if name not in archive:
        raise InputError("matrices.array_missing", file=str(path), array=name)
    array = archive[name]
    if array.shape != (places, places) or array.dtype != np.int64:
        found = f"{' × '.join(str(size) for size in array.shape)} {array.dtype}"
        raise InputError("matrices.shape", file=str(path), array=name, places=places, found=found)
    return array
