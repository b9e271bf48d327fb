"""The network of an extract: its streets with their routing tags, and its turn relations."""

from collections.abc import Iterable, Iterator

import numpy as np

from routing.street.network import Network, Restriction
from routing.town.extract import Extract, Ids, Relation
from routing.town.tags import Tags, is_street, node_tags, way_tags


def network_of(extract: Extract) -> Network:
    """Streets over the nodes that the extract has.

    A way whose nodes are partly missing (it leaves the extract) is cut into its known runs: each
    run of two nodes or more becomes a way of its own with the same id and tags.
    """
    ids: list[int] = []
    runs: list[Ids] = []
    tags: list[Tags] = []
    for way_id, way in extract.ways.items():
        if is_street(way.tags):
            kept = way_tags(way.tags)
            for run in known_runs(way.nodes):
                ids.append(way_id)
                runs.append(run)
                tags.append(kept)
    nodes = np.concatenate(runs) if runs else np.empty(0, dtype=np.int64)
    used, way_nodes = np.unique(nodes, return_inverse=True)
    return Network(
        node_ids=extract.node_ids[used],
        node_lonlat=extract.node_points[used],
        node_tags=_kept_node_tags(extract, used),
        way_ids=np.array(ids, dtype=np.int64),
        way_offsets=offsets(len(run) for run in runs),
        way_nodes=way_nodes.astype(np.int32),
        way_tags=tuple(tags),
        restrictions=tuple(_restrictions(extract)),
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


def _kept_node_tags(extract: Extract, used: Ids) -> dict[int, Tags]:
    kept: dict[int, Tags] = {}
    for index, node_id in enumerate(extract.node_ids[used].tolist()):
        tags = node_tags(extract.node_tags.get(node_id, {}))
        if tags:
            kept[index] = tags
    return kept


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
