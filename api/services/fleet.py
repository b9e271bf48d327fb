"""Who rides when, and on what."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from zoneinfo import ZoneInfo

from api.domain.actor import Actor, Scope
from api.domain.errors import RefusedError
from api.domain.ids import Kind
from api.domain.slots import instant
from api.domain.town import Courier, ServedTown, ShiftBreak, TownShift, TownVehicle
from api.services.days import coming_dates
from api.services.keeping_promises import keeping_promises
from api.services.live_pools import LivePools
from api.store import fleet, pools, towns
from api.store.work import Work
from routing.errors import InputError, InputErrors
from routing.formats.clock import ClockMinutes
from routing.formats.fleet import MOST_BREAKS
from routing.street.profile import PROFILES


@dataclass(frozen=True, slots=True)
class WantedShift:
    """Who is to work when, on the wall clock.

    Parameters
    ----------
    start, end
        Minutes after the date's midnight.
    """

    courier: str
    vehicle: str
    date: dt.date
    start: ClockMinutes
    end: ClockMinutes
    breaks: tuple[ShiftBreak, ...] = ()

    def shift(self, shift: str, served: ServedTown) -> TownShift:
        """As a shift of an id, on the clocks of a town."""
        zone = ZoneInfo(served.zone)
        return TownShift(
            id=shift,
            town=served.id,
            courier=self.courier,
            vehicle=self.vehicle,
            date=self.date,
            starts=instant(self.date, self.start, zone),
            ends=instant(self.date, self.end, zone),
            breaks=self.breaks,
        )


def add_courier(work: Work, actor: Actor, served: ServedTown, name: str) -> Courier:
    """Let somebody ride for the town."""
    actor.require(Scope.WRITE_TOWN)
    made = Courier(work.new(Kind.COURIER), served.id, name)
    fleet.add_courier(work, made)
    return made


def change_courier(work: Work, actor: Actor, changed: Courier) -> Courier:
    """Change a courier, of the version that was read; gives them as they are then."""
    actor.require(Scope.WRITE_TOWN)
    fleet.change_courier(work, changed)
    return replace(changed, version=changed.version + 1)


def add_vehicle(work: Work, actor: Actor, served: ServedTown, vehicle: TownVehicle) -> TownVehicle:
    """Let something be ridden.

    Raises
    ------
    InputErrors
        ``vehicle.profile``.
    """
    actor.require(Scope.WRITE_TOWN)
    made = replace(vehicle, id=work.new(Kind.VEHICLE), town=served.id)
    _check_vehicle(made)
    fleet.add_vehicle(work, made)
    return made


def change_vehicle(
    work: Work, actor: Actor, changed: TownVehicle, live_pools: LivePools
) -> TownVehicle:
    """Change a vehicle, of the version that was read; gives it as it is then.

    Raises
    ------
    InputErrors
        ``vehicle.profile``.
    RefusedError
        ``town.promises_broken``.
    StaleError
    """
    actor.require(Scope.WRITE_TOWN)
    _check_vehicle(changed)
    dates = coming_dates(towns.find(work, actor, changed.town), work.now)
    with keeping_promises(work, actor, changed.town, dates, live_pools):
        fleet.change_vehicle(work, changed)
    return replace(changed, version=changed.version + 1)


def add_shift(
    work: Work, actor: Actor, served: ServedTown, wanted: WantedShift, live_pools: LivePools
) -> TownShift:
    """Let a courier ride a vehicle on a date.

    Raises
    ------
    InputErrors
        ``shift.unknown_courier``, ``shift.unknown_vehicle``, ``shift.courier_busy``,
        ``shift.vehicle_busy``, ``shift.date_over``, or what is wrong with its hours.
    """
    actor.require(Scope.WRITE_TOWN)
    made = wanted.shift(work.new(Kind.SHIFT), served)
    with keeping_promises(work, actor, served.id, [made.date], live_pools):
        fleet.add_shift(work, _checked(work, actor, served, made))
    return made


def change_shift(
    work: Work, actor: Actor, shift: TownShift, wanted: WantedShift, live_pools: LivePools
) -> TownShift:
    """Change who works when; gives the shift as it is then.

    Parameters
    ----------
    shift
        As it was read.

    Raises
    ------
    InputErrors
        As `add_shift`.
    RefusedError
        ``shift.published``: its round is under way; ``town.promises_broken``.
    StaleError
    """
    actor.require(Scope.WRITE_TOWN)
    served = towns.find(work, actor, shift.town)
    moved = replace(wanted.shift(shift.id, served), version=shift.version)
    with keeping_promises(work, actor, served.id, [shift.date], live_pools):
        _require_unpublished(work, shift)
        fleet.change_shift(work, _checked(work, actor, served, moved))
    return replace(moved, version=moved.version + 1)


def remove_shift(work: Work, actor: Actor, shift: TownShift, live_pools: LivePools) -> None:
    """Let somebody not work after all.

    Raises
    ------
    RefusedError
        ``shift.published``; ``town.promises_broken``.
    """
    actor.require(Scope.WRITE_TOWN)
    with keeping_promises(work, actor, shift.town, [shift.date], live_pools):
        _require_unpublished(work, shift)
        fleet.remove_shift(work, shift.id)


def _require_unpublished(work: Work, shift: TownShift) -> None:
    if shift.id in pools.published_shifts(work, shift.town, shift.date):
        raise RefusedError("shift.published", shift=shift.id)


def _check_vehicle(vehicle: TownVehicle) -> None:
    if vehicle.profile not in PROFILES:
        known = ", ".join(sorted(PROFILES))
        raise InputErrors([InputError("vehicle.profile", pointer="/profile", known=known)])


def _checked(work: Work, actor: Actor, served: ServedTown, shift: TownShift) -> TownShift:
    found = [*_faults_of_hours(shift, served), *_faults_of_people(work, actor, served, shift)]
    if found:
        raise InputErrors(found)
    return shift


def _faults_of_hours(shift: TownShift, served: ServedTown) -> Iterator[InputError]:
    zone = ZoneInfo(served.zone)
    if shift.starts >= shift.ends:
        yield InputError("shift.no_time", pointer="/until")
    if len(shift.breaks) > MOST_BREAKS:
        yield InputError("shift.many_breaks", pointer="/breaks", most=MOST_BREAKS)
    for number, pause in enumerate(shift.breaks):
        first = instant(shift.date, pause.start, zone)
        last = instant(shift.date, pause.end, zone)
        over = last + dt.timedelta(minutes=pause.minutes)
        if not (shift.starts <= first <= last and over <= shift.ends):
            yield InputError("shift.break_outside", pointer=f"/breaks/{number}")
    in_order = sorted(shift.breaks, key=lambda pause: (pause.start, pause.end))
    if any(one.start + one.minutes > other.end for one, other in pairwise(in_order)):
        yield InputError("shift.breaks_overlap", pointer="/breaks")


def _faults_of_people(
    work: Work, actor: Actor, served: ServedTown, shift: TownShift
) -> Iterator[InputError]:
    """A courier or a vehicle that is not there, or is busy; a day that is over."""
    if shift.ends <= work.now:
        yield InputError("shift.date_over", pointer="/date", date=shift.date.isoformat())
    couriers, vehicles = fleet.every_courier(work, actor), fleet.every_vehicle(work, actor)
    if shift.courier not in {one.id for one in couriers if one.active and one.town == served.id}:
        yield InputError("shift.unknown_courier", pointer="/courier")
    if shift.vehicle not in {one.id for one in vehicles if one.active and one.town == served.id}:
        yield InputError("shift.unknown_vehicle", pointer="/vehicle")
    meanwhile = [
        other
        for other in fleet.shifts_on(work, served.id, shift.date)
        if other.id != shift.id and shift.starts < other.ends and other.starts < shift.ends
    ]
    if any(other.courier == shift.courier for other in meanwhile):
        yield InputError("shift.courier_busy", pointer="/courier")
    if any(other.vehicle == shift.vehicle for other in meanwhile):
        yield InputError("shift.vehicle_busy", pointer="/vehicle")
