"""What a profile makes of all the tags of a network, each kind read once."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from routing.street.measure import Flags, Integers
from routing.street.network import Network
from routing.street.profile import Profile


@dataclass(frozen=True, slots=True, eq=False)
class Readings:
    """Ways and nodes by number; two columns are forward and backward.

    Parameters
    ----------
    rides
        Shape (ways, 2): metres per hour, 0 closed.
    pushes
        Shape (ways, 2): whether a bike is pushed.
    only_destination
        Shape (ways, 2): whether one may deliver there, but not ride through.
    stops
        Shape (nodes,): whether it cannot be passed.
    waits
        Shape (nodes, 2): milliseconds to pass it along its way.
    """

    rides: Integers
    pushes: Flags
    only_destination: Flags
    stops: Flags
    waits: Integers


@lru_cache(maxsize=8)
def readings_of(network: Network, profile: Profile) -> Readings:
    """The network as a profile reads it; kept, because every step of building a graph asks."""
    ways, nodes = network.way_kinds, network.node_kinds
    read = [profile.read(tags) for tags in ways.tags]
    stops = np.zeros(len(network.node_ids), bool)
    waits = np.zeros((len(network.node_ids), 2), np.int64)
    tagged = np.fromiter(network.node_tags, np.int64)
    if len(tagged):
        stops[tagged] = np.array([profile.stops_at(tags) for tags in nodes.tags])[nodes.of]
        directions = ("forward", "backward")
        delays = [[profile.delay_at(tags, way) for way in directions] for tags in nodes.tags]
        waits[tagged] = np.array(delays)[nodes.of]
    return Readings(
        rides=np.array([one.ride for one in read], np.int64).reshape(-1, 2)[ways.of],
        pushes=np.array([one.pushes for one in read], bool).reshape(-1, 2)[ways.of],
        only_destination=np.array([one.only_destination for one in read], bool).reshape(-1, 2)[
            ways.of
        ],
        stops=stops,
        waits=waits,
    )
