"""Every column that could hold personal data is marked as such, or is named here with its reason.

A new column of text, of a position, of bytes or of JSON fails until somebody has decided: mark it
with `personal(...)`, or say below why it tells nothing of a recipient.
"""

from collections import Counter

import pytest
from sqlalchemy import JSON, Column, Float, LargeBinary, String, Table

from api.store.columns import Clock, Personal
from api.store.tables import METADATA
from routing.sentences import LANGUAGES, render

COULD_HOLD_PERSONAL_DATA = (String, Float, LargeBinary, JSON)
"""`Text` is a `String` too."""

NOT_PERSONAL = {
    "an id, a hash or a random number: it names a row and tells nothing of a person": (
        "answers.actor answers.key answers.request_sha256 blobs.sha256 calendars.sha256 "
        "couriers.id doors.id "
        "events.actor events.id events.order events.round events.undoes jobs.asked_by jobs.id "
        "jobs.plan keys.id keys.prefix keys.sha256 orders.id plans.id plans.job proofs.event "
        "proofs.id proofs.sha256 quotes.id recipients.id rounds.id sessions.csrf sessions.sha256 "
        "shifts.id shops.id standing_orders.id tariffs.id towns.id users.id users.subject "
        "vehicles.id webhooks.id workers.id"
    ),
    "one of the codes or names that the service or the town's settings know": (
        "answers.headers events.kind installation.name jobs.kind jobs.state keys.scopes "
        "orders.not_at_home orders.slot orders.state rounds.letter standing_orders.not_at_home "
        "standing_orders.slot towns.zone users.role "
        "vehicles.profile webhooks.kinds webhooks.problem workers.kind"
    ),
    "ids, codes, seconds, metres and cents, which are kept when all personal data are gone": (
        "events.values jobs.arguments jobs.problem jobs.progress orders.collect orders.marks "
        "orders.parcels plans.routes plans.unserved pools.closed pools.sequences pools.times "
        "purges.emptied quotes.offers rounds.costs rounds.matrix rounds.stops shifts.breaks "
        "standing_orders.marks standing_orders.parcels standing_orders.weekdays"
    ),
    "of the town or of a shop, which are no recipients: kept as long as they take part": (
        "blobs.content shops.lat shops.lon shops.name shops.opening_hours shops.settings "
        "tariffs.content towns.name towns.settings vehicles.equipment vehicles.name"
    ),
    "of those who work with the service, not of recipients: kept as long as they do": (
        "couriers.name keys.name users.login"
    ),
    "a secret or a setting of the service, or of another service that it speaks to": (
        "installation.value users.password webhooks.secrets webhooks.url"
    ),
    "a shop's own number of the order: nothing asks for a name there": ("orders.reference"),
}
"""Columns by the reason why they are not marked."""

NAMED = [name for names in NOT_PERSONAL.values() for name in names.split()]


def columns() -> list[Column[object]]:
    """Columns that could hold personal data; what refers to a row holds its id."""
    return [
        column
        for table in METADATA.sorted_tables
        for column in table.columns
        if isinstance(column.type, COULD_HOLD_PERSONAL_DATA) and not column.foreign_keys
    ]


def personal_columns() -> list[Column[object]]:
    return [
        column
        for table in METADATA.sorted_tables
        for column in table.columns
        if "personal" in column.info
    ]


def test_every_column_is_marked_as_personal_or_named_with_its_reason() -> None:
    undecided = {str(column) for column in columns() if "personal" not in column.info}
    assert undecided - set(NAMED) == set(), "mark it with personal(...), or name it with its reason"


def test_no_column_is_named_twice_or_is_gone_or_is_marked_after_all() -> None:
    named = Counter(NAMED)
    open_columns = {str(column) for column in columns() if "personal" not in column.info}
    assert [name for name, times in named.items() if times > 1] == []
    assert named.keys() - open_columns == set()


def test_what_field_rules_call_personal_is_marked() -> None:
    marked = {str(column) for column in personal_columns()}
    assert marked >= {
        "recipients.name",
        "recipients.phone",
        "doors.label",
        "doors.lon",
        "doors.lat",
        "order_notes.instructions",
        "order_notes.door_code",
        "round_lines.lines",
        "proofs.photo",
        "answers.body",
    }


@pytest.mark.parametrize("column", personal_columns(), ids=str)
def test_a_personal_column_can_be_emptied_on_its_day(column: Column[object]) -> None:
    mark = column.info["personal"]
    assert isinstance(mark, Personal)
    assert column.nullable
    assert not column.primary_key
    assert 0 < mark.days <= 365
    assert counts_from(column.table, mark.clock)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("column", personal_columns(), ids=str)
def test_a_personal_column_says_what_it_is_for(column: Column[object], language: str) -> None:
    assert render(column.info["personal"].purpose, {}, language, "api").wrong


def counts_from(table: Table, clock: Clock) -> bool:
    """Whether its rows know the instant or the date that the days are counted from."""
    match clock:
        case Clock.CREATED:
            return "created" in table.c
        case Clock.LAST_ORDER:
            return "last_order" in table.c
        case Clock.DELIVERED:
            return any("date" in key.column.table.c for key in table.foreign_keys)
