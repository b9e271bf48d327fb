"""Town packs: one file ``NAME.town`` that holds all of a town.

A zip of ``manifest.json``, ``strings.json`` and ``.npy`` arrays (`routing.town.content`). The same
town always makes the same file, and its hash names it in plans. The page about it is
``docs/reference/town-pack.md``.
"""

import datetime as dt
import hashlib
import json
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from routing.errors import TownError
from routing.formats.atomic import write_atomically
from routing.formats.zips import UNREADABLE_ZIP
from routing.town.content import Content, Members, read_members, write_members
from routing.town.extract import UNITS_PER_DEGREE
from routing.town.town import Town

SUFFIX = ".town"
FORMAT = "chaland.town"
VERSION = 2

_MANIFEST = "manifest.json"
_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The time of every member: a pack tells the date of its data, not of its making."""


def save_town(town: Town, path: Path) -> None:
    """Write a pack, whole or not at all. The same town makes the same bytes."""
    members = write_members(_content(town))
    facts = _facts(town)
    manifest = {
        "format": f"{FORMAT}/{VERSION}",
        "generator": "Chaland",
        "name": town.name,
        "sha256": _sha256(members, facts),
        **facts,
        "counts": counts(town),
        "bbox": bounds(town),
    }
    written = json.dumps(manifest, ensure_ascii=False, indent=2).encode()
    with (
        write_atomically(path) as file,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as pack,
    ):
        for name, member in {_MANIFEST: written, **members}.items():
            pack.writestr(zipfile.ZipInfo(name, _EPOCH), member, zipfile.ZIP_DEFLATED, 9)


def load_town(path: Path) -> Town:
    """Read a pack, and make sure that it is whole.

    Raises
    ------
    TownError
        ``town.missing``, ``town.foreign``, ``town.pack_older``, ``town.pack_newer`` or
        ``town.pack_damaged``.
    """
    members = _read_members(path)
    manifest = _read_manifest(path, members.pop(_MANIFEST))
    try:
        facts = {key: manifest[key] for key in ("zone", "date", "attribution", "licence")}
        if manifest["sha256"] != _sha256(members, facts):
            raise TownError("town.pack_damaged", path=str(path))
        content = read_members(members)
        return Town(
            name=manifest["name"],
            zone=facts["zone"],
            attribution=facts["attribution"],
            licence=facts["licence"],
            date=dt.datetime.fromisoformat(facts["date"]) if facts["date"] else None,
            sha256=manifest["sha256"],
            network=content.network,
            addresses=content.addresses,
            shops=content.shops,
            areas=content.areas,
            places=content.places,
        )
    except (KeyError, IndexError, ValueError, TypeError) as error:
        raise TownError("town.pack_damaged", path=str(path)) from error


def find_town(name_or_path: str, folders: Iterable[Path]) -> Path:
    """The pack of a town: a path, or the name of a pack in one of the folders.

    Parameters
    ----------
    folders
        Searched in this order; capitals don't matter. A folder may be missing.

    Raises
    ------
    TownError
        ``town.unknown``, with the names that the folders have.
    """
    given = Path(name_or_path)
    if given.is_file():
        return given
    packs = [pack for folder in folders for pack in sorted(folder.glob(f"*{SUFFIX}"))]
    wanted = name_or_path.removesuffix(SUFFIX).casefold()
    for pack in packs:
        if pack.stem.casefold() == wanted:
            return pack
    known = ", ".join(sorted({pack.stem for pack in packs})) or "–"
    raise TownError("town.unknown", name=name_or_path, known=known)


def sha256_of(town: Town) -> str:
    """Hash of all that a pack of this town holds but its name, in hexadecimal."""
    return _sha256(write_members(_content(town)), _facts(town))


def counts(town: Town) -> dict[str, int]:
    """How many of each thing the town has."""
    network = town.network
    return {
        "nodes": len(network.node_ids),
        "ways": len(network.way_ids),
        "restrictions": len(network.restrictions),
        "addresses": len(town.addresses),
        "shops": len(town.shops),
        "places": len(town.places),
        **{kind: len(area.offsets) - 1 for kind, area in town.areas.items()},
    }


def bounds(town: Town) -> tuple[float, float, float, float]:
    """West, south, east and north of the streets in degrees, ferries left aside."""
    network = town.network
    streets = [way for way, tags in enumerate(network.way_tags) if "highway" in tags]
    nodes = np.concatenate(
        [network.nodes_of(way) for way in streets or range(len(network.way_ids))]
    )
    points = network.node_lonlat[nodes]
    west, south = (points.min(axis=0) / UNITS_PER_DEGREE).tolist()
    east, north = (points.max(axis=0) / UNITS_PER_DEGREE).tolist()
    return west, south, east, north


def _content(town: Town) -> Content:
    return Content(town.network, town.addresses, town.shops, town.areas, town.places)


def _facts(town: Town) -> dict[str, str | None]:
    return {
        "zone": town.zone,
        "date": town.date.isoformat() if town.date else None,
        "attribution": town.attribution,
        "licence": town.licence,
    }


def _sha256(members: Members, facts: Mapping[str, str | None]) -> str:
    digest = hashlib.sha256(json.dumps(facts, ensure_ascii=False, sort_keys=True).encode())
    for name, member in sorted(members.items()):
        digest.update(f"\n{name} {len(member)}\n".encode())
        digest.update(member)
    return digest.hexdigest()


def _read_members(path: Path) -> Members:
    if not path.is_file():
        raise TownError("town.missing", path=str(path))
    try:
        with zipfile.ZipFile(path) as pack:
            names = pack.namelist()
            if _MANIFEST not in names:
                raise TownError("town.foreign", path=str(path))
            return {name: pack.read(name) for name in names}
    except UNREADABLE_ZIP as error:
        if _begins_as_zip(path):
            raise TownError("town.pack_damaged", path=str(path)) from error
        raise TownError("town.foreign", path=str(path)) from error


def _begins_as_zip(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(4) == b"PK\x03\x04"


def _read_manifest(path: Path, written: bytes) -> dict[str, Any]:
    try:
        manifest = json.loads(written)
        kind, _, version = manifest["format"].partition("/")
        number = int(version)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise TownError("town.foreign", path=str(path)) from error
    if kind != FORMAT:
        raise TownError("town.foreign", path=str(path))
    if number > VERSION:
        raise TownError("town.pack_newer", path=str(path), found=number, known=VERSION)
    if number < VERSION:
        raise TownError("town.pack_older", path=str(path), found=number, known=VERSION)
    return dict(manifest)
