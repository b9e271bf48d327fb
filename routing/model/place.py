"""Where things happen, and when."""

from dataclasses import dataclass

from routing.model.units import Instant, Ticks


@dataclass(frozen=True, slots=True, order=True)
class Window:
    """A span of time, both ends included."""

    start: Instant
    end: Instant

    def __contains__(self, instant: object) -> bool:
        return isinstance(instant, int) and self.start <= instant <= self.end


@dataclass(frozen=True, slots=True)
class Place:
    """A shop, a door, a hub: somewhere a vehicle can halt.

    Parameters
    ----------
    id
        1 to 64 characters. Two tasks at one id are at one door.
    position
        (longitude, latitude) in degrees, or (x, y) in a literature file.
    setup
        Ticks to park, lock and walk, once a stop: waived for the second and later tasks of it.
    opening
        When service may start here; empty means always.
    """

    id: str
    position: tuple[float, float]
    setup: Ticks = 0
    opening: tuple[Window, ...] = ()
