"""Solvers: from a problem to a valid plan."""

from routing.solve.solver import Solver, solve
from routing.solve.stop import Progress, Stop

__all__ = ["Progress", "Solver", "Stop", "solve"]
