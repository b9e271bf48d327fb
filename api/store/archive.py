"""The file of a backup: a zip with one file of JSON lines a table, and a manifest.

The manifest names the format, the revision of the schema, when it was made, and of each table how
many rows there are and the SHA-256 of its lines. Nothing in it belongs to one kind of database.
"""

import datetime as dt
import hashlib
import io
import json
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any

from routing.errors import InputError
from routing.formats.zips import UNREADABLE_ZIP

FORMAT = "chaland.backup/1"

_MANIFEST = "manifest.json"
_BUFFER_BYTES = 1 << 20

_UNREADABLE_FILE: tuple[type[Exception], ...] = (OSError, *UNREADABLE_ZIP)
_UNREADABLE_MEMBER: tuple[type[Exception], ...] = (KeyError, *UNREADABLE_ZIP)
_UNREADABLE_MANIFEST: tuple[type[Exception], ...] = (
    AttributeError,
    TypeError,
    ValueError,
    *_UNREADABLE_MEMBER,
)


@dataclass(frozen=True, slots=True)
class Part:
    """One table's lines.

    Parameters
    ----------
    sha256
        Of all its lines, in hexadecimal.
    """

    rows: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup holds.

    Parameters
    ----------
    schema
        The revision of the database that it was made of.
    made
        Aware, in UTC.
    tables
        By name.
    """

    schema: str
    made: dt.datetime
    tables: Mapping[str, Part]

    @property
    def rows(self) -> int:
        """Of all tables."""
        return sum(part.rows for part in self.tables.values())


class Archive:
    """A backup that is open for reading.

    Raises
    ------
    InputError
        ``store.not_a_backup``.
    """

    def __init__(self, path: Path, members: zipfile.ZipFile) -> None:
        self.path = path
        self._members = members
        self.manifest = _manifest(path, members)

    def lines(self, table: str) -> Iterator[bytes]:
        """The lines of a table; only after the last one is it known that all are right.

        Raises
        ------
        InputError
            ``store.backup_damaged``: they are not those that were written.
        """
        digest, rows = hashlib.sha256(), 0
        try:
            with self._members.open(_member(table)) as member:
                for line in io.BufferedReader(member, _BUFFER_BYTES):  # type: ignore[type-var]
                    digest.update(line)
                    rows += 1
                    yield line
        except _UNREADABLE_MEMBER as error:
            raise self.damaged(table) from error
        if Part(rows, digest.hexdigest()) != self.manifest.tables[table]:
            raise self.damaged(table)

    def damaged(self, table: str) -> InputError:
        """What there is to say of a table that cannot be used."""
        return InputError("store.backup_damaged", file=str(self.path), table=table)


@contextmanager
def reading(path: Path) -> Iterator[Archive]:
    """A backup, open.

    Raises
    ------
    InputError
        ``store.not_a_backup``.
    """
    try:
        members = zipfile.ZipFile(path)
    except _UNREADABLE_FILE as error:
        raise InputError("store.not_a_backup", file=str(path)) from error
    with members:
        yield Archive(path, members)


def check(path: Path) -> None:
    """Read a backup whole.

    Raises
    ------
    InputError
        ``store.not_a_backup``, ``store.backup_damaged``.
    """
    with reading(path) as archive:
        for table in archive.manifest.tables:
            for _ in archive.lines(table):
                pass


def write(
    file: IO[bytes],
    schema: str,
    made: dt.datetime,
    tables: Iterable[tuple[str, Iterable[bytes]]],
) -> Manifest:
    """Write a backup.

    Parameters
    ----------
    tables
        Names with their lines, each with its line feed.
    """
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as members:
        parts = {name: _write_part(members, name, lines) for name, lines in tables}
        manifest = Manifest(schema, made, parts)
        members.writestr(_MANIFEST, json.dumps(_document(manifest), indent=1) + "\n")
    return manifest


def _write_part(members: zipfile.ZipFile, name: str, lines: Iterable[bytes]) -> Part:
    digest, rows = hashlib.sha256(), 0
    with members.open(_member(name), "w", force_zip64=True) as member:
        for line in lines:
            digest.update(line)
            member.write(line)
            rows += 1
    return Part(rows, digest.hexdigest())


def _member(table: str) -> str:
    return f"tables/{table}.jsonl"


def _document(manifest: Manifest) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "schema": manifest.schema,
        "made": manifest.made.isoformat(),
        "tables": {name: asdict(part) for name, part in manifest.tables.items()},
    }


def _manifest(path: Path, members: zipfile.ZipFile) -> Manifest:
    try:
        document = json.loads(members.read(_MANIFEST))
        found = document["format"]
        manifest = Manifest(
            str(document["schema"]),
            dt.datetime.fromisoformat(document["made"]),
            {name: Part(**part) for name, part in document["tables"].items()},
        )
    except _UNREADABLE_MANIFEST as error:
        raise InputError("store.not_a_backup", file=str(path)) from error
    if found != FORMAT:
        raise InputError("store.not_a_backup", file=str(path))
    return manifest
