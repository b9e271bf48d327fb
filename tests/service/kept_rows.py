"""Towns with people in them: rows that hold a value in every column of personal data."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Table, insert, select

from api.domain.ids import Kind
from api.domain.town_settings import TownSettings, written_town_settings
from api.store.database import Database
from api.store.personal import personal_columns
from api.store.tables import (
    METADATA,
    answers,
    blobs,
    couriers,
    doors,
    order_notes,
    orders,
    plans,
    proofs,
    recipients,
    round_lines,
    rounds,
    shifts,
    shops,
    standing_orders,
    towns,
    vehicles,
)
from api.store.work import Means, Work, reading
from tests.service.filled import value_of

NOON = dt.time(12)
SETTINGS = written_town_settings(TownSettings(hub=(7.42, 43.73)))
HUB_TO_DOOR, DOOR_TO_HUB = [[7.42, 43.73], [7.43, 43.74]], [[7.43, 43.74], [7.42, 43.73]]


@dataclass(frozen=True)
class Person:
    """Somebody who has been delivered to once, alone on their round."""

    recipient: str
    door: str
    order: str
    round: str
    proof: str


def at(means: Means, instant: dt.datetime) -> Means:
    """The same dice at another instant."""
    return replace(means, now=lambda: instant)


def add(work: Work, table: Table, **values: Any) -> str:
    """Write a row, and give its id; what it needs besides is filled with anything."""
    besides = {
        column.name: value_of(column, 0)
        for column in table.columns
        if not column.nullable and column.server_default is None and column.name not in values
    }
    work.connection.execute(insert(table).values({**besides, **values}))
    return str(values.get("id", ""))


def town(work: Work, zone: str = "Europe/Paris", name: str = "Vernon") -> str:
    """A town without a map."""
    pack = name.encode().hex().ljust(64, "0")
    add(work, blobs, sha256=pack, content=b"")
    return add(
        work,
        towns,
        id=work.new(Kind.TOWN),
        name=name,
        zone=zone,
        pack=pack,
        settings=SETTINGS,
        version=1,
        created=work.now,
    )


def shop(work: Work, town_id: str) -> str:
    """A shop."""
    return add(
        work,
        shops,
        id=work.new(Kind.SHOP),
        town=town_id,
        name="Fleurs",
        lon=7.42,
        lat=43.73,
        settings={},
        active=True,
        version=1,
        created=work.now,
    )


def door(work: Work, town_id: str, date: dt.date, label: str = "12 rue Grimaldi") -> str:
    """A door."""
    return add(
        work,
        doors,
        id=work.new(Kind.DOOR),
        town=town_id,
        label=label,
        lon=7.4301,
        lat=43.7402,
        source="node/4711",
        last_order=date,
    )


def recipient(
    work: Work,
    town_id: str,
    shop_id: str,
    date: dt.date,
    *,
    name: str = "Hélène Œillet",
    phone: str = "06 12 34 56 78",
    door_id: str | None = None,
) -> str:
    """Somebody in a shop's address book."""
    return add(
        work,
        recipients,
        id=work.new(Kind.RECIPIENT),
        town=town_id,
        shop=shop_id,
        name=name,
        phone=phone,
        door=door_id,
        last_order=date,
    )


def order(
    work: Work,
    town_id: str,
    shop_id: str,
    date: dt.date,
    *,
    recipient_id: str | None,
    door_id: str | None,
    state: str = "delivered",
) -> str:
    """An order with all that helps at its door."""
    made = add(
        work,
        orders,
        id=work.new(Kind.ORDER),
        town=town_id,
        shop=shop_id,
        date=date,
        state=state,
        recipient=recipient_id,
        door=door_id,
        parcels=[{"grams": 900, "litres": 4, "cold": False, "upright": False, "code": "K4T7"}],
        marks=["in_person"],
        not_at_home="neighbour",
        is_return=False,
        collect=[],
        price_cents=350,
        version=3,
        created=work.now,
    )
    add(
        work,
        order_notes,
        order=made,
        address="12 r. grimaldi, fond de cour",
        instructions="sonnez chez Ginette",
        door_code="B2407",
    )
    return made


def round_of(work: Work, town_id: str, date: dt.date, stops: Mapping[str, list[str]]) -> str:
    """A round that brings orders to doors: its ways lead from the hub to each and back."""
    courier = add(
        work, couriers, id=work.new(Kind.COURIER), town=town_id, name="Inès", active=True,
        version=1, created=work.now,
    )  # fmt: skip
    vehicle = add(
        work, vehicles, id=work.new(Kind.VEHICLE), town=town_id, name="Vélo", profile="bike",
        grams=80_000, litres=200, per_hour_cents=2_600, per_km_cents=5, fixed_cents=0,
        equipment=[], active=True, version=1, created=work.now,
    )  # fmt: skip
    midnight = dt.datetime.combine(date, dt.time(), dt.UTC)
    shift = add(
        work, shifts, id=work.new(Kind.SHIFT), town=town_id, courier=courier, vehicle=vehicle,
        date=date, starts=midnight, ends=midnight + dt.timedelta(hours=2), breaks=[], version=1,
        created=work.now,
    )  # fmt: skip
    plan = add(
        work, plans, id=work.new(Kind.PLAN), town=town_id, date=date, pool_version=1, routes=[],
        number=work.means.below(10**9), unserved=[], cost=0, version=1, created=work.now,
    )  # fmt: skip
    made = add(
        work, rounds, id=work.new(Kind.ROUND), town=town_id, date=date, plan=plan, shift=shift,
        courier=courier, letter="A", starts=midnight, ends=midnight + dt.timedelta(hours=1),
        stops=[stop(number, place, ids) for number, (place, ids) in enumerate(stops.items(), 1)],
        matrix=matrix(["hub", *stops]), costs=COSTS, metres=1_000 * (len(stops) + 1),
        cost=0, version=1, created=work.now,
    )  # fmt: skip
    lines = [HUB_TO_DOOR, *([[7.43, 43.74]] for _ in range(len(stops) - 1)), DOOR_TO_HUB]
    add(work, round_lines, round=made, lines=lines)
    return made


COSTS = {"fixed": 0, "per_hour": 2_600, "per_km": 5, "minimum_paid": 0}


def stop(number: int, place: str, order_ids: list[str]) -> dict[str, Any]:
    """A halt at a door, as a round keeps it."""
    return {
        "number": number,
        "place": place,
        "kind": "door",
        "arrival": 600 * number,
        "start": 600 * number,
        "departure": 600 * number + 60,
        "handovers": [
            {
                "order": one,
                "kind": "delivery",
                "start": 600 * number,
                "end": 600 * number + 60,
                "parcels": ["K4T7"],
                "wait": 0,
            }
            for one in order_ids
        ],
    }


def matrix(places: list[str]) -> dict[str, Any]:
    """A kilometre and five minutes between any two places."""
    size = range(len(places))
    return {
        "places": places,
        "seconds": [[300 * (row != column) for column in size] for row in size],
        "metres": [[1_000 * (row != column) for column in size] for row in size],
    }


def proof(work: Work, town_id: str, order_id: str, created: dt.datetime) -> str:
    """A photo."""
    return add(
        work,
        proofs,
        id=work.new(Kind.PROOF),
        town=town_id,
        order=order_id,
        event="evt_1",
        sha256="0" * 64,
        photo=b"a photo of a porch",
        created=created,
    )


def standing_order(work: Work, town_id: str, shop_id: str, recipient_id: str, date: dt.date) -> str:
    """Bread every Tuesday."""
    return add(
        work,
        standing_orders,
        id=work.new(Kind.STANDING_ORDER),
        town=town_id,
        shop=shop_id,
        recipient=recipient_id,
        weekdays=[1],
        slot="morning",
        parcels=[],
        marks=[],
        not_at_home="call",
        instructions="poser sur le rebord",
        door_code="A1789",
        made_until=date,
        last_order=date,
        active=True,
        version=1,
        created=work.now,
    )


def answer(work: Work, key: str, body: bytes, created: dt.datetime) -> None:
    """An answer that was given to a program."""
    add(
        work,
        answers,
        actor="key_1",
        key=key,
        request_sha256="0" * 64,
        status=201,
        headers={},
        body=body,
        created=created,
    )


def person(work: Work, town_id: str, shop_id: str, date: dt.date) -> Person:
    """Somebody who was delivered to on a date, alone on a round, with a photo; and an answer that
    tells of it."""
    noon = dt.datetime.combine(date, NOON, dt.UTC)
    door_id = door(work, town_id, date)
    recipient_id = recipient(work, town_id, shop_id, date, door_id=door_id)
    order_id = order(work, town_id, shop_id, date, recipient_id=recipient_id, door_id=door_id)
    round_id = round_of(work, town_id, date, {door_id: [order_id]})
    standing_order(work, town_id, shop_id, recipient_id, date)
    proof_id = proof(work, town_id, order_id, noon)
    told = f'{{"id": "{order_id}", "recipient": {{"name": "Hélène Œillet"}}}}'
    answer(work, order_id, told.encode(), noon)
    return Person(recipient_id, door_id, order_id, round_id, proof_id)


def filled(database: Database, means: Means, table: Table) -> dict[str, int]:
    """By column of personal data of a table, in how many rows there is a value."""
    with reading(database, means) as work:
        rows = work.connection.execute(select(table)).mappings().all()
    return {
        column.name: sum(row[column.column.name] is not None for row in rows)
        for column in personal_columns()[table]
    }


def all_filled(database: Database, means: Means) -> dict[str, int]:
    """By column of personal data, in how many rows there is a value."""
    return {
        name: count
        for table in personal_columns()
        for name, count in filled(database, means, table).items()
    }


def everything_else(database: Database, means: Means) -> dict[str, list[dict[str, Any]]]:
    """All values of all tables that are no personal data, and that no purge writes."""
    marked = {column.name for columns in personal_columns().values() for column in columns}
    kept = [table for table in METADATA.sorted_tables if table.name not in LOGS]
    with reading(database, means) as work:
        return {
            table.name: [
                {name: value for name, value in row.items() if f"{table.name}.{name}" not in marked}
                for row in work.connection.execute(select(table)).mappings()
            ]
            for table in kept
        }


LOGS = {"answers", "events", "installation", "purges"}
