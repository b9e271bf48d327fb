"""What stands in the way: barriers on the nodes of a street, and limits posted there.

https://wiki.openstreetmap.org/wiki/Key:barrier
"""

from collections.abc import Mapping, Sequence

from routing.street.access import Permission, permission
from routing.street.size import Size

STOP_WALKERS = frozenset({"ditch", "fence", "guard_rail", "hedge", "retaining_wall", "wall"})
STOP_BIKES = STOP_WALKERS | {
    "full-height_turnstile",
    "horse_stile",
    "kissing_gate",
    "stile",
    "turnstile",
}
STOP_CARGO_BIKES = STOP_BIKES | {"chain", "cycle_barrier", "motorcycle_barrier", "step"}
STOP_TRAILERS = STOP_CARGO_BIKES | {"log", "rope", "wicket_gate"}
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

_GAPS = frozenset({"block", "bollard", "jersey_barrier", "log", "planter", "rock", "yes"})
"""Obstacles beside which one passes where the gap is wide enough."""


def stops(
    tags: Mapping[str, str], modes: Sequence[str], stopped_by: frozenset[str], size: Size
) -> bool:
    """Whether nobody of this mode and size rides past the node.

    What is too narrow or too low stops whatever else is said. Then access tags on the barrier come
    first, then ``locked=yes``, then its kind, unless its gap or its height is known to suffice.
    """
    if _too_large(tags, modes, size):
        return True
    if "barrier" not in tags:
        return False
    match permission(tags, modes, "both_ways"):
        case Permission.OPEN:
            return False
        case Permission.CLOSED:
            return True
        case Permission.UNSAID:
            return tags.get("locked") == "yes" or _stops_by_kind(tags, stopped_by, size)


def stops_pushed(tags: Mapping[str, str], stopped_by: frozenset[str], size: Size) -> bool:
    """Whether nobody passes the node who walks and pushes: access is the walkers', size is not."""
    said = permission(tags, ("foot",), "both_ways")
    locked = tags.get("locked") == "yes" and said is not Permission.OPEN
    return (
        said is Permission.CLOSED
        or locked
        or _too_large(tags, (), size)
        or ("barrier" in tags and _stops_by_kind(tags, stopped_by, size))
    )


def _too_large(tags: Mapping[str, str], modes: Sequence[str], size: Size) -> bool:
    fits = size.fits(tags, modes, "both_ways")
    return not fits or ("barrier" in tags and size.passes_gap(tags) is False)


def _stops_by_kind(tags: Mapping[str, str], stopped_by: frozenset[str], size: Size) -> bool:
    kind = tags["barrier"]
    passes = kind in _GAPS and size.passes_gap(tags)
    below = kind == "height_restrictor" and "maxheight" in tags
    return kind in stopped_by and not passes and not below
