"""The network of an extract: its streets with their routing tags, and its turn relations."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from routing.street.network import Network, Restriction
from routing.town.extract import Extract, Ids, Points, Relation
from routing.town.tags import Tags, is_street, node_tags, way_tags


class Street(NamedTuple):
    """A way of the network before it is one: nodes are indices."""

    id: int
    nodes: Ids
    tags: Tags


def network_of(extract: Extract) -> Network:
    """Streets over the nodes that the extract has.

    A way whose nodes are partly missing (it leaves the extract) is cut into its known runs: each
    run of two nodes or more becomes a way of its own with the same id and tags.
    """
    streets = [
        Street(way_id, run, kept)
        for way_id, way in extract.ways.items()
        if is_street(way.tags)
        for kept in [way_tags(way.tags)]
        for run in known_runs(way.nodes)
    ]
    return assembled(
        streets,
        node_ids=extract.node_ids,
        node_points=extract.node_points,
        tags_of_nodes=extract.node_tags,
        restrictions=tuple(_restrictions(extract)),
    )


def assembled(
    streets: Sequence[Street],
    *,
    node_ids: Ids,
    node_points: Points,
    tags_of_nodes: Mapping[int, Tags],
    restrictions: tuple[Restriction, ...] = (),
) -> Network:
    """The network of these streets, with the nodes that they use and no others.

    Parameters
    ----------
    node_ids, node_points
        What the streets' nodes are indices into.
    tags_of_nodes
        By node id.
    """
    nodes = [street.nodes for street in streets]
    all_nodes = np.concatenate(nodes) if nodes else np.empty(0, dtype=np.int64)
    used, way_nodes = np.unique(all_nodes, return_inverse=True)
    kept = (
        (index, id_) for index, id_ in enumerate(node_ids[used].tolist()) if id_ in tags_of_nodes
    )
    tagged = ((index, node_tags(tags_of_nodes[id_])) for index, id_ in kept)
    return Network(
        node_ids=node_ids[used],
        node_lonlat=node_points[used],
        node_tags={index: tags for index, tags in tagged if tags},
        way_ids=np.array([street.id for street in streets], dtype=np.int64),
        way_offsets=offsets(len(street.nodes) for street in streets),
        way_nodes=way_nodes.astype(np.int32),
        way_tags=tuple(street.tags for street in streets),
        restrictions=restrictions,
    )


def offsets(lengths: Iterable[int]) -> Ids:
    """Where each of several pieces begins in their concatenation, and where the last one ends."""
    return np.cumsum([0, *lengths], dtype=np.int64)


def known_runs(found: Ids) -> Iterator[Ids]:
    """Runs of two nodes and more between the nodes that the extract lacks (-1)."""
    for piece in np.split(found, np.flatnonzero(found < 0)):
        run = piece[piece >= 0]
        if run.size >= 2:
            yield run


def _restrictions(extract: Extract) -> Iterator[Restriction]:
    for relation_id, relation in extract.relations.items():
        if relation.tags.get("type", "").partition(":")[0] == "restriction":
            yield Restriction(
                id=relation_id,
                from_ways=_members(relation, "w", "from"),
                via_nodes=_members(relation, "n", "via"),
                via_ways=_members(relation, "w", "via"),
                to_ways=_members(relation, "w", "to"),
                tags={
                    key: value
                    for key, value in sorted(relation.tags.items())
                    if key in ("type", "except") or key.partition(":")[0] == "restriction"
                },
            )


def _members(relation: Relation, kind: str, role: str) -> tuple[int, ...]:
    return tuple(
        member.id for member in relation.members if member.kind == kind and member.role == role
    )
