"""Orders are read as shops and spreadsheets write them."""

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from routing.errors import InputError
from routing.formats import csv_text
from routing.formats.clock import MIDNIGHT, ClockSpan
from routing.formats.orders import OrderRow, parse_orders, read_orders, write_orders
from routing.model import Load

DATE = dt.date(2026, 3, 18)
FRENCH = (
    "N° commande;Jour;Commerçant;Client;Adresse;Créneau;Prêt à;Colis;kg;Litres;Au frais\n"
    "12;18/03/2026;Épicerie d’Été;Zoé Brès;4 Rue Basse;14h-15h30|17:00-19:00;9h30;2;1,5;2,5;oui\n"
)


def only_row(data: bytes) -> OrderRow:
    read = parse_orders(data)
    assert read.errors == ()
    (row,) = read.rows
    return row


@pytest.mark.parametrize("separator", [";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_any_spreadsheet_is_read_alike(separator: str, encoding: str, ending: str) -> None:
    text = FRENCH.replace(";", separator).replace("\n", ending)
    assert only_row(text.encode(encoding)) == OrderRow(
        line=2,
        id="12",
        date=DATE,
        shop="Épicerie d’Été",
        load=Load(1_500, 3, 2),
        recipient="Zoé Brès",
        address="4 Rue Basse",
        slots=(ClockSpan(840, 930), ClockSpan(1_020, 1_140)),
        ready_at=570,
        cold=True,
    )


def test_columns_come_in_any_order_and_what_is_left_out_has_a_default() -> None:
    row = only_row(b"shop,address,date,order\nBakery,4 Rue Basse,2026-03-18,a 1\n")
    assert row == OrderRow(2, "a 1", DATE, "Bakery", Load(12_000, 45, 1), address="4 Rue Basse")


def test_an_order_of_unknown_size_counts_as_ordinary_parcels() -> None:
    row = only_row(b"order,date,shop,address,parcels\n1,2026-03-18,a,b,3\n")
    assert row.load == Load(36_000, 135, 3)


@pytest.mark.parametrize(
    ("start", "end", "slots"),
    [
        ("14:00", "15:00", (ClockSpan(840, 900),)),
        ("14:00", "", (ClockSpan(840, MIDNIGHT),)),
        ("", "9h", (ClockSpan(0, 540),)),
        ("", "", ()),
    ],
)
def test_a_slot_may_stand_in_two_columns(
    start: str, end: str, slots: tuple[ClockSpan, ...]
) -> None:
    text = f"order,date,shop,address,debut,slot_end\n1,2026-03-18,a,b,{start},{end}"
    assert only_row(text.encode()).slots == slots


def test_several_slots_are_sorted_and_joined_where_they_touch() -> None:
    text = b"order,date,shop,address,slot\n1,2026-03-18,a,b,17:00-18:00|9:00-10:00 / 10:00-11:00"
    assert only_row(text).slots == (ClockSpan(540, 660), ClockSpan(1_020, 1_080))


def test_the_rest_of_an_order_is_read_too() -> None:
    header = (
        "order,date,shop,shop_name,shop_lon,shop_lat,lon,lat,"
        "return,max_minutes_on_board,penalty_eur"
    )
    row = only_row(f"{header}\n1,2026-03-18,s,Le Pain,7.41,43.7,7.42,43.71,yes,45,12.5".encode())
    assert (row.shop_name, row.shop_position, row.pin) == ("Le Pain", (7.41, 43.7), (7.42, 43.71))
    assert (row.is_return, row.longest_on_board, row.penalty) == (True, 45, 1_250)


def test_empty_lines_and_empty_cells_at_the_end_do_not_count() -> None:
    text = "\n\norder;date;shop;address;;\n\n1;2026-03-18;a;b;;\n;;;;;\n2;2026-03-18;a;b\n"
    assert [(row.line, row.id) for row in parse_orders(text.encode()).rows] == [(5, "1"), (7, "2")]


def test_a_missing_file_is_an_error_like_any_other(tmp_path: Path) -> None:
    read = read_orders(tmp_path / "none.csv")
    assert [error.code for error in read.errors] == ["orders.no_file"]


def test_one_line_in_another_encoding_spoils_no_other() -> None:
    head, first = FRENCH.splitlines()
    second = first.replace("12;", "13;", 1)
    data = b"\n".join([head.encode(), first.encode(), second.encode("cp1252")])
    read = parse_orders(data)
    assert read.errors == ()
    assert {(row.shop, row.recipient) for row in read.rows} == {("Épicerie d’Été", "Zoé Brès")}


def test_a_folder_is_named_as_it_was_given() -> None:
    (error,) = read_orders(Path()).errors
    assert (error.code, error.values) == ("orders.no_file", {"file": "."})


@given(st.binary(max_size=200))
@example(b"\xff\xfe\x00")
@example(b"\xef\xbb\xbf")
def test_no_bytes_raise_anything(data: bytes) -> None:
    read = parse_orders(data)
    assert read.rows or read.errors


CELL = st.text(st.characters(codec="utf-8", exclude_characters="\n\r"), max_size=12)


@given(st.lists(st.lists(CELL, min_size=8, max_size=8), max_size=4), st.sampled_from(",;\t"))
def test_no_cells_raise_anything(lines: list[list[str]], separator: str) -> None:
    header = ["order", "date", "shop", "address", "slot", "ready_at", "grams", "penalty_eur"]
    text = "\n".join(separator.join(cells) for cells in [header, *lines])
    read = parse_orders(text.encode())
    assert all(type(error) is InputError for error in read.errors)
    assert all(row.id and row.shop and row.address for row in read.rows)


@given(st.lists(CELL, min_size=6, max_size=6))
def test_nothing_personal_is_ever_told(cells: list[str]) -> None:
    order, date, slot, ready, grams, cold = (cell.replace('"', "") for cell in cells)
    header = "order;date;shop;recipient;address;instructions;slot;ready_at;grams;cold"
    text = (
        f'{header}\n"{order}";"{date}";a;SECRET;SECRET;SECRET;"{slot}";"{ready}";"{grams}";"{cold}"'
    )
    told = [str(error.values) for error in parse_orders(text.encode()).errors]
    assert not any("SECRET" in values for values in told)


def test_a_file_without_header_does_not_tell_its_first_line() -> None:
    (error,) = parse_orders(b"1,2026-03-18,Bakery,Ann Petit,4 Rue Basse\n").errors
    assert error.values == {"line": 1}


TEXT = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "Zs")), max_size=20).map(
    str.strip
)
NAME = TEXT.filter(lambda text: bool(text) and text.isprintable())
MINUTES = st.integers(0, MIDNIGHT)
DEGREES = st.tuples(
    st.integers(-1_800_000_000, 1_800_000_000), st.integers(-900_000_000, 900_000_000)
)
POSITION = DEGREES.map(lambda pair: (pair[0] / 1e7, pair[1] / 1e7))
ROWS = st.builds(
    OrderRow,
    line=st.just(2),
    id=NAME,
    date=st.dates(dt.date(2000, 1, 1)),
    shop=NAME,
    load=st.builds(Load, st.integers(0, 10**6), st.integers(0, 10**4), st.integers(1, 99)),
    recipient=TEXT,
    address=NAME,
    pin=st.none() | POSITION,
    instructions=TEXT,
    slots=st.just(())
    | st.tuples(st.builds(ClockSpan, st.integers(0, 700), st.integers(701, 1_440))),
    ready_at=st.none() | st.integers(0, 701),
    cold=st.booleans(),
    is_return=st.booleans(),
    longest_on_board=st.none() | MINUTES,
    penalty=st.none() | st.integers(0, 10**6),
    shop_name=TEXT,
    shop_position=st.none() | POSITION,
)


@given(ROWS)
def test_what_is_written_is_read_back(row: OrderRow) -> None:
    assert only_row(write_orders([row]).encode()) == row


def test_no_more_lines_are_read_for_a_quote_that_none_can_mend(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A file of such lines would be read fifty times over."""
    looks = 0

    def counted(lines: Sequence[str], separator: str) -> tuple[str, ...] | None:
        nonlocal looks
        looks += 1
        return parsed(lines, separator)

    parsed = csv_text._parsed
    monkeypatch.setattr(csv_text, "_parsed", counted)
    lines = FRENCH.encode().splitlines() + [b'"Mme" Petit;1'] * 60
    assert len(parse_orders(b"\n".join(lines)).errors) == 60
    assert looks < 70
