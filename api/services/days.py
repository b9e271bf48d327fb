"""Which slots of a date may be asked for: weekdays, cut-offs, holidays, a shop's own ways."""

import datetime as dt
from zoneinfo import ZoneInfo

import holidays

from api.domain.order import MOST_DAYS_AHEAD
from api.domain.slots import Slot, slots_of, still_open
from api.domain.town import MemberShop, ServedTown
from routing.errors import InputError

AFTER_CUT_OFF = 60
"""Seconds between the end of the search at a cut-off and the first halt at a shop."""


def heard_from(served: ServedTown, closes: dt.datetime) -> dt.datetime:
    """When couriers know of the orders for a slot: once its cut-off is planned.

    Parameters
    ----------
    closes
        The town's cut-off, whatever earlier one a shop has.
    """
    return closes + dt.timedelta(seconds=served.settings.planning_seconds)


def fetched_from(served: ServedTown, closes: dt.datetime) -> dt.datetime:
    """When goods for a slot may be fetched at the soonest; see `heard_from`."""
    return heard_from(served, closes) + dt.timedelta(seconds=AFTER_CUT_OFF)


def open_slots(
    served: ServedTown, shop: MemberShop, date: dt.date, now: dt.datetime
) -> tuple[Slot, ...]:
    """The slots of a date that a shop may still ask for."""
    earlier = dt.timedelta(minutes=shop.settings.cut_off_minutes_earlier)
    return tuple(still_open(slots_on(served, date, earlier), now))


def slots_on(
    served: ServedTown, date: dt.date, earlier: dt.timedelta = dt.timedelta()
) -> tuple[Slot, ...]:
    """All slots of a date; none on a day on which nobody rides."""
    closed = {date} if is_closed(served, date) else set()
    return slots_of(
        served.settings.slots, date, ZoneInfo(served.zone), closed=closed, earlier=earlier
    )


def is_closed(served: ServedTown, date: dt.date) -> bool:
    """Whether nobody rides on a date."""
    settings = served.settings
    if date in settings.open:
        return False
    return date in settings.closed or is_holiday(settings.holidays, date)


def is_holiday(zone: str, date: dt.date) -> bool:
    """Whether a date is a public holiday of a country or of a part of it.

    Parameters
    ----------
    zone
        ``FR``, ``FR-57``: a country of ISO 3166-1 and, after a dash, its part as the library
        `holidays` names it; empty: nowhere.
    """
    if not zone:
        return False
    country, _, part = zone.partition("-")
    return date in holidays.country_holidays(country, subdiv=part or None, years=date.year)


def today(served: ServedTown, now: dt.datetime) -> dt.date:
    """The date that the town's calendars show."""
    return now.astimezone(ZoneInfo(served.zone)).date()


def coming_dates(served: ServedTown, now: dt.datetime) -> list[dt.date]:
    """The local dates for which anything may be promised."""
    first = today(served, now)
    return [first + dt.timedelta(days=ahead) for ahead in range(MOST_DAYS_AHEAD + 1)]


def require_bookable(served: ServedTown, date: dt.date, now: dt.datetime) -> None:
    """Refuse dates that are over or too far ahead.

    Raises
    ------
    InputError
        ``order.date_over`` or ``order.date_too_far``.
    """
    first = today(served, now)
    if date < first:
        raise InputError("order.date_over", pointer="/date", date=date.isoformat())
    if date > first + dt.timedelta(days=MOST_DAYS_AHEAD):
        raise InputError(
            "order.date_too_far", pointer="/date", date=date.isoformat(), most=MOST_DAYS_AHEAD
        )
