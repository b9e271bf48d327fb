"""Which engine answers for which profile: our own streets unless somebody else's are named."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from routing.day.streets import Streets, streets_of
from routing.model import Place
from routing.street.engine import StreetEngine
from routing.street.network import Network
from routing.street.profile import PROFILES, Profile


@dataclass(frozen=True, slots=True)
class OwnEngine:
    """The streets of a town.

    Parameters
    ----------
    profiles
        All that it knows, by name.
    """

    network: Network
    profiles: Mapping[str, Profile] = field(default_factory=lambda: PROFILES)

    def near(self, profile: str, place: Place) -> bool:
        """Whether a street of the profile comes near."""
        (snap,) = streets_of(self.network, self.profiles[profile], [place.position]).snaps
        return snap is not None

    def ways(self, profile: str, places: Sequence[Place]) -> Streets:
        """The places snapped to the streets of a profile.

        Raises
        ------
        TownError
            When the profile finds no street to ride.
        """
        return streets_of(
            self.network, self.profiles[profile], [place.position for place in places]
        )


@dataclass(frozen=True, slots=True)
class Engines:
    """An engine for every profile.

    Parameters
    ----------
    own
        The town's own streets.
    usual
        Answers for the profiles that no other is named for; None: our own does.
    special
        By profile; None: our own.
    """

    own: OwnEngine
    usual: StreetEngine | None = None
    special: Mapping[str, StreetEngine | None] = field(default_factory=dict)

    def of(self, profile: str) -> StreetEngine:
        """The engine of a profile."""
        return self._named(profile) or self.own

    def knows(self, profile: str) -> bool:
        """Whether there are streets for a profile: who names an engine says that it has them."""
        return self._named(profile) is not None or profile in self.own.profiles

    def _named(self, profile: str) -> StreetEngine | None:
        return self.special.get(profile, self.usual)
