"""The towns of an installation: brought in with their packs, and settled how they deliver."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

import holidays
from shapely import Polygon

from api.domain.actor import Actor, Scope
from api.domain.errors import MissingError
from api.domain.ids import Kind
from api.domain.tariff import Tariff
from api.domain.town import ServedTown, TownTariff
from api.domain.town_settings import Position, TownSettings
from api.services.days import coming_dates
from api.services.keeping_promises import keeping_promises
from api.services.live_pools import LivePools
from api.services.town_packs import TownPacks
from api.store import towns
from api.store.work import Work
from routing.errors import InputError, InputErrors
from routing.town.pack import bounds
from routing.town.town import Town

_CORNERS = 3


def add(work: Work, actor: Actor, wanted: ServedTown, packs: TownPacks) -> ServedTown:
    """Serve a town from now on.

    Parameters
    ----------
    wanted
        Its id is given here, its zone read from its pack, which lies in the database.

    Raises
    ------
    InputErrors
        ``town.no_pack``, or what `check` finds.
    """
    actor.require(Scope.INSTALLATION)
    try:
        town = packs.of(work, wanted.pack).town
    except MissingError:
        raise InputErrors([InputError("town.no_pack", pointer="/pack")]) from None
    check(wanted.settings, town)
    served = replace(wanted, id=work.new(Kind.TOWN), zone=town.zone)
    towns.add(work, served)
    return served


def change(work: Work, actor: Actor, changed: ServedTown, live_pools: LivePools) -> ServedTown:
    """Change a town's name or how it delivers; gives it as it is then.

    Parameters
    ----------
    changed
        With the version that was read.

    Raises
    ------
    InputErrors
        What `check` finds.
    RefusedError
        ``town.promises_broken``.
    StaleError
    """
    actor.require(Scope.WRITE_TOWN)
    check(changed.settings, live_pools.packs.of(work, changed.pack).town)
    dates = coming_dates(changed, work.now)
    with keeping_promises(work, actor, changed.id, dates, live_pools):
        towns.change(work, changed)
    return replace(changed, version=changed.version + 1)


def add_tariff(
    work: Work, actor: Actor, served: ServedTown, tariff: Tariff, valid_from: dt.date
) -> TownTariff:
    """Let other prices be valid from a date on. What was accepted keeps its price.

    Raises
    ------
    InputErrors
        ``tariff.unknown_slot``, ``tariff.unknown_zone``.
    """
    actor.require(Scope.WRITE_TOWN)
    slots = tariff.slots.keys() - {rule.name for rule in served.settings.slots}
    zones = tariff.zones.keys() - {zone.name for zone in served.settings.zones}
    unknown = [
        *(
            InputError("tariff.unknown_slot", pointer=f"/slots_cents/{name}", slot=name)
            for name in sorted(slots)
        ),
        *(
            InputError("tariff.unknown_zone", pointer=f"/zones_cents/{name}", zone=name)
            for name in sorted(zones)
        ),
    ]
    if unknown:
        raise InputErrors(unknown)
    made = TownTariff(work.new(Kind.TARIFF), served.id, tariff, valid_from)
    towns.add_tariff(work, made)
    return made


def check(settings: TownSettings, town: Town) -> None:
    """Refuse settings that contradict themselves or the town.

    Raises
    ------
    InputErrors
        All that is wrong: ``town.hub_outside``, ``town.slot_twice``, ``town.slot_empty``,
        ``town.slot_closes_late``, ``town.holidays``, ``town.area``, ``town.zone``,
        ``town.zone_twice``.
    """
    found = [*_faults_of_slots(settings), *_faults_of_ground(settings, town)]
    if settings.holidays and not _has_holidays(settings.holidays):
        found.append(InputError("town.holidays", pointer="/holidays"))
    if found:
        raise InputErrors(found)


def _faults_of_slots(settings: TownSettings) -> Iterator[InputError]:
    times = Counter(rule.name for rule in settings.slots)
    for number, rule in enumerate(settings.slots):
        pointer = f"/slots/{number}"
        if times[rule.name] > 1:
            yield InputError("town.slot_twice", pointer=pointer, slot=rule.name)
        if rule.span.start >= rule.span.end:
            yield InputError("town.slot_empty", pointer=pointer, slot=rule.name)
        elif rule.days_before == 0 and rule.cut_off > rule.span.start:
            yield InputError("town.slot_closes_late", pointer=pointer, slot=rule.name)


def _faults_of_ground(settings: TownSettings, town: Town) -> Iterator[InputError]:
    west, south, east, north = bounds(town)
    lon, lat = settings.hub
    if not (west <= lon <= east and south <= lat <= north):
        yield InputError("town.hub_outside", pointer="/hub")
    if settings.area and not _is_polygon(settings.area):
        yield InputError("town.area", pointer="/area")
    times = Counter(zone.name for zone in settings.zones)
    for number, zone in enumerate(settings.zones):
        if not _is_polygon(zone.area):
            yield InputError("town.zone", pointer=f"/zones/{number}/area", zone=zone.name)
        if times[zone.name] > 1:
            yield InputError("town.zone_twice", pointer=f"/zones/{number}/name", zone=zone.name)


def _is_polygon(corners: Sequence[Position]) -> bool:
    return len(corners) >= _CORNERS and Polygon(corners).is_valid


def _has_holidays(zone: str) -> bool:
    country, _, part = zone.partition("-")
    known = holidays.list_supported_countries()
    return country in known and (not part or part in known[country])
