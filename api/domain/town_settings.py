"""How a town delivers: its slots and cut-offs, its holidays, its hub, its area, times at a stop."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from api.domain.slots import SlotRule
from routing.formats.clock import clock_text, read_span, read_time
from routing.formats.fleet import StopTimes

Position = tuple[float, float]
"""Longitude, latitude in degrees."""

EVERY_DAY = frozenset(range(7))


@dataclass(frozen=True, slots=True)
class Zone:
    """A part of the service area.

    Parameters
    ----------
    area
        Corners of a polygon.
    """

    name: str
    area: tuple[Position, ...]


@dataclass(frozen=True, slots=True)
class TownSettings:
    """What a planner decides once for a town.

    Parameters
    ----------
    hub
        Where rounds start and end.
    slots
        What is offered, week after week.
    holidays
        Country and its part whose public holidays are kept (``FR``, ``FR-57``, ``MC``); empty:
        none.
    closed, open
        Dates on which nobody rides, and dates on which somebody does though it is a holiday.
    area
        Corners of the service area, a polygon; empty: as far as the town's streets reach.
    zones
        Parts of the area that a tariff may price by their names; of several around a door the
        first counts.
    times
        Seconds at a stop.
    quote_seconds
        How long a quote holds.
    planning_seconds
        Of search at a cut-off.
    """

    hub: Position
    slots: tuple[SlotRule, ...] = ()
    holidays: str = ""
    closed: frozenset[dt.date] = frozenset()
    open: frozenset[dt.date] = frozenset()
    area: tuple[Position, ...] = ()
    zones: tuple[Zone, ...] = ()
    times: StopTimes = field(default_factory=StopTimes)
    quote_seconds: int = 600
    planning_seconds: int = 20


def read_town_settings(document: Mapping[str, Any]) -> TownSettings:
    """Settings as they are stored: what `written_town_settings` wrote."""
    return TownSettings(
        hub=tuple(document["hub"]),
        slots=tuple(_slot(slot) for slot in document["slots"]),
        holidays=document["holidays"],
        closed=frozenset(map(dt.date.fromisoformat, document["closed"])),
        open=frozenset(map(dt.date.fromisoformat, document["open"])),
        area=tuple((lon, lat) for lon, lat in document["area"]),
        zones=tuple(
            Zone(name, tuple((lon, lat) for lon, lat in area)) for name, area in document["zones"]
        ),
        times=StopTimes(**document["times"]),
        quote_seconds=document["quote_seconds"],
        planning_seconds=document["planning_seconds"],
    )


def written_town_settings(settings: TownSettings) -> dict[str, Any]:
    """Settings as JSON."""
    return {
        "hub": list(settings.hub),
        "slots": [
            {
                "name": slot.name,
                "span": str(slot.span),
                "weekdays": sorted(slot.weekdays),
                "cut_off": clock_text(slot.cut_off),
                "days_before": slot.days_before,
            }
            for slot in settings.slots
        ],
        "holidays": settings.holidays,
        "closed": sorted(map(str, settings.closed)),
        "open": sorted(map(str, settings.open)),
        "area": [list(corner) for corner in settings.area],
        "zones": [[zone.name, [list(corner) for corner in zone.area]] for zone in settings.zones],
        "times": asdict(settings.times),
        "quote_seconds": settings.quote_seconds,
        "planning_seconds": settings.planning_seconds,
    }


def _slot(document: Mapping[str, Any]) -> SlotRule:
    span, cut_off = read_span(document["span"]), read_time(document["cut_off"])
    if span is None or cut_off is None:
        raise ValueError(document)
    return SlotRule(
        document["name"], span, frozenset(document["weekdays"]), cut_off, document["days_before"]
    )
