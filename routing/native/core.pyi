"""Hot loops in C++: shortest paths on compact arrays."""

from typing import Annotated

import numpy
from numpy.typing import NDArray


NO_PATH: int = 9223372036854775807

class Graph:
    """
    A directed graph in compressed sparse rows.

    Parameters
    ----------
    offsets
        Shape (vertices + 1,): the arcs that leave `v` are `offsets[v]` to `offsets[v + 1]`.
    heads
        Shape (arcs,): where each arc ends.
    weights
        Shape (arcs,): at least 0, and small enough that no path exceeds 2**63 - 2.

    Raises
    ------
    ValueError
        When the arrays contradict each other.
    """

    def __init__(self, offsets: Annotated[NDArray[numpy.int64], dict(shape=(None,), order='C', device='cpu', writable=False)], heads: Annotated[NDArray[numpy.int32], dict(shape=(None,), order='C', device='cpu', writable=False)], weights: Annotated[NDArray[numpy.int64], dict(shape=(None,), order='C', device='cpu', writable=False)]) -> None: ...

    @property
    def vertex_count(self) -> int:
        """How many vertices."""

    @property
    def arc_count(self) -> int:
        """How many arcs."""

    def many_to_many(self, origin_vertices: Annotated[NDArray[numpy.int32], dict(shape=(None, 2), order='C', device='cpu', writable=False)], origin_weights: Annotated[NDArray[numpy.int64], dict(shape=(None, 2), order='C', device='cpu', writable=False)], destination_vertices: Annotated[NDArray[numpy.int32], dict(shape=(None, 2), order='C', device='cpu', writable=False)], destination_weights: Annotated[NDArray[numpy.int64], dict(shape=(None, 2), order='C', device='cpu', writable=False)], threads: int = 0) -> Annotated[NDArray[numpy.int64], dict(shape=(None, None))]:
        """
        Least weights between places by Dijkstra's algorithm, rows in parallel.

        A place lies between two vertices: it is left by, or reached from, either of them, at the weight
        given; vertex -1 marks a closed side. When many places are asked for, vertices that lie beside none
        of them are taken out of the graph first. The interpreter is released meanwhile.

        Parameters
        ----------
        origin_vertices, origin_weights
            Shape (origins, 2).
        destination_vertices, destination_weights
            Shape (destinations, 2).
        threads
            0 for as many as the machine has cores. The result does not depend on it.

        Returns
        -------
        Shape (origins, destinations); `NO_PATH` where there is none.

        Raises
        ------
        ValueError
            When a vertex does not exist or a weight is negative.

        References
        ----------
        E. W. Dijkstra, A note on two problems in connexion with graphs, Numerische Mathematik 1, 1959,
        doi:10.1007/BF01386390.
        """

    def shortest_path(self, vertices: Annotated[NDArray[numpy.int32], dict(shape=(None, 2), order='C', device='cpu', writable=False)], weights: Annotated[NDArray[numpy.int64], dict(shape=(None, 2), order='C', device='cpu', writable=False)]) -> tuple[int, int, int, Annotated[NDArray[numpy.int64], dict(shape=(None,))]]:
        """
        A path of least weight between two places, always the same one among equals.

        Parameters
        ----------
        vertices, weights
            Shape (2, 2): the origin's row, then the destination's, as in `many_to_many`.

        Returns
        -------
        Weight, first vertex, last vertex, arcs from one to the other.

        Raises
        ------
        ValueError
            When a vertex does not exist, a weight is negative, or there is no path.
        """

    def strong_components(self) -> Annotated[NDArray[numpy.int32], dict(shape=(None,))]:
        """
        The number of its strongly connected component for every vertex, from 0.

        References
        ----------
        R. Tarjan, Depth-first search and linear graph algorithms, SIAM Journal on Computing 1, 1972,
        doi:10.1137/0201010.
        """
