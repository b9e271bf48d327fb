"""Changes of an order over the wire."""

import datetime as dt
from typing import Annotated, Self

from pydantic import ConfigDict, Field, model_validator

from api.domain.order import MOST_PARCELS, Mark, NotAtHome, Parcel
from api.http.schemas.base import Cents, Day, Instant, Name, PublicId
from api.http.schemas.changes import Change
from api.http.schemas.orders import AddressIn, ParcelIn, Phone, Text
from api.services.changing import OrderChange


class RecipientMended(Change):
    """Somebody else of the address book by their id, or what is otherwise with whom it goes to."""

    id: PublicId | None = None
    name: Name | None = None
    phone: Phone | None = None

    @model_validator(mode="after")
    def _something(self) -> Self:
        if not self.told():
            raise ValueError("id, name, phone")
        return self


class OrderChangeIn(Change):
    """What is to be otherwise with an order; what is left out stays."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "recipient": {"phone": "+377 93 00 00 01"},
                    "address": {"text": "18 boulevard des Moulins"},
                    "instructions": "Third floor",
                }
            ]
        }
    )

    recipient: RecipientMended | None = None
    address: AddressIn | None = None
    instructions: Text | None = None
    door_code: Annotated[str, Field(max_length=40)] | None = None
    parcels: Annotated[list[ParcelIn], Field(min_length=1, max_length=MOST_PARCELS)] | None = None
    marks: frozenset[Mark] | None = None
    not_at_home: NotAtHome | None = None
    is_return: bool | None = None
    reference: Annotated[str, Field(max_length=120)] | None = None
    basket_cents: Annotated[Cents, Field(description="0: it is not known any more.")] | None = None
    amount_due_cents: Annotated[Cents, Field(description="0: nothing is collected.")] | None = None
    ready_at: Instant | None = None
    date: Annotated[Day, Field(description="Of a draft.")] | None = None
    slot: Annotated[Name, Field(description="Promised instead.")] | None = None

    def change(self) -> OrderChange:
        """For the services."""
        ready_at = None if self.ready_at is None else self.ready_at.astimezone(dt.UTC)
        mended = self.recipient or RecipientMended.model_construct()
        parcels = None if self.parcels is None else [one.model_dump() for one in self.parcels]
        return OrderChange(
            recipient=mended.id,
            name=mended.name,
            phone=None if mended.phone is None else mended.phone.strip(),
            address=None if self.address is None else self.address.address(),
            instructions=self.instructions,
            door_code=self.door_code,
            parcels=None if parcels is None else tuple(Parcel(**one) for one in parcels),
            marks=self.marks,
            not_at_home=self.not_at_home,
            is_return=self.is_return,
            reference=self.reference,
            basket=self.basket_cents,
            amount_due=self.amount_due_cents,
            ready_at=ready_at,
            date=self.date,
            slot=self.slot,
        )
