"""Orders, promises and the people that they are for."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

CODE = sa.String(40)
NAME = sa.String(120)
ID = sa.String(40)
INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "doors",
        sa.Column("id", ID, primary_key=True),
        sa.Column("town", ID, sa.ForeignKey("towns.id"), nullable=False),
        sa.Column("label", sa.Text()),
        sa.Column("lon", sa.Float()),
        sa.Column("lat", sa.Float()),
        sa.Column("source", CODE),
        sa.Column("last_order", sa.Date(), nullable=False),
    )
    op.create_table(
        "pools",
        sa.Column("town", ID, sa.ForeignKey("towns.id"), nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("sequences", sa.JSON(), nullable=False),
        sa.Column("last_number", sa.Integer(), nullable=False),
        sa.Column("closed", sa.JSON(), nullable=False),
        sa.Column("times", sa.JSON()),
        sa.UniqueConstraint("town", "date"),
    )
    op.create_table(
        "recipients",
        sa.Column("id", ID, primary_key=True),
        sa.Column("town", ID, sa.ForeignKey("towns.id"), nullable=False),
        sa.Column("shop", ID, sa.ForeignKey("shops.id"), nullable=False),
        sa.Column("name", sa.Text()),
        sa.Column("phone", sa.Text()),
        sa.Column("door", ID, sa.ForeignKey("doors.id")),
        sa.Column("last_order", sa.Date(), nullable=False),
        sa.Index(None, "shop"),
    )
    op.create_table(
        "orders",
        sa.Column("id", ID, primary_key=True),
        sa.Column("town", ID, sa.ForeignKey("towns.id"), nullable=False),
        sa.Column("shop", ID, sa.ForeignKey("shops.id"), nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("number", sa.Integer()),
        sa.Column("state", CODE, nullable=False),
        sa.Column("recipient", ID, sa.ForeignKey("recipients.id")),
        sa.Column("door", ID, sa.ForeignKey("doors.id")),
        sa.Column("parcels", sa.JSON(), nullable=False),
        sa.Column("marks", sa.JSON(), nullable=False),
        sa.Column("not_at_home", CODE, nullable=False),
        sa.Column("is_return", sa.Boolean(), nullable=False),
        sa.Column("reference", NAME, nullable=False, server_default=""),
        sa.Column("basket_cents", sa.Integer()),
        sa.Column("ready_at", INSTANT),
        sa.Column("collect", sa.JSON(), nullable=False),
        sa.Column("slot", CODE, nullable=False, server_default=""),
        sa.Column("promised_from", INSTANT),
        sa.Column("promised_until", INSTANT),
        sa.Column("price_cents", sa.Integer()),
        sa.Column("estimated_share_cents", sa.Integer()),
        sa.Column("amount_due_cents", sa.Integer()),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created", INSTANT, nullable=False),
        sa.UniqueConstraint("town", "date", "number"),
        sa.Index(None, "shop", "date"),
        sa.Index(None, "town", "date", "state"),
    )
    op.create_table(
        "standing_orders",
        sa.Column("id", ID, primary_key=True),
        sa.Column("town", ID, sa.ForeignKey("towns.id"), nullable=False),
        sa.Column("shop", ID, sa.ForeignKey("shops.id"), nullable=False),
        sa.Column("recipient", ID, sa.ForeignKey("recipients.id"), nullable=False),
        sa.Column("weekdays", sa.JSON(), nullable=False),
        sa.Column("slot", CODE, nullable=False),
        sa.Column("parcels", sa.JSON(), nullable=False),
        sa.Column("marks", sa.JSON(), nullable=False),
        sa.Column("not_at_home", CODE, nullable=False),
        sa.Column("instructions", sa.Text()),
        sa.Column("door_code", sa.Text()),
        sa.Column("made_until", sa.Date(), nullable=False),
        sa.Column("last_order", sa.Date(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created", INSTANT, nullable=False),
        sa.Index(None, "shop"),
    )
    op.create_table(
        "order_notes",
        sa.Column("order", ID, sa.ForeignKey("orders.id"), primary_key=True),
        sa.Column("address", sa.Text()),
        sa.Column("instructions", sa.Text()),
        sa.Column("door_code", sa.Text()),
    )
    op.create_table(
        "quotes",
        sa.Column("id", ID, primary_key=True),
        sa.Column("town", ID, sa.ForeignKey("towns.id"), nullable=False),
        sa.Column("shop", ID, sa.ForeignKey("shops.id"), nullable=False),
        sa.Column("order", ID, sa.ForeignKey("orders.id"), nullable=False),
        sa.Column("pool_version", sa.Integer(), nullable=False),
        sa.Column("offers", sa.JSON(), nullable=False),
        sa.Column("expires", INSTANT, nullable=False),
        sa.Column("created", INSTANT, nullable=False),
        sa.Index(None, "order"),
    )
