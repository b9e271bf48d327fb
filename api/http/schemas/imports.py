"""Files of orders over the wire."""

from typing import Annotated, Self

from pydantic import ConfigDict, Field

from api.domain.order_import import ImportedLine, OrderImport, Outcome
from api.http.problem import said
from api.http.schemas.base import Model, PublicId
from api.http.schemas.orders import CandidateOut
from api.http.schemas.quotes import OfferOut
from routing.errors import InputError


class LineProblemOut(Model):
    """What is wrong with a line, in which column, and how to mend it."""

    code: str
    detail: str
    column: str | None

    @classmethod
    def of(cls, error: InputError, language: str) -> Self:
        """From the services, in the reader's language."""
        column = error.values.get("column")
        return cls(
            code=error.code,
            detail=str(said(error.code, error.values, language)),
            column=None if column is None else str(column),
        )


class LineOut(Model):
    """What became of a line.

    A `duplicate` names the order that is known already. A `draft` tells the slots that do fit, or
    the doors to choose from.
    """

    line: Annotated[int, Field(ge=1)]
    outcome: Outcome
    reference: str
    order: PublicId | None
    number: int | None
    slot: str
    price_cents: int | None
    offers: list[OfferOut]
    candidates: list[CandidateOut]
    problems: list[LineProblemOut]

    @classmethod
    def of(cls, line: ImportedLine, language: str, *, kept: bool) -> Self:
        """From the services; of a dry run the orders do not exist."""
        order = line.order
        there = order is not None and (kept or line.outcome is Outcome.DUPLICATE)
        return cls(
            line=line.line,
            outcome=line.outcome,
            reference=line.reference,
            order=order.id if order is not None and there else None,
            number=order.number if order is not None and there else None,
            slot="" if order is None else order.slot,
            price_cents=None if order is None else order.price,
            offers=[OfferOut.of(offer) for offer in line.offers],
            candidates=[CandidateOut.of(one) for one in line.candidates],
            problems=[LineProblemOut.of(error, language) for error in line.errors],
        )


class ImportOut(Model):
    """What became of a file."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "dry_run": True,
                    "accepted": 1,
                    "drafts": 0,
                    "duplicates": 0,
                    "refused": 0,
                    "ignored_columns": ["Total TTC"],
                    "lines": [
                        {
                            "line": 2,
                            "outcome": "accepted",
                            "reference": "A-17",
                            "order": None,
                            "number": None,
                            "slot": "afternoon",
                            "price_cents": 500,
                            "offers": [],
                            "candidates": [],
                            "problems": [],
                        }
                    ],
                }
            ]
        }
    )

    dry_run: bool
    accepted: int
    drafts: int
    duplicates: int
    refused: int
    ignored_columns: list[str]
    lines: list[LineOut]

    @classmethod
    def of(cls, done: OrderImport, language: str) -> Self:
        """From the services."""
        return cls(
            dry_run=done.dry_run,
            accepted=done.count(Outcome.ACCEPTED),
            drafts=done.count(Outcome.DRAFT),
            duplicates=done.count(Outcome.DUPLICATE),
            refused=done.count(Outcome.REFUSED),
            ignored_columns=list(done.ignored),
            lines=[LineOut.of(line, language, kept=not done.dry_run) for line in done.lines],
        )
