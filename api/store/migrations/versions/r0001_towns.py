"""Towns, what works in them, and who signs in."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

CODE = sa.String(40)
NAME = sa.String(120)
ID = sa.String(40)
INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "answers",
        sa.Column("actor", ID, primary_key=True),
        sa.Column("key", sa.String(255), primary_key=True),
        sa.Column("request_sha256", sa.String(64), nullable=False),
        sa.Column("status", sa.Integer()),
        sa.Column("headers", sa.JSON()),
        sa.Column("body", sa.LargeBinary()),
        sa.Column("created", INSTANT, nullable=False),
    )
    op.create_table(
        "blobs",
        sa.Column("sha256", sa.String(64), primary_key=True),
        sa.Column("content", sa.LargeBinary(), nullable=False),
    )
    op.create_table(
        "installation",
        sa.Column("name", CODE, primary_key=True),
        sa.Column("value", sa.Text(), nullable=False),
    )
    op.create_table(
        "purges",
        sa.Column("date", sa.Date(), primary_key=True),
        sa.Column("emptied", sa.JSON(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
    )
    op.create_table(
        "workers",
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column("kind", CODE, nullable=False),
        sa.Column("seen", INSTANT, nullable=False),
    )
    op.create_table(
        "towns",
        sa.Column("id", ID, primary_key=True),
        sa.Column("name", NAME, nullable=False),
        sa.Column("zone", sa.String(64), nullable=False),
        sa.Column("pack", sa.String(64), sa.ForeignKey("blobs.sha256"), nullable=False),
        sa.Column("settings", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created", INSTANT, nullable=False),
    )
    op.create_table(
        "couriers",
        sa.Column("id", ID, primary_key=True),
        sa.Column("town", ID, sa.ForeignKey("towns.id"), nullable=False),
        sa.Column("name", NAME, nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created", INSTANT, nullable=False),
        sa.Index(None, "town"),
    )
    op.create_table(
        "shops",
        sa.Column("id", ID, primary_key=True),
        sa.Column("town", ID, sa.ForeignKey("towns.id"), nullable=False),
        sa.Column("name", NAME, nullable=False),
        sa.Column("opening_hours", sa.Text(), nullable=False, server_default=""),
        sa.Column("lon", sa.Float(), nullable=False),
        sa.Column("lat", sa.Float(), nullable=False),
        sa.Column("settings", sa.JSON(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created", INSTANT, nullable=False),
        sa.Index(None, "town"),
    )
    op.create_table(
        "tariffs",
        sa.Column("id", ID, primary_key=True),
        sa.Column("town", ID, sa.ForeignKey("towns.id"), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("created", INSTANT, nullable=False),
        sa.Index(None, "town", "valid_from"),
    )
    op.create_table(
        "users",
        sa.Column("id", ID, primary_key=True),
        sa.Column("town", ID, sa.ForeignKey("towns.id")),
        sa.Column("role", CODE, nullable=False),
        sa.Column("subject", ID),
        sa.Column("login", NAME, nullable=False, unique=True),
        sa.Column("password", sa.Text(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("created", INSTANT, nullable=False),
    )
    op.create_table(
        "vehicles",
        sa.Column("id", ID, primary_key=True),
        sa.Column("town", ID, sa.ForeignKey("towns.id"), nullable=False),
        sa.Column("name", NAME, nullable=False),
        sa.Column("profile", CODE, nullable=False),
        sa.Column("grams", sa.Integer(), nullable=False),
        sa.Column("litres", sa.Integer(), nullable=False),
        sa.Column("per_hour_cents", sa.Integer(), nullable=False),
        sa.Column("per_km_cents", sa.Integer(), nullable=False),
        sa.Column("fixed_cents", sa.Integer(), nullable=False),
        sa.Column("equipment", sa.JSON(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created", INSTANT, nullable=False),
        sa.Index(None, "town"),
    )
    op.create_table(
        "keys",
        sa.Column("id", ID, primary_key=True),
        sa.Column("town", ID, sa.ForeignKey("towns.id")),
        sa.Column("user", ID, sa.ForeignKey("users.id"), nullable=False),
        sa.Column("name", NAME, nullable=False),
        sa.Column("prefix", sa.String(16), nullable=False, unique=True),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("scopes", sa.JSON(), nullable=False),
        sa.Column("expires", INSTANT),
        sa.Column("revoked", INSTANT),
        sa.Column("created", INSTANT, nullable=False),
    )
    op.create_table(
        "sessions",
        sa.Column("sha256", sa.String(64), primary_key=True),
        sa.Column("user", ID, sa.ForeignKey("users.id"), nullable=False),
        sa.Column("csrf", sa.String(64), nullable=False),
        sa.Column("expires", INSTANT, nullable=False),
        sa.Column("created", INSTANT, nullable=False),
    )
    op.create_table(
        "shifts",
        sa.Column("id", ID, primary_key=True),
        sa.Column("town", ID, sa.ForeignKey("towns.id"), nullable=False),
        sa.Column("courier", ID, sa.ForeignKey("couriers.id"), nullable=False),
        sa.Column("vehicle", ID, sa.ForeignKey("vehicles.id"), nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("starts", INSTANT, nullable=False),
        sa.Column("ends", INSTANT, nullable=False),
        sa.Column("breaks", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created", INSTANT, nullable=False),
        sa.Index(None, "town", "date"),
    )
