"""All tables. Ids are public ids (`api.domain.ids`); every row of a town carries the town.

Personal data lies in rows of its own (`recipients`, `doors`, `order_notes`, `round_lines`,
`proofs`, `answers`), each column marked with its purpose and its days; what is left of an order, a
plan, an event or a statement holds ids, seconds, metres, cents and codes, and is kept.
"""

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from api.store.columns import Clock, Document, Number, Utc, personal

METADATA = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

ID = String(40)
CODE = String(40)
NAME = String(120)


def _id() -> Column[str]:
    return Column("id", ID, primary_key=True)


def _town() -> Column[str]:
    return Column("town", ID, ForeignKey("towns.id"), nullable=False)


blobs = Table(
    "blobs",
    METADATA,
    Column("sha256", String(64), primary_key=True),
    Column("content", LargeBinary, nullable=False),
)
"""Town packs: any worker finds them here."""

installation = Table(
    "installation",
    METADATA,
    Column("name", CODE, primary_key=True),
    Column("value", Text, nullable=False),
)
"""Settings of all towns: the secret that signs links, when this database was made."""

towns = Table(
    "towns",
    METADATA,
    _id(),
    Column("name", NAME, nullable=False),
    Column("zone", String(64), nullable=False),
    Column("pack", String(64), ForeignKey("blobs.sha256"), nullable=False),
    Column("settings", Document, nullable=False),
    Column("version", Integer, nullable=False),
    Column("created", Utc, nullable=False),
)
"""Settings: `api.domain.town_settings`."""

shops = Table(
    "shops",
    METADATA,
    _id(),
    _town(),
    Column("name", NAME, nullable=False),
    Column("opening_hours", Text, nullable=False, server_default=""),
    Column("lon", Float, nullable=False),
    Column("lat", Float, nullable=False),
    Column("settings", Document, nullable=False),
    Column("active", Boolean, nullable=False),
    Column("version", Integer, nullable=False),
    Column("created", Utc, nullable=False),
    Index(None, "town"),
)
"""Settings: `api.domain.shop_settings`."""

couriers = Table(
    "couriers",
    METADATA,
    _id(),
    _town(),
    Column("name", NAME, nullable=False),
    Column("active", Boolean, nullable=False),
    Column("version", Integer, nullable=False),
    Column("created", Utc, nullable=False),
    Index(None, "town"),
)

vehicles = Table(
    "vehicles",
    METADATA,
    _id(),
    _town(),
    Column("name", NAME, nullable=False),
    Column("profile", CODE, nullable=False),
    Column("grams", Integer, nullable=False),
    Column("litres", Integer, nullable=False),
    Column("per_hour_cents", Integer, nullable=False),
    Column("per_km_cents", Integer, nullable=False),
    Column("fixed_cents", Integer, nullable=False),
    Column("equipment", Document, nullable=False),
    Column("active", Boolean, nullable=False),
    Column("version", Integer, nullable=False),
    Column("created", Utc, nullable=False),
    Index(None, "town"),
)

shifts = Table(
    "shifts",
    METADATA,
    _id(),
    _town(),
    Column("courier", ID, ForeignKey("couriers.id"), nullable=False),
    Column("vehicle", ID, ForeignKey("vehicles.id"), nullable=False),
    Column("date", Date, nullable=False),
    Column("starts", Utc, nullable=False),
    Column("ends", Utc, nullable=False),
    Column("breaks", Document, nullable=False),
    Column("version", Integer, nullable=False),
    Column("created", Utc, nullable=False),
    Index(None, "town", "date"),
)
"""Breaks: a list of ``{"from", "until", "minutes"}``, minutes after the date's local midnight."""

tariffs = Table(
    "tariffs",
    METADATA,
    _id(),
    _town(),
    Column("content", Document, nullable=False),
    Column("valid_from", Date, nullable=False),
    Column("created", Utc, nullable=False),
    Index(None, "town", "valid_from"),
)
"""Never changed: a new one is valid from its date on, so an accepted price can be explained."""

pools = Table(
    "pools",
    METADATA,
    _town(),
    Column("date", Date, nullable=False),
    Column("version", Integer, nullable=False),
    Column("sequences", Document, nullable=False),
    Column("last_number", Integer, nullable=False),
    Column("closed", Document, nullable=False),
    Column("times", Document),
    UniqueConstraint("town", "date"),
)
"""One town, one local date.

Sequences: by shift not yet published, the list of ``[order, "pickup" | "delivery"]``: the proof of
all promises. Closed: names of the slots whose cut-off has been planned and published. The version
counts whatever changes what fits: orders, shifts, publications. Times: seconds at a stop as they
were when the first promise was made; what a planner changes later is for other days.
"""

doors = Table(
    "doors",
    METADATA,
    _id(),
    _town(),
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
    _id(),
    _town(),
    Column("shop", ID, ForeignKey("shops.id"), nullable=False),
    personal(Column("name", Text), "purpose.address_book", 365, Clock.LAST_ORDER),
    personal(Column("phone", Text), "purpose.address_book", 365, Clock.LAST_ORDER),
    Column("door", ID, ForeignKey("doors.id")),
    Column("last_order", Date, nullable=False),
    Index(None, "shop"),
)
"""A shop's own address book. Door: the last one that a person chose for them."""

orders = Table(
    "orders",
    METADATA,
    _id(),
    _town(),
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
    _id(),
    _town(),
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
    _id(),
    _town(),
    Column("shop", ID, ForeignKey("shops.id"), nullable=False),
    Column("order", ID, ForeignKey("orders.id"), nullable=False),
    Column("pool_version", Integer, nullable=False),
    Column("offers", Document, nullable=False),
    Column("expires", Utc, nullable=False),
    Column("created", Utc, nullable=False),
    Index(None, "order"),
)
"""Offers: by slot, its answer, price and estimated share as they were told."""

events = Table(
    "events",
    METADATA,
    Column("position", Number, primary_key=True, autoincrement=True),
    Column("id", String(64), nullable=False, unique=True),
    _town(),
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
    _id(),
    _town(),
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
    _id(),
    _town(),
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
    _id(),
    _town(),
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
    _id(),
    _town(),
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
    _town(),
    Column("sha256", String(64), nullable=False, unique=True),
    Column("created", Utc, nullable=False),
)
"""Feeds that couriers' calendars read, by the hash of the secret in their address."""

users = Table(
    "users",
    METADATA,
    _id(),
    Column("town", ID, ForeignKey("towns.id")),
    Column("role", CODE, nullable=False),
    Column("subject", ID),
    Column("login", NAME, nullable=False, unique=True),
    Column("password", Text, nullable=False),
    Column("active", Boolean, nullable=False),
    Column("created", Utc, nullable=False),
)
"""Subject: the shop or courier that a user is; an admin has no town. Password: argon2; empty: only
keys and sign-in links lead in."""

sessions = Table(
    "sessions",
    METADATA,
    Column("sha256", String(64), primary_key=True),
    Column("user", ID, ForeignKey("users.id"), nullable=False),
    Column("csrf", String(64), nullable=False),
    Column("expires", Utc, nullable=False),
    Column("created", Utc, nullable=False),
)

keys = Table(
    "keys",
    METADATA,
    _id(),
    Column("town", ID, ForeignKey("towns.id")),
    Column("user", ID, ForeignKey("users.id"), nullable=False),
    Column("name", NAME, nullable=False),
    Column("prefix", String(16), nullable=False, unique=True),
    Column("sha256", String(64), nullable=False),
    Column("scopes", Document, nullable=False),
    Column("expires", Utc),
    Column("revoked", Utc),
    Column("created", Utc, nullable=False),
)
"""The secret has 256 random bits, so a plain hash keeps it; only people's passwords need argon2."""

answers = Table(
    "answers",
    METADATA,
    Column("actor", ID, primary_key=True),
    Column("key", String(255), primary_key=True),
    Column("request_sha256", String(64), nullable=False),
    Column("status", Integer),
    Column("headers", Document),
    personal(Column("body", LargeBinary), "purpose.first_answer", 1, Clock.CREATED),
    Column("created", Utc, nullable=False),
)
"""First answers by `Idempotency-Key`; without a status while they are worked out. A body may tell
of a recipient."""

webhooks = Table(
    "webhooks",
    METADATA,
    _id(),
    _town(),
    Column("shop", ID, ForeignKey("shops.id")),
    Column("url", Text, nullable=False),
    Column("secrets", Document, nullable=False),
    Column("kinds", Document, nullable=False),
    Column("position", Number, nullable=False),
    Column("failures", Integer, nullable=False),
    Column("failing_since", Utc),
    Column("next_try", Utc),
    Column("leased_until", Utc),
    Column("problem", CODE, nullable=False),
    Column("active", Boolean, nullable=False),
    Column("version", Integer, nullable=False),
    Column("created", Utc, nullable=False),
)
"""Position: the last event of the log that was delivered. Leased: some worker is at it. Problem:
the code of what went wrong last."""

workers = Table(
    "workers",
    METADATA,
    Column("id", String(64), primary_key=True),
    Column("kind", CODE, nullable=False),
    Column("seen", Utc, nullable=False),
)
"""Who works on this database, and when each was last alive: a dead one's work is taken over."""

purges = Table(
    "purges",
    METADATA,
    Column("date", Date, primary_key=True),
    Column("emptied", Document, nullable=False),
    Column("at", Utc, nullable=False),
)
"""How many values of each column were emptied on which day."""
