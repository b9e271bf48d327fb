"""Photos over the wire."""

from typing import Self

from fastapi import UploadFile
from pydantic import ConfigDict, Field

from api.domain.proof import Proof
from api.http.schemas.base import Instant, Model, PublicId
from api.http.schemas.events import EventId


class ProofIn(Model):
    """A photo of what was handed over, as a form sends it."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "order": "ord_01kb03v3g07000800000000000",
                    "event": "0197a3c2-5e1b-7c04-9d7e-0d6f3a1e9a55",
                    "photo": "(the bytes of a JPEG)",
                }
            ]
        }
    )

    order: PublicId
    event: EventId = Field(description="The deed that it proves, by the phone's own id.")
    photo: UploadFile = Field(description="JPEG, PNG or WebP.")


class ProofOut(Model):
    """A photo, without its pixels."""

    id: PublicId
    order: PublicId
    event: EventId = Field(description="The deed that it proves, by the phone's own id.")
    sha256: str = Field(description="Of the photo as it is kept.")
    created: Instant
    kept: bool = Field(description="Whether the photo is still there.")

    @classmethod
    def of(cls, proof: Proof) -> Self:
        """From the store."""
        return cls(
            id=proof.id,
            order=proof.order,
            event=proof.event,
            sha256=proof.sha256,
            created=proof.created,
            kept=proof.kept,
        )


class ProofsOut(Model):
    """The photos of an order, the first one first."""

    proofs: list[ProofOut]
