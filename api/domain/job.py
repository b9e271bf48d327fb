"""Work that goes on while nobody waits: a plan that was asked for, and plans at a cut-off."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from routing.errors import Value
from routing.model.units import CostUnits


class JobKind(StrEnum):
    """What is worked at."""

    PLAN = "plan"
    """A plan, to be looked at and published by somebody."""
    CUT_OFF = "cut_off"
    """A plan of which the routes of the slots that close are published at once."""


class JobState(StrEnum):
    """How far it is."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


ENDED = frozenset({JobState.DONE, JobState.FAILED, JobState.CANCELLED})
"""Nothing happens to it any more."""


@dataclass(frozen=True, slots=True)
class JobProgress:
    """What its search has found so far.

    Parameters
    ----------
    seconds, of_seconds
        Searched, and to be searched.
    """

    seconds: int
    of_seconds: int
    routes: int = 0
    unserved: int = 0
    cost: CostUnits = 0


@dataclass(frozen=True, slots=True)
class Fault:
    """What went wrong: a code with its values."""

    code: str
    values: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Job:
    """One piece of work on one pool.

    Parameters
    ----------
    slots
        Names of the slots that a cut-off closes.
    seconds
        Of search.
    attempts
        How often some worker has begun it.
    turn
        1, or how often a cut-off of the same slots was asked for with this one.
    plan
        The plan that it made.
    cancel_asked
        Somebody wants it no more; who works at it hears that within a second.
    """

    id: str
    town: str
    date: dt.date
    kind: JobKind
    seconds: int
    asked_by: str
    created: dt.datetime
    state: JobState = JobState.QUEUED
    slots: tuple[str, ...] = ()
    attempts: int = 0
    progress: JobProgress | None = None
    plan: str | None = None
    problem: Fault | None = None
    cancel_asked: bool = False
    ended: dt.datetime | None = None
    turn: int = 1

    @property
    def has_ended(self) -> bool:
        """Whether nothing happens to it any more."""
        return self.state in ENDED

    @property
    def key(self) -> str:
        """What makes it the same work: asked for twice under one key it is done once."""
        if self.kind is JobKind.PLAN:
            return self.id
        slots = "+".join(self.slots)
        again = "" if self.turn == 1 else f":{self.turn}"
        return f"cutoff:{self.town}:{self.date}:{slots}{again}"
