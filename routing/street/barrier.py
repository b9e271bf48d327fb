"""What stands in the way: barriers on the nodes of a street.

https://wiki.openstreetmap.org/wiki/Key:barrier
"""

from collections.abc import Mapping, Sequence

from routing.street.access import Permission, permission

STOP_WALKERS = frozenset({"ditch", "fence", "guard_rail", "hedge", "retaining_wall", "wall"})
STOP_BIKES = STOP_WALKERS | {
    "full-height_turnstile",
    "horse_stile",
    "kissing_gate",
    "stile",
    "turnstile",
}
STOP_CARGO_BIKES = STOP_BIKES | {"chain", "cycle_barrier", "motorcycle_barrier", "step"}
STOP_VANS = STOP_CARGO_BIKES | {
    "block",
    "bollard",
    "bus_trap",
    "debris",
    "height_restrictor",
    "jersey_barrier",
    "log",
    "planter",
    "rock",
    "sump_buster",
    "yes",
}
"""What is in none of these lets everybody pass: an untagged gate stands open or has a bell."""


def stops(tags: Mapping[str, str], modes: Sequence[str], stopped_by: frozenset[str]) -> bool:
    """Whether nobody of this mode passes the node.

    Access tags on the barrier come first, then ``locked=yes``, then its kind.
    """
    if "barrier" not in tags:
        return False
    match permission(tags, modes, "both_ways"):
        case Permission.OPEN:
            return False
        case Permission.CLOSED:
            return True
        case Permission.UNSAID:
            return tags.get("locked") == "yes" or tags["barrier"] in stopped_by
