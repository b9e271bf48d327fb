"""How high each point of a street lies."""

import numpy as np

from routing.street.measure import Integers
from routing.street.network import Network


def way_heights(network: Network) -> Integers | None:
    """Millimetres above the sea at each position of `Network.way_nodes`; None without heights.

    They were smoothed along the streets when the town was built (`routing.town.relief`), and are
    equal at all positions of one node.
    """
    if network.node_heights is None:
        return None
    return network.node_heights[network.way_nodes].astype(np.int64)


def grades(heights: Integers, ruler: Integers) -> Integers:
    """Permille of rise from each position to the next, rounded to the nearest; 0 where none is.

    Parameters
    ----------
    heights, ruler
        Millimetres, by position in `Network.way_nodes`. Where a way ends the ruler falls back, and
        what stands there means nothing.
    """
    rises, runs = np.diff(heights), np.diff(ruler)
    found = np.zeros(len(heights), np.int64)
    found[:-1] = np.where(runs > 0, (2_000 * rises + runs) // (2 * np.maximum(runs, 1)), 0)
    return found
