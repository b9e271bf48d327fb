"""Who may enter: the access tags of a way or a node, from the most special to the most general.

https://wiki.openstreetmap.org/wiki/Key:access
"""

from collections.abc import Mapping, Sequence
from enum import Enum

ENDING = frozenset({"destination", "delivery", "customers"})
"""Values that let a courier in who has business there, and nobody ride through."""

OPENING = ENDING | {"yes", "designated", "official", "permissive"}
"""Values that let a courier in: a delivery has its destination there."""

CLOSING = frozenset(
    {
        "no",
        "private",
        "agricultural",
        "forestry",
        "military",
        "emergency",
        "permit",
        "residents",
        "use_sidepath",
        "dismount",
    }
)
"""Values that keep a courier out, or off the saddle."""


class Permission(Enum):
    """What the tags say."""

    OPEN = "open"
    CLOSED = "closed"
    UNSAID = "unsaid"


def permission(tags: Mapping[str, str], modes: Sequence[str], direction: str) -> Permission:
    """What the tags say to a mode of transport in one direction.

    The first key with a known value decides: the modes from the most special on, each first with
    its direction (``bicycle:backward``), then without. ``access`` comes last and can only close:
    ``access=yes`` on a footway invites no van.

    Parameters
    ----------
    modes
        Keys from the most special to the most general, without ``access``.
    direction
        ``forward`` or ``backward``.
    """
    mode, value = _deciding(tags, modes, direction)
    if value in CLOSING:
        return Permission.CLOSED
    opened = value in OPENING and mode != "access"
    return Permission.OPEN if opened else Permission.UNSAID


def ends_there(tags: Mapping[str, str], modes: Sequence[str], direction: str) -> bool:
    """Whether a courier may ride there for a delivery, but not through.

    Parameters
    ----------
    modes, direction
        As for `permission`.
    """
    return _deciding(tags, modes, direction)[1] in ENDING


def _deciding(tags: Mapping[str, str], modes: Sequence[str], direction: str) -> tuple[str, str]:
    """The mode and the value that decide; empty when none is known."""
    for mode in (*modes, "access"):
        for key in (f"{mode}:{direction}", mode):
            value = tags.get(key, "")
            if value in CLOSING or value in OPENING:
                return mode, value
    return "", ""
