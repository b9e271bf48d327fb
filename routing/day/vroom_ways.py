"""A town's streets for problems in VROOM's format that give coordinates alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from routing.day.engines import OwnEngine
from routing.model import Matrix, Place

NAMES: Mapping[str, str] = MappingProxyType(
    {
        "car": "van",
        "driving-car": "van",
        "driving-hgv": "small_truck",
        "cycling-regular": "bike",
        "cycling-electric": "e_bike",
        "foot-walking": "foot",
    }
)
"""Our profiles by the names that VROOM's users know from OSRM and openrouteservice."""


@dataclass(frozen=True, slots=True)
class TownWays:
    """The streets of a town.

    Parameters
    ----------
    streets
        With the profiles that they know, which go by their own names too.
    """

    streets: OwnEngine

    def knows(self, profile: str) -> bool:
        """Whether they know a profile by VROOM's name for it."""
        return NAMES.get(profile, profile) in self.streets.profiles

    def between(self, positions: Sequence[tuple[float, float]], profile: str) -> Matrix:
        """Durations and distances, shape (positions, positions).

        Raises
        ------
        TownError
            When the profile finds no street to ride.
        """
        places = [Place(str(number), position) for number, position in enumerate(positions)]
        return self.streets.ways(NAMES.get(profile, profile), places).matrix()
