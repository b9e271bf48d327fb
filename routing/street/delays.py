"""What turning, crossing and waiting cost: whole milliseconds, by the tags of a node.

For traffic on the right: on the left, `Delays.left` and `Delays.right` would change places.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Delays:
    """Milliseconds lost on average.

    Parameters
    ----------
    left, right, u_turn
        Leaving the street one is on, to that side or back.
    dismount
        Getting off to push, and as much again for getting on.
    traffic_signals, crossing, stop, give_way, mini_roundabout
        Passing a node of that kind.
    """

    left: int = 0
    right: int = 0
    u_turn: int = 0
    dismount: int = 0
    traffic_signals: int = 0
    crossing: int = 0
    stop: int = 0
    give_way: int = 0
    mini_roundabout: int = 0

    def at(self, tags: Mapping[str, str], direction: str = "both") -> int:
        """Milliseconds at a node; of several signs the dearest counts, not their sum.

        Parameters
        ----------
        direction
            ``forward`` or ``backward`` along the way on which the node is passed: a sign that is
            said to face the other side costs nothing. ``both`` where that is not known.
        """
        return max((self._of(kind) for kind in _kinds(tags, direction)), default=0)

    def _of(self, kind: str) -> int:
        costs = {
            "traffic_signals": self.traffic_signals,
            "crossing": self.crossing,
            "stop": self.stop,
            "give_way": self.give_way,
            "mini_roundabout": self.mini_roundabout,
        }
        return costs.get(kind, 0)


NO_DELAYS = Delays()

_LIGHTS_AT_CROSSING = frozenset({"traffic_signals", "toucan", "pelican", "puffin"})


def _kinds(tags: Mapping[str, str], direction: str) -> list[str]:
    """What somebody who passes in this direction meets."""
    kinds = tags.get("highway", "").split(";")
    if tags.get("crossing") in _LIGHTS_AT_CROSSING or tags.get("crossing:signals") == "yes":
        kinds = [*kinds, "traffic_signals"]
    return [kind.strip() for kind in kinds if _faces(kind.strip(), tags, direction)]


def _faces(kind: str, tags: Mapping[str, str], direction: str) -> bool:
    if kind == "traffic_signals":
        facing = tags.get("traffic_signals:direction", "")
    elif kind in {"stop", "give_way"}:
        facing = tags.get("direction", "")
    else:
        return True
    return direction == "both" or facing not in {"forward", "backward"} or facing == direction
