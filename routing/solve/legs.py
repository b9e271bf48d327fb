"""What lies between the events of a ride: its start, its services, its end."""

from collections.abc import Sequence
from typing import NamedTuple

from routing.model import UNREACHABLE, Matrix
from routing.model.units import Ticks


class Halt(NamedTuple):
    """A reload on a leg.

    Parameters
    ----------
    travel
        Ticks from leaving the last event's place to the halt.
    toward, onward
        Distance to the reload's place, and from there to the next event's.
    """

    travel: Ticks
    toward: Ticks
    onward: Ticks


class Leg(NamedTuple):
    """From one event to the next.

    Parameters
    ----------
    service
        Of the event it comes from; 0 at the route's start.
    travel, setup, distance
        0 inside a stop. A reload is part of the travel.
    """

    service: Ticks
    travel: Ticks
    setup: Ticks
    distance: Ticks
    halt: Halt | None = None

    @property
    def ticks(self) -> Ticks:
        """From the start of one event to the start of the next, when nobody waits."""
        return self.service + self.travel + self.setup


class Track(NamedTuple):
    """Where the events of a ride are, and what is done there.

    Parameters
    ----------
    rows
        Of the places in the matrix, from the start place to the end place.
    services, setups
        Of each event; none at the start and at the end.
    """

    matrix: Matrix
    rows: Sequence[int]
    services: Sequence[Ticks]
    setups: Sequence[Ticks]

    def legs(self) -> list[Leg | None]:
        """All legs without a reload; None where there is no path."""
        rows, matrix = self.rows, self.matrix
        travels = matrix.durations[rows[:-1], rows[1:]].tolist()
        distances = matrix.distances[rows[:-1], rows[1:]].tolist()
        legs: list[Leg | None] = []
        last = len(travels) - 1
        for number, (travel, distance) in enumerate(zip(travels, distances, strict=True)):
            inside_stop = rows[number] == rows[number + 1] and 0 < number < last
            setup = 0 if inside_stop else self.setups[number + 1]
            leg = Leg(self.services[number], travel, setup, distance)
            legs.append(None if travel == UNREACHABLE else leg)
        return legs

    def over(self, row: int, duration: Ticks, number: int) -> Leg | None:
        """A leg with a reload; None where there is no path."""
        matrix = self.matrix
        ways = (self.rows[number], row), (row, self.rows[number + 1])
        travel, on = (int(matrix.durations[way]) for way in ways)
        if UNREACHABLE in (travel, on):
            return None
        toward, onward = (int(matrix.distances[way]) for way in ways)
        return Leg(
            self.services[number],
            travel + duration + on,
            self.setups[number + 1],
            toward + onward,
            Halt(travel, toward, onward),
        )
