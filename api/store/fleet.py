"""Couriers, vehicles and shifts, in and out of the database."""

import datetime as dt
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, delete, insert, select, true

from api.domain.actor import Actor
from api.domain.town import Courier, ShiftBreak, TownShift, TownVehicle
from api.store.rows import change as change_row
from api.store.rows import found, of_town
from api.store.tables import couriers, shifts, vehicles
from api.store.work import Work
from routing.formats.fleet import MANY_PARCELS
from routing.model import Costs, Load


def find_courier(work: Work, actor: Actor, courier: str) -> Courier:
    """A courier, if the actor sees them: a courier sees themselves only.

    Raises
    ------
    MissingError
    """
    return _courier(found(work, couriers, _seen_couriers(actor), courier))


def every_courier(work: Work, actor: Actor) -> list[Courier]:
    """All couriers that the actor sees, by id."""
    statement = select(couriers).where(_seen_couriers(actor)).order_by(couriers.c.id)
    return [_courier(row) for row in work.connection.execute(statement)]


def add_courier(work: Work, courier: Courier) -> None:
    """Add a courier."""
    work.connection.execute(
        insert(couriers).values(
            id=courier.id,
            town=courier.town,
            name=courier.name,
            active=courier.active,
            version=courier.version,
            created=work.now,
        )
    )


def change_courier(work: Work, courier: Courier) -> None:
    """Write a courier who was of this version.

    Raises
    ------
    StaleError
    """
    values = {"name": courier.name, "active": courier.active}
    change_row(work, couriers, courier.id, courier.version, values)


def find_vehicle(work: Work, actor: Actor, vehicle: str) -> TownVehicle:
    """A vehicle, if the actor sees it.

    Raises
    ------
    MissingError
    """
    return _vehicle(found(work, vehicles, of_town(vehicles, actor), vehicle))


def every_vehicle(work: Work, actor: Actor) -> list[TownVehicle]:
    """All vehicles that the actor sees, by id."""
    statement = select(vehicles).where(of_town(vehicles, actor)).order_by(vehicles.c.id)
    return [_vehicle(row) for row in work.connection.execute(statement)]


def vehicles_by_id(work: Work, town: str) -> dict[str, TownVehicle]:
    """All vehicles of a town, for its plans."""
    rows = work.connection.execute(select(vehicles).where(vehicles.c.town == town))
    return {row.id: _vehicle(row) for row in rows}


def add_vehicle(work: Work, vehicle: TownVehicle) -> None:
    """Add a vehicle."""
    work.connection.execute(
        insert(vehicles).values(
            id=vehicle.id,
            town=vehicle.town,
            created=work.now,
            version=vehicle.version,
            **_vehicle_columns(vehicle),
        )
    )


def change_vehicle(work: Work, vehicle: TownVehicle) -> None:
    """Write a vehicle that was of this version.

    Raises
    ------
    StaleError
    """
    change_row(work, vehicles, vehicle.id, vehicle.version, _vehicle_columns(vehicle))


def find_shift(work: Work, actor: Actor, shift: str) -> TownShift:
    """A shift, if the actor sees it: a courier sees their own only.

    Raises
    ------
    MissingError
    """
    return _shift(found(work, shifts, _seen_shifts(actor), shift))


def every_shift(work: Work, actor: Actor, date: dt.date) -> list[TownShift]:
    """All shifts of a date that the actor sees, by id."""
    seen = and_(_seen_shifts(actor), shifts.c.date == date)
    statement = select(shifts).where(seen).order_by(shifts.c.id)
    return [_shift(row) for row in work.connection.execute(statement)]


def shifts_on(work: Work, town: str, date: dt.date) -> list[TownShift]:
    """All shifts of a town on a date, by id, for its plans."""
    here = and_(shifts.c.town == town, shifts.c.date == date)
    rows = work.connection.execute(select(shifts).where(here).order_by(shifts.c.id))
    return [_shift(row) for row in rows]


def add_shift(work: Work, shift: TownShift) -> None:
    """Add a shift. Whoever does must count the pool's version up: more fits now."""
    work.connection.execute(
        insert(shifts).values(
            id=shift.id,
            town=shift.town,
            created=work.now,
            version=shift.version,
            date=shift.date,
            **_shift_columns(shift),
        )
    )


def change_shift(work: Work, shift: TownShift) -> None:
    """Write a shift that was of this version.

    Raises
    ------
    StaleError
    """
    change_row(work, shifts, shift.id, shift.version, _shift_columns(shift))


def remove_shift(work: Work, shift: str) -> None:
    """Remove a shift that rides nothing."""
    work.connection.execute(delete(shifts).where(shifts.c.id == shift))


def _seen_couriers(actor: Actor) -> ColumnElement[bool]:
    own = true() if actor.courier is None else couriers.c.id == actor.courier
    return and_(of_town(couriers, actor), own)


def _seen_shifts(actor: Actor) -> ColumnElement[bool]:
    own = true() if actor.courier is None else shifts.c.courier == actor.courier
    return and_(of_town(shifts, actor), own)


def _courier(row: Row[Any]) -> Courier:
    return Courier(row.id, row.town, row.name, row.active, row.version)


def _vehicle_columns(vehicle: TownVehicle) -> dict[str, Any]:
    return {
        "name": vehicle.name,
        "profile": vehicle.profile,
        "grams": vehicle.capacity.grams,
        "litres": vehicle.capacity.litres,
        "fixed_cents": vehicle.costs.fixed,
        "per_hour_cents": vehicle.costs.per_hour,
        "per_km_cents": vehicle.costs.per_km,
        "equipment": sorted(vehicle.equipment),
        "active": vehicle.active,
    }


def _vehicle(row: Row[Any]) -> TownVehicle:
    return TownVehicle(
        id=row.id,
        town=row.town,
        name=row.name,
        profile=row.profile,
        capacity=Load(row.grams, row.litres, MANY_PARCELS),
        costs=Costs(row.fixed_cents, row.per_hour_cents, row.per_km_cents),
        equipment=frozenset(row.equipment),
        active=row.active,
        version=row.version,
    )


def _shift_columns(shift: TownShift) -> dict[str, Any]:
    breaks = [
        {"from": pause.start, "until": pause.end, "minutes": pause.minutes}
        for pause in shift.breaks
    ]
    return {
        "courier": shift.courier,
        "vehicle": shift.vehicle,
        "starts": shift.starts,
        "ends": shift.ends,
        "breaks": breaks,
    }


def _shift(row: Row[Any]) -> TownShift:
    return TownShift(
        id=row.id,
        town=row.town,
        courier=row.courier,
        vehicle=row.vehicle,
        date=row.date,
        starts=row.starts,
        ends=row.ends,
        breaks=tuple(
            ShiftBreak(pause["from"], pause["until"], pause["minutes"]) for pause in row.breaks
        ),
        version=row.version,
    )
