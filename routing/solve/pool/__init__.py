"""Set partitioning: the best plan that can be put together from given routes.

The solver runs in a child process.
"""

from routing.solve.pool.candidates import Candidates
from routing.solve.pool.choose import choose
from routing.solve.pool.combine import combine

__all__ = ["Candidates", "choose", "combine"]
