"""What a rider's clock shows along each way, in either direction.

Between two neighbouring nodes it runs evenly; at lights and crossings on the way it goes on while
the rider stands. Riding from one point of a way to another takes the difference of two readings.
"""

from dataclasses import dataclass

import numpy as np

from routing.street.measure import Integers


@dataclass(frozen=True, slots=True, eq=False)
class Clock:
    """One direction's clock, by position in `Network.way_nodes`.

    Parameters
    ----------
    shown
        Milliseconds from the start of the way, on arriving at each node: of who rides against the
        drawing it is read downwards.
    rides
        From each position to the next one, or back.
    waits
        Milliseconds that passing the node takes.
    """

    shown: Integers
    rides: Integers
    waits: Integers


@dataclass(frozen=True, slots=True, eq=False)
class Clocks:
    """Rulers and clocks of all ways.

    Parameters
    ----------
    ruler
        Millimetres from the start of the way, by position in `Network.way_nodes`.
    forward, backward
        Of who rides as drawn, and of who rides against it. Riding back from `b` to `a` takes what
        `backward` shows at `b`, less what it shows at `a`.
    """

    ruler: Integers
    forward: Clock
    backward: Clock

    def arriving(self, positions: Integers, marks: Integers) -> tuple[Integers, Integers]:
        """What both clocks show to who comes to marks of the ruler.

        Parameters
        ----------
        positions
            The node at or before each mark.
        marks
            Millimetres from the start of the way.
        """
        past = marks - self.ruler[positions]
        after = np.minimum(positions + 1, len(self.ruler) - 1)
        length = np.where(past > 0, self.ruler[after] - self.ruler[positions], 1)
        forward, backward = self.forward, self.backward
        waited = np.where(past > 0, forward.waits[positions], 0)
        return (
            forward.shown[positions] + waited + forward.rides[positions] * past // length,
            backward.shown[positions] + backward.rides[positions] * past // length,
        )

    def leaving(self, positions: Integers, marks: Integers) -> tuple[Integers, Integers]:
        """The same to who sets out there: what stands at the very mark is not waited for."""
        forward, backward = self.arriving(positions, marks)
        is_there = marks == self.ruler[positions]
        return (
            forward + np.where(is_there, self.forward.waits[positions], 0),
            backward - np.where(is_there, self.backward.waits[positions], 0),
        )


def clocks(
    ruler: Integers, rides: tuple[Integers, Integers], waits: Integers, offsets: Integers
) -> Clocks:
    """Clocks out of rides and waits.

    Parameters
    ----------
    rides
        Milliseconds from each position to the next one, and back; 0 at the last one of a way.
    waits
        Shape (positions, 2): milliseconds to pass each node, as drawn and against it; 0 at the ends
        of ways.
    offsets
        Where each way begins among the positions.
    """
    ahead, back = rides
    forward, backward = np.ascontiguousarray(waits.T)
    return Clocks(
        ruler,
        Clock(_summed(ahead + forward, offsets), ahead, forward),
        Clock(_summed(back, offsets) + _summed_with(backward, offsets), back, backward),
    )


def _summed(steps: Integers, offsets: Integers) -> Integers:
    """What stands before each position of a way, added up."""
    return _summed_with(steps, offsets) - steps


def _summed_with(steps: Integers, offsets: Integers) -> Integers:
    """What stands before and at each position of a way, added up."""
    run = np.cumsum(steps)
    counts = np.diff(offsets)
    firsts = offsets[:-1][counts > 0]
    summed: Integers = run - np.repeat((run - steps)[firsts], counts[counts > 0])
    return summed
