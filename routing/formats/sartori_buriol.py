"""Sartori & Buriol's pickup and delivery instances on real streets.

Ten header lines ``KEY: value``, then NODES, then EDGES with a matrix of whole minutes. The fleet
is unlimited, the objective is vehicles first, then travel time.

C. S. Sartori, L. S. Buriol: A study on the pickup and delivery problem with time windows,
Computers & Operations Research 124 (2020), doi 10.1016/j.cor.2020.105065.
"""

import numpy as np

from routing.errors import InputError
from routing.formats.nodes import PROFILE, Lines, Scale, add_fleet, read_nodes, start_problem
from routing.model import Problem
from routing.model.matrix import Ticked

MINUTES = Scale(1)


def read_sartori_buriol(name: str, lines: Lines) -> Problem:
    """A problem in the file's minutes, with as many vehicles as shipments.

    Raises
    ------
    InputError
        `InputErrors` with every line that is wrong.
    """
    nodes_line, edges_line = _line_of(lines, "NODES"), _line_of(lines, "EDGES")
    size, capacity = _header(lines, "SIZE", nodes_line), _header(lines, "CAPACITY", nodes_line)
    nodes = read_nodes(lines, nodes_line + 1, edges_line)
    if len(nodes) != size:
        raise InputError("instance.size", file=lines.file, found=len(nodes), expected=size)
    longitude_first = [(node.y, node.x) for node in nodes]
    builder = start_problem(name, nodes, longitude_first, MINUTES)
    add_fleet(builder, nodes[0], len(nodes) // 2, capacity, MINUTES)
    ways = _read_edges(lines, edges_line + 1, size)
    builder.add_matrix(PROFILE, ways, ways)
    return builder.build()


def _line_of(lines: Lines, word: str) -> int:
    for index, line in enumerate(lines.text):
        if line.strip() == word:
            return index
    raise InputError("instance.no_section", file=lines.file, section=word)


def _header(lines: Lines, key: str, end: int) -> int:
    for index, line in enumerate(lines.text[:end]):
        name, _, value = line.partition(":")
        if name.strip() == key:
            return lines.whole_number(index, key, value.strip())
    raise InputError("instance.no_section", file=lines.file, section=key)


def _read_edges(lines: Lines, first: int, size: int) -> Ticked:
    ways = np.zeros((size, size), dtype=np.int64)
    rows = lines.text[first : first + size]
    for row, line in enumerate(rows):
        where = lines.where(first + row)
        cells = line.split()
        if len(cells) != size:
            raise InputError("instance.columns", **where, found=len(cells), expected=size)
        try:
            ways[row] = cells
        except (ValueError, OverflowError):
            wrong = next((cell for cell in cells if not cell.isdigit()), cells[0])
            raise InputError("instance.number", **where, column="EDGES", value=wrong) from None
    if len(rows) != size:
        raise InputError("instance.size", file=lines.file, found=len(rows), expected=size)
    return ways
