"""Rounds over the wire."""

import datetime as dt
from typing import Self

from pydantic import ConfigDict, Field

from api.domain.event import Deed
from api.domain.order import Mark, NotAtHome
from api.domain.progress import Stage
from api.domain.round import StopKind
from api.http.schemas.base import Instant, Lonlat, Model, PublicId
from api.services.round_view import RoundView
from routing.model import TaskKind


class Viewed(Model):
    """Read from a view of the services."""

    model_config = ConfigDict(extra="forbid", frozen=True, from_attributes=True)


class TimesOut(Viewed):
    """At a stop, with the town's offset."""

    arrival: Instant = Field(examples=["2026-11-27T14:02:00+01:00"])
    start: Instant = Field(
        description="Of the first handover.", examples=["2026-11-27T14:04:30+01:00"]
    )
    departure: Instant = Field(examples=["2026-11-27T14:05:10+01:00"])


class ParcelOut(Viewed):
    """A parcel; of a discreet order only its code is told at the door."""

    code: str = Field(examples=["A47K"])
    grams: int | None
    litres: int | None
    cold: bool | None
    upright: bool | None


class AtDoorOut(Viewed):
    """Whom the courier meets; empty once it is forgotten."""

    name: str
    phone: str
    instructions: str
    door_code: str


class HandoverOut(Viewed):
    """An order changing hands."""

    order: PublicId
    kind: TaskKind
    number: int | None = Field(description="The day's number, which is on the bag.", examples=[41])
    stage: Stage
    deed: Deed | None = Field(
        description="What settled it; null while it is open, and where another deed implies it."
    )
    at: Instant | None = Field(description="When it was settled.")
    shop: str | None = Field(description="Null at the door of a discreet order.")
    parcels: list[ParcelOut]
    promised_from: Instant | None
    promised_until: Instant | None
    marks: list[Mark]
    not_at_home: NotAtHome
    amount_due_cents: int | None = Field(
        validation_alias="amount_due", description="To be collected at the door."
    )
    at_door: AtDoorOut | None = Field(
        description="For planners, and for the round's courier on its date."
    )


class StopOut(Viewed):
    """A halt."""

    number: int = Field(ge=1)
    place: str
    kind: StopKind
    label: str | None = Field(
        description="The shop's name, or the door's address where that may be seen."
    )
    position: Lonlat | None
    planned: TimesOut
    expected: TimesOut | None = Field(
        description="Null when nothing is left to be done there, or the day is over."
    )
    handovers: list[HandoverOut]


class BringBackOut(Viewed):
    """An order that nobody took, on its way back to the shop."""

    order: PublicId
    number: int | None
    shop: str
    place: str
    parcels: list[str]
    expected: TimesOut | None
    at: Instant | None = Field(description="When it was given back.")


class ExpectedStopOut(Model):
    """When a stop is expected."""

    number: int
    expected: TimesOut


class EtasOut(Model):
    """What is expected of the rest of a round."""

    round: PublicId
    delay_seconds: int = Field(
        description="By which the next handover is later than planned; negative: sooner."
    )
    back: Instant = Field(description="When the courier is expected at the hub.")
    stops: list[ExpectedStopOut]

    @classmethod
    def of(cls, view: RoundView) -> Self:
        """From a view of the whole round."""
        return cls(
            round=view.id,
            delay_seconds=view.delay,
            back=view.back,
            stops=[
                ExpectedStopOut(number=stop.number, expected=TimesOut.model_validate(stop.expected))
                for stop in view.stops
                if stop.expected is not None
            ],
        )


class RoundHeadOut(Model):
    """A round of a list."""

    id: PublicId
    date: dt.date
    letter: str = Field(examples=["B"])
    courier: PublicId
    courier_name: str
    shift: PublicId
    starts: Instant
    ends: Instant
    back: Instant = Field(description="When the courier is expected at the hub.")
    delay_seconds: int
    version: int
    stops: int
    open: int = Field(description="Handovers that are still to be done.")
    settled: int = Field(description="Handovers that are done, failed or dropped.")

    @classmethod
    def of(cls, view: RoundView) -> Self:
        """From a view of the whole round."""
        stages = [one.stage for stop in view.stops for one in stop.handovers]
        return cls(
            id=view.id,
            date=view.date,
            letter=view.letter,
            courier=view.courier,
            courier_name=view.courier_name,
            shift=view.shift,
            starts=view.starts,
            ends=view.ends,
            back=view.back,
            delay_seconds=view.delay,
            version=view.version,
            stops=len(view.stops),
            open=stages.count(Stage.OPEN),
            settled=len(stages) - stages.count(Stage.OPEN),
        )


class RoundsOut(Model):
    """The rounds of a date, by their letters."""

    rounds: list[RoundHeadOut]


class RoundOut(Viewed):
    """A round as it stands now, as far as whoever asks may see it."""

    id: PublicId
    date: dt.date
    letter: str = Field(examples=["B"])
    courier: PublicId
    courier_name: str
    shift: PublicId
    starts: Instant
    ends: Instant
    back: Instant = Field(description="When the courier is expected at the hub.")
    delay_seconds: int = Field(validation_alias="delay")
    metres: int
    version: int
    stops: list[StopOut]
    bring_back: list[BringBackOut]
    lines: list[list[Lonlat]] | None = Field(
        description="For each leg its points; null where they may not be seen or are forgotten."
    )
