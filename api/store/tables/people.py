"""Who may do what, what they were answered, and who works on this database."""

from sqlalchemy import Boolean, Column, Date, ForeignKey, Integer, LargeBinary, String, Table, Text

from api.store.columns import Clock, Document, Number, Utc, personal
from api.store.tables.base import CODE, ID, METADATA, NAME, id_column, town_column

users = Table(
    "users",
    METADATA,
    id_column(),
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
    id_column(),
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
"""First answers by `Idempotency-Key`. A body may tell of a recipient."""

webhooks = Table(
    "webhooks",
    METADATA,
    id_column(),
    town_column(),
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
