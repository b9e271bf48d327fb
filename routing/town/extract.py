"""A map as read, before anything is made of it: nodes, ways and relations by their ids.

Every source (files, Overpass, GraphML) is gathered into an `Extract`; a town is made from it in
one way only (`routing.town.build`).
"""

import datetime as dt
from array import array
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from routing.town.tags import Tags

UNITS_PER_DEGREE = 10_000_000
"""OpenStreetMap stores degrees in 1e-7."""

Ids = npt.NDArray[np.int64]
Points = npt.NDArray[np.int32]
"""Shape (points, 2): longitude, latitude in 1e-7 degrees."""


@dataclass(frozen=True, slots=True)
class Way:
    """A way and all its tags.

    Parameters
    ----------
    refs
        Node ids in order.
    nodes
        Their indices in the extract's nodes, -1 for those that the extract lacks.
    """

    refs: Ids
    nodes: Ids
    tags: Tags


@dataclass(frozen=True, slots=True)
class Member:
    """A member of a relation: kind is ``n``, ``w`` or ``r``."""

    kind: str
    id: int
    role: str


@dataclass(frozen=True, slots=True)
class Relation:
    """Members in order, and all tags."""

    members: tuple[Member, ...]
    tags: Tags


@dataclass(frozen=True, eq=False)
class Extract:
    """All elements of one or more map files.

    Parameters
    ----------
    node_ids
        Shape (nodes,), sorted, unique.
    node_points
        Shape (nodes, 2).
    node_tags
        By node id; tagged nodes only.
    ways, relations
        By id, in ascending order of ids.
    date
        Instant of the data, aware, when the map tells.
    """

    node_ids: npt.NDArray[np.int64]
    node_points: Points
    node_tags: Mapping[int, Tags]
    ways: Mapping[int, Way]
    relations: Mapping[int, Relation]
    date: dt.datetime | None

    def points_of(self, way: Way) -> Points:
        """Positions of the way's nodes that the extract has, in order."""
        return self.node_points[way.nodes[way.nodes >= 0]]

    def point_of(self, node_id: int) -> npt.NDArray[np.int32] | None:
        """Position of a node, if the extract has it."""
        (index,) = locate(self.node_ids, np.array([node_id]))
        return None if index < 0 else self.node_points[index]


def locate(node_ids: Ids, wanted: Ids) -> Ids:
    """Index of each wanted id in the sorted ids, -1 for those that are not there."""
    if node_ids.size == 0:
        return np.full(wanted.shape, -1, dtype=np.int64)
    found = np.minimum(np.searchsorted(node_ids, wanted), node_ids.size - 1)
    return np.where(node_ids[found] == wanted, found, -1)


class Gathering:
    """Elements on their way into an `Extract`. Of two with one id the first is kept."""

    def __init__(self) -> None:
        self._node_ids = array("q")
        self._node_points = array("i")
        self._node_tags: dict[int, Tags] = {}
        self._ways: dict[int, tuple[array[int], Tags]] = {}
        self._relations: dict[int, Relation] = {}

    def node(self, node_id: int, lon: int, lat: int, tags: Tags | None = None) -> None:
        """Add a node at 1e-7 degrees."""
        self._node_ids.append(node_id)
        self._node_points.extend((lon, lat))
        if tags:
            self._node_tags.setdefault(node_id, tags)

    def way(self, way_id: int, refs: Iterable[int], tags: Tags) -> None:
        """Add a way."""
        self._ways.setdefault(way_id, (array("q", refs), tags))

    def relation(self, relation_id: int, members: Iterable[Member], tags: Tags) -> None:
        """Add a relation."""
        self._relations.setdefault(relation_id, Relation(tuple(members), tags))

    def unlocated(self) -> list[int]:
        """Nodes of ways that were not added yet, each once, in order."""
        refs = array("q")
        for way_refs, _ in self._ways.values():
            refs.extend(way_refs)
        known = np.array(self._node_ids, dtype=np.int64)
        missing: list[int] = np.setdiff1d(np.array(refs, dtype=np.int64), known).tolist()
        return missing

    def extract(self, date: dt.datetime | None) -> Extract:
        """Everything gathered, in order of ids."""
        ids, first = np.unique(np.array(self._node_ids, dtype=np.int64), return_index=True)
        points = np.array(self._node_points, dtype=np.int32).reshape(-1, 2)[first]
        return Extract(
            node_ids=ids,
            node_points=points,
            node_tags=dict(sorted(self._node_tags.items())),
            ways=self._located_ways(ids),
            relations=dict(sorted(self._relations.items())),
            date=date,
        )

    def _located_ways(self, node_ids: Ids) -> dict[int, Way]:
        """All ways, their nodes looked up in one go."""
        gathered = sorted(self._ways.items())
        all_refs = array("q")
        for _, (refs, _) in gathered:
            all_refs.extend(refs)
        ids = np.array(all_refs, dtype=np.int64)
        nodes = locate(node_ids, ids)
        ways, start = {}, 0
        for way_id, (refs, tags) in gathered:
            piece = slice(start, start + len(refs))
            ways[way_id] = Way(ids[piece], nodes[piece], tags)
            start = piece.stop
        return ways
