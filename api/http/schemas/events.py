"""Events over the wire: what phones tell, and what the log has."""

import datetime as dt
from collections.abc import Mapping
from typing import Annotated, Any, Self, TypeAlias

from pydantic import AwareDatetime, ConfigDict, Field

from api.domain.event import Deed, Event
from api.domain.order_state import OrderState
from api.http.problem import said
from api.http.schemas.base import Code, Instant, Model, PublicId
from api.http.schemas.rounds import EtasOut
from api.services.telling import MOST_TOLD, Answer, Outcome, ToldDeed
from api.store.events import LoggedEvent
from routing.errors import ChalandError, Value

MOST_NUMBER = 1_000_000_000

EventId: TypeAlias = Annotated[
    str,
    Field(
        pattern="^[A-Za-z0-9][A-Za-z0-9_.-]{7,63}$",
        description="Made by the phone, new for every deed: a UUID will do.",
        examples=["0197a3c2-5e1b-7c04-9d7e-0d6f3a1e9a55"],
    ),
]
More: TypeAlias = dict[Code, Annotated[int, Field(ge=-MOST_NUMBER, le=MOST_NUMBER)] | Code]


class DeedIn(Model):
    """What a courier did, for one order."""

    id: EventId
    order: PublicId
    kind: Deed
    at: AwareDatetime = Field(
        description="When it was done, by the phone's clock; not when it was sent.",
        examples=["2026-11-27T14:05:10+01:00"],
    )
    undoes: EventId | None = Field(
        default=None,
        description="Of `undone`: the deed that counts as if it had not been.",
        examples=[None],
    )
    values: More = Field(
        default_factory=dict,
        max_length=10,
        description="More about it in codes, numbers and ids; nothing about persons.",
        examples=[{"minutes": 10}],
    )

    def told(self) -> ToldDeed:
        """For the services."""
        event = Event(self.id, self.order, self.kind, self.at, self.undoes or "")
        return ToldDeed(event, self.values)


class DeedsIn(Model):
    """A batch, in any order, of what may have been sent before."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "events": [
                        {
                            "id": "0197a3c2-5e1b-7c04-9d7e-0d6f3a1e9a55",
                            "order": "ord_01kb03v3g07000800000000000",
                            "kind": "nobody_there",
                            "at": "2026-11-27T14:05:10+01:00",
                        },
                        {
                            "id": "0197a3c4-11d2-7a55-8b0a-6a1f9c2e7d40",
                            "order": "ord_01kb03v3g07000800000000000",
                            "kind": "undone",
                            "at": "2026-11-27T14:06:30+01:00",
                            "undoes": "0197a3c2-5e1b-7c04-9d7e-0d6f3a1e9a55",
                        },
                    ]
                }
            ]
        }
    )

    events: Annotated[list[DeedIn], Field(min_length=1, max_length=MOST_TOLD)]


class RefusalOut(Model):
    """Why a deed was refused."""

    code: str = Field(examples=["following.not_in_round"])
    detail: str
    values: dict[str, str | int | float]

    @classmethod
    def of(cls, error: ChalandError, language: str) -> Self:
        """An error in somebody's language."""
        values: Mapping[str, Value] = error.values
        return cls(
            code=error.code, detail=str(said(error.code, values, language)), values=dict(values)
        )


class AnswerOut(Model):
    """What became of one deed. What is accepted or known need not be sent again."""

    id: EventId
    outcome: Outcome
    state: OrderState | None = Field(
        description="Of its order after the whole batch; null when the deed was refused."
    )
    problem: RefusalOut | None

    @classmethod
    def of(cls, answer: Answer, language: str) -> Self:
        """From the services."""
        refusal = answer.problem
        return cls(
            id=answer.id,
            outcome=answer.outcome,
            state=answer.state,
            problem=None if refusal is None else RefusalOut.of(refusal, language),
        )


class HeardOut(Model):
    """What became of a batch, each deed for itself, and what is expected of its rounds now."""

    answers: list[AnswerOut]
    rounds: list[EtasOut]


class EventOut(Model):
    """Something that happened."""

    id: str = Field(examples=["evt_01kb03v3g07000800000000000"])
    kind: str = Field(examples=["deed.delivered"])
    at: Instant = Field(description="When it happened.")
    received: Instant = Field(description="When the service had it.")
    date: dt.date | None = Field(description="The pool that it belongs to.")
    order: PublicId | None
    round: PublicId | None
    actor: str = Field(description="Id of who did it.")
    undoes: str | None
    values: dict[str, Any]

    @classmethod
    def of(cls, event: LoggedEvent) -> Self:
        """From the log."""
        return cls(
            id=event.id,
            kind=event.kind,
            at=event.at,
            received=event.received,
            date=event.date,
            order=event.order,
            round=event.round,
            actor=event.actor,
            undoes=event.undoes or None,
            values=dict(event.values),
        )


class EventsOut(Model):
    """A page of the log."""

    events: list[EventOut]
    next: str | None
