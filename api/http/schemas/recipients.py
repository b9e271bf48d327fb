"""A shop's address book over the wire."""

from typing import Annotated, Self

from pydantic import ConfigDict, Field

from api.domain.people import Door, Recipient
from api.http.schemas.base import Day, Model, Name, PublicId
from api.http.schemas.changes import Change
from api.http.schemas.orders import AddressIn, DoorOut, Phone
from api.services.address_book import EntryChange


class RecipientSearchIn(Model):
    """The beginning of a name or of a phone; in the body, so that no log ever has it."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"text": "Pet"}]})

    text: Annotated[str, Field(min_length=1, max_length=120)]


class RecipientChange(Change):
    """What is otherwise with somebody; what is left out stays."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"phone": "+377 93 00 00 00", "address": {"pin": [7.4189, 43.7331]}}]
        }
    )

    name: Name | None = None
    phone: Phone | None = None
    address: AddressIn | None = None

    def change(self) -> EntryChange:
        """For the services."""
        address = None if self.address is None else self.address.address()
        phone = None if self.phone is None else self.phone.strip()
        return EntryChange(self.name, phone, address)


class EntryOut(Model):
    """Somebody in the address book, and the door that was chosen for them last.

    They are forgotten so long after their last order as `chaland retention` says.
    """

    id: PublicId
    shop: PublicId
    name: str
    phone: str
    door: DoorOut | None
    last_order: Day | None
    version: int

    @classmethod
    def of(cls, recipient: Recipient, doors: dict[str, Door]) -> Self:
        """From the store.

        Parameters
        ----------
        doors
            By id.
        """
        door = doors.get(recipient.door or "")
        return cls(
            id=recipient.id,
            shop=recipient.shop,
            name=recipient.name,
            phone=recipient.phone,
            door=None if door is None else DoorOut.of(door),
            last_order=recipient.last_order,
            version=recipient.version,
        )


class FoundRecipientsOut(Model):
    """Whom a beginning may mean; who ordered last comes first."""

    recipients: list[EntryOut]


class RecipientsOut(FoundRecipientsOut):
    """A page of the address book."""

    next: str | None
