"""A Chaland of tomorrow: one migration more than there is."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from alembic.config import Config

from api.store import migrations, schema

REVISION = "9999"

VERSIONS = Path(migrations.__path__[0]) / "versions"

LATER = """
import sqlalchemy as sa
from alembic import op

revision = "{revision}"
down_revision = "{before}"


def upgrade() -> None:
{body}
"""

MOTTO = """
    with op.batch_alter_table("towns") as towns:
        towns.alter_column("name", type_=sa.Text(), existing_type=sa.String(120))
        towns.add_column(sa.Column("motto", sa.Text(), nullable=False, server_default="-"))
"""
"""SQLite makes the whole table anew for it, and many other tables refer to towns."""


def with_one_more(monkeypatch: pytest.MonkeyPatch, folder: Path, body: str = MOTTO) -> None:
    """Let a migration with such a body be the newest."""
    text = LATER.format(revision=REVISION, before=schema.revisions()[-1], body=body)
    folder.mkdir()
    (folder / "later.py").write_text(text)
    monkeypatch.setattr(schema, "_config", _with(schema._config, folder))


def _with(configured: Callable[[], Config], folder: Path) -> Callable[[], Config]:
    def configured_with() -> Config:
        config = configured()
        config.set_main_option("path_separator", "os")
        config.set_main_option("version_locations", f"{VERSIONS}{os.pathsep}{folder}")
        return config

    return configured_with
