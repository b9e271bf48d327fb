"""Backups: all rows, one state, onto either database, and nothing by halves."""

import datetime as dt
import hashlib
import json
import zipfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import IO, Any

import pytest
from sqlalchemy import insert, select, text, update

from api.domain.errors import RefusedError, ServiceError
from api.store import archive, backup
from api.store.backup import back_up, last_backup, restore
from api.store.database import Database
from api.store.schema import is_empty, revision_of, revisions, upgrade
from api.store.tables import METADATA, events, installation, jobs, towns, workers
from routing.errors import ChalandError, InputError
from tests.service.filled import ROWS, fill, row_of, rows_of
from tests.service.later_schema import REVISION, with_one_more

NOW = dt.datetime(2026, 11, 26, 3, tzinfo=dt.UTC)
LATER = dt.datetime(2026, 11, 27, 9, tzinfo=dt.UTC)

BEGUN_ANEW = {jobs.name, workers.name}
"""Tables that a restore does not give back as they were."""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "chaland.backup"


@pytest.fixture
def filled(database: Database) -> Database:
    """Two rows in every table."""
    with database.writing() as connection:
        fill(connection, METADATA)
    return database


@pytest.fixture
def sqlite(tmp_path: Path, sqlite_template: Path) -> Iterator[Database]:
    """A SQLite database with two rows in every table, where the kind does not matter."""
    path = tmp_path / "filled.sqlite"
    path.write_bytes(sqlite_template.read_bytes())
    database = Database.of_file(path)
    with database.writing() as connection:
        fill(connection, METADATA)
    yield database
    database.close()


def rows(database: Database) -> dict[str, list[dict[str, Any]]]:
    with database.reading() as connection:
        return rows_of(connection, METADATA)


def test_a_backup_of_either_database_goes_back_onto_either(
    filled: Database, empty: Database, file: Path
) -> None:
    before = rows(filled)
    manifest = back_up(filled, file, NOW)
    assert manifest.rows == ROWS * len(METADATA.tables)
    assert restore(empty, file, LATER) == manifest
    after = rows(empty)
    assert after.keys() == before.keys()
    assert {name: after[name] for name in after.keys() - BEGUN_ANEW} == {
        name: before[name] for name in before.keys() - BEGUN_ANEW
    }
    with empty.reading() as connection:
        assert revision_of(connection) == revisions()[-1]


def test_work_that_had_not_ended_is_failed_and_nobody_is_at_it(
    filled: Database, empty: Database, file: Path
) -> None:
    with filled.writing() as connection:
        queued = jobs.c.ended.is_(None)
        connection.execute(update(jobs).where(queued).values(state="running"))
    before = rows(filled)["jobs"]
    back_up(filled, file, NOW)
    restore(empty, file, LATER)
    fault = {"code": "job.restored", "values": {}}
    expected = [
        job if job["ended"] else {**job, "state": "failed", "problem": fault, "ended": LATER}
        for job in before
    ]
    after = rows(empty)
    assert sorted(after["jobs"], key=repr) == sorted(expected, key=repr)
    assert after["workers"] == []


def test_events_are_counted_on_after_a_restore(
    filled: Database, empty: Database, file: Path
) -> None:
    back_up(filled, file, NOW)
    restore(empty, file, LATER)
    highest = max(event["position"] for event in rows(empty)["events"])
    new = {**row_of(events, 0), "id": "evt_new"}
    del new["position"]
    with empty.writing() as connection:
        connection.execute(insert(events).values(**new))
        position = connection.scalar(select(events.c.position).where(events.c.id == "evt_new"))
    assert position == highest + 1


def test_the_service_goes_on_and_the_backup_is_of_one_moment(
    database: Database, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def write_meanwhile(
        out: IO[bytes], schema: str, made: dt.datetime, tables: Iterable[Any]
    ) -> archive.Manifest:
        with database.writing() as connection:
            connection.execute(insert(installation).values(name="meanwhile", value="-"))
        return archive.write(out, schema, made, tables)

    monkeypatch.setattr(backup, "write", write_meanwhile)
    assert back_up(database, file, NOW).rows == 0
    assert {row["name"] for row in rows(database)["installation"]} == {"meanwhile", "backed_up"}


def test_a_backup_is_noted_when_it_stands(database: Database, file: Path) -> None:
    def noted() -> dt.datetime | None:
        with database.reading() as connection:
            return last_backup(connection)

    assert noted() is None
    back_up(database, file, NOW)
    assert noted() == NOW
    back_up(database, file, LATER)
    assert noted() == LATER


def test_anybody_can_read_a_backup(sqlite: Database, file: Path) -> None:
    back_up(sqlite, file, NOW)
    with zipfile.ZipFile(file) as members:
        manifest = json.loads(members.read("manifest.json"))
        assert (manifest["format"], manifest["made"]) == (
            "chaland.backup/1",
            "2026-11-26T03:00:00+00:00",
        )
        for table, part in manifest["tables"].items():
            lines = members.read(f"tables/{table}.jsonl")
            assert part["sha256"] == hashlib.sha256(lines).hexdigest()
            assert part["rows"] == len(lines.splitlines()) == ROWS
        town = json.loads(members.read("tables/towns.jsonl").split(b"\n")[0])
    assert town.keys() == set(towns.c.keys())
    assert town["created"] == "2026-03-28T23:00:00.123456+00:00"


def test_nobody_else_can_read_the_file(sqlite: Database, file: Path) -> None:
    back_up(sqlite, file, NOW)
    assert file.stat().st_mode & 0o777 == 0o600


def test_a_backup_that_fails_leaves_the_one_before(empty: Database, file: Path) -> None:
    file.write_bytes(b"the one before")
    with pytest.raises(ServiceError) as refused:
        back_up(empty, file, NOW)
    assert refused.value.code == "store.no_tables"
    assert file.read_bytes() == b"the one before"
    assert list(file.parent.glob(".*")) == []


def test_a_backup_that_was_not_written_right_is_no_backup(
    sqlite: Database, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def write_badly(out: IO[bytes], *arguments: Any) -> archive.Manifest:
        manifest = archive.write(out, *arguments)
        out.truncate(out.tell() // 2)
        return manifest

    monkeypatch.setattr(backup, "write", write_badly)
    with pytest.raises(InputError):
        back_up(sqlite, file, NOW)
    assert not file.exists()


def test_nothing_is_restored_over_anything(filled: Database, file: Path) -> None:
    back_up(filled, file, NOW)
    before = rows(filled)
    with pytest.raises(RefusedError) as refused:
        restore(filled, file, LATER)
    assert refused.value.code == "store.not_empty"
    assert rows(filled) == before


def without_last_line(name: str, content: bytes) -> bytes:
    if name != "tables/events.jsonl":
        return content
    return b"".join(content.splitlines(keepends=True)[:-1])


def with_another_name(name: str, content: bytes) -> bytes:
    return content.replace("1 l’œuf".encode(), "2 l’œuf".encode()) if "towns" in name else content


def with_another_format(name: str, content: bytes) -> bytes:
    return content.replace(b"backup/1", b"backup/2")


def without_a_hash(name: str, content: bytes) -> bytes:
    return content.replace(b'"sha256"', b'"md5"')


def with_a_table_more(name: str, content: bytes) -> bytes:
    return content.replace(b'"towns"', b'"cities"') if name == "manifest.json" else content


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (without_last_line, "store.backup_damaged"),
        (with_another_name, "store.backup_damaged"),
        (with_another_format, "store.not_a_backup"),
        (without_a_hash, "store.not_a_backup"),
        (with_a_table_more, "store.backup_damaged"),
    ],
)
def test_a_backup_that_was_changed_is_refused_and_nothing_of_it_remains(
    sqlite: Database,
    empty: Database,
    file: Path,
    change: Callable[[str, bytes], bytes],
    code: str,
) -> None:
    back_up(sqlite, file, NOW)
    other = file.with_name("other.backup")
    with zipfile.ZipFile(file) as members, zipfile.ZipFile(other, "w") as changed:
        for name in members.namelist():
            changed.writestr(name, change(name, members.read(name)))
    assert refused(empty, other).code == code
    with empty.reading() as connection:
        assert is_empty(connection)


def bytes_changed(file: Path) -> None:
    content = bytearray(file.read_bytes())
    middle = len(content) // 3
    content[middle : middle + 8] = b"damaged!"
    file.write_bytes(content)


def cut_short(file: Path) -> None:
    content = file.read_bytes()
    file.write_bytes(content[: len(content) // 2])


@pytest.mark.parametrize("change", [bytes_changed, cut_short, Path.unlink])
def test_a_backup_that_the_disk_has_spoiled_is_refused(
    sqlite: Database, empty: Database, file: Path, change: Callable[[Path], None]
) -> None:
    back_up(sqlite, file, NOW)
    change(file)
    assert refused(empty, file).code in {"store.not_a_backup", "store.backup_damaged"}
    with empty.reading() as connection:
        assert is_empty(connection)


def test_an_older_backup_is_brought_up(
    sqlite: Database,
    empty: Database,
    file: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    back_up(sqlite, file, NOW)
    with_one_more(monkeypatch, tmp_path / "later")
    restore(empty, file, LATER)
    with empty.reading() as connection:
        assert revision_of(connection) == REVISION
        assert connection.scalars(text("SELECT motto FROM towns")).all() == ["-"] * ROWS
    assert rows(empty)["orders"] == rows(sqlite)["orders"]


def test_a_newer_backup_is_refused(
    sqlite: Database,
    empty: Database,
    file: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with monkeypatch.context() as tomorrow:
        with_one_more(tomorrow, tmp_path / "later")
        upgrade(sqlite)
        back_up(sqlite, file, NOW)
    found = refused(empty, file)
    assert (found.code, found.values["found"]) == ("store.newer_backup", REVISION)


def refused(database: Database, file: Path) -> ChalandError:
    with pytest.raises(InputError) as refused:
        restore(database, file, LATER)
    assert refused.value.values["file"] == str(file)
    return refused.value
