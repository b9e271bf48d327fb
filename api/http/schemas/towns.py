"""Towns and tariffs over the wire."""

from dataclasses import asdict, fields, replace
from enum import StrEnum
from typing import Annotated, Self

from pydantic import ConfigDict, Field

from api.domain.slots import SlotRule
from api.domain.tariff import Tariff
from api.domain.town import ServedTown, TownTariff
from api.domain.town_settings import TownSettings, Zone
from api.http.schemas.base import Cents, ClockTime, Code, Day, Lonlat, Model, Name, PublicId
from api.http.schemas.changes import Change
from routing.formats.clock import MIDNIGHT, ClockMinutes, ClockSpan, clock_text
from routing.formats.fleet import StopTimes

Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Seconds = Annotated[int, Field(ge=0, le=3_600)]

MOST_SLOTS = 24
MOST_DATES = 400
MOST_CORNERS = 500
MOST_ZONES = 50


class Weekday(StrEnum):
    """As in OpenStreetMap's opening hours."""

    MO = "mo"
    TU = "tu"
    WE = "we"
    TH = "th"
    FR = "fr"
    SA = "sa"
    SU = "su"


_DAYS = tuple(Weekday)
_TIMES = StopTimes()
_SETTINGS = frozenset(field.name for field in fields(TownSettings))


def minutes_of(text: str) -> ClockMinutes:
    """Minutes after midnight of a time that the schema has let through."""
    hours, minutes = text.split(":")
    return int(hours) * 60 + int(minutes)


class SlotModel(Model):
    """A slot that is offered week after week, until its cut-off, so many days before."""

    name: Code
    start: ClockTime
    end: ClockTime
    weekdays: Annotated[list[Weekday], Field(min_length=1, max_length=7)] = Field(
        default_factory=lambda: list(Weekday)
    )
    cut_off: ClockTime
    days_before: Annotated[int, Field(ge=0, le=7)] = 0

    @classmethod
    def of(cls, rule: SlotRule) -> Self:
        """From the store."""
        return cls(
            name=rule.name,
            start=clock_text(rule.span.start),
            end=clock_text(rule.span.end),
            weekdays=[_DAYS[day] for day in sorted(rule.weekdays)],
            cut_off=clock_text(rule.cut_off),
            days_before=rule.days_before,
        )

    def rule(self) -> SlotRule:
        """For the services."""
        return SlotRule(
            self.name,
            ClockSpan(minutes_of(self.start), minutes_of(self.end)),
            frozenset(_DAYS.index(day) for day in self.weekdays),
            min(minutes_of(self.cut_off), MIDNIGHT),
            self.days_before,
        )


class ZoneModel(Model):
    """A part of the area that tariffs price by its name; of several the first counts."""

    name: Code
    area: Annotated[list[Lonlat], Field(min_length=3, max_length=MOST_CORNERS)]

    @classmethod
    def of(cls, zone: Zone) -> Self:
        """From the store."""
        return cls(name=zone.name, area=list(zone.area))

    def zone(self) -> Zone:
        """For the services."""
        return Zone(self.name, tuple(self.area))


class StopTimesModel(Model):
    """Seconds at a stop: to set up once, for each order, for each parcel."""

    door_setup: Seconds = _TIMES.door_setup
    door_parcel: Seconds = _TIMES.door_parcel
    shop_setup: Seconds = _TIMES.shop_setup
    shop_order: Seconds = _TIMES.shop_order
    shop_parcel: Seconds = _TIMES.shop_parcel

    def times(self) -> StopTimes:
        """For the services."""
        return StopTimes(**self.model_dump())


class TownChange(Change):
    """What changes in how a town delivers. Orders keep what they were promised."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"quote_seconds": 900}]})

    name: Name | None = None
    hub: Lonlat | None = None
    slots: Annotated[list[SlotModel], Field(max_length=MOST_SLOTS)] | None = None
    holidays: Annotated[str, Field(pattern=r"^(?:[A-Z]{2}(?:-[A-Z0-9-]{1,20})?)?$")] | None = None
    closed: Annotated[list[Day], Field(max_length=MOST_DATES)] | None = None
    open: Annotated[list[Day], Field(max_length=MOST_DATES)] | None = None
    area: Annotated[list[Lonlat], Field(max_length=MOST_CORNERS)] | None = None
    zones: Annotated[list[ZoneModel], Field(max_length=MOST_ZONES)] | None = None
    times: StopTimesModel | None = None
    quote_seconds: Annotated[int, Field(ge=30, le=86_400)] | None = None
    planning_seconds: Annotated[int, Field(ge=1, le=3_600)] | None = None

    def changed(self, town: ServedTown) -> ServedTown:
        """The town with what changes in it."""
        told = {name: value for name, value in self.told().items() if name in _SETTINGS}
        if self.slots is not None:
            told["slots"] = tuple(slot.rule() for slot in self.slots)
        if self.times is not None:
            told["times"] = self.times.times()
        if self.area is not None:
            told["area"] = tuple(self.area)
        if self.zones is not None:
            told["zones"] = tuple(zone.zone() for zone in self.zones)
        for name in told.keys() & {"closed", "open"}:
            told[name] = frozenset(told[name])
        return replace(town, name=self.name or town.name, settings=replace(town.settings, **told))


class TownIn(TownChange):
    """A new town. Its pack lies in the database already: `chaland town add` brings it there."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "name": "Monaco",
                    "pack": "0" * 64,
                    "hub": [7.4217, 43.7384],
                    "slots": [
                        {"name": "evening", "start": "17:00", "end": "20:00", "cut_off": "12:00"}
                    ],
                    "holidays": "MC",
                }
            ]
        }
    )

    name: Name
    pack: Sha256
    hub: Lonlat

    def town(self) -> ServedTown:
        """For the services."""
        unsettled = ServedTown("", self.name, "", self.pack, TownSettings(self.hub))
        return self.changed(unsettled)


class TownOut(Model):
    """A town and how it delivers."""

    id: PublicId
    name: str
    zone: str
    pack: str
    hub: Lonlat
    slots: list[SlotModel]
    holidays: str
    closed: list[Day]
    open: list[Day]
    area: list[Lonlat]
    zones: list[ZoneModel]
    times: StopTimesModel
    quote_seconds: int
    planning_seconds: int
    version: int

    @classmethod
    def of(cls, town: ServedTown) -> Self:
        """From the store."""
        settings = town.settings
        return cls(
            id=town.id,
            name=town.name,
            zone=town.zone,
            pack=town.pack,
            hub=settings.hub,
            slots=[SlotModel.of(rule) for rule in settings.slots],
            holidays=settings.holidays,
            closed=sorted(settings.closed),
            open=sorted(settings.open),
            area=list(settings.area),
            zones=[ZoneModel.of(zone) for zone in settings.zones],
            times=StopTimesModel(**asdict(settings.times)),
            quote_seconds=settings.quote_seconds,
            planning_seconds=settings.planning_seconds,
            version=town.version,
        )


class TownsOut(Model):
    """A page of towns."""

    towns: list[TownOut]
    next: str | None


class TariffIn(Model):
    """What a delivery costs the customer, from a date on."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"valid_from": "2026-12-01", "flat_cents": 500, "free_from_cents": 6000}]
        }
    )

    valid_from: Day
    flat_cents: Cents
    zones_cents: Annotated[dict[Name, Cents], Field(max_length=100)] = Field(default_factory=dict)
    slots_cents: Annotated[
        dict[Code, Annotated[int, Field(ge=-100_000, le=100_000)]], Field(max_length=MOST_SLOTS)
    ] = Field(default_factory=dict)
    free_from_cents: Cents | None = None

    def tariff(self) -> Tariff:
        """For the services."""
        return Tariff(self.flat_cents, self.zones_cents, self.slots_cents, self.free_from_cents)


class TariffOut(Model):
    """A tariff. It is never changed: another is valid from a later date."""

    id: PublicId
    town: PublicId
    valid_from: Day
    flat_cents: int
    zones_cents: dict[str, int]
    slots_cents: dict[str, int]
    free_from_cents: int | None

    @classmethod
    def of(cls, made: TownTariff) -> Self:
        """From the store."""
        return cls(
            id=made.id,
            town=made.town,
            valid_from=made.valid_from,
            flat_cents=made.tariff.flat,
            zones_cents=dict(made.tariff.zones),
            slots_cents=dict(made.tariff.slots),
            free_from_cents=made.tariff.free_from,
        )


class TariffsOut(Model):
    """A page of tariffs."""

    tariffs: list[TariffOut]
    next: str | None
