"""Which way round: one-way streets, roundabouts, and bikes against the stream.

https://wiki.openstreetmap.org/wiki/Key:oneway
"""

from collections.abc import Mapping, Sequence

Directions = tuple[bool, bool]
"""Whether a way is ridden forward (as drawn), and backward."""

BOTH: Directions = (True, True)
FORWARD: Directions = (True, False)
BACKWARD: Directions = (False, True)
NEITHER: Directions = (False, False)

_READ = {
    **dict.fromkeys(("yes", "true", "1"), FORWARD),
    **dict.fromkeys(("-1", "reverse"), BACKWARD),
    **dict.fromkeys(("no", "false", "0", "alternating"), BOTH),
    "reversible": NEITHER,
}
"""A `reversible` street turns with the hour, which the map does not tell."""

_LANES = ("cycleway", "cycleway:left", "cycleway:right", "cycleway:both")


def directions(
    tags: Mapping[str, str], modes: Sequence[str], *, obeys: bool, contraflow: bool
) -> Directions:
    """How a way is ridden as far as one-way signs go.

    ``oneway:<mode>`` decides first. Then, for those who obey it, ``oneway``, else what a roundabout
    or a motorway implies; a contraflow lane frees a bike from it.

    Parameters
    ----------
    modes
        Keys from the most special to the most general, without ``access``.
    obeys
        Whether plain ``oneway`` binds; walkers it does not.
    contraflow
        Whether lanes against the stream are ridden.
    """
    for mode in modes:
        own = _READ.get(tags.get(f"oneway:{mode}", ""))
        if own is not None:
            return own
    if not obeys or (contraflow and _has_contraflow_lane(tags)):
        return BOTH
    plain = _READ.get(tags.get("oneway", ""))
    return plain if plain is not None else _implied(tags)


def _implied(tags: Mapping[str, str]) -> Directions:
    runs_round = tags.get("junction") in {"roundabout", "circular"}
    return FORWARD if runs_round or tags.get("highway") == "motorway" else BOTH


def _has_contraflow_lane(tags: Mapping[str, str]) -> bool:
    """``cycleway*=opposite*``, or ``cycleway:<side>:oneway`` said to be ``-1`` or ``no``."""
    return any(
        tags.get(lane, "").startswith("opposite") or tags.get(f"{lane}:oneway") in {"-1", "no"}
        for lane in _LANES
    )
