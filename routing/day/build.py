"""Orders and a fleet placed in a town: the problem of a day."""

from collections.abc import Sequence
from dataclasses import dataclass

from routing.day.day import Day
from routing.errors import InputError
from routing.formats.fleet import Fleet
from routing.formats.orders import OrderRow
from routing.town.town import Town


@dataclass(frozen=True, slots=True)
class DayBuilt:
    """A day made of the orders that can be planned, and what is wrong with the others.

    Parameters
    ----------
    day
        None when no order is left.
    errors
        In the order of the lines.
    """

    day: Day | None
    errors: tuple[InputError, ...]


def build_day(town: Town, rows: Sequence[OrderRow], fleet: Fleet) -> DayBuilt:
    """Place orders and fleet in a town.

    Parameters
    ----------
    rows
        All of one date, as `read_orders` gives them.

    Raises
    ------
    InputErrors
        When the fleet cannot ride in this town: no day can be planned then.
    """
    raise NotImplementedError
