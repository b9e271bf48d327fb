"""A fleet is read whole, or every slip in it is named by its path."""

import contextlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.errors import InputErrors
from routing.formats.clock import ClockSpan
from routing.formats.fleet import (
    Fleet,
    FleetBreak,
    FleetShift,
    FleetVehicle,
    Hub,
    StopTimes,
    parse_fleet,
    read_fleet,
)
from routing.model import Costs, Load

FLEET = """
[hub]
address = "12 Rue Grimaldi"
label = "Dépôt"

[times]
door_setup = 120

[costs]
per_hour = 26.00
per_km = 0.05

[[vehicle]]
id = "bike"
label = "Vélo-cargo"
profile = "cargo_bike"
kg = 80.5
litres = 200
equipment = ["insulated_box"]

[[vehicle.shift]]
courier = "Inès"
hours = "09:00-13:00"
breaks = [{ start = "11:00-12:00", minutes = 20 }]

[[vehicle.shift]]
courier = "Marius"
hours = "14h-18h"

[[vehicle]]
id = "van"
profile = "van"
kg = 600
litres = 3300
parcels = 60
costs = { fixed = 10, per_km = 0.25, minimum_paid_hours = 1.5 }

[[vehicle.shift]]
courier = "Awa"
hours = "09:00-12:00"
"""

BREAK = "vehicle[1].shift[1].breaks[1]"


def paths(text: str) -> list[tuple[str, object]]:
    with pytest.raises(InputErrors) as caught:
        parse_fleet(text)
    return [(error.code, error.values.get("path")) for error in caught.value.errors]


def test_a_fleet_is_read_with_money_in_cents_and_weight_in_grams() -> None:
    bike = FleetVehicle(
        id="bike",
        label="Vélo-cargo",
        profile="cargo_bike",
        capacity=Load(80_500, 200, 100_000),
        shifts=(
            FleetShift("Inès", ClockSpan(540, 780), (FleetBreak(ClockSpan(660, 720), 20),)),
            FleetShift("Marius", ClockSpan(840, 1_080)),
        ),
        costs=Costs(per_hour=2_600, per_km=5),
        equipment=frozenset({"insulated_box"}),
    )
    van = FleetVehicle(
        id="van",
        label="van",
        profile="van",
        capacity=Load(600_000, 3_300, 60),
        shifts=(FleetShift("Awa", ClockSpan(540, 720)),),
        costs=Costs(fixed=1_000, per_hour=2_600, per_km=25, minimum_paid=5_400),
    )
    hub = Hub(address="12 Rue Grimaldi", label="Dépôt")
    assert parse_fleet(FLEET) == Fleet(hub, (bike, van), StopTimes(door_setup=120))


@pytest.mark.parametrize(
    ("old", "new", "code", "path"),
    [
        ("[hub]", "[depot]", "fleet.unknown_key", "depot"),
        ("label = \"Dépôt\"", "lon = 7.4", "fleet.hub_unclear", "hub"),
        ("address = \"12 Rue Grimaldi\"", "lon = 7.4", "fleet.missing", "hub.lat"),
        ("address = \"12 Rue Grimaldi\"", "lon = 7.4\nlat = 95", "fleet.out_of_range", "hub.lat"),
        ("door_setup = 120", "door_setup = -1", "fleet.out_of_range", "times.door_setup"),
        ("door_setup", "door", "fleet.unknown_key", "times.door"),
        ("26.00", "\"26\"", "fleet.not_a_number", "costs.per_hour"),
        ("26.00", "nan", "fleet.not_a_number", "costs.per_hour"),
        ("26.00", "true", "fleet.not_a_number", "costs.per_hour"),
        ("0.05", "0.055", "fleet.fraction_of_cent", "costs.per_km"),
        ("id = \"van\"", "id = \"bike\"", "fleet.vehicle_twice", "vehicle[2].id"),
        ("id = \"van\"", "id = \"\"", "fleet.missing", "vehicle[2].id"),
        ("id = \"van\"", "id = 3", "fleet.not_text", "vehicle[2].id"),
        ("id = \"van\"", f"id = \"{'v' * 59}\"", "fleet.too_long", "vehicle[2].id"),
        ("kg = 80.5", "", "fleet.missing", "vehicle[1].kg"),
        ("[\"insulated_box\"]", "\"insulated_box\"", "fleet.not_texts", "vehicle[1].equipment"),
        ("\"Inès\"", "\"\"", "fleet.missing", "vehicle[1].shift[1].courier"),
        ("09:00-13:00", "9 to 13", "fleet.not_hours", "vehicle[1].shift[1].hours"),
        ("14h-18h", "12:59-18:00", "fleet.shifts_overlap", "vehicle[1].shift[2].hours"),
        ("14h-18h", "18h-14h", "fleet.hours_backwards", "vehicle[1].shift[2].hours"),
        ("11:00-12:00", "13:01-14:00", "fleet.break_outside", f"{BREAK}.start"),
        ("minutes = 20", "minutes = 0", "fleet.out_of_range", f"{BREAK}.minutes"),
        ("minutes = 20", "minutes = 241", "fleet.break_too_long", f"{BREAK}.minutes"),
        ("minutes = 20", "minute = 20", "fleet.unknown_key", f"{BREAK}.minute"),
    ],
)  # fmt: skip
def test_a_slip_is_named_by_its_path(old: str, new: str, code: str, path: str) -> None:
    assert FLEET.count(old) >= 1
    assert (code, path) in paths(FLEET.replace(old, new, 1))


def with_breaks(hours: str, *breaks: tuple[str, int]) -> str:
    written = ", ".join(
        f'{{ start = "{start}", minutes = {minutes} }}' for start, minutes in breaks
    )
    text = FLEET.replace(
        'breaks = [{ start = "11:00-12:00", minutes = 20 }]', f"breaks = [{written}]"
    )
    return text.replace('"09:00-13:00"', f'"{hours}"')


@pytest.mark.parametrize(
    ("hours", "breaks", "wrong"),
    [
        ("9-13", [("10:00-10:05", 30), ("10:00-10:05", 30)], ("fleet.breaks_clash", "[2]")),
        ("9-13", [("10:00-10:35", 30)] * 3, ("fleet.breaks_clash", "[3]")),
        ("9-10", [("9:00-9:00", 30), ("9:30-9:30", 30)], ("fleet.breaks_fill_shift", "")),
        ("9-10", [("9:00-9:00", 60)], ("fleet.breaks_fill_shift", "")),
        ("9-13", [("10:00-12:00", 5)] * 7, ("fleet.too_many_breaks", "")),
    ],
)
def test_breaks_that_can_never_all_be_taken_are_refused(
    hours: str, breaks: list[tuple[str, int]], wrong: tuple[str, str]
) -> None:
    code, at = wrong
    assert paths(with_breaks(hours, *breaks)) == [(code, f"vehicle[1].shift[1].breaks{at}")]


@pytest.mark.parametrize(
    ("hours", "breaks"),
    [
        ("9-13", [("10:00-10:30", 30), ("10:00-10:30", 30)]),
        ("9-13", [("10:20-10:40", 30), ("10:00-10:10", 20)]),
        ("9-12", [("11:55-12:00", 30)]),
        ("9-12", [("8:30-9:00", 30)]),
        ("9-13", [("10:00-12:00", 5)] * 6),
    ],
)
def test_breaks_that_can_all_be_taken_are_read(hours: str, breaks: list[tuple[str, int]]) -> None:
    (bike, _) = parse_fleet(with_breaks(hours, *breaks)).vehicles
    assert len(bike.shifts[0].breaks) == len(breaks)


def test_a_break_is_never_made_shorter() -> None:
    text = FLEET.replace("minutes = 20", "minutes = 20.5")
    assert parse_fleet(text).vehicles[0].shifts[0].breaks[0].minutes == 21


def test_all_slips_are_told_at_once() -> None:
    slips = FLEET.replace("26.00", "-1").replace("80.5", "true").replace("14h", "soon")
    assert paths(slips) == [
        ("fleet.out_of_range", "costs.per_hour"),
        ("fleet.not_hours", "vehicle[1].shift[2].hours"),
        ("fleet.not_a_number", "vehicle[1].kg"),
    ]


def test_a_fleet_of_nobody_is_refused() -> None:
    assert paths("") == [("fleet.no_vehicle", "vehicle"), ("fleet.hub_unclear", "hub")]
    bare = '[hub]\nshop = "a"\n[[vehicle]]\nid = "b"\nprofile = "bike"\nkg = 1\nlitres = 1\n'
    assert paths(bare) == [("fleet.no_shift", "vehicle[1].shift")]


def test_what_is_no_toml_is_named_by_line_and_column() -> None:
    with pytest.raises(InputErrors) as caught:
        parse_fleet("[hub]\naddress = 12 Rue\n")
    (error,) = caught.value.errors
    assert (error.code, error.values) == ("fleet.bad_toml", {"line": 2, "column": 14})


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    latin = tmp_path / "fleet.toml"
    latin.write_bytes("# Inès\n".encode("cp1252"))
    for path, code in ((tmp_path / "none.toml", "fleet.no_file"), (latin, "fleet.not_utf8")):
        with pytest.raises(InputErrors) as caught:
            read_fleet(path)
        assert [error.code for error in caught.value.errors] == [code]


SCALARS = ["1", "-1", "0.5", "inf", "nan", "true", '""', '"09:00-12:00"', '"x"', "12:00:00"]
VALUES = st.recursive(
    st.sampled_from(SCALARS),
    lambda inner: st.lists(inner, max_size=2).map(lambda items: f"[{', '.join(items)}]"),
    max_leaves=4,
)


@given(st.data())
def test_no_values_raise_anything_but_input_errors(data: st.DataObject) -> None:
    lines = FLEET.splitlines()
    for index in data.draw(st.sets(st.integers(0, len(lines) - 1))):
        key, equals, _ = lines[index].partition("=")
        if equals:
            lines[index] = f"{key}= {data.draw(VALUES)}"
    with contextlib.suppress(InputErrors):
        assert parse_fleet("\n".join(lines)).vehicles
