"""Lengths and riding times, in whole millimetres and milliseconds.

Every way is a ruler: each of its nodes lies at a whole number of millimetres from the way's first
node. A rider's clock along the ruler is whole milliseconds too (`routing.street.clocks`), and
riding from one point of a way to another takes the difference of the two readings. So lengths and
times add up exactly wherever a way is cut: at a junction, at a door, at each of its nodes.
"""

import numpy as np
import numpy.typing as npt

Integers = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

EARTH_RADIUS = 6_371_008.8
"""Metres: mean radius of the Earth (IUGG)."""

_RADIANS = np.pi / 180e7


def segment_lengths(lonlat: npt.NDArray[np.int32]) -> Integers:
    """Great-circle lengths between consecutive points, each rounded to the nearest millimetre.

    Parameters
    ----------
    lonlat
        Shape (points, 2): longitude, latitude in 1e-7 degrees.

    Returns
    -------
    Millimetres, shape (points - 1,), by the haversine formula.

    References
    ----------
    R. W. Sinnott, Virtues of the haversine, Sky and Telescope 68 (2), 1984.
    """
    steps = np.diff(lonlat.astype(np.int64), axis=0) * _RADIANS
    latitudes = lonlat[:, 1] * _RADIANS
    cosines = np.cos(latitudes[:-1]) * np.cos(latitudes[1:])
    chord = np.sin(steps[:, 1] / 2) ** 2 + cosines * np.sin(steps[:, 0] / 2) ** 2
    metres: npt.NDArray[np.float64] = 2 * EARTH_RADIUS * np.arcsin(np.sqrt(chord))
    return np.rint(metres * 1e3).astype(np.int64)


def rulers(lonlat: npt.NDArray[np.int32], offsets: Integers) -> Integers:
    """Millimetres of each point from the first point of its line.

    Parameters
    ----------
    lonlat
        Shape (points, 2), 1e-7 degrees: the points of all lines, one line after the other.
    offsets
        Shape (lines + 1,): where each line begins among the points.
    """
    lengths = np.zeros(len(lonlat), np.int64)
    lengths[1:] = segment_lengths(lonlat)
    run = np.cumsum(lengths)
    counts = np.diff(offsets)
    firsts = offsets[:-1][counts > 0]
    return run - np.repeat(run[firsts], counts[counts > 0])


def riding_times(lengths: Integers, speeds: Integers) -> Integers:
    """Whole milliseconds for pieces of street, to the nearest.

    Parameters
    ----------
    lengths
        Millimetres.
    speeds
        Metres per hour, more than 0.
    """
    return (lengths * 3_600 + speeds // 2) // speeds
