"""Solvers: from a problem to a valid plan."""

from routing.solve.engines.engine import Engine
from routing.solve.solver import Solver, solve
from routing.solve.stop import Progress, Stop

__all__ = ["Engine", "Progress", "Solver", "Stop", "solve"]
