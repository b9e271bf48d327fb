"""Solvers: from a problem to a valid plan."""

from routing.solve.engines.engine import Engine
from routing.solve.exact import Proof, prove
from routing.solve.polish import polish
from routing.solve.solver import Solver, solve
from routing.solve.stop import Progress, Stop

__all__ = ["Engine", "Progress", "Proof", "Solver", "Stop", "polish", "prove", "solve"]
