"""A piece of a path: one way ridden in one direction."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Ride:
    """From one mark of a way's ruler to another.

    Parameters
    ----------
    way
        Index in the arrays of `Network`.
    start, end
        Millimetres from the start of the way; `start` is greater when it is ridden against its
        drawing.
    milliseconds
        Of the ride itself; turns come on top.
    pushed
        Whether the bike is pushed.
    """

    way: int
    start: int
    end: int
    milliseconds: int
    pushed: bool = False
