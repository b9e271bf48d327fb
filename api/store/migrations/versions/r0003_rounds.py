"""Plans, rounds, what couriers tell, and who hears of it."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

CODE = sa.String(40)
ID = sa.String(40)
INSTANT = sa.DateTime(timezone=True)
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "events",
        sa.Column("position", NUMBER, primary_key=True, autoincrement=True),
        sa.Column("id", sa.String(64), nullable=False, unique=True),
        sa.Column("town", ID, sa.ForeignKey("towns.id"), nullable=False),
        sa.Column("date", sa.Date()),
        sa.Column("kind", CODE, nullable=False),
        sa.Column("order", ID),
        sa.Column("round", ID),
        sa.Column("actor", ID, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("received", INSTANT, nullable=False),
        sa.Column("undoes", sa.String(64), nullable=False, server_default=""),
        sa.Column("values", sa.JSON(), nullable=False),
        sa.Index(None, "order"),
        sa.Index(None, "round"),
        sa.Index(None, "town", "position"),
    )
    op.create_table(
        "jobs",
        sa.Column("id", ID, primary_key=True),
        sa.Column("town", ID, sa.ForeignKey("towns.id"), nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("kind", CODE, nullable=False),
        sa.Column("state", CODE, nullable=False),
        sa.Column("progress", sa.JSON(), nullable=False),
        sa.Column("arguments", sa.JSON(), nullable=False),
        sa.Column("plan", ID),
        sa.Column("problem", sa.JSON()),
        sa.Column("cancel_asked", sa.Boolean(), nullable=False),
        sa.Column("asked_by", ID, nullable=False),
        sa.Column("created", INSTANT, nullable=False),
        sa.Column("ended", INSTANT),
        sa.Index(None, "town", "date"),
    )
    op.create_table(
        "plans",
        sa.Column("id", ID, primary_key=True),
        sa.Column("town", ID, sa.ForeignKey("towns.id"), nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("pool_version", sa.Integer(), nullable=False),
        sa.Column("routes", sa.JSON(), nullable=False),
        sa.Column("unserved", sa.JSON(), nullable=False),
        sa.Column("cost", NUMBER, nullable=False),
        sa.Column("job", ID),
        sa.Column("published", INSTANT),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created", INSTANT, nullable=False),
        sa.UniqueConstraint("town", "date", "number"),
    )
    op.create_table(
        "calendars",
        sa.Column("courier", ID, sa.ForeignKey("couriers.id"), primary_key=True),
        sa.Column("town", ID, sa.ForeignKey("towns.id"), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False, unique=True),
        sa.Column("created", INSTANT, nullable=False),
    )
    op.create_table(
        "webhooks",
        sa.Column("id", ID, primary_key=True),
        sa.Column("town", ID, sa.ForeignKey("towns.id"), nullable=False),
        sa.Column("shop", ID, sa.ForeignKey("shops.id")),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("secrets", sa.JSON(), nullable=False),
        sa.Column("kinds", sa.JSON(), nullable=False),
        sa.Column("position", NUMBER, nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("failing_since", INSTANT),
        sa.Column("next_try", INSTANT),
        sa.Column("leased_until", INSTANT),
        sa.Column("problem", CODE, nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created", INSTANT, nullable=False),
    )
    op.create_table(
        "rounds",
        sa.Column("id", ID, primary_key=True),
        sa.Column("town", ID, sa.ForeignKey("towns.id"), nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("plan", ID, sa.ForeignKey("plans.id"), nullable=False),
        sa.Column("shift", ID, sa.ForeignKey("shifts.id"), nullable=False),
        sa.Column("courier", ID, sa.ForeignKey("couriers.id"), nullable=False),
        sa.Column("letter", sa.String(4), nullable=False),
        sa.Column("starts", INSTANT, nullable=False),
        sa.Column("ends", INSTANT, nullable=False),
        sa.Column("stops", sa.JSON(), nullable=False),
        sa.Column("matrix", sa.JSON(), nullable=False),
        sa.Column("costs", sa.JSON(), nullable=False),
        sa.Column("metres", sa.Integer(), nullable=False),
        sa.Column("cost", NUMBER, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created", INSTANT, nullable=False),
        sa.Index(None, "courier", "date"),
        sa.Index(None, "town", "date"),
    )
    op.create_table(
        "proofs",
        sa.Column("id", ID, primary_key=True),
        sa.Column("town", ID, sa.ForeignKey("towns.id"), nullable=False),
        sa.Column("order", ID, sa.ForeignKey("orders.id"), nullable=False),
        sa.Column("event", sa.String(64), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("photo", sa.LargeBinary()),
        sa.Column("created", INSTANT, nullable=False),
        sa.Index(None, "order"),
    )
    op.create_table(
        "round_lines",
        sa.Column("round", ID, sa.ForeignKey("rounds.id"), primary_key=True),
        sa.Column("lines", sa.JSON()),
    )
