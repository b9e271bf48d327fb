"""Doors of the Base Adresse Nationale, France's register of addresses, into a town.

One CSV file a department, ``;`` between columns, UTF-8, perhaps compressed by gzip; its columns are
described at https://doc.adresse.data.gouv.fr. A department has half a million rows: only those
around the town's streets are kept.
"""

import csv
import gzip
import io
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TextIO

from routing.errors import TownError
from routing.town.build import sealed
from routing.town.doors import is_same_door
from routing.town.pack import bounds
from routing.town.plane import METRES_PER_DEGREE, Plane, Position, metres_between
from routing.town.spelling import locality_key, number_key, street_key
from routing.town.town import Address, NamedPlace, Town

ATTRIBUTION = "Base Adresse Nationale"
LICENCE = "etalab-2.0"
"""SPDX: Licence Ouverte 2.0."""

MARGIN_METRES = 200.0
"""How far beside the streets' bounding box a door may stand."""
SAME_PLACE_METRES = 1_000.0
"""A place of one name mapped again within this distance is the same."""

COLUMNS = ("id", "numero", "rep", "nom_voie", "code_postal", "nom_commune", "lon", "lat")
"""Without these a file cannot be read; ``nom_ld`` and ``type_position`` are read where they are."""
_NO_NUMBER = frozenset(["", "0", "99999"])
_ENTRANCE = "entrée"


@dataclass(frozen=True, slots=True)
class _Row:
    address: Address
    hamlet: str
    is_entrance: bool


def with_ban(town: Town, paths: Iterable[Path]) -> Town:
    """The town with the doors and *lieux-dits* of the register around its streets.

    A door of the register goes before the map's of the same number and street near by; doors that
    only the map has stay. The register and its licence then stand beside the map's.

    Raises
    ------
    TownError
        ``town.ban_missing``, ``town.ban_damaged``, ``town.ban_columns``, ``town.ban_row``, or
        ``town.ban_elsewhere`` when no row lies in the town.
    """
    files = [Path(path) for path in paths]
    rows = [row for path in files for row in _rows(path, _box(town))]
    if not rows:
        raise TownError("town.ban_elsewhere", path=", ".join(map(str, files)), town=town.name)
    doors = {row.address.id: row.address for row in _entrances_last(rows) if row.address.number}
    return sealed(
        replace(
            town,
            addresses=_merged(tuple(doors.values()), town.addresses),
            places=_with_hamlets(rows, town.places),
            attribution=f"{town.attribution}, {ATTRIBUTION}",
            licence=f"{town.licence} AND {LICENCE}",
        )
    )


def _entrances_last(rows: Sequence[_Row]) -> list[_Row]:
    """An address has a row for each of its positions: the last one counts, its entrance."""
    return sorted(rows, key=lambda row: row.is_entrance)


def _merged(register: Sequence[Address], mapped: Sequence[Address]) -> tuple[Address, ...]:
    known: dict[tuple[str, str], list[Address]] = defaultdict(list)
    for door in register:
        known[street_key(door.street), number_key(door.number)].append(door)
    kept = [
        door
        for door in mapped
        if not any(
            is_same_door(other, door)
            for other in known[street_key(door.street), number_key(door.number)]
        )
    ]
    return tuple(sorted([*register, *kept], key=lambda door: door.id))


def _with_hamlets(rows: Sequence[_Row], mapped: Sequence[NamedPlace]) -> tuple[NamedPlace, ...]:
    """The map's places, and those of the register that the map has not."""
    around: dict[tuple[str, str], list[_Row]] = defaultdict(list)
    for row in rows:
        name = row.hamlet if row.address.number else row.hamlet or row.address.street
        if name:
            around[locality_key(name), row.address.city].append(replace(row, hamlet=name))
    hamlets = (_hamlet(members) for _, members in sorted(around.items()))
    new = [one for one in hamlets if not any(_is_same_place(one, other) for other in mapped)]
    return tuple(sorted([*mapped, *new], key=lambda place: place.id))


def _hamlet(members: Sequence[_Row]) -> NamedPlace:
    """A place at the door that is nearest to the middle of its doors."""
    positions = [row.address.position for row in members]
    points = Plane(positions[0][1]).metres(positions)
    nearest = int(((points - points.mean(axis=0)) ** 2).sum(axis=1).argmin())
    row = members[nearest]
    address = row.address
    return NamedPlace(
        f"{address.id}/lieu-dit", "locality", row.hamlet, address.postcode, address.city,
        address.position,
    )  # fmt: skip


def _is_same_place(one: NamedPlace, other: NamedPlace) -> bool:
    return (
        locality_key(one.name) == locality_key(other.name)
        and metres_between(one.position, other.position) <= SAME_PLACE_METRES
    )


def _box(town: Town) -> tuple[Position, Position]:
    """Corners of the town's streets, with a margin."""
    west, south, east, north = bounds(town)
    high = MARGIN_METRES / METRES_PER_DEGREE
    wide = high / (Plane(north).metres([(1.0, 0.0)])[0, 0] / METRES_PER_DEGREE)
    return (west - wide, south - high), (east + wide, north + high)


def _rows(path: Path, box: tuple[Position, Position]) -> Iterator[_Row]:
    """The rows of a file that lie in a box."""
    with _opened(path) as file:
        lines = csv.reader(file, delimiter=";")
        columns = _columns(path, next(lines, []))
        (west, south), (east, north) = box
        for line in lines:
            try:
                if not line or not line[columns["lon"]] or not line[columns["lat"]]:
                    continue  # the register has addresses that nobody has placed yet
                lon, lat = float(line[columns["lon"]]), float(line[columns["lat"]])
                if west <= lon <= east and south <= lat <= north:
                    yield _row({name: line[index].strip() for name, index in columns.items()})
            except (ValueError, IndexError) as error:
                raise TownError("town.ban_row", path=str(path), line=lines.line_num) from error


def _columns(path: Path, header: Sequence[str]) -> dict[str, int]:
    columns = {name.strip(): index for index, name in enumerate(header)}
    missing = [name for name in COLUMNS if name not in columns]
    if missing:
        raise TownError("town.ban_columns", path=str(path), missing=", ".join(missing))
    return columns


def _row(cells: Mapping[str, str]) -> _Row:
    number = "" if cells["numero"] in _NO_NUMBER else f"{int(cells['numero'])} {cells['rep']}"
    address = Address(
        id=f"ban/{cells['id']}",
        number=number.strip(),
        street=cells["nom_voie"],
        postcode=cells["code_postal"],
        city=cells["nom_commune"],
        position=(round(float(cells["lon"]), 7), round(float(cells["lat"]), 7)),
    )
    return _Row(address, cells.get("nom_ld", ""), cells.get("type_position", "") == _ENTRANCE)


@contextmanager
def _opened(path: Path) -> Iterator[TextIO]:
    if not path.is_file():
        raise TownError("town.ban_missing", path=str(path))
    try:
        with path.open("rb") as raw:
            is_packed = raw.peek(2)[:2] == b"\x1f\x8b"
            plain = gzip.GzipFile(fileobj=raw) if is_packed else raw
            yield io.TextIOWrapper(plain, encoding="utf-8-sig", newline="")
    except (OSError, EOFError, zlib.error, UnicodeDecodeError, csv.Error) as error:
        raise TownError("town.ban_damaged", path=str(path)) from error
