"""Orders over the wire."""

from typing import Annotated, Self

from pydantic import ConfigDict, Field, model_validator

from api.domain.order import MOST_PARCELS, Mark, NotAtHome, Order, Parcel
from api.domain.order_state import Act, OrderState, acts_in
from api.domain.people import Door, Note, Recipient
from api.http.schemas.base import Cents, Day, Instant, Lonlat, Model, Name, PublicId
from api.services.addressing import Address
from api.services.ordering import Drafted, OrderDraft
from routing.town.candidate import Candidate

Text = Annotated[str, Field(max_length=500)]
Phone = Annotated[str, Field(max_length=30, pattern=r"^[0-9+(). -]*$")]


class ParcelIn(Model):
    """A parcel: what it weighs and takes, and how it must travel."""

    grams: Annotated[int, Field(ge=0, le=500_000)] = 2_000
    litres: Annotated[int, Field(ge=0, le=5_000)] = 10
    cold: bool = False
    upright: bool = False


class ParcelOut(ParcelIn):
    """A parcel with its code, once it is in a round."""

    code: str = ""


class AddressIn(Model):
    """A door: a pin, a chosen candidate, or what was typed. Of the first that is given."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"pin": [7.4189, 43.7331]}]})

    text: Annotated[str, Field(max_length=200)] = ""
    chosen: Annotated[str, Field(max_length=80)] = ""
    pin: Lonlat | None = None

    @model_validator(mode="after")
    def _something(self) -> Self:
        if not (self.text.strip() or self.chosen or self.pin):
            raise ValueError("text, chosen, pin")
        return self

    def address(self) -> Address:
        """For the services."""
        return Address(self.text, self.chosen, self.pin)


class RecipientIn(Model):
    """Somebody: an entry of the shop's address book, or a name and a phone."""

    id: PublicId | None = None
    name: Annotated[str, Field(max_length=120)] = ""
    phone: Phone = ""

    @model_validator(mode="after")
    def _somebody(self) -> Self:
        if self.id is None and not self.name.strip():
            raise ValueError("id, name")
        return self


class OrderIn(Model):
    """A new order. Nothing is promised before a slot is accepted."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "shop": "shp_01kb03v3g07000800000000000",
                    "date": "2026-11-27",
                    "recipient": {"name": "M. Petit", "phone": "+377 93 00 00 00"},
                    "address": {"text": "12 rue Grimaldi"},
                    "parcels": [{"grams": 1500, "litres": 8}],
                }
            ]
        }
    )

    shop: PublicId
    date: Day
    recipient: RecipientIn
    address: AddressIn | None = None
    parcels: Annotated[list[ParcelIn], Field(min_length=1, max_length=MOST_PARCELS)]
    instructions: Text = ""
    door_code: Annotated[str, Field(max_length=40)] = ""
    marks: frozenset[Mark] = frozenset()
    not_at_home: NotAtHome = NotAtHome.CALL
    is_return: bool = False
    reference: Annotated[str, Field(max_length=120)] = ""
    basket_cents: Cents | None = None
    amount_due_cents: Cents | None = None
    ready_at: Instant | None = None

    def draft(self) -> OrderDraft:
        """For the services."""
        return OrderDraft(
            shop=self.shop,
            date=self.date,
            parcels=tuple(Parcel(**parcel.model_dump()) for parcel in self.parcels),
            address=Address() if self.address is None else self.address.address(),
            recipient=self.recipient.id,
            name=self.recipient.name.strip(),
            phone=self.recipient.phone.strip(),
            instructions=self.instructions,
            door_code=self.door_code,
            marks=self.marks,
            not_at_home=self.not_at_home,
            is_return=self.is_return,
            reference=self.reference,
            basket=self.basket_cents,
            amount_due=self.amount_due_cents,
            ready_at=self.ready_at,
        )


class AcceptIn(Model):
    """Which slot of which quote becomes the promise."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"quote": "quo_01kb03v3g07000800000000000", "slot": "evening"}]
        }
    )

    quote: PublicId
    slot: Name


class CandidateOut(Model):
    """A door, a street or a place that a typed address may mean."""

    id: str
    kind: str
    label: str
    full_label: str
    position: Lonlat
    score: float
    sure: bool

    @classmethod
    def of(cls, one: Candidate) -> Self:
        """From the town's index."""
        return cls(
            id=one.id,
            kind=one.kind,
            label=one.label,
            full_label=one.full_label,
            position=one.position,
            score=round(one.score, 3),
            sure=one.confident,
        )


class DoorOut(Model):
    """Where it goes; null once it is forgotten."""

    id: PublicId
    label: str
    position: Lonlat | None

    @classmethod
    def of(cls, door: Door) -> Self:
        """From the store."""
        return cls(id=door.id, label=door.label, position=door.position)


class RecipientOut(Model):
    """Whom it goes to; empty once they are forgotten."""

    id: PublicId
    name: str
    phone: str

    @classmethod
    def of(cls, recipient: Recipient) -> Self:
        """From the store."""
        return cls(id=recipient.id, name=recipient.name, phone=recipient.phone)


class OrderOut(Model):
    """An order as it stands."""

    id: PublicId
    town: PublicId
    shop: PublicId
    date: Day
    number: int | None
    state: OrderState
    possible: list[Act]
    parcels: list[ParcelOut]
    marks: list[Mark]
    not_at_home: NotAtHome
    is_return: bool
    reference: str
    basket_cents: int | None
    amount_due_cents: int | None
    ready_at: Instant | None
    slot: str
    promised_from: Instant | None
    promised_until: Instant | None
    price_cents: int | None
    estimated_share_cents: int | None
    version: int
    recipient: RecipientOut | None = None
    door: DoorOut | None = None
    instructions: str = ""
    door_code: str = ""
    candidates: tuple[CandidateOut, ...] = ()
    link: str | None = None
    """The recipient's own page, once something is promised: for the shop to hand on."""

    @classmethod
    def of(
        cls,
        order: Order,
        *,
        recipient: Recipient | None = None,
        door: Door | None = None,
        note: Note | None = None,
        candidates: tuple[Candidate, ...] = (),
    ) -> Self:
        """From the store, with as much of the people as the reader may see."""
        start, end = order.promised or (None, None)
        note = note or Note()
        return cls(
            id=order.id,
            town=order.town,
            shop=order.shop,
            date=order.date,
            number=order.number,
            state=order.state,
            possible=list(acts_in(order.state)),
            parcels=[
                ParcelOut(
                    grams=one.grams,
                    litres=one.litres,
                    cold=one.cold,
                    upright=one.upright,
                    code=one.code,
                )
                for one in order.parcels
            ],
            marks=sorted(order.marks),
            not_at_home=order.not_at_home,
            is_return=order.is_return,
            reference=order.reference,
            basket_cents=order.basket,
            amount_due_cents=order.amount_due,
            ready_at=order.ready_at,
            slot=order.slot,
            promised_from=start,
            promised_until=end,
            price_cents=order.price,
            estimated_share_cents=order.estimated_share,
            version=order.version,
            recipient=None if recipient is None else RecipientOut.of(recipient),
            door=None if door is None else DoorOut.of(door),
            instructions=note.instructions,
            door_code=note.door_code,
            candidates=tuple(CandidateOut.of(one) for one in candidates),
        )


class OrdersOut(Model):
    """A page of orders."""

    orders: list[OrderOut]
    next: str | None


def drafted_out(drafted: Drafted) -> OrderOut:
    """A draft, with the doors to choose from."""
    return OrderOut.of(drafted.order, door=drafted.door, candidates=drafted.candidates)
