"""One process serves a SQLite database; any number serves one on PostgreSQL."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from api.domain.errors import ServiceError
from api.store.database import Database
from api.store.serving import serving

SERVE = """
import sys
from api.store.database import Database
from api.store.serving import serving

with serving(Database(sys.argv[1])):
    print("serving", flush=True)
    sys.stdin.read()
"""


@contextmanager
def another_process(database: Database) -> Iterator[subprocess.Popen[str]]:
    """Another process, which serves a database until it is told to end."""
    arguments = [sys.executable, "-c", SERVE, database.url]
    with subprocess.Popen(
        arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "serving\n"
        yield process
        process.kill()


@pytest.fixture
def sqlite(tmp_path: Path) -> Iterator[Database]:
    database = Database.of_file(tmp_path / "one.sqlite")
    yield database
    database.close()


def test_a_second_process_is_refused_and_told_of_the_first(sqlite: Database) -> None:
    with another_process(sqlite) as first:
        with pytest.raises(ServiceError) as refused, serving(sqlite):
            pass
        assert refused.value.code == "store.already_served"
        assert refused.value.values == {"file": str(sqlite.path), "pid": str(first.pid)}


def test_a_process_that_was_killed_frees_its_database(sqlite: Database) -> None:
    with another_process(sqlite) as first:
        first.kill()
        first.wait()
        with serving(sqlite):
            pass


def test_who_is_refused_takes_nothing_from_the_first(sqlite: Database) -> None:
    with another_process(sqlite):
        for _ in range(2):
            with pytest.raises(ServiceError), serving(sqlite):
                pass


def test_after_one_another_may_serve_and_is_named(sqlite: Database) -> None:
    with another_process(sqlite):
        pass
    with serving(sqlite), pytest.raises(ServiceError) as refused, serving(sqlite):
        pass
    assert refused.value.values["pid"] == str(os.getpid())


def test_a_file_is_the_same_by_whatever_name(sqlite: Database, tmp_path: Path) -> None:
    link = tmp_path / "link.sqlite"
    link.symlink_to(tmp_path / "one.sqlite")
    other = Database.of_file(link)
    with serving(sqlite), pytest.raises(ServiceError), serving(other):
        pass
    other.close()


def test_a_folder_in_which_nothing_can_be_written_is_told(sqlite: Database, tmp_path: Path) -> None:
    (tmp_path / "one.sqlite.serving").mkdir()
    with pytest.raises(ServiceError) as refused, serving(sqlite):
        pass
    assert refused.value.code == "store.unreachable"


def test_any_number_serves_on_postgresql(database: Database) -> None:
    if database.is_sqlite:
        with serving(database), pytest.raises(ServiceError), serving(database):
            pass
    else:
        with another_process(database), serving(database), serving(database):
            pass
