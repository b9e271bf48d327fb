"""Heights of a town's streets: from `.hgt` tiles of the Shuttle Radar Topography Mission.

A tile covers a degree by a degree, is named after its south-west corner (``N43E007.hgt``), and
holds rows of big-endian 16-bit metres from north to south, each from west to east, both edges
included: 1,201 or 3,601 a side (3" or 1"). -32,768 means that nothing is known.

T. G. Farr et al., The Shuttle Radar Topography Mission, Reviews of Geophysics 45, RG2004, 2007,
doi:10.1029/2005RG000183.
"""

import math
import re
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from routing.errors import TownError
from routing.formats.zips import UNREADABLE_ZIP
from routing.street.network import Network
from routing.town.build import sealed
from routing.town.extract import UNITS_PER_DEGREE
from routing.town.relief import smoothed
from routing.town.town import Town

Floats = npt.NDArray[np.float64]

VOID = -32_768
SIDES = (1_201, 3_601)
SUFFIXES = (".hgt", ".hgt.zip")

_NAME = re.compile(r"([NS])(\d{2})([EW])(\d{3})", re.IGNORECASE)
_METRES = re.compile(r"(-?\d+(?:[.,]\d+)?)(?: ?m)?")


@dataclass(frozen=True, slots=True, eq=False)
class Tile:
    """A square degree of heights.

    Parameters
    ----------
    south, west
        Degrees of its corner.
    metres
        int16, shape (rows, columns), the northern row first; `VOID` where unknown.
    """

    south: int
    west: int
    metres: npt.NDArray[np.int16]

    def heights(self, lonlat: Floats) -> Floats:
        """Metres at points in degrees, bilinear; NaN outside and where all corners are void.

        A void corner leaves its weight to the others.
        """
        last = len(self.metres) - 1
        column = (lonlat[:, 0] - self.west) * last
        row = (self.south + 1 - lonlat[:, 1]) * last
        inside = (column >= 0) & (column <= last) & (row >= 0) & (row <= last)
        column, row = np.clip(column, 0, last), np.clip(row, 0, last)
        left = np.minimum(np.floor(column).astype(np.int64), last - 1)
        top = np.minimum(np.floor(row).astype(np.int64), last - 1)
        right_share, low_share = column - left, row - top
        total, weights = np.zeros(len(lonlat)), np.zeros(len(lonlat))
        for down, across in ((0, 0), (0, 1), (1, 0), (1, 1)):
            metres = self.metres[top + down, left + across]
            weight = np.where(down, low_share, 1 - low_share)
            weight = weight * np.where(across, right_share, 1 - right_share) * (metres != VOID)
            total += weight * metres
            weights += weight
        known = inside & (weights > 0)
        return np.where(known, total / np.where(known, weights, 1), np.nan)


def read_tile(path: Path) -> Tile:
    """Read a tile, zipped or not.

    Raises
    ------
    TownError
        ``town.tile_missing``, ``town.tile_name`` or ``town.tile_damaged``.
    """
    if not path.is_file():
        raise TownError("town.tile_missing", path=str(path))
    name = _NAME.match(path.name)
    if name is None or not path.name.lower().endswith(SUFFIXES):
        raise TownError("town.tile_name", path=str(path), known=", ".join(SUFFIXES))
    metres = np.frombuffer(_bytes_of(path), dtype=">i2")
    side = math.isqrt(metres.size)
    if side not in SIDES or side * side != metres.size:
        raise TownError("town.tile_damaged", path=str(path))
    south = int(name[2]) * (1 if name[1] in "Nn" else -1)
    west = int(name[4]) * (1 if name[3] in "Ee" else -1)
    return Tile(south, west, metres.reshape(side, side).astype(np.int16))


def _bytes_of(path: Path) -> bytes:
    """The heights; an odd number of bytes is as if there were none."""
    written = path.read_bytes()
    if path.suffix.lower() == ".zip":
        try:
            with zipfile.ZipFile(path) as packed:
                inner = [name for name in packed.namelist() if name.lower().endswith(".hgt")]
                written = packed.read(inner[0]) if len(inner) == 1 else b""
        except UNREADABLE_ZIP as error:
            raise TownError("town.tile_damaged", path=str(path)) from error
    return written if len(written) % 2 == 0 else b""


def with_heights(town: Town, tiles: Iterable[Tile]) -> Town:
    """The same town with the heights of its nodes, smoothed along its streets.

    ``ele`` of a node comes before the tiles, which see roofs and trees.

    Parameters
    ----------
    tiles
        None: heights come from ``ele`` and ``incline`` alone.

    Raises
    ------
    TownError
        ``town.tiles_elsewhere`` when there are tiles and no street lies on one of them.
    """
    network, given = town.network, tuple(tiles)
    lonlat = network.node_lonlat / UNITS_PER_DEGREE
    metres = np.full(len(lonlat), np.nan)
    for tile in given:
        metres = np.where(np.isnan(metres), tile.heights(lonlat), metres)
    if given and np.isnan(metres).all():
        raise TownError("town.tiles_elsewhere", town=town.name)
    for node, tagged in _tagged_heights(network).items():
        metres[node] = tagged
    return sealed(replace(town, network=replace(network, node_heights=smoothed(network, metres))))


def _tagged_heights(network: Network) -> Mapping[int, float]:
    """Metres by node, where ``ele`` can be read."""
    read = {
        node: _METRES.fullmatch(tags.get("ele", "")) for node, tags in network.node_tags.items()
    }
    return {node: float(found[1].replace(",", ".")) for node, found in read.items() if found}
