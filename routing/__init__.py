"""The optimizer: from a day's orders to verified rounds. A library, without clock or network.

Examples
--------
>>> from routing import ProblemBuilder, verify
"""

from routing.check import Violation, require_valid, verify
from routing.model import Plan, Problem
from routing.model.builder import ProblemBuilder

__all__ = ["Plan", "Problem", "ProblemBuilder", "Violation", "require_valid", "verify"]
