"""What a proof's child process is asked, and what it answers."""

from dataclasses import dataclass
from typing import NamedTuple

from routing.model import Plan, Problem
from routing.solve.sequence import Sequences
from routing.solve.value import Value


@dataclass(frozen=True, slots=True)
class Question:
    """Whether a plan is the best.

    Parameters
    ----------
    plan
        A valid one.
    deadline
        By `time.monotonic`, which all processes share.
    """

    problem: Problem
    plan: Plan
    deadline: float


class Better(NamedTuple):
    """Who does what in a plan that is better than all before it."""

    sequences: Sequences


class Bound(NamedTuple):
    """No plan is better than this value."""

    value: Value
