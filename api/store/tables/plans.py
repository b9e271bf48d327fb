"""What happens to orders: events, jobs, plans, rounds, proofs."""

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    UniqueConstraint,
)

from api.store.columns import Clock, Document, Number, Utc, personal
from api.store.tables.base import CODE, ID, METADATA, id_column, town_column

events = Table(
    "events",
    METADATA,
    Column("position", Number, primary_key=True, autoincrement=True),
    Column("id", String(64), nullable=False, unique=True),
    town_column(),
    Column("date", Date),
    Column("kind", CODE, nullable=False),
    Column("order", ID),
    Column("round", ID),
    Column("actor", ID, nullable=False),
    Column("at", Utc, nullable=False),
    Column("received", Utc, nullable=False),
    Column("undoes", String(64), nullable=False, server_default=""),
    Column("values", Document, nullable=False),
    Index(None, "order"),
    Index(None, "town", "position"),
    Index(None, "round"),
)
"""The append-only log: webhooks, watchers and states are read from it. Values are codes, numbers
and ids. Kinds: `order.*`, `plan.*`, `round.*`, `deed.*` (`api.domain.event`)."""

jobs = Table(
    "jobs",
    METADATA,
    id_column(),
    town_column(),
    Column("date", Date, nullable=False),
    Column("kind", CODE, nullable=False),
    Column("state", CODE, nullable=False),
    Column("progress", Document, nullable=False),
    Column("arguments", Document, nullable=False),
    Column("plan", ID),
    Column("problem", Document),
    Column("cancel_asked", Boolean, nullable=False),
    Column("asked_by", ID, nullable=False),
    Column("created", Utc, nullable=False),
    Column("ended", Utc),
    Index(None, "town", "date"),
)
"""States: queued, running, done, failed, cancelled. Problem: the code of what went wrong."""

plans = Table(
    "plans",
    METADATA,
    id_column(),
    town_column(),
    Column("date", Date, nullable=False),
    Column("number", Integer, nullable=False),
    Column("pool_version", Integer, nullable=False),
    Column("routes", Document, nullable=False),
    Column("unserved", Document, nullable=False),
    Column("cost", Number, nullable=False),
    Column("job", ID),
    Column("published", Utc),
    Column("version", Integer, nullable=False),
    Column("created", Utc, nullable=False),
    UniqueConstraint("town", "date", "number"),
)
"""Routes and unserved are never changed. They hold ids of shifts, places and orders, and seconds
after the date's local midnight. Cost in 1/18,000 cent."""

rounds = Table(
    "rounds",
    METADATA,
    id_column(),
    town_column(),
    Column("date", Date, nullable=False),
    Column("plan", ID, ForeignKey("plans.id"), nullable=False),
    Column("shift", ID, ForeignKey("shifts.id"), nullable=False),
    Column("courier", ID, ForeignKey("couriers.id"), nullable=False),
    Column("letter", String(4), nullable=False),
    Column("starts", Utc, nullable=False),
    Column("ends", Utc, nullable=False),
    Column("stops", Document, nullable=False),
    Column("matrix", Document, nullable=False),
    Column("costs", Document, nullable=False),
    Column("metres", Integer, nullable=False),
    Column("cost", Number, nullable=False),
    Column("version", Integer, nullable=False),
    Column("created", Utc, nullable=False),
    Index(None, "town", "date"),
    Index(None, "courier", "date"),
)
"""Stops: ids, seconds after the date's local midnight, parcel codes. Matrix: seconds and metres
between its own places, and costs the prices of its vehicle: what the round cost can be computed
when all personal data are gone."""

round_lines = Table(
    "round_lines",
    METADATA,
    Column("round", ID, ForeignKey("rounds.id"), primary_key=True),
    personal(Column("lines", Document), "purpose.delivery", 30, Clock.DELIVERED),
)
"""How a round lies on the ground: for each leg a list of [lon, lat]."""

proofs = Table(
    "proofs",
    METADATA,
    id_column(),
    town_column(),
    Column("order", ID, ForeignKey("orders.id"), nullable=False),
    Column("event", String(64), nullable=False),
    Column("sha256", String(64), nullable=False),
    personal(Column("photo", LargeBinary), "purpose.proof", 90, Clock.CREATED),
    Column("created", Utc, nullable=False),
    Index(None, "order"),
)
"""Event: the phone's own id of the deed that a photo proves. Sha256: of the photo, in hexadecimal;
it stays when the photo is gone."""

calendars = Table(
    "calendars",
    METADATA,
    Column("courier", ID, ForeignKey("couriers.id"), primary_key=True),
    town_column(),
    Column("sha256", String(64), nullable=False, unique=True),
    Column("created", Utc, nullable=False),
)
"""Feeds that couriers' calendars read, by the hash of the secret in their address."""
