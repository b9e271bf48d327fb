"""Slots of a day and when they close: what a shop may still offer at an instant."""

import datetime as dt
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from routing.formats.clock import ClockMinutes, ClockSpan


@dataclass(frozen=True, slots=True)
class SlotRule:
    """A slot that a town offers week after week.

    Parameters
    ----------
    name
        ``morning``; what shops, tariffs and statements call it.
    span
        When the door is reached, on the wall clock.
    weekdays
        Monday is 0.
    cut_off
        Until when it may be asked for, on the wall clock of the day itself or, with
        `days_before`, of a day before.
    """

    name: str
    span: ClockSpan
    weekdays: frozenset[int]
    cut_off: ClockMinutes
    days_before: int = 0


@dataclass(frozen=True, slots=True)
class Slot:
    """A slot of one date. Instants are aware, in UTC."""

    name: str
    start: dt.datetime
    end: dt.datetime
    closes: dt.datetime


def slots_of(
    rules: Sequence[SlotRule],
    date: dt.date,
    zone: ZoneInfo,
    *,
    closed: Collection[dt.date] = (),
    earlier: dt.timedelta = dt.timedelta(0),
) -> tuple[Slot, ...]:
    """All slots of a date, in order.

    Parameters
    ----------
    closed
        Dates on which nobody rides: holidays of the town's zone, and its own.
    earlier
        By how much a shop's own cut-off lies before the town's.
    """
    if date in closed:
        return ()
    offered = (rule for rule in rules if date.weekday() in rule.weekdays)
    return tuple(
        sorted(
            (_slot(rule, date, zone, earlier) for rule in offered),
            key=lambda slot: (slot.start, slot.end, slot.name),
        )
    )


def still_open(slots: Sequence[Slot], now: dt.datetime) -> Iterator[Slot]:
    """Those that may be asked for at an instant."""
    return (slot for slot in slots if now < slot.closes)


def _slot(rule: SlotRule, date: dt.date, zone: ZoneInfo, earlier: dt.timedelta) -> Slot:
    day_of_cut_off = date - dt.timedelta(days=rule.days_before)
    return Slot(
        rule.name,
        instant(date, rule.span.start, zone),
        instant(date, rule.span.end, zone),
        instant(day_of_cut_off, rule.cut_off, zone) - earlier,
    )


def instant(date: dt.date, minutes: ClockMinutes, zone: ZoneInfo) -> dt.datetime:
    """When the town's clocks show so many minutes after midnight, in UTC.

    An hour that is left out in spring is the one after it; of one that comes twice in autumn the
    first counts.
    """
    days, rest = divmod(minutes, 24 * 60)
    shown = dt.datetime.combine(
        date + dt.timedelta(days=days), dt.time(rest // 60, rest % 60), tzinfo=zone
    )
    return shown.astimezone(dt.UTC)
