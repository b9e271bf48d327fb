"""Getting off the saddle and walking, where a bike may not be ridden."""

from collections.abc import Mapping
from dataclasses import dataclass

ROADS = frozenset({"primary", "secondary", "tertiary", "trunk"})
LINKS = frozenset(f"{road}_link" for road in ROADS)
STREETS = frozenset({"living_street", "residential", "road", "service", "unclassified"})
WALKS = frozenset({"bridleway", "cycleway", "footway", "path", "pedestrian", "track"})

PUSHED_ON = ROADS | LINKS | STREETS | WALKS
"""Values of ``highway`` where pedestrians walk; steps are a matter of their own."""

_RAMPS = ("ramp", "ramp:bicycle", "ramp:stroller", "ramp:wheelchair")


@dataclass(frozen=True, slots=True)
class Pushing:
    """How a bike is pushed.

    Parameters
    ----------
    speed
        Metres per hour.
    on_steps
        Metres per hour on steps with a ramp; 0: never on steps.
    """

    speed: int
    on_steps: int = 0


def has_ramp(tags: Mapping[str, str]) -> bool:
    """Whether steps have a ramp on which a bike can be pushed.

    Examples
    --------
    >>> has_ramp({"ramp": "yes"}), has_ramp({"ramp": "yes", "ramp:bicycle": "no"}), has_ramp({})
    (True, False, False)
    """
    return tags.get("ramp:bicycle") != "no" and any(tags.get(key) == "yes" for key in _RAMPS)
