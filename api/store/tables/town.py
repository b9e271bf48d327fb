"""The installation, its towns and what they have: shops, couriers, vehicles, shifts, tariffs."""

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
)

from api.store.columns import Document, Utc
from api.store.tables.base import CODE, ID, METADATA, NAME, id_column, town_column

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
    id_column(),
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
    id_column(),
    town_column(),
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
    id_column(),
    town_column(),
    Column("name", NAME, nullable=False),
    Column("active", Boolean, nullable=False),
    Column("version", Integer, nullable=False),
    Column("created", Utc, nullable=False),
    Index(None, "town"),
)

vehicles = Table(
    "vehicles",
    METADATA,
    id_column(),
    town_column(),
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
    id_column(),
    town_column(),
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
    id_column(),
    town_column(),
    Column("content", Document, nullable=False),
    Column("valid_from", Date, nullable=False),
    Column("created", Utc, nullable=False),
    Index(None, "town", "valid_from"),
)
"""Never changed: a new one is valid from its date on, so an accepted price can be explained."""
