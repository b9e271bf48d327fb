"""What holds a rider up: the ground, and the speed limit."""

import re
from collections.abc import Mapping
from enum import StrEnum


class Ground(StrEnum):
    """How well wheels roll."""

    FIRM = "firm"
    COMPACT = "compact"
    COBBLED = "cobbled"
    LOOSE = "loose"
    SOFT = "soft"


_SURFACES = {
    **dict.fromkeys(
        (
            "asphalt",
            "bricks",
            "chipseal",
            "concrete",
            "concrete:lanes",
            "concrete:plates",
            "metal",
            "paved",
            "paving_stones",
            "wood",
        ),
        Ground.FIRM,
    ),
    **dict.fromkeys(("compacted", "fine_gravel"), Ground.COMPACT),
    **dict.fromkeys(
        (
            "cobblestone",
            "cobblestone:flattened",
            "grass_paver",
            "pebblestone",
            "sett",
            "unhewn_cobblestone",
        ),
        Ground.COBBLED,
    ),
    **dict.fromkeys(("dirt", "earth", "gravel", "ground", "rock", "unpaved"), Ground.LOOSE),
    **dict.fromkeys(("grass", "mud", "sand", "snow", "woodchips"), Ground.SOFT),
}

_TRACKS = {
    "grade1": Ground.FIRM,
    "grade2": Ground.COMPACT,
    "grade3": Ground.LOOSE,
    "grade4": Ground.SOFT,
    "grade5": Ground.SOFT,
}

_NAMED_LIMITS = {
    "walk": 5,
    "living_street": 20,
    "zone30": 30,
    "zone:30": 30,
    "urban": 50,
    "rural": 80,
    "trunk": 110,
    "motorway": 130,
}
"""Kilometres per hour in France, for limits written as ``FR:urban``."""

_METRES_PER_MILE = 1_609

_LIMIT = re.compile(r"([1-9][0-9]{0,2})( mph)?")


def ground(tags: Mapping[str, str]) -> Ground:
    """What a way is paved with: by ``surface``, else ``tracktype``, else firm."""
    return (
        _SURFACES.get(tags.get("surface", ""))
        or _TRACKS.get(tags.get("tracktype", ""))
        or Ground.FIRM
    )


def limit(tags: Mapping[str, str]) -> int | None:
    """The posted limit in metres per hour; None when ``maxspeed`` is absent or cannot be read."""
    value = tags.get("maxspeed", "")
    if written := _LIMIT.fullmatch(value):
        return int(written[1]) * (_METRES_PER_MILE if written[2] else 1_000)
    named = _NAMED_LIMITS.get(re.sub(r"^[A-Z]{2}:", "", value))
    return named * 1_000 if named else None
