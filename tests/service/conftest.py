"""What the tests of the service share."""

import datetime as dt
import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from api.store.database import Database
from api.store.tables import METADATA
from api.store.work import Means


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = Database.of_file(tmp_path / "chaland.db")
    METADATA.create_all(database.engine)
    yield database
    database.close()


@pytest.fixture
def means() -> Means:
    return Means(lambda: dt.datetime(2026, 11, 26, 8, tzinfo=dt.UTC), random.Random(1).randbytes)
