"""What a rider does on one way, from a mark of its ruler to another."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Ride:
    """A part of a path that stays on one way and goes one direction.

    Parameters
    ----------
    way
        Index of the way in `Network.way_offsets` and `Network.way_tags`.
    start, end
        Millimetres from the start of the way; the end is the lesser one against its drawing.
    milliseconds
        How long it takes.
    pushed
        Whether the bike is pushed.
    """

    way: int
    start: int
    end: int
    milliseconds: int
    pushed: bool = False
