"""Li & Lim's pickup and delivery instances with time windows.

Line 1: vehicles, capacity, speed (meant as 1, though some files say 0); then one line a node. Time
and distance are Euclidean. The objective is vehicles first, then distance.

H. Li, A. Lim: A metaheuristic for the pickup and delivery problem with time windows, International
Journal on Artificial Intelligence Tools 12 (2003), doi 10.1142/S0218213003001186.
"""

from collections.abc import Sequence

import numpy as np

from routing.errors import InputError
from routing.formats.nodes import PROFILE, Lines, Node, Scale, add_fleet, read_nodes, start_problem
from routing.model import Problem
from routing.model.matrix import Ticked

MILLIONTHS = Scale(1_000_000)
"""At a thousandth, four of 178 best-known solutions turn infeasible by rounding."""


def read_lilim(name: str, lines: Lines) -> Problem:
    """A problem in millionths of the file's unit, distances rounded up.

    Raises
    ------
    InputError
        `InputErrors` with every line that is wrong.
    """
    header = lines.text[0].split()
    if len(header) != 3:
        raise InputError("instance.columns", file=lines.file, line=1, found=len(header), expected=3)
    columns = ("vehicles", "capacity", "speed")
    vehicles, capacity, _ = (
        lines.whole_number(0, column, cell) for column, cell in zip(columns, header, strict=True)
    )
    nodes = read_nodes(lines, 1, len(lines.text))
    builder = start_problem(name, nodes, [(node.x, node.y) for node in nodes], MILLIONTHS)
    add_fleet(builder, nodes[0], vehicles, capacity, MILLIONTHS)
    ways = _rounded_up(nodes)
    builder.add_matrix(PROFILE, ways, ways)
    return builder.build()


def _rounded_up(nodes: Sequence[Node]) -> Ticked:
    x, y = np.array([node.x for node in nodes]), np.array([node.y for node in nodes])
    ways = np.hypot(x[:, None] - x, y[:, None] - y)
    ticks: Ticked = np.ceil(ways * MILLIONTHS.ticks).astype(np.int64)
    return ticks
