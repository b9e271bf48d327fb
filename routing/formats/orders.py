"""A day's orders as a CSV file, as shops and spreadsheets write them.

The file is described in ``docs/reference/orders-csv.md``. Nothing typed by a person about a person
(recipient, address, instructions) ever enters an error: the line and the column name the cell.
"""

import csv
import datetime as dt
import io
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from routing.errors import InputError
from routing.formats.clock import MIDNIGHT, ClockMinutes, ClockSpan, clock_text
from routing.formats.csv_text import (
    BrokenRecord,
    Record,
    UnreadableRecord,
    decoded_lines,
    records,
    separator_of,
)
from routing.formats.order_cells import Cells
from routing.formats.order_columns import NOTHING, Header, names_of, read_header, recognised
from routing.model import Load
from routing.model.units import Cents

LONGEST_SHOP = 59
"""A place of the plan has at most 64 characters; ``shop:`` takes five."""

_NO_DATE = dt.date(2000, 1, 1)
"""Stands in a spoilt row for a date that is wrong."""

_WRITTEN = (
    "order",
    "date",
    "shop",
    "shop_name",
    "shop_lon",
    "shop_lat",
    "recipient",
    "address",
    "lon",
    "lat",
    "instructions",
    "slot",
    "ready_at",
    "parcels",
    "grams",
    "litres",
    "cold",
    "return",
    "max_minutes_on_board",
    "penalty_eur",
)


@dataclass(frozen=True, slots=True)
class OrderRow:
    """One line of the file, understood but not yet placed in a town.

    Parameters
    ----------
    line
        Line of the file, the header being 1: every later error names it.
    id
        1 to 60 characters, unique in the file.
    shop
        Id (``node/123``) or name of a shop of the town, or any name beside `shop_position`.
    shop_name
        How the shop is called on sheets; empty: as the town calls it.
    shop_position, pin
        (longitude, latitude) in degrees; a pin goes before the address.
    slots
        When somebody is at the door, sorted and disjoint; empty means any time.
    ready_at
        Not to be picked up before.
    is_return
        From the door to the shop.
    longest_on_board
        Minutes.
    penalty
        Cents for leaving it out; None when it must be served.
    columns
        How the file writes the names of its columns.
    """

    line: int
    id: str
    date: dt.date
    shop: str
    load: Load
    recipient: str = ""
    address: str = ""
    pin: tuple[float, float] | None = None
    instructions: str = ""
    slots: tuple[ClockSpan, ...] = ()
    ready_at: ClockMinutes | None = None
    cold: bool = False
    is_return: bool = False
    longest_on_board: int | None = None
    penalty: Cents | None = None
    shop_name: str = ""
    shop_position: tuple[float, float] | None = None
    columns: Mapping[str, str] = field(default_factory=dict, compare=False, repr=False)

    def written(self, column: str) -> str:
        """The column's name in the file."""
        return self.columns.get(column, column)


@dataclass(frozen=True, slots=True)
class OrdersFile:
    """The lines that can be planned, and all that is wrong with the others.

    Parameters
    ----------
    spoilt
        What could be understood of the other lines: never to be planned, but more may be wrong with
        them than the file alone shows.
    """

    rows: tuple[OrderRow, ...]
    errors: tuple[InputError, ...]
    spoilt: tuple[OrderRow, ...] = ()


def read_orders(path: Path) -> OrdersFile:
    """Read a file of orders; whatever is wrong with it is in the errors, nothing is raised."""
    try:
        data = path.read_bytes()
    except OSError:
        return OrdersFile((), (InputError("orders.no_file", file=str(path)),))
    return parse_orders(data)


def parse_orders(
    data: bytes, *, columns: Mapping[str, str] = NOTHING, shop: str = ""
) -> OrdersFile:
    """Read the bytes of a file of orders.

    Parameters
    ----------
    columns
        How the file calls some of our columns, by our name.
    shop
        Whose orders they are where the file has no such column; empty: it must have one.
    """
    names = names_of(columns)
    lines = decoded_lines(data)
    first = next((n for n, line in enumerate(lines, 1) if line is None or line.strip()), None)
    if first is None:
        return OrdersFile((), (InputError("orders.empty_file"),))
    separator = separator_of(lines[first - 1] or "", lambda cells: recognised(cells, names))
    head, *body = records(lines, first, separator)
    if not isinstance(head, Record):
        return OrdersFile((), (_broken(head),))
    if recognised(head.cells, names) < 2:
        return OrdersFile((), (InputError("orders.no_header", line=head.line),))
    needless = ("shop",) if shop else ()
    header, errors = read_header(_without_empty_end(head.cells), head.line, names, needless)
    if any(error.code == "orders.missing_column" for error in errors):
        return OrdersFile((), tuple(errors))
    if not body:
        errors.append(InputError("orders.no_orders", line=head.line))
    read = [row for record in body if (row := _row(record, header, errors, shop)) is not None]
    errors += _doubles(_readable(read, "order", header, errors), header)
    errors += _of_other_dates(_readable(read, "date", header, errors), header)
    rows = _good(read, errors)
    good = {row.line for row in rows}
    return OrdersFile(
        rows=tuple(rows),
        errors=tuple(sorted(errors, key=lambda error: int(error.values["line"]))),
        spoilt=tuple(row for row in read if row.line not in good),
    )


def write_orders(rows: Iterable[OrderRow]) -> str:
    """The rows as CSV text that `parse_orders` reads back."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(_WRITTEN)
    writer.writerows(_written_cells(row) for row in rows)
    return text.getvalue()


def _row(
    record: Record | BrokenRecord | UnreadableRecord,
    header: Header,
    errors: list[InputError],
    shop: str,
) -> OrderRow | None:
    if not isinstance(record, Record):
        errors.append(_broken(record))
        return None
    width, extra = len(header.cells), any(record.cells[len(header.cells) :])
    if len(record.cells) < width or extra:
        code = "orders.too_many_cells" if extra else "orders.too_few_cells"
        found = len(record.cells)
        errors.append(InputError(code, line=record.line, found=found, expected=width))
        return None
    cells = Cells(record.line, record.cells, header)
    row = _read_row(cells, {column: header.written(column) for column in header.index}, shop)
    errors.extend(cells.errors)
    return row


def _broken(record: BrokenRecord | UnreadableRecord) -> InputError:
    broken = isinstance(record, BrokenRecord)
    return InputError("orders.broken_line" if broken else "orders.no_text", line=record.line)


def _good(rows: Iterable[OrderRow], errors: Iterable[InputError]) -> list[OrderRow]:
    wrong = {error.values["line"] for error in errors}
    return [row for row in rows if row.line not in wrong]


def _readable(
    rows: Iterable[OrderRow], column: str, header: Header, errors: Iterable[InputError]
) -> list[OrderRow]:
    """The rows whose cell of a column is understood, whatever is wrong with their other cells."""
    wrong = {(error.values["line"], error.values.get("column")) for error in errors}
    return [row for row in rows if (row.line, header.written(column)) not in wrong]


def _read_row(cells: Cells, columns: Mapping[str, str], shop: str) -> OrderRow:
    date = cells.date("date")
    pin, slots, ready_at = cells.position("lon", "lat"), cells.slots(), cells.time("ready_at")
    address = cells.words("address")
    if not (address or cells.text("lon") or cells.text("lat")):
        cells.wrong("orders.empty_cell", "address")
    if slots and ready_at is not None and ready_at > slots[-1].end:
        cells.wrong(
            "orders.ready_too_late",
            "ready_at",
            ready=clock_text(ready_at),
            end=clock_text(slots[-1].end),
        )
    return OrderRow(
        line=cells.line,
        id=cells.name("order"),
        date=date or _NO_DATE,
        shop=cells.name("shop", LONGEST_SHOP) if "shop" in columns else shop,
        load=cells.load(),
        recipient=cells.words("recipient"),
        address=address,
        pin=pin,
        instructions=cells.words("instructions"),
        slots=slots,
        ready_at=ready_at,
        cold=cells.flag("cold"),
        is_return=cells.flag("return"),
        longest_on_board=cells.whole("max_minutes_on_board", MIDNIGHT),
        penalty=cells.cents("penalty_eur"),
        shop_name=cells.words("shop_name"),
        shop_position=cells.position("shop_lon", "shop_lat"),
        columns=columns,
    )


def _without_empty_end(cells: Sequence[str]) -> Sequence[str]:
    width = max((position for position, cell in enumerate(cells, 1) if cell), default=0)
    return cells[:width]


def _doubles(rows: Iterable[OrderRow], header: Header) -> Iterator[InputError]:
    first: dict[str, int] = {}
    for row in rows:
        if first.setdefault(row.id, row.line) != row.line:
            yield InputError(
                "orders.order_twice",
                line=row.line,
                column=header.written("order"),
                first=first[row.id],
            )


def _of_other_dates(rows: Sequence[OrderRow], header: Header) -> Iterator[InputError]:
    """The day is the date that most rows have: a slip in one line does not shift it."""
    counted = Counter(row.date for row in rows)
    day = max(counted, key=lambda date: counted[date], default=None)
    for row in rows:
        if row.date != day:
            yield InputError(
                "orders.other_date",
                line=row.line,
                column=header.written("date"),
                date=row.date.isoformat(),
                day=str(day),
            )


def _written_cells(row: OrderRow) -> tuple[str, ...]:
    lon, lat = _degrees(row.pin)
    shop_lon, shop_lat = _degrees(row.shop_position)
    return (
        row.id,
        row.date.isoformat(),
        row.shop,
        row.shop_name,
        shop_lon,
        shop_lat,
        row.recipient,
        row.address,
        lon,
        lat,
        row.instructions,
        "|".join(str(span) for span in row.slots),
        "" if row.ready_at is None else clock_text(row.ready_at),
        *map(str, (row.load.parcels, row.load.grams, row.load.litres)),
        "yes" if row.cold else "no",
        "yes" if row.is_return else "no",
        "" if row.longest_on_board is None else str(row.longest_on_board),
        "" if row.penalty is None else f"{row.penalty // 100}.{row.penalty % 100:02d}",
    )


def _degrees(position: tuple[float, float] | None) -> tuple[str, str]:
    return ("", "") if position is None else (f"{position[0]:.7f}", f"{position[1]:.7f}")
