"""A generated day keeps to the field's figures, to its town and to its seed."""

import datetime as dt
import hashlib
import os
import subprocess
import sys
from collections import Counter, defaultdict
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from data.demand import Demand, default_fleet, demand
from data.demand.dice import Dice
from data.demand.figures import FOOD, TRADES, Trade, busy, is_mothers_day
from data.demand.names import shop_names
from routing.day.build import build_day
from routing.formats.clock import ClockSpan
from routing.formats.orders import OrderRow, parse_orders, write_orders
from routing.sentences import LANGUAGES, render
from routing.town.pack import load_town
from routing.town.town import Town
from tests.unit.one_street import TOWN

WEDNESDAY, SATURDAY, SUNDAY = dt.date(2026, 3, 18), dt.date(2026, 3, 21), dt.date(2026, 3, 29)
SEEDS = 12
PACK = Path(__file__).parents[2] / "data/towns/monaco.town"


@cache
def monaco() -> Town:
    return load_town(PACK)


@cache
def days(date: dt.date) -> tuple[Demand, ...]:
    return tuple(demand(monaco(), seed=s, date=date, orders=60, shops=15) for s in range(SEEDS))


def rows(date: dt.date) -> list[OrderRow]:
    return [row for day in days(date) for row in day.rows]


def slot_share(date: dt.date, *slots: ClockSpan) -> float:
    drawn = rows(date)
    return sum(row.slots == slots for row in drawn) / len(drawn)


def is_precise(row: OrderRow) -> bool:
    return any(slot.end - slot.start == 60 for slot in row.slots)


def test_the_demo_day_is_sixty_orders_of_fifteen_shops_for_three_couriers() -> None:
    for day in days(WEDNESDAY):
        assert len(day.rows) == 60
        assert len({row.shop for row in day.rows}) == 15
        assert day.notes == ()
    assert len(default_fleet(monaco(), 60).vehicles) == 3


def test_between_a_tenth_and_a_quarter_of_the_drops_are_shared() -> None:
    shops: dict[tuple[int, str], set[str]] = defaultdict(set)
    slots: dict[tuple[int, str], set[object]] = defaultdict(set)
    for seed, day in enumerate(days(WEDNESDAY)):
        for row in day.rows:
            shops[seed, row.address].add(row.shop)
            slots[seed, row.address].add(row.slots or None)
    shared = sum(len(senders) > 1 for senders in shops.values()) / len(shops)
    assert 0.15 < shared < 0.21
    assert all(len(wanted - {None}) <= 1 for wanted in slots.values())


@pytest.mark.parametrize("share", [0.0, 0.25])
def test_the_share_of_shared_doors_can_be_chosen(share: float) -> None:
    shared = drops = 0
    for seed in range(8):
        day = demand(monaco(), seed=seed, date=WEDNESDAY, orders=60, shops=15, shared_doors=share)
        doors = Counter(row.address for row in day.rows)
        drops += len(doors)
        shared += sum(count > 1 for count in doors.values())
    assert shared / drops == pytest.approx(share, abs=0.04)


def test_slots_have_their_shares_on_a_weekday() -> None:
    assert slot_share(WEDNESDAY) == pytest.approx(0.30, abs=0.05)
    drawn = rows(WEDNESDAY)
    assert sum(map(is_precise, drawn)) / len(drawn) == pytest.approx(0.15, abs=0.04)
    whole = 1 - 0.30 - 0.15
    for slot, share in (((600, 750), 0.25), ((840, 1_020), 0.35), ((1_020, 1_200), 0.40)):
        assert slot_share(WEDNESDAY, ClockSpan(*slot)) == pytest.approx(whole * share, abs=0.04)


def test_nobody_wants_parcels_on_a_saturday_evening() -> None:
    assert all(slot.end <= 1_020 for row in rows(SATURDAY) for slot in row.slots)
    morning = slot_share(SATURDAY, ClockSpan(600, 750))
    assert morning == pytest.approx(0.55 * 0.6, abs=0.05)


def test_a_quarter_of_the_food_is_cold_and_nothing_else() -> None:
    cold = {trade.name: trade.cold for trade in TRADES}
    assert all((0.2 <= share <= 0.3) == (name in FOOD) for name, share in cold.items())
    assert 0.08 < sum(row.cold for row in rows(WEDNESDAY)) / len(rows(WEDNESDAY)) < 0.2


def test_everybody_is_ready_in_time_for_his_slot_and_his_shop() -> None:
    for row in rows(WEDNESDAY):
        assert row.ready_at is not None
        assert 570 <= row.ready_at <= min([1_125, *(slot.end - 45 for slot in row.slots)])


def test_every_shop_sends_by_its_trade() -> None:
    def mean(trade: Trade) -> float:
        return trade.mean * busy(trade, WEDNESDAY)

    drawn = [demand(monaco(), seed=seed, date=WEDNESDAY, shops=9) for seed in range(20)]
    expected = sum(map(mean, TRADES))
    average = sum(len(day.rows) for day in drawn) / len(drawn)
    assert average == pytest.approx(expected, rel=0.12)


@pytest.mark.parametrize(
    ("date", "factor"),
    [
        (dt.date(2026, 3, 19), 1.0),
        (WEDNESDAY, 2.0),
        (dt.date(2026, 12, 24), 1.3),
        (dt.date(2026, 2, 14), 12.0),
        (dt.date(2026, 5, 31), 2.4),
    ],
)
def test_florists_have_their_days(date: dt.date, factor: float) -> None:
    assert busy(TRADES[0], date) == pytest.approx(factor)
    assert is_mothers_day(date) == (date.month == 5)


def test_names_are_invented_and_nobody_comes_twice() -> None:
    real = {shop.name for shop in monaco().shops}
    for day in days(WEDNESDAY):
        assert not {row.shop_name for row in day.rows} & real
        assert len({row.recipient for row in day.rows}) == len({row.address for row in day.rows})
        assert len({(row.shop, row.shop_name) for row in day.rows}) == 15
    names = shop_names(["florist"] * 100, Dice(1))
    assert len(set(names)) == 100


def test_a_day_is_written_and_read_back() -> None:
    day = days(WEDNESDAY)[0]
    read = parse_orders(write_orders(day.rows).encode())
    assert (read.rows, read.errors) == (day.rows, ())


@pytest.mark.parametrize("date", [WEDNESDAY, SATURDAY, SUNDAY])
def test_every_order_of_a_day_can_be_planned(date: dt.date) -> None:
    for day in days(date)[:5]:
        built = build_day(monaco(), day.rows, default_fleet(monaco(), 60))
        assert built.errors == ()
        assert built.day is not None
        assert built.day.problem.matrices["cargo_bike"].durations.min() == 0


def test_where_the_map_has_none_shops_and_doors_stand_beside_streets_and_it_says_so() -> None:
    bare = replace(TOWN, addresses=(), shops=())
    day = demand(bare, seed=1, date=WEDNESDAY, orders=8, shops=4)
    assert all(row.pin and row.shop_position and not row.address for row in day.rows)
    assert [note.code for note in day.notes] == [
        "demand.shops_on_streets",
        "demand.doors_on_streets",
    ]
    for note in day.notes:
        for language in LANGUAGES:
            assert str(note.values["count"]) in str(
                render(note.code, note.values, language, "data")
            )
    built = build_day(bare, day.rows, default_fleet(bare, 8))
    assert built.errors == ()


def test_shops_without_an_order_are_told_and_count_nowhere() -> None:
    bare = replace(TOWN, addresses=(), shops=())
    day = demand(bare, seed=1, date=WEDNESDAY, orders=5, shops=20)
    told = {note.code: note.values for note in day.notes}
    assert len({row.shop for row in day.rows}) == 5
    assert told["demand.fewer_shops"] == {"shops": 5, "asked": 20}
    assert told["demand.shops_on_streets"] == {"count": 5, "shops": 5}
    for language in LANGUAGES:
        said = str(render("demand.fewer_shops", told["demand.fewer_shops"], language, "data"))
        assert "20" in said


def test_a_number_of_shops_that_nobody_asked_for_needs_no_word() -> None:
    day = demand(monaco(), seed=1, date=WEDNESDAY, orders=2)
    assert "demand.fewer_shops" not in {note.code for note in day.notes}


def test_a_seed_gives_the_same_bytes() -> None:
    bare = replace(TOWN, addresses=(), shops=())
    text = write_orders(demand(bare, seed=1, date=WEDNESDAY, orders=8, shops=4).rows)
    digest = hashlib.sha256(text.encode()).hexdigest()
    assert digest == "d9a3ef2da50ba969078933d92b2d5480ecf72911a96b404d47950ca65f7e721b"
    other = write_orders(demand(bare, seed=2, date=WEDNESDAY, orders=8, shops=4).rows)
    assert other != text


def test_the_order_of_sets_has_no_part_in_it() -> None:
    script = (
        "import datetime as dt, sys; from pathlib import Path\n"
        "from data.demand import demand; from routing.formats.orders import write_orders\n"
        "from routing.town.pack import load_town\n"
        "day = demand(load_town(Path(sys.argv[1])), seed=5, date=dt.date(2026, 3, 18))\n"
        "sys.stdout.buffer.write(write_orders(day.rows).encode())"
    )
    texts = {
        subprocess.run(
            [sys.executable, "-c", script, str(PACK)],
            env=os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": str(PACK.parents[2])},
            check=True,
            capture_output=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(texts) == 1


def test_a_fleet_covers_all_slots_and_carries_the_cold() -> None:
    for orders in (10, 30, 60, 200):
        fleet = default_fleet(monaco(), orders)
        hours = [shift.hours for vehicle in fleet.vehicles for shift in vehicle.shifts]
        assert min(span.start for span in hours) == 570
        assert max(span.end for span in hours) == 1_200
        assert all("insulated_box" in vehicle.equipment for vehicle in fleet.vehicles)
        assert len({vehicle.id for vehicle in fleet.vehicles}) == len(fleet.vehicles)
    assert len(default_fleet(monaco(), 200).vehicles) == 10
    assert {vehicle.profile for vehicle in default_fleet(monaco(), 200).vehicles} == {
        "cargo_bike",
        "van",
    }


def test_couriers_read_what_they_ride_in_their_language() -> None:
    labels = {
        language: [one.label for one in default_fleet(monaco(), 80, language=language).vehicles]
        for language in ("fr", "en")
    }
    assert labels == {
        "fr": ["Vélo-cargo", "Triporteur", "Vélo-cargo", "Camionnette"],
        "en": ["Cargo bike", "Cargo tricycle", "Cargo bike", "Van"],
    }


def test_a_larger_town_has_a_larger_fleet() -> None:
    assert len(default_fleet(TOWN).vehicles) == 1
    assert len(default_fleet(monaco()).vehicles) == 2
