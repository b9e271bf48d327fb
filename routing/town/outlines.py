"""Lines and rings of an extract: outlines of ways and multipolygons, their middle points."""

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from routing.town.extract import UNITS_PER_DEGREE, Extract, Ids, Points, Relation, Way


def degrees(point: npt.NDArray[np.generic]) -> tuple[float, float]:
    """Longitude and latitude in degrees of a point in 1e-7 degrees."""
    lon, lat = (round(float(value) / UNITS_PER_DEGREE, 7) for value in point)
    return lon, lat


def middle(points: Points) -> npt.NDArray[np.float64]:
    """Centre of gravity of a closed ring; of anything else, the mean of its points."""
    xy = points.astype(np.float64)
    origin = xy[0]
    x, y = (xy - origin).T
    cross = x[:-1] * y[1:] - x[1:] * y[:-1]
    area = cross.sum()
    if not np.array_equal(points[0], points[-1]) or area == 0:
        mean: npt.NDArray[np.float64] = xy.mean(axis=0)
        return mean
    centre = np.array([((x[:-1] + x[1:]) * cross).sum(), ((y[:-1] + y[1:]) * cross).sum()])
    shifted: npt.NDArray[np.float64] = origin + centre / (3 * area)
    return shifted


def way_outline(extract: Extract, way: Way) -> Points | None:
    """The ring of a closed way, if the extract has all of it."""
    return _whole_ring(extract, way.nodes)


def relation_outlines(extract: Extract, relation: Relation) -> Iterator[Points]:
    """The closed outer rings of a multipolygon."""
    outer = [
        extract.ways[member.id].nodes
        for member in relation.members
        if member.kind == "w" and member.role in ("outer", "") and member.id in extract.ways
    ]
    for line in joined(outer, turning=True):
        ring = _whole_ring(extract, line)
        if ring is not None:
            yield ring


def _whole_ring(extract: Extract, nodes: Ids) -> Points | None:
    closed = nodes.size >= 4 and nodes[0] == nodes[-1]
    return extract.node_points[nodes] if closed and nodes.min() >= 0 else None


def joined(lines: Sequence[Ids], *, turning: bool) -> Iterator[Ids]:
    """Lines put end to end where they share an end node.

    Parameters
    ----------
    turning
        Whether a line may be turned round to fit.
    """
    tails = {int(line[-1]) for line in lines if line.size}
    waiting = [line for line in lines if line.size and int(line[0]) in tails]
    heads = [line for line in lines if line.size and int(line[0]) not in tails]
    waiting = heads + waiting
    while waiting:
        line = waiting.pop(0)
        while (following := _following(line, waiting, turning=turning)) is not None:
            line = np.concatenate([line, following[1:]])
        yield line


def _following(line: Ids, waiting: list[Ids], *, turning: bool) -> Ids | None:
    if line[0] == line[-1]:
        return None
    for index, other in enumerate(waiting):
        if other[0] == line[-1]:
            return waiting.pop(index)
        if turning and other[-1] == line[-1]:
            return waiting.pop(index)[::-1]
    return None
