"""Orders planned together: one town, one local date, and the proof that all promises fit."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from routing.formats.fleet import StopTimes
from routing.model import TaskKind

Sequence = tuple[tuple[str, TaskKind], ...]
"""What one shift does, in order: an order, and which half of it."""


@dataclass(frozen=True, slots=True)
class Pool:
    """What is promised on one date.

    Parameters
    ----------
    version
        Counts whatever changes what fits.
    sequences
        By shift, published or not. What has been done since is passed over.
    last_number
        The last number given to an order of the day.
    closed
        Names of the slots that were planned and published at their cut-off.
    times
        Seconds at a stop since the first promise; None before it.
    """

    town: str
    date: dt.date
    version: int = 0
    sequences: Mapping[str, Sequence] = field(default_factory=dict)
    last_number: int = 0
    closed: frozenset[str] = frozenset()
    times: StopTimes | None = None

    def without(self, order: str) -> "Pool":
        """The next version, in which nothing is done for an order."""
        sequences = {
            shift: tuple(task for task in tasks if task[0] != order)
            for shift, tasks in self.sequences.items()
        }
        return replace(self, version=self.version + 1, sequences=sequences)
