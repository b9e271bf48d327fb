"""When customers want their parcels, and when shops have them ready."""

import datetime as dt
from collections.abc import Sequence

from data.demand.dice import Dice
from data.demand.figures import (
    ANY_TIME_SHARE,
    PRECISE_SHARE,
    READY,
    READY_ANY_TIME,
    SLOT_SHARES,
    WEEKEND_SLOT_SHARES,
)
from routing.day.clock import DayClock
from routing.formats.clock import ClockMinutes, ClockSpan
from routing.model import Window

COLLECTING = ClockSpan(570, 1_140)
"""When couriers fetch: from 9:30, and late enough to deliver by 20:00."""

_LEAD, _AT_COUNTER = 30, 15
"""Minutes from shop to door at the most, and that a shop must be open for the courier."""

_QUARTER = 15


def slot(date: dt.date, dice: Dice) -> tuple[ClockSpan, ClockSpan | None]:
    """One of the day's slots, and what the customer asked for in it; None is any time today."""
    shares = SLOT_SHARES if date.weekday() < 5 else WEEKEND_SLOT_SHARES
    whole = dice.weighted(tuple(shares), tuple(shares.values()))
    drawn = dice.share()
    if drawn < ANY_TIME_SHARE:
        return whole, None
    if drawn >= ANY_TIME_SHARE + PRECISE_SHARE:
        return whole, whole
    starts = range(whole.start, whole.end - 60 + 1, 30)
    start = dice.pick(starts)
    return whole, ClockSpan(start, start + 60)


def collectable(opening: Sequence[Window] | None, clock: DayClock) -> bool:
    """Whether a shop is open for an hour or more while couriers fetch."""
    if opening is None:
        return True
    start, end = clock.instant(COLLECTING.start), clock.instant(COLLECTING.end)
    return any(min(w.end, end) - max(w.start, start) >= 3_600 for w in opening)


def ready(
    whole: ClockSpan,
    wanted: ClockSpan | None,
    opening: Sequence[Window] | None,
    clock: DayClock,
    dice: Dice,
) -> ClockMinutes | None:
    """When the parcels can be fetched; None when the shop opens too late for what is wanted.

    Usually some time after the cut-off of the slot; the latest time before when the shop closes
    early, the first one after when it opens late.
    """
    usual = READY_ANY_TIME if wanted is None else READY[whole]
    latest = COLLECTING.end if wanted is None else wanted.end - _LEAD
    fitting = [
        minutes
        for minutes in range(COLLECTING.start, latest - _AT_COUNTER + 1, _QUARTER)
        if _open_after(minutes, latest, opening, clock)
    ]
    common = [minutes for minutes in fitting if usual.start <= minutes <= usual.end]
    if common:
        return dice.pick(common)
    return min(fitting, key=lambda minutes: abs(minutes - usual.start), default=None)


def _open_after(
    minutes: ClockMinutes,
    latest: ClockMinutes,
    opening: Sequence[Window] | None,
    clock: DayClock,
) -> bool:
    if opening is None:
        return True
    start, end = clock.instant(minutes), clock.instant(latest)
    return any(min(w.end, end) - max(w.start, start) >= 60 * _AT_COUNTER for w in opening)
