"""How fast each piece of street between two neighbouring nodes is ridden, hills and all."""

import numpy as np

from routing.street import speed
from routing.street.heights import grades, way_heights
from routing.street.measure import Integers
from routing.street.network import Network
from routing.street.profile import Profile
from routing.street.readings import readings_of
from routing.street.speed import Ground

_GROUNDS = tuple(Ground)


def paces_of(network: Network, profile: Profile) -> Integers:
    """Metres per hour from each position to the next one of its way, and back; 0 where closed.

    Returns
    -------
    Shape (positions, 2). What stands at the last position of a way means nothing.
    """
    flat, kinds = readings_of(network, profile).rides, network.way_kinds
    ways = np.repeat(np.arange(len(flat)), np.diff(network.way_offsets))
    heights = way_heights(network)
    if heights is None or profile.hills is None:
        return flat[ways]
    grounds = np.array([_GROUNDS.index(speed.ground(tags)) for tags in kinds.tags])[kinds.of]
    # The pace of steps is that of climbing them.
    climbs = np.array([tags.get("highway") != "steps" for tags in kinds.tags])[kinds.of]
    rises = grades(heights, network.ruler) * climbs[ways]
    asked = [
        np.stack([flat[ways, direction], grounds[ways], sign * rises], axis=1)
        for direction, sign in ((0, 1), (1, -1))
    ]
    different, which = np.unique(np.concatenate(asked), axis=0, return_inverse=True)
    answers = [
        profile.speed_on(pace, _GROUNDS[ground], grade) if pace else 0
        for pace, ground, grade in different.tolist()
    ]
    return np.array(answers, np.int64)[which.reshape(-1)].reshape(2, -1).T
