"""A larger map than any at hand: copies of a town side by side, joined by streets."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from routing.street.measure import Integers
from routing.street.network import Network, Restriction
from routing.town.town import Town

_JOINT = {"highway": "residential"}


def tiled(town: Town, side: int) -> Town:
    """A square of copies of a town's streets, each joined to the next by one street either way.

    Longitudes are shifted, not squeezed: all copies are as long as the first, to a hundredth.
    """
    network = town.network
    count = len(network.node_ids)
    low, high = network.node_lonlat.min(axis=0), network.node_lonlat.max(axis=0)
    steps = [(column, row) for row in range(side) for column in range(side)]
    points = [network.node_lonlat + np.array(step) * (high - low + 1_000) for step in steps]
    copies = [network.way_nodes + number * count for number in range(len(steps))]
    joints = [joint for one in _joints(network, side) for joint in one]
    lengths = np.concatenate([np.tile(np.diff(network.way_offsets), len(steps)), [2] * len(joints)])
    tiles = np.arange(len(steps))
    way_ids = network.way_ids * len(steps) + tiles[:, None]
    return replace(
        town,
        name=f"{town.name} x {side * side}",
        network=Network(
            node_ids=(network.node_ids * len(steps) + tiles[:, None]).ravel(),
            node_lonlat=np.concatenate(points).astype(np.int32),
            node_tags={
                number * count + node: tags
                for number in range(len(steps))
                for node, tags in network.node_tags.items()
            },
            way_ids=np.concatenate([way_ids.ravel(), -1 - np.arange(len(joints))]),
            way_offsets=np.concatenate([[0], np.cumsum(lengths)]),
            way_nodes=np.concatenate([*copies, np.ravel(joints)]).astype(np.int32),
            way_tags=network.way_tags * len(steps) + (_JOINT,) * len(joints),
            restrictions=tuple(
                _copied(restriction, number, len(steps))
                for number in tiles.tolist()
                for restriction in network.restrictions
            ),
        ),
    )


def _copied(restriction: Restriction, tile: int, tiles: int) -> Restriction:
    """A turn relation among the copies of its members in a tile."""

    def there(ids: Sequence[int]) -> tuple[int, ...]:
        return tuple(id_ * tiles + tile for id_ in ids)

    return replace(
        restriction,
        from_ways=there(restriction.from_ways),
        via_nodes=there(restriction.via_nodes),
        via_ways=there(restriction.via_ways),
        to_ways=there(restriction.to_ways),
    )


def _joints(network: Network, side: int) -> list[list[tuple[int, int]]]:
    """Pairs of nodes: each copy's easternmost with the next one's westernmost, and northwards."""
    count = len(network.node_ids)
    streets = _street_nodes(network)
    lonlat = network.node_lonlat[streets]
    west, south = streets[lonlat.argmin(axis=0)]
    east, north = streets[lonlat.argmax(axis=0)]
    return [
        [
            ((row * side + column) * count + one, (row * side + column + step) * count + other)
            for row in range(side)
            for column in range(side)
            if (column if step == 1 else row) + 1 < side
        ]
        for one, other, step in ((east, west, 1), (north, south, side))
    ]


def _street_nodes(network: Network) -> Integers:
    """Nodes of residential streets: everybody may ride there."""
    ways = [
        way for way, tags in enumerate(network.way_tags) if tags.get("highway") == "residential"
    ]
    return np.unique(np.concatenate([network.nodes_of(way) for way in ways])).astype(np.int64)
