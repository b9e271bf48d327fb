"""The optimizer: from a day's orders to verified rounds. A library, without clock or network.

Here `solve` is the function; its room is still imported by name, e.g. ``from routing.solve.alone
import alone``.

Examples
--------
>>> from routing import ProblemBuilder, Stop, solve, verify
"""

from routing.check import Violation, require_valid, verify
from routing.model import Plan, Problem
from routing.model.builder import ProblemBuilder
from routing.solve import Progress, Stop, solve

__all__ = [
    "Plan",
    "Problem",
    "ProblemBuilder",
    "Progress",
    "Stop",
    "Violation",
    "require_valid",
    "solve",
    "verify",
]
