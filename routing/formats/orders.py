"""A day's orders as a CSV file, as shops and spreadsheets write them.

The file is described in ``docs/reference/orders-csv.md``. Nothing typed by a person about a person
(recipient, address, instructions) ever enters an error: the line and the column name the cell.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from routing.errors import InputError
from routing.formats.clock import ClockMinutes, ClockSpan
from routing.model import Load
from routing.model.units import Cents


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


@dataclass(frozen=True, slots=True)
class OrdersFile:
    """The lines that can be planned, and all that is wrong with the others."""

    rows: tuple[OrderRow, ...]
    errors: tuple[InputError, ...]


def read_orders(path: Path) -> OrdersFile:
    """Read a file of orders; whatever is wrong with it is in the errors, nothing is raised."""
    raise NotImplementedError


def write_orders(rows: Iterable[OrderRow]) -> str:
    """The rows as CSV text that `read_orders` reads back."""
    raise NotImplementedError
