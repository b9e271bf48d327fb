"""The ways of a warm pool: a new door costs its own, once, and nobody's a second time."""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from api.services.pool_problem import PoolDay
from api.services.problem_parts import ways_between
from routing.day.streets import Streets
from routing.model import Place
from routing.solve.quote import NewPlace
from routing.solve.quote import Ways as NewWays

MOST_GUESTS = 500
"""Doors that only asked, of each pool; whoever has not asked for longest is measured anew."""


@dataclass(frozen=True, slots=True)
class _Row:
    """From a guest to the places that it was measured against, in their order, and back."""

    durations_to: list[int] = field(default_factory=list)
    distances_to: list[int] = field(default_factory=list)
    durations_from: list[int] = field(default_factory=list)
    distances_from: list[int] = field(default_factory=list)

    def measure(self, guest: Streets, streets: Streets) -> None:
        """Go on with the places that came since."""
        later = streets.snaps[len(self.durations_to) :]
        if not later:
            return
        matrix = replace(guest, snaps=(*guest.snaps, *later)).matrix()
        self.durations_to.extend(matrix.durations[0, 1:].tolist())
        self.distances_to.extend(matrix.distances[0, 1:].tolist())
        self.durations_from.extend(matrix.durations[1:, 0].tolist())
        self.distances_from.extend(matrix.distances[1:, 0].tolist())

    def ways(self) -> NewWays:
        """As a live plan reads them."""
        return NewWays(
            self.durations_to, self.distances_to, self.durations_from, self.distances_from
        )


@dataclass(frozen=True, slots=True)
class _Guest:
    """A door that the pool does not know: alone on the streets of each profile."""

    place: Place
    streets: Mapping[str, Streets]
    rows: Mapping[str, _Row]


class PoolWays:
    """What is known of the ways between the places of a pool, and of those who ask."""

    def __init__(self, day: PoolDay) -> None:
        self._day = day
        self._streets = dict(day.streets)
        self._known = {place.id for place in day.problem.places}
        self._guests: OrderedDict[Place, _Guest] = OrderedDict()

    def knows(self, place: str) -> bool:
        """Whether a place is one of the pool's."""
        return place in self._known

    def new(self, door: Place) -> list[NewPlace]:
        """A door with its ways to all places of the pool; nothing where it is one of them."""
        if self.knows(door.id):
            return []
        guest = self._guest(door)
        for profile, row in guest.rows.items():
            row.measure(guest.streets[profile], self._streets[profile])
        return [NewPlace(guest.place, {name: row.ways() for name, row in guest.rows.items()})]

    def add(self, door: Place) -> None:
        """Let a door be one of the pool's from now on."""
        if self.knows(door.id):
            return
        guest = self._guest(door)
        for profile, own in guest.streets.items():
            before = self._streets[profile]
            self._streets[profile] = replace(before, snaps=before.snaps + own.snaps)
        self._known.add(door.id)
        del self._guests[door]

    def _guest(self, door: Place) -> _Guest:
        guest = self._guests.pop(door, None) or self._measured(door)
        self._guests[door] = guest
        if len(self._guests) > MOST_GUESTS:
            self._guests.popitem(last=False)
        return guest

    def _measured(self, door: Place) -> _Guest:
        streets, (place,) = ways_between(
            self._day.town, self._streets, [door], self._day.clock, hub=None
        )
        return _Guest(place, streets, {profile: _Row() for profile in streets})
