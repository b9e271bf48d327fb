"""Each slip in an orders file is named by line and column; the lines around it survive."""

import datetime as dt

import pytest

from routing.formats.orders import parse_orders

HEADER = "order,date,shop,recipient,address,slot,ready_at,parcels,grams,cold,penalty_eur"
GOOD = "1,2026-03-18,Bakery,Ann Petit,4 Rue Basse,14:00-15:00,09:30,1,800,no,"


def line(**changes: str) -> str:
    """A good line of order 2 with some cells changed."""
    cells = dict(zip(HEADER.split(","), GOOD.split(","), strict=True)) | {"order": "2"} | changes
    return ",".join(cells.values())


def found(text: str) -> list[tuple[str, object, object]]:
    return [
        (error.code, error.values.get("line"), error.values.get("column"))
        for error in parse_orders(text.encode()).errors
    ]


@pytest.mark.parametrize(
    ("changes", "code", "column"),
    [
        ({"order": ""}, "orders.empty_cell", "order"),
        ({"order": "x" * 61}, "orders.too_long", "order"),
        ({"order": "a\x00b"}, "orders.not_printable", "order"),
        ({"order": "1"}, "orders.order_twice", "order"),
        ({"date": ""}, "orders.empty_cell", "date"),
        ({"date": "2026-02-30"}, "orders.not_a_date", "date"),
        ({"date": "tomorrow"}, "orders.not_a_date", "date"),
        ({"shop": ""}, "orders.empty_cell", "shop"),
        ({"shop": "x" * 60}, "orders.too_long", "shop"),
        ({"address": ""}, "orders.empty_cell", "address"),
        ({"slot": "soon"}, "orders.not_a_slot", "slot"),
        ({"slot": "14:00"}, "orders.not_a_slot", "slot"),
        ({"slot": "25:00-26:00"}, "orders.not_a_slot", "slot"),
        ({"slot": "15:00-14:00"}, "orders.slot_backwards", "slot"),
        ({"ready_at": "noon"}, "orders.not_a_time", "ready_at"),
        ({"ready_at": "15:01"}, "orders.ready_too_late", "ready_at"),
        ({"parcels": "two"}, "orders.not_a_number", "parcels"),
        ({"parcels": "0"}, "orders.no_parcel", "parcels"),
        ({"parcels": "1.5"}, "orders.part_of_parcel", "parcels"),
        ({"recipient": "Ann\x00"}, "orders.control_character", "recipient"),
        ({"address": "4 \x1b[2J Rue Basse"}, "orders.control_character", "address"),
        ({"shop": "Bak\x7fery"}, "orders.not_printable", "shop"),
        ({"grams": "9" * 400}, "orders.too_much", "grams"),
        ({"grams": "-1"}, "orders.negative", "grams"),
        ({"grams": "\u22121"}, "orders.negative", "grams"),
        ({"grams": "99999999"}, "orders.too_much", "grams"),
        ({"grams": "1e3"}, "orders.not_a_number", "grams"),
        ({"cold": "a little"}, "orders.not_yes_or_no", "cold"),
        ({"penalty_eur": "-5"}, "orders.negative", "penalty_eur"),
    ],
)
def test_a_bad_cell_is_named_and_its_neighbours_survive(
    changes: dict[str, str], code: str, column: str
) -> None:
    text = "\n".join([HEADER, GOOD, line(**changes), line(order="3")])
    assert found(text) == [(code, 3, column)]
    assert [row.id for row in parse_orders(text.encode()).rows] == ["1", "3"]


def test_all_errors_of_all_lines_are_told_at_once() -> None:
    text = "\n".join([HEADER, line(shop="", grams="-2"), GOOD, line(date="?", cold="?")])
    assert sorted(found(text)) == [
        ("orders.empty_cell", 2, "shop"),
        ("orders.negative", 2, "grams"),
        ("orders.not_a_date", 4, "date"),
        ("orders.not_yes_or_no", 4, "cold"),
        ("orders.order_twice", 4, "order"),
    ]


def test_errors_come_in_the_order_of_the_lines() -> None:
    text = "\n".join([HEADER, GOOD, GOOD, line(shop=""), "x"])
    assert [where for _, where, _ in found(text)] == [3, 4, 5]


def test_half_written_lines_are_named_and_the_others_survive() -> None:
    text = "\n".join([HEADER, GOOD, "2,2026-03-18,Bak", line(order="3") + ",more"])
    assert found(text) == [
        ("orders.too_few_cells", 3, None),
        ("orders.too_many_cells", 4, None),
    ]


def test_an_open_quote_breaks_its_own_line_only() -> None:
    text = "\n".join([HEADER, line(shop='"Bakery'), GOOD, line(order="3", shop='"Bak"er"')])
    assert found(text) == [("orders.broken_line", 2, None), ("orders.broken_line", 4, None)]
    assert [row.id for row in parse_orders(text.encode()).rows] == ["1"]


def test_a_quoted_cell_may_hold_separators_and_line_breaks() -> None:
    text = "\n".join([HEADER, line(address='"4, Rue\nBasse"'), line(order="3", grams="x")])
    read = parse_orders(text.encode())
    assert [row.address for row in read.rows] == ["4, Rue\nBasse"]
    assert [error.values["line"] for error in read.errors] == [4]


def test_one_file_is_one_day_and_a_slip_does_not_shift_it() -> None:
    text = "\n".join([HEADER, line(order="0", date="2026-03-19"), GOOD, line()])
    read = parse_orders(text.encode())
    assert {row.date for row in read.rows} == {dt.date(2026, 3, 18)}
    assert read.errors[0].code == "orders.other_date"
    assert read.errors[0].values == {
        "line": 2, "column": "date", "date": "2026-03-19", "day": "2026-03-18",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("order,date,shop,adress", [("orders.unknown_column", 1, "adress"),
                                    ("orders.missing_column", 1, "address")]),
        ("order,shop,address", [("orders.missing_column", 1, "date")]),
        ("order,date,shop,address,id", [("orders.column_twice", 1, "id")]),
        ("order,date,shop,address,kg,grams", [("orders.column_twice", 1, "kg")]),
        ("order,date,shop,address,slot,from", [("orders.column_twice", 1, "from")]),
        ("a,b,c", [("orders.no_header", 1, None)]),
        ('order,date,shop,"address', [("orders.broken_line", 1, None)]),
        ("", [("orders.empty_file", None, None)]),
        ("order,date,shop,address", [("orders.no_orders", 1, None)]),
    ],
)  # fmt: skip
def test_a_wrong_header_is_named(header: str, expected: list[tuple[str, object, object]]) -> None:
    assert found(header)[: len(expected)] == expected


def test_a_wrong_column_proposes_the_nearest_ones() -> None:
    errors = parse_orders(b"order,date,shop,adress\n1,2026-03-18,a,b").errors
    assert "address" in str(errors[0].values["known"])


def test_a_wrong_column_beside_the_needed_ones_leaves_the_good_lines() -> None:
    read = parse_orders(b"order,date,shop,address,colour\n1,2026-03-18,a,b,red\n")
    assert [error.code for error in read.errors] == ["orders.unknown_column"]
    assert [row.id for row in read.rows] == ["1"]


@pytest.mark.parametrize(
    ("lon", "lat", "code", "column"),
    [
        ("7.4", "", "orders.half_position", "lat"),
        ("", "43.7", "orders.half_position", "lon"),
        ("181", "43.7", "orders.not_degrees", "lon"),
        ("7.4", "-91", "orders.not_degrees", "lat"),
        ("seven", "43.7", "orders.not_degrees", "lon"),
    ],
)
def test_a_bad_pin_is_named(lon: str, lat: str, code: str, column: str) -> None:
    assert found(f"order,date,shop,lon,lat\n1,2026-03-18,a,{lon},{lat}") == [(code, 2, column)]


def test_a_position_of_nothing_is_an_empty_cell() -> None:
    assert found("order,date,shop,lon,lat\n1,2026-03-18,a,,") == [
        ("orders.empty_cell", 2, "address")
    ]


def test_the_column_is_named_as_the_file_writes_it() -> None:
    text = "Commande;Date;Commerce;Adresse;Créneau\n1;2026-03-18;a;b;bientôt"
    assert found(text) == [("orders.not_a_slot", 2, "Créneau")]


def test_two_slot_columns_are_named_one_by_one() -> None:
    text = "order,date,shop,address,slot_start,slot_end\n"
    assert found(text + "1,2026-03-18,a,b,x,15:00") == [("orders.not_a_time", 2, "slot_start")]
    assert found(text + "1,2026-03-18,a,b,16:00,15:00") == [
        ("orders.slot_backwards", 2, "slot_end")
    ]


def test_a_spoilt_line_keeps_what_could_be_understood() -> None:
    text = "\n".join([HEADER, GOOD, line(grams="-2", shop="Florist"), GOOD, "2,3"])
    read = parse_orders(text.encode())
    assert [(row.line, row.shop) for row in read.spoilt] == [(3, "Florist"), (4, "Bakery")]
    assert [row.line for row in read.rows] == [2]


def test_the_day_is_that_of_most_lines_even_where_they_have_other_errors() -> None:
    spoilt = [line(order=str(n), cold="?") for n in (2, 3, 4)]
    text = "\n".join([HEADER, line(order="1", date="2026-03-19"), *spoilt, line(date="?")])
    read = parse_orders(text.encode())
    assert read.rows == ()
    told = {error.values["line"]: error for error in read.errors if "day" in error.values}
    assert told.keys() == {2}
    assert told[2].values["day"] == "2026-03-18"


def test_an_order_that_comes_twice_is_told_even_where_the_first_has_another_error() -> None:
    text = "\n".join([HEADER, line(cold="?"), line(), line(order=""), line(order="")])
    assert found(text) == [
        ("orders.not_yes_or_no", 2, "cold"),
        ("orders.order_twice", 3, "order"),
        ("orders.empty_cell", 4, "order"),
        ("orders.empty_cell", 5, "order"),
    ]


def test_a_number_beyond_all_measure_is_called_too_large_and_not_written_out() -> None:
    (error,) = parse_orders(f"{HEADER}\n{line(grams='9' * 400)}".encode()).errors
    assert error.values["number"] == "9" * 20 + "…"


def test_a_line_that_is_no_text_is_named_and_its_neighbours_survive() -> None:
    text = "\n".join([HEADER, GOOD, line(recipient="Zo\udc81"), line(order="3")])
    read = parse_orders(text.encode(errors="surrogateescape"))
    assert [(error.code, error.values) for error in read.errors] == [
        ("orders.no_text", {"line": 3})
    ]
    assert [row.id for row in read.rows] == ["1", "3"]


def test_half_a_character_of_utf16_spoils_its_own_line_only() -> None:
    text = "\n".join([HEADER, GOOD, line(recipient="Zo\ud800"), line(order="3"), ""])
    read = parse_orders(text.encode("utf-16", errors="surrogatepass") + b"x")
    assert [(error.code, error.values["line"]) for error in read.errors] == [
        ("orders.no_text", 3),
        ("orders.no_text", 5),
    ]
    assert [row.id for row in read.rows] == ["1", "3"]


def test_a_quoted_cell_never_takes_in_a_line_that_is_no_text() -> None:
    text = "\n".join([HEADER, line(address='"4\n\udc81\nRue Basse"'), line(order="3")])
    read = parse_orders(text.encode(errors="surrogateescape"))
    assert {error.values["line"] for error in read.errors} == {2, 3, 4}
    assert [row.id for row in read.rows] == ["3"]


def test_a_header_that_is_no_text_is_named() -> None:
    (error,) = parse_orders(b"order,date,shop,\x81\n").errors
    assert (error.code, error.values) == ("orders.no_text", {"line": 1})
