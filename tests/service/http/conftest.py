"""A service that tests ask over HTTP."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from api.domain.actor import Role
from api.store.database import Database
from api.store.work import Means
from tests.service.asking import Client, Site, site
from tests.service.http.browser import Browser, enter

ON_BOTH_AT_ONCE = {
    "test_day_under_way.py",
    "test_idempotency.py",
    "test_leaks.py",
    "test_nul.py",
    "test_plans.py",
    "test_secrets.py",
    "test_tried_again.py",
    "test_whole_api.py",
}
"""Where what the database does matters most. The other endpoints are asked on PostgreSQL by the
long tests: what lies below them runs on both in every run."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave most of PostgreSQL's turn to the long tests."""
    for item in items:
        here = item.path.parent == Path(__file__).parent
        if here and "postgresql" in item.name and item.path.name not in ON_BOTH_AT_ONCE:
            item.add_marker(pytest.mark.long)


@pytest.fixture
def served(database: Database, means: Means) -> Iterator[Site]:
    """A small town, on a database of either kind."""
    with site(database, means) as one:
        yield one


@pytest.fixture
def shop(served: Site) -> Client:
    """The first shop's own programs."""
    return served.client(Role.SHOP)


@pytest.fixture
def browser(served: Site) -> Browser:
    """The first shop's counter."""
    return enter(served, Role.SHOP)
