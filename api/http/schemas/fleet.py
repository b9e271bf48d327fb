"""Couriers, vehicles and shifts over the wire."""

import datetime as dt
from dataclasses import replace
from typing import Annotated, Self
from zoneinfo import ZoneInfo

from pydantic import ConfigDict, Field

from api.domain.town import Courier, ServedTown, ShiftBreak, TownShift, TownVehicle
from api.http.schemas.base import ClockTime, Code, Day, Instant, Model, Name, PublicId
from api.http.schemas.changes import Change
from api.http.schemas.towns import minutes_of
from api.services.fleet import WantedShift
from routing.formats.clock import clock_text
from routing.formats.fleet import MANY_PARCELS, MOST_BREAKS
from routing.model import Costs, Load

Grams = Annotated[int, Field(ge=0, le=20_000_000)]
Litres = Annotated[int, Field(ge=0, le=100_000)]
Price = Annotated[int, Field(ge=0, le=100_000)]
Equipment = Annotated[list[Code], Field(max_length=20)]


class CourierChange(Change):
    """What changes for a courier."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"active": False}]})

    name: Name | None = None
    active: bool | None = None

    def changed(self, courier: Courier) -> Courier:
        """The courier with what changes."""
        return replace(courier, **self.told())


class CourierIn(Model):
    """A new courier."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"name": "Camille"}]})

    name: Name


class CourierOut(Model):
    """Who rides."""

    id: PublicId
    town: PublicId
    name: str
    active: bool
    version: int

    @classmethod
    def of(cls, courier: Courier) -> Self:
        """From the store."""
        return cls(
            id=courier.id,
            town=courier.town,
            name=courier.name,
            active=courier.active,
            version=courier.version,
        )


class CouriersOut(Model):
    """A page of couriers."""

    couriers: list[CourierOut]
    next: str | None


class VehicleChange(Change):
    """What changes in a vehicle."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"per_hour_cents": 2600}]})

    name: Name | None = None
    profile: Code | None = None
    grams: Grams | None = None
    litres: Litres | None = None
    per_hour_cents: Price | None = None
    per_km_cents: Price | None = None
    fixed_cents: Price | None = None
    equipment: Equipment | None = None
    active: bool | None = None

    def changed(self, vehicle: TownVehicle) -> TownVehicle:
        """The vehicle with what changes in it."""
        told = self.told()
        capacity, costs = vehicle.capacity, vehicle.costs
        return replace(
            vehicle,
            name=told.get("name", vehicle.name),
            profile=told.get("profile", vehicle.profile),
            capacity=Load(
                told.get("grams", capacity.grams), told.get("litres", capacity.litres), MANY_PARCELS
            ),
            costs=Costs(
                fixed=told.get("fixed_cents", costs.fixed),
                per_hour=told.get("per_hour_cents", costs.per_hour),
                per_km=told.get("per_km_cents", costs.per_km),
            ),
            equipment=frozenset(told.get("equipment", vehicle.equipment)),
            active=told.get("active", vehicle.active),
        )


class VehicleIn(VehicleChange):
    """A new vehicle."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "name": "Bike 1",
                    "profile": "cargo_bike",
                    "grams": 80000,
                    "litres": 200,
                    "per_hour_cents": 2600,
                    "per_km_cents": 5,
                    "equipment": ["insulated_box"],
                }
            ]
        }
    )

    name: Name
    profile: Code
    grams: Grams
    litres: Litres

    def vehicle(self) -> TownVehicle:
        """For the services."""
        return self.changed(TownVehicle("", "", self.name, self.profile, Load(), Costs()))


class VehicleOut(Model):
    """What is ridden."""

    id: PublicId
    town: PublicId
    name: str
    profile: str
    grams: int
    litres: int
    per_hour_cents: int
    per_km_cents: int
    fixed_cents: int
    equipment: list[str]
    active: bool
    version: int

    @classmethod
    def of(cls, vehicle: TownVehicle) -> Self:
        """From the store."""
        return cls(
            id=vehicle.id,
            town=vehicle.town,
            name=vehicle.name,
            profile=vehicle.profile,
            grams=vehicle.capacity.grams,
            litres=vehicle.capacity.litres,
            per_hour_cents=vehicle.costs.per_hour,
            per_km_cents=vehicle.costs.per_km,
            fixed_cents=vehicle.costs.fixed,
            equipment=sorted(vehicle.equipment),
            active=vehicle.active,
            version=vehicle.version,
        )


class VehiclesOut(Model):
    """A page of vehicles."""

    vehicles: list[VehicleOut]
    next: str | None


class BreakModel(Model):
    """A pause of so many minutes that begins in a span."""

    start: ClockTime
    end: ClockTime
    minutes: Annotated[int, Field(ge=1, le=480)]

    @classmethod
    def of(cls, pause: ShiftBreak) -> Self:
        """From the store."""
        return cls(start=clock_text(pause.start), end=clock_text(pause.end), minutes=pause.minutes)

    def pause(self) -> ShiftBreak:
        """For the services."""
        return ShiftBreak(minutes_of(self.start), minutes_of(self.end), self.minutes)


Breaks = Annotated[list[BreakModel], Field(max_length=MOST_BREAKS)]


class ShiftIn(Model):
    """A courier's hours on a vehicle on a date, on the town's wall clock."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "courier": "cou_01kb03v3g07000800000000000",
                    "vehicle": "veh_01kb03v3g07000800000000000",
                    "date": "2026-11-27",
                    "start": "09:00",
                    "end": "19:00",
                    "breaks": [{"start": "12:00", "end": "13:30", "minutes": 45}],
                }
            ]
        }
    )

    courier: PublicId
    vehicle: PublicId
    date: Day
    start: ClockTime
    end: ClockTime
    breaks: Breaks = Field(default_factory=list)

    def wanted(self) -> WantedShift:
        """For the services."""
        return WantedShift(
            self.courier,
            self.vehicle,
            self.date,
            minutes_of(self.start),
            minutes_of(self.end),
            tuple(pause.pause() for pause in self.breaks),
        )


class ShiftChange(Change):
    """What changes in a shift. Another date is another shift."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"end": "20:00"}]})

    courier: PublicId | None = None
    vehicle: PublicId | None = None
    start: ClockTime | None = None
    end: ClockTime | None = None
    breaks: Breaks | None = None

    def wanted(self, shift: TownShift, town: ServedTown) -> WantedShift:
        """The shift with what changes in it, for the services."""
        told = {**ShiftOut.of(shift, town).asked(), **self.told()}
        return ShiftIn(**told).wanted()


class ShiftOut(Model):
    """A courier's hours: on the town's wall clock, and as instants."""

    id: PublicId
    town: PublicId
    courier: PublicId
    vehicle: PublicId
    date: Day
    start: ClockTime
    end: ClockTime
    starts: Instant
    ends: Instant
    breaks: list[BreakModel]
    version: int

    @classmethod
    def of(cls, shift: TownShift, town: ServedTown) -> Self:
        """From the store."""
        return cls(
            id=shift.id,
            town=shift.town,
            courier=shift.courier,
            vehicle=shift.vehicle,
            date=shift.date,
            start=_shown(shift.starts, shift.date, town),
            end=_shown(shift.ends, shift.date, town),
            starts=shift.starts,
            ends=shift.ends,
            breaks=[BreakModel.of(pause) for pause in shift.breaks],
            version=shift.version,
        )

    def asked(self) -> dict[str, object]:
        """What was asked for it."""
        return {name: getattr(self, name) for name in ShiftIn.model_fields}


class ShiftsOut(Model):
    """A page of shifts."""

    shifts: list[ShiftOut]
    next: str | None


def _shown(instant: dt.datetime, date: dt.date, town: ServedTown) -> str:
    """An instant on the wall clock of a date; the midnight at its end is 24:00."""
    local = instant.astimezone(ZoneInfo(town.zone))
    return f"{local:%H:%M}" if local.date() == date else "24:00"
