"""The best plan of a very small day, and the proof that none is better.

Only `routing.solve.exact.proof` is for callers; all that knows CP-SAT runs in a child process.
"""

from routing.solve.exact.proof import SMALL, Proof, prove

__all__ = ["SMALL", "Proof", "prove"]
