"""Standing orders over the wire."""

import datetime as dt
from typing import Annotated, Self

from pydantic import ConfigDict, Field

from api.domain.order import MOST_PARCELS, Mark, NotAtHome, Parcel
from api.domain.standing_order import StandingOrder
from api.http.schemas.base import Model, Name, PublicId
from api.http.schemas.orders import ParcelIn, Text

Weekday = Annotated[int, Field(ge=0, le=6)]
"""Monday is 0."""


class StandingOrderIn(Model):
    """The same order on each of some weekdays, for somebody of the shop's address book."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "shop": "shp_01kb03v3g07000800000000000",
                    "recipient": "rec_01kb03v3g07000800000000000",
                    "weekdays": [1, 4],
                    "slot": "morning",
                    "parcels": [{"grams": 800, "litres": 4}],
                }
            ]
        }
    )

    shop: PublicId
    recipient: PublicId
    weekdays: Annotated[frozenset[Weekday], Field(min_length=1)]
    slot: Name
    parcels: Annotated[list[ParcelIn], Field(min_length=1, max_length=MOST_PARCELS)]
    marks: frozenset[Mark] = frozenset()
    not_at_home: NotAtHome = NotAtHome.CALL
    instructions: Text = ""
    door_code: Annotated[str, Field(max_length=40)] = ""

    def standing(self) -> StandingOrder:
        """For the services, which fill in what is not the shop's to say."""
        return StandingOrder(
            id="",
            town="",
            shop=self.shop,
            recipient=self.recipient,
            weekdays=self.weekdays,
            slot=self.slot,
            parcels=tuple(Parcel(**parcel.model_dump()) for parcel in self.parcels),
            made_until=dt.date.min,
            marks=self.marks,
            not_at_home=self.not_at_home,
            instructions=self.instructions,
            door_code=self.door_code,
        )


class StandingOrderOut(Model):
    """A standing order. Orders are made up to `made_until`."""

    id: PublicId
    shop: PublicId
    recipient: PublicId
    weekdays: list[Weekday]
    slot: Name
    parcels: int
    made_until: dt.date
    active: bool
    version: int

    @classmethod
    def of(cls, standing: StandingOrder) -> Self:
        """From the store."""
        return cls(
            id=standing.id,
            shop=standing.shop,
            recipient=standing.recipient,
            weekdays=sorted(standing.weekdays),
            slot=standing.slot,
            parcels=len(standing.parcels),
            made_until=standing.made_until,
            active=standing.active,
            version=standing.version,
        )


class StandingOrdersOut(Model):
    """All standing orders that are seen."""

    standing_orders: list[StandingOrderOut]
