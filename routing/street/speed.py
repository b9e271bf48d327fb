"""What holds a rider up: the ground, and the speed limit."""

import re
from collections.abc import Mapping, Sequence
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
    "zone20": 20,
    "zone:20": 20,
    "zone30": 30,
    "zone:30": 30,
    "bicycle_road": 30,
    "urban": 50,
    "rural": 80,
    "trunk": 110,
    "motorway": 130,
}
"""Kilometres per hour in France, for limits written as ``FR:urban``."""

_ELSEWHERE = {
    "CH:trunk": 100,
    "CH:motorway": 120,
    "DE:living_street": 7,
    "DE:rural": 100,
    "ES:rural": 90,
    "ES:trunk": 90,
    "ES:motorway": 120,
    "IT:rural": 90,
}
"""Kilometres per hour where another country differs."""

_METRES_PER_MILE = 1_609

_LIMIT = re.compile(r"([1-9][0-9]{0,2})( ?mph| ?km/h| ?kmh| ?kph)?")
_INDIRECT = ("maxspeed:type", "source:maxspeed", "zone:maxspeed")


def ground(tags: Mapping[str, str]) -> Ground:
    """What a way is paved with: by ``surface``, else ``tracktype``, else firm."""
    return (
        _SURFACES.get(tags.get("surface", ""))
        or _TRACKS.get(tags.get("tracktype", ""))
        or Ground.FIRM
    )


def limit(tags: Mapping[str, str], modes: Sequence[str], direction: str) -> int | None:
    """The posted limit in metres per hour; None when there is none or it cannot be read.

    Of ``maxspeed`` the most special decides: the modes from the most special on, each first with
    its direction. Where no ``maxspeed`` is posted, the kind of zone is asked.

    Parameters
    ----------
    modes
        Access keys from the most special to the most general.
    direction
        ``forward`` or ``backward``.
    """
    if not any("maxspeed" in key for key in tags):
        return None
    for key in (*(f"maxspeed:{mode}" for mode in modes), "maxspeed"):
        for posted in (f"{key}:{direction}", key):
            if (read := _metres_per_hour(tags.get(posted, ""))) is not None:
                return read
    if "maxspeed" in tags:
        return None
    zones = (_metres_per_hour(tags.get(key, "")) for key in _INDIRECT)
    return next((read for read in zones if read is not None), None)


def _metres_per_hour(value: str) -> int | None:
    name = re.sub(r"^[A-Z]{2}:", "", value)
    if written := _LIMIT.fullmatch(name):
        return int(written[1]) * (_METRES_PER_MILE if "mph" in (written[2] or "") else 1_000)
    named = _ELSEWHERE.get(value) or _NAMED_LIMITS.get(name)
    return named * 1_000 if named else None
