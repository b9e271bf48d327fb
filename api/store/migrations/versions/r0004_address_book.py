"""Entries of an address book count their changes: nobody overwrites what others wrote."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Let what is there be of its first version."""
    version = sa.Column("version", sa.Integer(), nullable=False, server_default="1")
    op.add_column("recipients", version)
