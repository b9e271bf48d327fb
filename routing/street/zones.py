"""Streets in which one may deliver, but through which one may not ride.

``motor_vehicle=destination`` and the like close a street to all who have no business there. Whoever
begins there may ride out, whoever ends there may ride in; nobody rides in and out again. So such an
arc is ridden in one of two states: by those who have not left the zone in which they began, and by
those who have come in and stay. No price is needed, and none can be wrong.
"""

from dataclasses import replace

import numpy as np

from routing.street.measure import Flags
from routing.street.states import States


def with_zones(states: States, is_zone: Flags) -> States:
    """States in which nobody rides through a zone.

    Parameters
    ----------
    is_zone
        By arc: whether only those ride it who begin or end in its zone.
    """
    inside = is_zone[states.arcs]
    if not inside.any():
        return states
    # Who has come in, by the state of who has not left.
    arrived = np.where(inside, len(states.arcs) + np.cumsum(inside) - 1, np.arange(len(inside)))
    comes_in, stays = inside[states.after], inside[states.before] & inside[states.after]
    before = np.concatenate([states.before, arrived[states.before[stays]]])
    after = np.concatenate(
        [
            np.where(comes_in & ~inside[states.before], arrived[states.after], states.after),
            arrived[states.after[stays]],
        ]
    )
    return replace(
        states,
        arcs=np.concatenate([states.arcs, states.arcs[inside]]),
        begins=np.concatenate([states.begins, np.zeros(inside.sum(), bool)]),
        before=before,
        after=after,
        delays=np.concatenate([states.delays, states.delays[stays]]),
    )
