"""The reference pages of orders and fleets say what the readers do."""

import re
import tomllib
from pathlib import Path

import pytest

from routing.day.build import build_day
from routing.formats.fleet import StopTimes, parse_fleet
from routing.formats.order_cells import ORDINARY_PARCEL
from routing.formats.order_columns import COLUMNS, plain, recognised
from routing.formats.orders import parse_orders
from routing.town.pack import load_town

ROOT = Path(__file__).parents[2]
MONACO = ROOT / "data/towns/monaco.town"
REFERENCE = ROOT / "docs/reference"
ORDERS = (REFERENCE / "orders-csv.md").read_text(encoding="utf-8")
FLEET = (REFERENCE / "fleet.md").read_text(encoding="utf-8")


def examples(page: str, kind: str) -> list[str]:
    return re.findall(rf"```{kind}\n(.*?)```", page, re.DOTALL)


def rows() -> list[tuple[list[str], list[str]]]:
    """Names of the columns of each row of the table, and the names they are also called."""
    columns = ORDERS[ORDERS.index("\n## Columns") : ORDERS.index("\n## Imported into the service")]
    cells = [line.split("|") for line in columns.splitlines() if line.startswith("| `")]
    return [(re.findall("`(.+?)`", row[1]), re.findall("`(.+?)`", row[2])) for row in cells]


def test_every_column_stands_on_the_page() -> None:
    assert {name for names, _ in rows() for name in names} == set(COLUMNS)


@pytest.mark.parametrize(("names", "aliases"), rows())
def test_a_column_is_also_called_as_the_page_says(names: list[str], aliases: list[str]) -> None:
    assert recognised(aliases) == len(aliases)
    assert {plain(alias) for alias in aliases} <= {a for name in names for a in COLUMNS[name]}


def test_the_orders_of_the_page_are_read() -> None:
    (example,) = examples(ORDERS, "csv")
    read = parse_orders(example.encode())
    assert read.errors == ()
    assert [row.load for row in read.rows][1].grams == 2 * ORDINARY_PARCEL.grams


def test_the_fleet_of_the_page_is_read_and_its_times_are_the_defaults() -> None:
    fleet, times = examples(FLEET, "toml")
    assert parse_fleet(fleet + times).times == StopTimes()
    assert [vehicle.id for vehicle in parse_fleet(fleet).vehicles] == ["bike", "van"]


def test_the_orders_and_the_fleet_of_the_page_make_a_day_of_the_shipped_town() -> None:
    fleet, _ = examples(FLEET, "toml")
    (orders,) = examples(ORDERS, "csv")
    built = build_day(load_town(MONACO), parse_orders(orders.encode()).rows, parse_fleet(fleet))
    assert built.errors == ()
    assert built.day is not None
    assert built.day.places["hub"].label == "Dépôt"
    assert list(built.day.couriers) == ["bike-1", "bike-2", "van-1"]


def test_every_key_of_the_example_has_its_row() -> None:
    example = tomllib.loads(examples(FLEET, "toml")[0])
    vehicles = example["vehicle"]
    keys = {
        *(f"hub.{key}" for key in example["hub"]),
        *(f"vehicle.{key}" for vehicle in vehicles for key in vehicle),
        *(f"vehicle.shift.{key}" for v in vehicles for shift in v["shift"] for key in shift),
    }
    described = {
        key
        for line in FLEET.splitlines()
        if line.startswith("| `")
        for key in re.findall("`(.+?)`", line.split("|")[1])
    }
    assert keys - described == set()
