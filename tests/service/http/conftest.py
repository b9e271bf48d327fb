"""A service that tests ask over HTTP."""

from collections.abc import Iterator

import pytest

from api.store.database import Database
from api.store.work import Means
from tests.service.asking import Site, site


@pytest.fixture
def served(database: Database, means: Means) -> Iterator[Site]:
    """A small town, on a database of either kind."""
    with site(database, means) as one:
        yield one
