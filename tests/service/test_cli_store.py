"""The database as a whole, by commands: made, upgraded, backed up, restored."""

import shutil
from pathlib import Path

import pytest

from api.store.database import Database
from api.store.schema import revisions
from api.store.serving import serving
from api.store.tables import METADATA
from chaland.exits import ExitCode
from tests.integration.command import chaland, document, succeed
from tests.service.filled import ROWS, fill, rows_of

NEWEST = revisions()[-1]
UNREACHABLE = "postgresql://chaland:hidden@127.0.0.1:1/chaland"


@pytest.fixture
def folder(tmp_path: Path, sqlite_template: Path) -> Path:
    """A folder with a database that has all tables."""
    folder = tmp_path / "data"
    folder.mkdir()
    shutil.copy(sqlite_template, folder / "chaland.sqlite")
    return folder


def named(url: str) -> dict[str, str]:
    return {"CHALAND_DATABASE_URL": url}


def test_a_database_is_made_once(empty_url: str) -> None:
    first = document("upgrade", env=named(empty_url))
    assert (first["before"], first["after"]) == (None, NEWEST)
    again = document("upgrade", env=named(empty_url))
    assert (again["before"], again["after"]) == (NEWEST, NEWEST)


def test_a_backup_goes_from_a_database_that_is_named_into_a_folder(
    database: Database, tmp_path: Path
) -> None:
    with database.writing() as connection:
        fill(connection, METADATA)
    file, folder = tmp_path / "kept/one.backup", tmp_path / "elsewhere"
    written = document("backup", file, env=named(database.url))
    assert written["rows"] == dict.fromkeys(METADATA.tables, ROWS)
    restored = document("restore", file, "--data", folder, env=named("postgresql://nobody@x/y"))
    assert restored["database"] == str(folder / "chaland.sqlite")
    assert (restored["rows"], restored["made"]) == (written["rows"], written["made"])
    other = Database.of_file(folder / "chaland.sqlite")
    with database.reading() as connection, other.reading() as other_connection:
        here, there = rows_of(connection, METADATA), rows_of(other_connection, METADATA)
    other.close()
    tables = ("towns", "orders", "recipients", "events", "blobs", "proofs")
    assert [there[name] for name in tables] == [here[name] for name in tables]


def test_without_a_word_the_database_lies_in_the_users_folder(tmp_path: Path) -> None:
    made = document("upgrade", env={"CHALAND_HOME": str(tmp_path / "home")})
    file = tmp_path / "home/chaland.sqlite"
    assert made["database"] == str(file)
    assert file.stat().st_mode & 0o777 == 0o600


def test_people_are_told_what_was_done(tmp_path: Path) -> None:
    data, file = ("--data", tmp_path / "data", "--lang", "en"), tmp_path / "one.backup"
    assert f"has its tables (revision {NEWEST})" in words("upgrade", *data)
    assert "already has the newest revision" in words("upgrade", *data)
    assert f"in {file}: 0." in words("backup", file, *data)
    into = ("--data", tmp_path / "other", "--lang", "en")
    assert "Rows put back into" in words("restore", file, *into)


def test_a_backup_of_nothing_is_refused_and_makes_nothing(tmp_path: Path) -> None:
    nowhere = tmp_path / "nowhere"
    assert refused("backup", tmp_path / "one.backup", "--data", nowhere) == "store.no_database"
    assert list(tmp_path.iterdir()) == []


def test_a_restore_overwrites_nothing(folder: Path, tmp_path: Path) -> None:
    succeed("backup", tmp_path / "one.backup", "--data", folder)
    assert refused("restore", tmp_path / "one.backup", "--data", folder) == "store.not_empty"


def test_a_file_that_is_no_backup_is_refused(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("Dear customer")
    restore = ("restore", tmp_path / "letter.txt", "--data", tmp_path / "data")
    assert refused(*restore) == "store.not_a_backup"


def test_a_place_that_cannot_be_written_is_told(folder: Path) -> None:
    assert refused("backup", folder, "--data", folder) == "output.not_writable"


def test_while_a_process_serves_a_file_its_tables_stay(folder: Path, tmp_path: Path) -> None:
    database = Database.of_file(folder / "chaland.sqlite")
    with serving(database):
        assert refused("upgrade", "--data", folder) == "store.already_served"
        assert refused("restore", tmp_path, "--data", folder) == "store.already_served"
        succeed("backup", tmp_path / "one.backup", "--data", folder)
    database.close()


def test_a_password_is_never_shown() -> None:
    done = chaland("upgrade", "--lang", "en", env=named(UNREACHABLE))
    assert done.returncode == ExitCode.INPUT
    told = " ".join(done.stderr.split())
    assert "postgresql://chaland:***@127.0.0.1:1/chaland does not answer" in told
    assert "hidden" not in done.stdout + done.stderr


def words(*arguments: object) -> str:
    """What a command says, on one line."""
    return " ".join(succeed(*arguments).split())


def refused(*arguments: object) -> str:
    """The one code with which a command ends."""
    (error,) = document(*arguments, code=ExitCode.INPUT)["error"]
    return str(error["code"])
