"""Pools and orders, whom they go to, and what was quoted for them."""

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    Table,
    Text,
    UniqueConstraint,
)

from api.store.columns import Clock, Document, Utc, personal
from api.store.tables.base import CODE, ID, METADATA, NAME, id_column, town_column

pools = Table(
    "pools",
    METADATA,
    town_column(),
    Column("date", Date, nullable=False),
    Column("version", Integer, nullable=False),
    Column("sequences", Document, nullable=False),
    Column("last_number", Integer, nullable=False),
    Column("closed", Document, nullable=False),
    Column("times", Document),
    UniqueConstraint("town", "date"),
)
"""One town, one local date.

Sequences: by shift, the list of ``[order, "pickup" | "delivery"]``: the proof of all promises. What
of it has been done is passed over when it is read. Closed: names of the slots whose cut-off has
been planned and published. The version counts whatever changes what fits: orders, shifts,
publications. Times: seconds at a stop as they were when the first promise was made; what a planner
changes later is for other days.
"""

doors = Table(
    "doors",
    METADATA,
    id_column(),
    town_column(),
    personal(Column("label", Text), "purpose.address_book", 365, Clock.LAST_ORDER),
    personal(Column("lon", Float), "purpose.address_book", 365, Clock.LAST_ORDER),
    personal(Column("lat", Float), "purpose.address_book", 365, Clock.LAST_ORDER),
    personal(Column("source", CODE), "purpose.address_book", 365, Clock.LAST_ORDER),
    Column("last_order", Date, nullable=False),
)
"""A copy of an address: label, position, id in OpenStreetMap or the BAN."""

recipients = Table(
    "recipients",
    METADATA,
    id_column(),
    town_column(),
    Column("shop", ID, ForeignKey("shops.id"), nullable=False),
    personal(Column("name", Text), "purpose.address_book", 365, Clock.LAST_ORDER),
    personal(Column("phone", Text), "purpose.address_book", 365, Clock.LAST_ORDER),
    Column("door", ID, ForeignKey("doors.id")),
    Column("last_order", Date, nullable=False),
    Column("version", Integer, nullable=False, server_default="1"),
    Index(None, "shop"),
)
"""A shop's own address book. Door: the last one that a person chose for them."""

orders = Table(
    "orders",
    METADATA,
    id_column(),
    town_column(),
    Column("shop", ID, ForeignKey("shops.id"), nullable=False),
    Column("date", Date, nullable=False),
    Column("number", Integer),
    Column("state", CODE, nullable=False),
    Column("recipient", ID, ForeignKey("recipients.id")),
    Column("door", ID, ForeignKey("doors.id")),
    Column("parcels", Document, nullable=False),
    Column("marks", Document, nullable=False),
    Column("not_at_home", CODE, nullable=False),
    Column("is_return", Boolean, nullable=False),
    Column("reference", NAME, nullable=False, server_default=""),
    Column("basket_cents", Integer),
    Column("ready_at", Utc),
    Column("collect", Document, nullable=False),
    Column("slot", CODE, nullable=False, server_default=""),
    Column("promised_from", Utc),
    Column("promised_until", Utc),
    Column("price_cents", Integer),
    Column("estimated_share_cents", Integer),
    Column("amount_due_cents", Integer),
    Column("version", Integer, nullable=False),
    Column("created", Utc, nullable=False),
    UniqueConstraint("town", "date", "number"),
    Index(None, "town", "date", "state"),
    Index(None, "shop", "date"),
)

"""Number: the day's number, which goes on the bag; a draft has none. Reference: the shop's own.
Collect: when its goods may be fetched, in seconds after the date's local midnight, as it was
promised: a shop that changes its hours later breaks no promise."""

order_notes = Table(
    "order_notes",
    METADATA,
    Column("order", ID, ForeignKey("orders.id"), primary_key=True),
    personal(Column("address", Text), "purpose.delivery", 30, Clock.DELIVERED),
    personal(Column("instructions", Text), "purpose.delivery", 30, Clock.DELIVERED),
    personal(Column("door_code", Text), "purpose.door_code", 2, Clock.DELIVERED),
)

standing_orders = Table(
    "standing_orders",
    METADATA,
    id_column(),
    town_column(),
    Column("shop", ID, ForeignKey("shops.id"), nullable=False),
    Column("recipient", ID, ForeignKey("recipients.id"), nullable=False),
    Column("weekdays", Document, nullable=False),
    Column("slot", CODE, nullable=False),
    Column("parcels", Document, nullable=False),
    Column("marks", Document, nullable=False),
    Column("not_at_home", CODE, nullable=False),
    personal(Column("instructions", Text), "purpose.address_book", 365, Clock.LAST_ORDER),
    personal(Column("door_code", Text), "purpose.address_book", 365, Clock.LAST_ORDER),
    Column("made_until", Date, nullable=False),
    Column("last_order", Date, nullable=False),
    Column("active", Boolean, nullable=False),
    Column("version", Integer, nullable=False),
    Column("created", Utc, nullable=False),
    Index(None, "shop"),
)
"""Bread every Tuesday: an order on each weekday. Made until: the last date looked at."""

quotes = Table(
    "quotes",
    METADATA,
    id_column(),
    town_column(),
    Column("shop", ID, ForeignKey("shops.id"), nullable=False),
    Column("order", ID, ForeignKey("orders.id"), nullable=False),
    Column("pool_version", Integer, nullable=False),
    Column("offers", Document, nullable=False),
    Column("expires", Utc, nullable=False),
    Column("created", Utc, nullable=False),
    Index(None, "order"),
)
"""Offers: by slot, its answer, price and estimated share as they were told."""
