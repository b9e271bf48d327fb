"""A day in numbers small enough for an engine that counts in fewer bits than we do."""

import numpy as np

from routing.model import Window
from routing.model.matrix import Ticked
from routing.model.units import Ticks
from routing.solve.indexed import NEVER, Indexed
from routing.solve.instants import Spans, both


class Scaled:
    """Times from the first shift's start on, in a unit of so many ticks.

    Everything is rounded to the safe side: ways up, windows inwards. What an engine finds possible
    is possible.

    Parameters
    ----------
    most
        No instant is later than this, in units: a tick where it can be, else a power of ten.
    """

    def __init__(self, day: Indexed, most: int) -> None:
        self.day = day
        windows = [shift.shift.window for shift in day.shifts]
        self.duty = Window(min(w.start for w in windows), max(w.end for w in windows))
        self.unit = 1
        while (self.duty.end - self.duty.start) // self.unit > most:
            self.unit *= 10
        self.horizon = (self.duty.end - self.duty.start) // self.unit
        self.service = [self.up(ticks) for ticks in day.service]

    def up(self, ticks: Ticks) -> int:
        """Ticks in units, rounded up."""
        return -(-ticks // self.unit)

    def hops(self, profile: str) -> Ticked:
        """Between the end of one service and the start of the next; too long where there is no way.

        Shape (nodes, nodes), as in `Indexed`.
        """
        hops = self.day.roads[profile].hops
        return np.where(hops >= NEVER, self.horizon + 1, -(-hops // self.unit))

    def distances(self, profile: str) -> Ticked:
        """Shape (nodes, nodes), as in `Indexed`."""
        return -(-self.day.roads[profile].distances // self.unit)

    def span(self, window: Window) -> tuple[int, int]:
        """The first and the last instant of a window of a shift."""
        return self._inwards(window.start, window.end)

    def spans(self, node: int) -> list[tuple[int, int]]:
        """When a task may start."""
        task = self.day.tasks[node]
        opening = self.day.problem.place(task.place).opening
        spans: Spans = both(task.windows, opening, self.duty)
        return [self._inwards(*span) for span in spans]

    def _inwards(self, start: int, end: int) -> tuple[int, int]:
        last = (end - self.duty.start) // self.unit
        return min(self.up(start - self.duty.start), last), last
