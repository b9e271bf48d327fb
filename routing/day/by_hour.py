"""Places on streets that a profile may enter at some hours only.

A place has one set of opening hours for all vehicles. So where some profile of the fleet comes at
any hour, a place is left to it, and is out of reach for those that are bound to hours; where all
are bound, the place opens when all of them may come.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Generic, TypeVar, cast

from routing.day.streets import Streets
from routing.formats.clock import MIDNIGHT, ClockSpan
from routing.street.engine import Ways

Hours = tuple[ClockSpan, ...]
_ALWAYS: Hours = (ClockSpan(0, MIDNIGHT),)


Asked = TypeVar("Asked", bound=Ways)


@dataclass(frozen=True, slots=True)
class ByHour(Generic[Asked]):
    """What the hours of the streets leave of them on a date.

    Parameters
    ----------
    ways
        By profile; places left to others, or open to nobody, have no snap.
    hours
        When a place may be served, by its row; missing where that is always. On the wall clock.
    """

    ways: dict[str, Asked]
    hours: dict[int, Hours]


def by_hour(ways: Mapping[str, Asked], date: dt.date, *, hub: int | None = 0) -> ByHour[Asked]:
    """Apply the hours of the streets on which places lie.

    Ways of another engine than our own come at any hour: it is for that engine to know better.

    Parameters
    ----------
    hub
        The row of the place that is exempt: vehicles are parked there.
    """
    streets = {name: one for name, one in ways.items() if isinstance(one, Streets)}
    others = len(ways) - len(streets)
    kept = {profile: list(one.snaps) for profile, one in streets.items()}
    hours: dict[int, Hours] = {}
    for row in range(max((len(snaps) for snaps in kept.values()), default=0)):
        bound = {} if row == hub else _bound(streets, row, date)
        if not bound:
            continue
        reaching = {profile for profile, snaps in kept.items() if snaps[row] is not None}
        common = _common(bound.values())
        if len(bound) == len(reaching) + others and common:
            hours[row] = common
            continue
        for profile in bound:
            kept[profile][row] = None
    own = {name: replace(one, snaps=tuple(kept[name])) for name, one in streets.items()}
    return ByHour({**ways, **cast("dict[str, Asked]", own)}, hours)


def _bound(streets: Mapping[str, Streets], row: int, date: dt.date) -> dict[str, Hours]:
    """The hours of the street at a place, for the profiles that are bound to some."""
    found = {}
    for profile, one in streets.items():
        snap = one.snaps[row]
        if snap is not None:
            hours = one.graph.profile.open_windows(one.tags_at(snap), date)
            if hours is not None:
                found[profile] = hours
    return found


def _common(all_hours: Iterable[Hours]) -> Hours:
    """When all are open."""
    common = _ALWAYS
    for hours in all_hours:
        common = tuple(
            ClockSpan(max(one.start, other.start), min(one.end, other.end))
            for one in common
            for other in hours
            if max(one.start, other.start) < min(one.end, other.end)
        )
    return common
