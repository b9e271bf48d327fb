"""The same order again and again: bread every Tuesday and Friday."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field

from api.domain.order import Mark, NotAtHome, Parcel


@dataclass(frozen=True, slots=True)
class StandingOrder:
    """An order for each of some weekdays.

    Parameters
    ----------
    recipient
        Somebody of the shop's address book, with a door.
    weekdays
        Monday is 0.
    slot
        Name of the slot that is asked for.
    made_until
        The last date whose order was made or left out.
    """

    id: str
    town: str
    shop: str
    recipient: str
    weekdays: frozenset[int]
    slot: str
    parcels: tuple[Parcel, ...]
    made_until: dt.date
    marks: frozenset[Mark] = frozenset()
    not_at_home: NotAtHome = NotAtHome.CALL
    instructions: str = field(default="", repr=False)
    door_code: str = field(default="", repr=False)
    active: bool = True
    version: int = 1

    def due(self, until: dt.date) -> Iterator[dt.date]:
        """The dates up to one, that included, whose orders are still to be made.

        Examples
        --------
        >>> bread = StandingOrder(
        ...     "sto_1", "twn_1", "shp_1", "rec_1", frozenset({1}), "morning", (),
        ...     made_until=dt.date(2026, 11, 26),
        ... )
        >>> [str(date) for date in bread.due(dt.date(2026, 12, 8))]
        ['2026-12-01', '2026-12-08']
        """
        date = self.made_until
        while (date := date + dt.timedelta(days=1)) <= until:
            if date.weekday() in self.weekdays:
                yield date
