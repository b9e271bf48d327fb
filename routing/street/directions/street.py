"""What a way is called, or what it is when nobody gave it a name."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class StreetKind(StrEnum):
    """What a courier sees."""

    ROAD = "road"
    STREET = "street"
    LINK = "link"
    PEDESTRIAN = "pedestrian street"
    BUSWAY = "busway"
    SERVICE = "service road"
    ALLEY = "alley"
    TRACK = "track"
    CYCLEWAY = "cycleway"
    DRIVEWAY = "driveway"
    CAR_PARK = "car park aisle"
    FOOTWAY = "footway"
    SIDEWALK = "sidewalk"
    CROSSING = "crossing"
    PATH = "path"
    BRIDLEWAY = "bridleway"
    STEPS = "steps"
    CORRIDOR = "corridor"
    ROUNDABOUT = "roundabout"
    FERRY = "ferry"


_ROADS = ("motorway", "trunk", "primary", "secondary", "tertiary")
_KINDS = {
    **dict.fromkeys(_ROADS, StreetKind.ROAD),
    **dict.fromkeys((f"{road}_link" for road in _ROADS), StreetKind.LINK),
    "pedestrian": StreetKind.PEDESTRIAN,
    "busway": StreetKind.BUSWAY,
    "service": StreetKind.SERVICE,
    "track": StreetKind.TRACK,
    "cycleway": StreetKind.CYCLEWAY,
    "footway": StreetKind.FOOTWAY,
    "path": StreetKind.PATH,
    "bridleway": StreetKind.BRIDLEWAY,
    "steps": StreetKind.STEPS,
    "corridor": StreetKind.CORRIDOR,
}
_SERVICES = {
    "alley": StreetKind.ALLEY,
    "driveway": StreetKind.DRIVEWAY,
    "parking_aisle": StreetKind.CAR_PARK,
}
_FOOTWAYS = {
    "sidewalk": StreetKind.SIDEWALK,
    "crossing": StreetKind.CROSSING,
    "traffic_island": StreetKind.CROSSING,
}

CARRIAGEWAYS = frozenset(
    {
        StreetKind.ROAD,
        StreetKind.STREET,
        StreetKind.LINK,
        StreetKind.PEDESTRIAN,
        StreetKind.BUSWAY,
        StreetKind.ROUNDABOUT,
    }
)
"""What counts as a street among streets."""

LANES = frozenset(
    {
        StreetKind.SERVICE,
        StreetKind.ALLEY,
        StreetKind.TRACK,
        StreetKind.CYCLEWAY,
        StreetKind.FERRY,
    }
)
"""What is passed on a street without a thought, but counts among its like."""

_WALKS = frozenset({StreetKind.FOOTWAY, StreetKind.SIDEWALK, StreetKind.CROSSING})
_NUMBER = re.compile(r"[A-Z]{1,3}[ -]?\d{1,4}[a-zA-Z]?")
_CIRCLES = frozenset({"roundabout", "circular"})


@dataclass(frozen=True, slots=True)
class Street:
    """What a way is called.

    Parameters
    ----------
    name
        As mapped; empty when it has none.
    ref
        The number of a road without a name, such as ``D 914``; else empty.
    """

    name: str
    ref: str
    kind: StreetKind

    @property
    def called(self) -> str:
        """Its name, else its number, else nothing."""
        return self.name or self.ref

    @property
    def told(self) -> bool:
        """Whether there is anything to say of it: one more street without a name is nothing."""
        return bool(self.called) or self.kind not in {StreetKind.ROAD, StreetKind.STREET}

    @property
    def is_crossing(self) -> bool:
        """Whether it is walked only from kerb to kerb."""
        return self.kind is StreetKind.CROSSING and not self.called

    @property
    def rank(self) -> int:
        """3 for streets, 2 for lanes, 1 for what is only walked or leads to one house."""
        return 3 if self.kind in CARRIAGEWAYS else 2 if self.kind in LANES else 1

    def goes_on_as(self, other: "Street") -> bool:
        """Whether a courier would say that this is still the same street."""
        if self == other:
            return True
        if self.called or other.called:
            return _heard(self.called) == _heard(other.called)
        return self.kind == other.kind or {self.kind, other.kind} <= _WALKS


def street_of(tags: Mapping[str, str]) -> Street:
    """What the tags of a way say.

    Of several names or numbers (``N 22;E 9``) the first counts, and a number mapped as a name is a
    number. Paths keep no number: it is that of a hiking route, which no sign beside them may say.
    """
    kind, name = _kind(tags), _first(tags.get("name", ""))
    if _NUMBER.fullmatch(name):
        return Street("", name, kind)
    numbered = kind in CARRIAGEWAYS and not name
    return Street(name, _first(tags.get("ref", "")) if numbered else "", kind)


def _kind(tags: Mapping[str, str]) -> StreetKind:
    highway = tags.get("highway", "")
    if is_circle(tags):
        return StreetKind.ROUNDABOUT
    if highway == "service":
        return _SERVICES.get(tags.get("service", ""), StreetKind.SERVICE)
    if highway == "footway":
        return _FOOTWAYS.get(tags.get("footway", ""), StreetKind.FOOTWAY)
    if not highway and tags.get("route") == "ferry":
        return StreetKind.FERRY
    return _KINDS.get(highway, StreetKind.STREET)


def is_circle(tags: Mapping[str, str]) -> bool:
    """Whether the way is a piece of a roundabout."""
    return tags.get("junction") in _CIRCLES


def _heard(name: str) -> str:
    """A name without what nobody hears: capitals, accents, hyphens."""
    letters = (sign for sign in unicodedata.normalize("NFKD", name) if sign.isalnum())
    return "".join(letters).casefold()


def _first(values: str) -> str:
    return values.partition(";")[0].strip()
