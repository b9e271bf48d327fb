"""Solvers: from a problem to a valid plan."""

from routing.solve.solver import Engine, Solver, solve
from routing.solve.stop import Progress, Stop

__all__ = ["Engine", "Progress", "Solver", "Stop", "solve"]
