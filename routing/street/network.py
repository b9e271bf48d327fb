"""The streets as OpenStreetMap has them, every routing tag kept.

A `Network` knows no profile: what a bike may ride and how fast is computed from the tags
(`routing.street.profile`), so that a later profile needs no new map.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from routing.street.kinds import Kinds
from routing.street.measure import rulers


@dataclass(frozen=True, slots=True)
class Restriction:
    """A turn relation as read. Ids are OpenStreetMap's.

    Parameters
    ----------
    via_nodes, via_ways
        One of them is empty.
    tags
        `restriction`, `restriction:*`, `except`, `type`.
    """

    id: int
    from_ways: tuple[int, ...]
    via_nodes: tuple[int, ...]
    via_ways: tuple[int, ...]
    to_ways: tuple[int, ...]
    tags: Mapping[str, str]


@dataclass(frozen=True, eq=False)
class Network:
    """Ways over nodes, in compact arrays.

    Parameters
    ----------
    node_ids
        int64, shape (nodes,): OpenStreetMap ids, every node of every way.
    node_lonlat
        int32, shape (nodes, 2): longitude, latitude in 1e-7 degrees, as OpenStreetMap stores them.
    node_tags
        By node index; only nodes that carry routing tags (barriers, crossings, lights, `ele`).
    way_ids
        int64, shape (ways,). An id stands several times where an extract cuts a way into runs.
    way_offsets
        int64, shape (ways + 1,): way `w` has `way_nodes[way_offsets[w]:way_offsets[w + 1]]`.
    way_nodes
        int32: node indices.
    way_tags
        By way: every tag that may matter to routing, directions or drawing.
    node_heights
        int32, shape (nodes,): millimetres above the sea, smoothed along the streets
        (`routing.town.relief`); None when no source of heights was asked.
    """

    node_ids: npt.NDArray[np.int64]
    node_lonlat: npt.NDArray[np.int32]
    node_tags: Mapping[int, Mapping[str, str]]
    way_ids: npt.NDArray[np.int64]
    way_offsets: npt.NDArray[np.int64]
    way_nodes: npt.NDArray[np.int32]
    way_tags: tuple[Mapping[str, str], ...]
    restrictions: tuple[Restriction, ...]
    node_heights: npt.NDArray[np.int32] | None = None

    @cached_property
    def ruler(self) -> npt.NDArray[np.int64]:
        """Millimetres from the start of its way, by position in `way_nodes`."""
        return rulers(self.node_lonlat[self.way_nodes], self.way_offsets)

    @cached_property
    def way_kinds(self) -> Kinds:
        """The ways by what rules read of their tags."""
        return Kinds.among(self.way_tags)

    @cached_property
    def node_kinds(self) -> Kinds:
        """The tagged nodes, in the order of `node_tags`, by what rules read of their tags."""
        return Kinds.among(self.node_tags.values())

    def nodes_of(self, way: int) -> npt.NDArray[np.int32]:
        """Node indices of a way, in order."""
        return self.way_nodes[self.way_offsets[way] : self.way_offsets[way + 1]]
