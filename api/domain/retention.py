"""How long personal data are kept: what an installation may choose, and when its day is over.

The defaults stand beside the columns (`api.store.tables`). An installation may keep anything for a
shorter time, and for a longer one only up to the caps here.
"""

import datetime as dt
from collections.abc import Mapping
from types import MappingProxyType
from zoneinfo import ZoneInfo

from routing.errors import InputError

MOST_DAYS: Mapping[str, int] = MappingProxyType(
    {
        "purpose.address_book": 3 * 365,
        "purpose.delivery": 60,
        "purpose.door_code": 2,
        "purpose.proof": 365,
        "purpose.first_answer": 2,
    }
)
"""By purpose, the longest that any installation may choose. CNIL's reference values: three years
after the last contact for customers, two months for where a courier was; a year for a proof."""

LEAST_DAYS = 1

_FAMILY = "purpose."

NIGHT = dt.timedelta(hours=2)
"""When a town's day is over for the purge: at two, when nobody delivers any more."""


def purpose_named(name: str) -> str:
    """The purpose that people call so: ``proof`` is ``purpose.proof``.

    Raises
    ------
    InputError
        ``retention.unknown_purpose``.
    """
    purposes = {purpose.removeprefix(_FAMILY): purpose for purpose in MOST_DAYS}
    if name not in purposes:
        raise InputError("retention.unknown_purpose", known=", ".join(purposes))
    return purposes[name]


def check_days(purpose: str, days: int) -> None:
    """Accept a number of days only if an installation may choose it.

    Raises
    ------
    InputError
        ``retention.days``.
    """
    most = MOST_DAYS[purpose]
    if not LEAST_DAYS <= days <= most:
        raise InputError("retention.days", found=days, least=LEAST_DAYS, most=most)


def purge_day(now: dt.datetime, zone: ZoneInfo) -> dt.date:
    """The town's day as the purge counts it: a new one begins at two in the night.

    Examples
    --------
    >>> paris = ZoneInfo("Europe/Paris")
    >>> half_past_one = dt.datetime(2026, 11, 27, 0, 30, tzinfo=dt.UTC)
    >>> str(purge_day(half_past_one, paris))
    '2026-11-26'
    """
    return (now.astimezone(zone) - NIGHT).date()


def due_before(today: dt.date, days: int) -> dt.date:
    """The first date whose values are not yet due: those of all earlier ones are.

    A value's days are counted from the end of its day.

    Examples
    --------
    >>> due_before(dt.date(2026, 11, 4), 2)
    datetime.date(2026, 11, 2)
    """
    return today - dt.timedelta(days=days)
