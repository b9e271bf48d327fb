"""A database of each kind, and a clock and dice that a test holds in its hand."""

import datetime as dt
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import make_url

from api.store.database import Database
from api.store.schema import upgrade
from api.store.work import Means
from tests.service import postgres
from tests.service.postgres import Server

KINDS = ("sqlite", "postgresql")

ON_SQLITE_ALONE = {
    "test_calendar.py",
    "test_cli_people.py",
    "test_columns.py",
    "test_database_page.py",
    "test_doctor.py",
    "test_fleet.py",
    "test_following.py",
    "test_forgotten_rounds.py",
    "test_hook_services.py",
    "test_hook_worker.py",
    "test_links.py",
    "test_passed_over.py",
    "test_people_commands.py",
    "test_person.py",
    "test_photos.py",
    "test_pool_ways.py",
    "test_round_geojson.py",
    "test_standing_orders.py",
    "test_stream.py",
    "test_telling.py",
    "test_under_way.py",
    "test_worker_command.py",
}
"""In every run, where the database does nothing that the other tests do not ask of both kinds; on
PostgreSQL they are among those that take minutes."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave some of PostgreSQL's turn to the long tests."""
    for item in items:
        here = item.path.parent == Path(__file__).parent
        if here and item.path.name in ON_SQLITE_ALONE and "postgresql" in item.name:
            item.add_marker(pytest.mark.long)


@dataclass
class Clock:
    """A clock that stands still until it is set forward."""

    now: dt.datetime

    def forward(self, **duration: float) -> dt.datetime:
        """Set it forward by ``hours=1``, ``minutes=5`` ... and read it."""
        self.now += dt.timedelta(**duration)
        return self.now


@pytest.fixture
def clock() -> Clock:
    """Thursday, nine in the morning in France."""
    return Clock(dt.datetime(2026, 11, 26, 8, tzinfo=dt.UTC))


@pytest.fixture
def means(clock: Clock) -> Means:
    """`clock`, and the same dice in every run."""
    dice = Random(1)  # noqa: S311
    return Means(now=lambda: clock.now, random_bytes=dice.randbytes)


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """The PostgreSQL of this run."""
    with postgres.running() as server:
        yield server


@pytest.fixture(scope="session")
def postgres_template(server: Server) -> Iterator[str]:
    """Name of a PostgreSQL database with all tables and no row."""
    with server.fresh() as url:
        _upgrade(Database(url))
        name = make_url(url).database
        assert name is not None
        yield name


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with all tables and no row."""
    file = tmp_path_factory.mktemp("sqlite") / "template.sqlite"
    _upgrade(Database.of_file(file))
    return file


@pytest.fixture(params=KINDS)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """URL of a database of either kind with all tables and no row."""
    if request.param == "sqlite":
        file = tmp_path / "chaland.sqlite"
        shutil.copy(request.getfixturevalue("sqlite_template"), file)
        yield f"sqlite:///{file}"
        return
    template = request.getfixturevalue("postgres_template")
    with request.getfixturevalue("server").fresh(template) as url:
        yield url


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """A database of either kind with all tables and no row."""
    yield from _open(database_url)


@pytest.fixture(params=KINDS)
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """URL of a database of either kind without any table."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/empty.sqlite"
        return
    with request.getfixturevalue("server").fresh() as url:
        yield url


@pytest.fixture
def empty(empty_url: str) -> Iterator[Database]:
    """A database of either kind without any table."""
    yield from _open(empty_url)


def _open(url: str) -> Iterator[Database]:
    database = Database(url)
    yield database
    database.close()


def _upgrade(database: Database) -> None:
    upgrade(database)
    database.close()
