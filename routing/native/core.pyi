"""Hot loops in C++: shortest paths on compact arrays, and the search."""

from collections.abc import Callable, Sequence
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

    def strong_components(self) -> Annotated[NDArray[numpy.int32], dict(shape=(None,))]:
        """
        The number of its strongly connected component for every vertex, from 0.

        References
        ----------
        R. Tarjan, Depth-first search and linear graph algorithms, SIAM Journal on Computing 1, 1972,
        doi:10.1137/0201010.
        """

class Places:
    """
    Places beside the vertices of a graph.

    A place is left by, or reached from, each vertex beside it at the weight given.

    Parameters
    ----------
    offsets
        Shape (places + 1,): place `p` lies beside `vertices[offsets[p]:offsets[p + 1]]`.
    vertices
        Shape (vertices beside places,).
    weights
        Between each of these vertices and its place, at least 0.

    Raises
    ------
    ValueError
        When the arrays contradict each other.
    """

    def __init__(self, offsets: Annotated[NDArray[numpy.int64], dict(shape=(None,), order='C', device='cpu', writable=False)], vertices: Annotated[NDArray[numpy.int32], dict(shape=(None,), order='C', device='cpu', writable=False)], weights: Annotated[NDArray[numpy.int64], dict(shape=(None,), order='C', device='cpu', writable=False)]) -> None: ...

    def __len__(self) -> int: ...

class Hierarchy:
    """
    A graph made ready for shortest paths.

    Vertices leave it one by one, and arcs (shortcuts) keep all distances between those that remain;
    afterwards a search looks at a few hundred vertices, however large the graph. The interpreter is
    released meanwhile.

    References
    ----------
    R. Geisberger, P. Sanders, D. Schultes, C. Vetter, Exact routing in large road networks using
    contraction hierarchies, Transportation Science 46, 2012, doi:10.1287/trsc.1110.0401.
    """

    def __init__(self, graph: Graph) -> None: ...

    @property
    def vertex_count(self) -> int:
        """How many vertices."""

    @property
    def arc_count(self) -> int:
        """How many arcs, shortcuts among them."""

    @property
    def shortcut_count(self) -> int:
        """How many shortcuts."""

    def many_to_many(self, origins: Places, destinations: Places, threads: int = 0) -> Annotated[NDArray[numpy.int64], dict(shape=(None, None))]:
        """
        Least weights between places, rows in parallel.

        Parameters
        ----------
        threads
            0 for as many as the machine has cores. The result does not depend on it.

        Returns
        -------
        Shape (origins, destinations); `NO_PATH` where there is none.

        Raises
        ------
        ValueError
            When a vertex does not exist.

        References
        ----------
        S. Knopp, P. Sanders, D. Schultes, F. Schulz, D. Wagner, Computing many-to-many shortest paths using
        highway hierarchies, ALENEX 2007, doi:10.1137/1.9781611972870.4.
        """

    def shortest_path(self, origin: Places, destination: Places) -> tuple[int, Annotated[NDArray[numpy.int32], dict(shape=(None,))]]:
        """
        A path of least weight from one place to another, always the same one among equals.

        Parameters
        ----------
        origin, destination
            One place each.

        Returns
        -------
        Weight, and the vertices from one beside the origin to one beside the destination.

        Raises
        ------
        ValueError
            When a vertex does not exist, or there is no path.
        """

class SearchProblem:
    """
    A problem as the search reads it.

    A *spot* is a row and a column of the profiles: a place, or a place as the start or the end of a
    shift. Node `2 * r` picks shipment `r` up, `2 * r + 1` delivers it. Profiles come first, then
    shifts, then shipments, each numbered from 0 as added.
    """

    def __init__(self, spots: int) -> None: ...

    def add_profile(self, times: Annotated[NDArray[numpy.int64], dict(shape=(None, None), order='C', device='cpu', writable=False)], distances: Annotated[NDArray[numpy.int64], dict(shape=(None, None), order='C', device='cpu', writable=False)]) -> None:
        """
        Arcs of one profile.

        Parameters
        ----------
        times
            Shape (spots, spots): from the end of a service to the earliest start of the next, set-up
            included.
        distances
            Shape (spots, spots).

        Raises
        ------
        ValueError
            When the shapes are not those of the spots.
        """

    def add_shift(self, profile: int, start_spot: int, end_spot: int, kind: int, window: tuple[int, int], capacity: Sequence[int], breaks: Sequence[tuple[int, int, int]], fixed: int, per_time: int, per_distance: int, minimum_paid: int, reload: tuple[int, int, int] | None = None, aboard: Sequence[Sequence[int]] = []) -> None:
        """
        A shift; shifts of one `kind` are interchangeable.

        Parameters
        ----------
        breaks
            (window start, window end, duration); at most eight.
        reload
            (spot, duration, range), where it may reload.
        aboard
            Loads of the shipments that are on board when the plan begins.

        Raises
        ------
        ValueError
            When a number does not exist.
        """

    def add_shipment(self, pickup_spot: int, pickup_service: int, pickup_windows: Sequence[tuple[int, int]], delivery_spot: int, delivery_service: int, delivery_windows: Sequence[tuple[int, int]], load: Sequence[int], penalty: int, required: bool, longest_on_board: int, fits_shift: Sequence[bool], pickup_late: tuple[int, int] | None = None, delivery_late: tuple[int, int] | None = None, on_board: bool = False, position: int | None = None) -> None:
        """
        A shipment; `fits_shift` tells which shifts may carry it. One that is `required` is left out,
        for its penalty, only when nothing else is possible.

        Parameters
        ----------
        pickup_windows, delivery_windows
            When the task may start, lateness included; sorted and disjoint.
        pickup_late, delivery_late
            (from when on a start is late, cost of each tick); None: never.
        on_board
            The pickup is no service, but stands before all others in a sequence of nodes, at the spot where
            the only shift starts that fits.
        position
            Of the delivery among the services of its route, from 0.

        Raises
        ------
        ValueError
            When a spot does not exist or a task has no window.
        """

    def random_moves(self, seed: int, moves: int) -> list[tuple[str, int, list[int], int]]:
        """
        Move shipments about at random and tell what the plan says of every route changed.

        Returns
        -------
        The move (insert, remove, strings, exchange), the shift, its nodes in order, its cost.

        Raises
        ------
        ValueError
            When there is no shift or no shipment.
        """

    def search(self, start: Sequence[Sequence[int]], seed: int, fewest_routes: bool, seconds: float, iterations: int, stale_seconds: float, threads: int, watch: Callable[[int, Sequence[Sequence[int]] | None], bool], without: Sequence[str] = [], clock: Callable[[], float] | None = None) -> tuple[list[list[int]], int]:
        """
        Search for a cheap plan; the interpreter is released meanwhile.

        The same seed, iterations and one thread give the same plan.

        Parameters
        ----------
        start
            Nodes in order, by shift; what cannot be kept of it is planned anew.
        fewest_routes
            Empty routes first, then make them cheap.
        seconds, stale_seconds
            Infinity: no limit.
        iterations
            Of all threads together; 0: no limit.
        watch
            Called about fifty times a second with the best cost so far and, when it is news, the nodes
            in order, by shift, else None; returns true to end the search.
        without
            Parts of the recipe to leave out (see `recipe.hpp`), to measure what they are worth.
        clock
            Seconds since the search began, asked by all of its threads; None: the machine's. Another one
            makes what depends on time the same on every machine.

        Returns
        -------
        Nodes in order, by shift, and the number of iterations.

        Raises
        ------
        ValueError
            When a node or a part does not exist.

        References
        ----------
        J. Christiaens, G. Vanden Berghe, Slack induction by string removals for vehicle routing problems,
        Transportation Science 54, 2020, doi:10.1287/trsc.2019.0914.
        """

class LiveRoutes:
    """
    The routes of a live plan.

    Numbers are those of the `SearchProblem` that it is made of: node `2 * r` picks shipment `r` up,
    `2 * r + 1` delivers it. A task is its spot, its service, when it may start, and from when on a
    start is late with what each tick costs. Not for two threads at once.
    """

    def __init__(self, problem: SearchProblem) -> None: ...

    def seat(self) -> int:
        """
        The number of the shipment that is quoted, and of the next one that is accepted.
        """

    @property
    def spots(self) -> int:
        """How many spots there are."""

    def assign(self, shift: int, nodes: Sequence[int]) -> bool:
        """
        Let a shift do tasks in an order, at their best times; false when that breaks a rule.

        Raises
        ------
        ValueError
            When a number does not exist.
        """

    def route(self, shift: int) -> tuple[int, list[int], int, int, int]:
        """
        A shift's number, nodes in order, exact duration, distance, cost of lateness.

        Raises
        ------
        ValueError
            When the shift does not exist.
        """

    def best_times(self, shift: int, nodes: Sequence[int]) -> tuple[int, int, int] | None:
        """
        Duration, distance and cost of lateness of the cheapest times; None when no times keep the rules.
        Loads, equipment and commitments are not looked at.

        Raises
        ------
        ValueError
            When a number does not exist.
        """

    def quote(self, pickup: tuple[int, int, Sequence[tuple[int, int]], tuple[int, int] | None], delivery: tuple[int, int, Sequence[tuple[int, int]], tuple[int, int] | None], load: Sequence[int], longest_on_board: int, equipped: Sequence[bool], slots: Sequence[tuple[Sequence[tuple[int, int]], tuple[int, int] | None]], iterations: int, seconds: float, seed: int) -> list[tuple[bool, int, list[tuple[int, list[int], int, int, int]]]]:
        """
        What one more shipment would change, for each slot; the interpreter is released meanwhile.

        Parameters
        ----------
        delivery
            Its windows and lateness are not read: each slot's stand in their place.
        slots
            When it may start, and its lateness.
        equipped
            By shift, whether the vehicle has what the shipment needs.
        iterations
            Of the reshuffle, for a slot; 0: no reshuffle.
        seconds
            Of all reshuffles together; infinity: no limit.

        Returns
        -------
        By slot: whether others are moved; the number of the obstacle, 0 when there is a place; and the
        routes that change: shift, nodes in order, exact duration, distance, cost of lateness.

        Raises
        ------
        ValueError
            When a number does not exist.
        """

    def accept(self, pickup: tuple[int, int, Sequence[tuple[int, int]], tuple[int, int] | None], delivery: tuple[int, int, Sequence[tuple[int, int]], tuple[int, int] | None], load: Sequence[int], longest_on_board: int, fits_shift: Sequence[bool], changes: Sequence[tuple[int, Sequence[int]]]) -> int | None:
        """
        Put a shipment in, as an answer of `quote` says; its number, or None when a rule is broken:
        then nothing is changed.

        Raises
        ------
        ValueError
            When a number does not exist.
        """

    def remove(self, number: int) -> bool:
        """
        Take a shipment out; false, and nothing is changed, when that breaks a rule.
        """

    def add_spot(self, outgoing: Sequence[Sequence[tuple[int, int]]], incoming: Sequence[Sequence[tuple[int, int]]]) -> int:
        """
        Add a spot; returns its number.

        Parameters
        ----------
        outgoing, incoming
            By profile: time and distance from it to every spot, and from every spot to it; itself last.

        Raises
        ------
        ValueError
            When an arc is missing.
        """

    def forget_spots(self, first: int) -> None:
        """
        Forget all spots from this one on; no task may be at one of them.

        Raises
        ------
        ValueError
            When there are not so many.
        """
