"""The schema's way from nothing to what the tables say, with rows in them; and no other schema."""

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, inspect, text

from api.domain.errors import ServiceError
from api.store.database import Database
from api.store.schema import (
    is_empty,
    migrate,
    reflected,
    require_current,
    revision_of,
    revisions,
    upgrade,
)
from api.store.tables import METADATA
from routing.sentences import LANGUAGES, render_error
from tests.service.filled import ROWS, fill, rows_of
from tests.service.later_schema import REVISION, VERSIONS, with_one_more

NEWEST = revisions()[-1]


def described(connection: Connection) -> dict[str, Any]:
    """All that a database knows of our tables."""
    found = inspect(connection)
    return {
        table: {
            "columns": [
                (
                    column["name"],
                    column["type"].compile(dialect=connection.dialect),
                    column["nullable"],
                    column["default"],
                )
                for column in found.get_columns(table)
            ],
            "key": found.get_pk_constraint(table),
            "references": by_name(found.get_foreign_keys(table)),
            "unique": by_name(found.get_unique_constraints(table)),
            "indexes": by_name(found.get_indexes(table)),
            "checks": by_name(found.get_check_constraints(table)),
        }
        for table in found.get_table_names()
        if table != "alembic_version"
    }


def by_name(described: Any) -> list[Any]:
    return sorted(described, key=lambda one: str(one["name"]))


def test_the_migrations_make_what_the_tables_say(empty: Database) -> None:
    with empty.restructuring() as connection:
        METADATA.create_all(connection)
        wanted = described(connection)
        METADATA.drop_all(connection)
    assert wanted.keys() == METADATA.tables.keys()
    assert upgrade(empty) == (None, NEWEST)
    with empty.reading() as connection:
        assert described(connection) == wanted


@pytest.mark.parametrize("revision", revisions()[:-1])
def test_rows_of_an_older_database_are_there_after_its_upgrade(
    empty: Database, revision: str
) -> None:
    with empty.restructuring() as connection:
        migrate(connection, revision)
        tables = reflected(connection, METADATA.tables.keys())
        fill(connection, tables)
        before = rows_of(connection, tables)
    assert all(len(rows) == ROWS for rows in before.values())
    assert upgrade(empty) == (revision, NEWEST)
    with empty.reading() as connection:
        assert rows_of(connection, tables) == before


def test_a_table_that_others_refer_to_is_made_anew_with_its_rows(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with database.writing() as connection:
        fill(connection, METADATA)
        before = rows_of(connection, METADATA)
        references = {table: one["references"] for table, one in described(connection).items()}
    with_one_more(monkeypatch, tmp_path / "later")
    assert upgrade(database) == (NEWEST, REVISION)
    with database.reading() as connection:
        assert rows_of(connection, METADATA) == before
        after = {table: one["references"] for table, one in described(connection).items()}
        assert after == references
        mottos = connection.scalars(text("SELECT motto FROM towns")).all()
    assert mottos == ["-"] * ROWS


def test_an_upgrade_that_fails_changes_nothing(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = "    op.create_table('extra', sa.Column('id', sa.Integer()))\n    raise KeyError\n"
    with_one_more(monkeypatch, tmp_path / "later", body)
    with pytest.raises(KeyError):
        upgrade(database)
    with database.reading() as connection:
        assert revision_of(connection) == NEWEST
        assert "extra" not in inspect(connection).get_table_names()


UPGRADE = """
import sys
from api.store.database import Database
from api.store.schema import upgrade

print(upgrade(Database(sys.argv[1]))[0])
"""


def test_of_two_upgrades_at_once_one_waits_and_finds_it_done(empty: Database) -> None:
    arguments = [sys.executable, "-c", UPGRADE, empty.url]
    both = [subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    before = [process.communicate()[0].strip() for process in both]
    assert [process.returncode for process in both] == [0, 0]
    assert sorted(before) == [NEWEST, "None"]


def test_an_upgrade_of_the_newest_changes_nothing(database: Database) -> None:
    assert upgrade(database) == (NEWEST, NEWEST)


def test_the_newest_schema_is_accepted(database: Database) -> None:
    require_current(database)


def test_a_database_without_tables_is_refused(empty: Database) -> None:
    assert refusal(empty).code == "store.no_tables"


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_older_schema_is_refused_and_the_command_is_named(
    empty: Database, language: str
) -> None:
    with empty.restructuring() as connection:
        migrate(connection, revisions()[0])
    refused = refusal(empty)
    assert refused.code == "store.older_schema"
    assert (refused.values["found"], refused.values["newest"]) == (revisions()[0], NEWEST)
    assert "chaland upgrade" in str(render_error(refused, language, "api"))


def test_a_newer_schema_is_refused_by_those_who_serve_and_by_the_upgrade(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as tomorrow:
        with_one_more(tomorrow, tmp_path / "later")
        upgrade(database)
        require_current(database)
    refused = refusal(database)
    assert refused.code == "store.newer_schema"
    assert (refused.values["found"], refused.values["newest"]) == (REVISION, NEWEST)
    with pytest.raises(ServiceError) as refused_too:
        upgrade(database)
    assert refused_too.value.code == "store.newer_schema"


def test_a_database_with_tables_of_others_only_is_empty(empty: Database) -> None:
    with empty.writing() as connection:
        connection.exec_driver_sql("CREATE TABLE workflow_status (id INTEGER)")
        assert is_empty(connection)
    upgrade(empty)
    with empty.reading() as connection:
        assert not is_empty(connection)


def test_a_migration_reads_nothing_of_the_tables_of_today() -> None:
    steps = sorted(VERSIONS.glob("r*.py"))
    assert len(steps) == len(revisions())
    assert [step.name for step in steps if re.search(r"\bapi\b", step.read_text("utf-8"))] == []


def test_revisions_are_one_line_without_branches() -> None:
    assert list(revisions()) == sorted(revisions())
    assert revisions()[0] == "0001"


def refusal(database: Database) -> ServiceError:
    with pytest.raises(ServiceError) as refused:
        require_current(database)
    assert refused.value.values["database"] == database.name
    return refused.value


def test_reading_the_tables_as_they_are_gives_our_own_types(database: Database) -> None:
    with database.writing() as connection:
        fill(connection, METADATA)
    with database.reading() as connection:
        found = reflected(connection, METADATA.tables.keys())
        assert rows_of(connection, found) == rows_of(connection, METADATA)
