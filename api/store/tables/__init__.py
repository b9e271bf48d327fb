"""All tables. Ids are public ids (`api.domain.ids`); every row of a town carries the town.

Personal data lies in rows of its own (`recipients`, `doors`, `order_notes`, `round_lines`,
`proofs`, `answers`), each column marked with its purpose and its days; what is left of an order, a
plan, an event or a statement holds ids, seconds, metres, cents and codes, and is kept.
"""

from api.store.tables.base import METADATA
from api.store.tables.orders import (
    doors,
    order_notes,
    orders,
    pools,
    quotes,
    recipients,
    standing_orders,
)
from api.store.tables.people import answers, keys, purges, sessions, users, webhooks, workers
from api.store.tables.plans import calendars, events, jobs, plans, proofs, round_lines, rounds
from api.store.tables.town import (
    blobs,
    couriers,
    installation,
    shifts,
    shops,
    tariffs,
    towns,
    vehicles,
)

__all__ = [
    "METADATA",
    "answers",
    "blobs",
    "calendars",
    "couriers",
    "doors",
    "events",
    "installation",
    "jobs",
    "keys",
    "order_notes",
    "orders",
    "plans",
    "pools",
    "proofs",
    "purges",
    "quotes",
    "recipients",
    "round_lines",
    "rounds",
    "sessions",
    "shifts",
    "shops",
    "standing_orders",
    "tariffs",
    "towns",
    "users",
    "vehicles",
    "webhooks",
    "workers",
]
