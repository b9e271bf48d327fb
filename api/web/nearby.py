"""The street that a place lies on, where the map knows no address for it."""

from collections.abc import Iterable

import numpy as np
import shapely

from api.web.frame import Frame, degrees
from routing.town.town import Town

FARTHEST_METRES = 60.0

Position = tuple[float, float]


def nearest_streets(town: Town, positions: Iterable[Position]) -> dict[Position, str]:
    """The name of the nearest named street of each place; places far from any are left out.

    Parameters
    ----------
    positions
        (longitude, latitude) in degrees.
    """
    places, network = list(dict.fromkeys(positions)), town.network
    named = [way for way, tags in enumerate(network.way_tags) if tags.get("name")]
    if not places or not named:
        return {}
    frame = Frame(*np.mean(places, axis=0).tolist())
    lines = [
        shapely.LineString(frame.flat(degrees(network.node_lonlat[network.nodes_of(way)])))
        for way in named
    ]
    place, found = shapely.STRtree(lines).query_nearest(
        shapely.points(frame.flat(places)), max_distance=FARTHEST_METRES, all_matches=False
    )
    return {
        places[p]: network.way_tags[named[w]]["name"]
        for p, w in zip(place.tolist(), found.tolist(), strict=True)
    }
