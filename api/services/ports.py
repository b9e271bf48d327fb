"""What services ask of rooms that they may not import: durable work, and a search elsewhere."""

from collections.abc import Callable
from typing import Protocol, TypeAlias

from api.domain.job import Job, JobProgress
from api.store.work import Work
from routing.model import Plan, Problem

Heard: TypeAlias = Callable[[JobProgress], bool]
"""Told about once a second what a search has found; answers whether it is to go on."""


class Jobs(Protocol):
    """Whoever has jobs done, surely and once, even when machines fall over."""

    def enqueue(self, work: Work, job: Job) -> None:
        """Let some worker do a job as soon as this work's transaction stands, and only if it does.

        Twice under one `Job.key` is once.
        """


class Search(Protocol):
    """Whoever searches plans without stopping anybody else."""

    def __call__(self, problem: Problem, start: Plan, *, seconds: int, heard: Heard) -> Plan | None:
        """A valid plan that is no worse than `start`; None when it was not to go on.

        Raises
        ------
        SolverError
            When the search ends without an answer.
        """
