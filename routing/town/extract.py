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

Points = npt.NDArray[np.int32]
"""Shape (points, 2): longitude, latitude in 1e-7 degrees."""


@dataclass(frozen=True, slots=True)
class Way:
    """Node ids in order, and all tags."""

    refs: npt.NDArray[np.int64]
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

    def locate(self, ids: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
        """Index of each node in `node_ids`, -1 for those that the extract lacks."""
        if self.node_ids.size == 0:
            return np.full(ids.shape, -1, dtype=np.int64)
        found = np.minimum(np.searchsorted(self.node_ids, ids), self.node_ids.size - 1)
        return np.where(self.node_ids[found] == ids, found, -1)

    def points(self, ids: npt.NDArray[np.int64]) -> Points:
        """Positions of the nodes that the extract has, in the order of `ids`."""
        found = self.locate(ids)
        return self.node_points[found[found >= 0]]


class Gathering:
    """Elements on their way into an `Extract`. Of two with one id the first is kept."""

    def __init__(self) -> None:
        self._node_ids = array("q")
        self._node_points = array("i")
        self._node_tags: dict[int, Tags] = {}
        self._ways: dict[int, Way] = {}
        self._relations: dict[int, Relation] = {}

    def node(self, node_id: int, lon: int, lat: int, tags: Tags | None = None) -> None:
        """Add a node at 1e-7 degrees."""
        self._node_ids.append(node_id)
        self._node_points.extend((lon, lat))
        if tags:
            self._node_tags.setdefault(node_id, tags)

    def way(self, way_id: int, refs: Iterable[int], tags: Tags) -> None:
        """Add a way."""
        self._ways.setdefault(way_id, Way(np.array(array("q", refs), dtype=np.int64), tags))

    def relation(self, relation_id: int, members: Iterable[Member], tags: Tags) -> None:
        """Add a relation."""
        self._relations.setdefault(relation_id, Relation(tuple(members), tags))

    def extract(self, date: dt.datetime | None) -> Extract:
        """Everything gathered, in order of ids."""
        ids, first = np.unique(np.array(self._node_ids, dtype=np.int64), return_index=True)
        points = np.array(self._node_points, dtype=np.int32).reshape(-1, 2)[first]
        return Extract(
            node_ids=ids,
            node_points=points,
            node_tags=dict(sorted(self._node_tags.items())),
            ways=dict(sorted(self._ways.items())),
            relations=dict(sorted(self._relations.items())),
            date=date,
        )
