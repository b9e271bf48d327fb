"""The native search: a problem handed to the C++ core, its answer as sequences.

The core works in the caller's process with the interpreter released. What it may not know of time
(see ``routing/native/search/route.hpp``) is settled afterwards by the exact timing.
"""

import math
import time
from collections.abc import Callable, Sequence

import numpy as np

from routing.model import UNREACHABLE, Objective, Task, Window
from routing.model.matrix import Ticked
from routing.model.units import CostUnits
from routing.native.core import SearchProblem
from routing.solve.indexed import NEVER, Indexed, IndexedShift, Nodes
from routing.solve.instants import Spans, both
from routing.solve.stop import Stop

Watch = Callable[[CostUnits, list[Nodes]], bool]
"""Told the best plan so far, its cost in search prices; true ends the search."""

LEAST = 0.001
"""Seconds that the core is always given: it makes a first plan whatever they are."""

THREADS = 2
SMALL = 8
"""Up to so many shipments one thread is enough."""

FAR = 1 << 40
"""An arc where there is no path: longer than any shift, and still to be multiplied by a price."""


def search(day: Indexed, start: list[Nodes], stop: Stop, seed: int, watch: Watch) -> list[Nodes]:
    """The best tasks by shift that were found until a limit is reached.

    Parameters
    ----------
    start
        By shift; what cannot be kept of it is planned anew.
    stop
        Its seconds count from the call.
    """
    called = time.monotonic()
    problem = Spots(day).problem()
    handed_over = time.monotonic() - called
    alone = stop.iterations is not None or len(day.shipments) <= SMALL
    best = start

    def watched(cost: CostUnits, better: Sequence[Sequence[int]] | None) -> bool:
        nonlocal best
        if better is not None:
            best = [tuple(nodes) for nodes in better]
        return watch(cost, best)

    found, _ = problem.search(
        start=[list(nodes) for nodes in start],
        seed=seed,
        fewest_routes=day.problem.objective is Objective.VEHICLES,
        seconds=math.inf if stop.seconds is None else max(stop.seconds - handed_over, LEAST),
        iterations=stop.iterations or 0,
        stale_seconds=math.inf if stop.stale is None else stop.stale,
        threads=1 if alone else THREADS,
        watch=watched,
    )
    return [tuple(nodes) for nodes in found]


class Spots:
    """The rows of the core's arcs: places, then places as starts, then places as ends."""

    def __init__(self, day: Indexed) -> None:
        self.day = day
        problem = day.problem
        shifts = [shift for _, shift in problem.shifts.values()]
        index = problem.place_index
        self.starts = sorted({index[shift.start_place] for shift in shifts})
        self.ends = sorted({index[shift.end_place] for shift in shifts})
        self.places = len(problem.places)
        self.duty = Window(
            min(shift.window.start for shift in shifts), max(shift.window.end for shift in shifts)
        )

    def problem(self) -> SearchProblem:
        """The problem as the core reads it."""
        spots = self.places + len(self.starts) + len(self.ends)
        core = SearchProblem(spots)
        profiles = list(self.day.problem.matrices)
        for profile in profiles:
            core.add_profile(*self._arcs(profile))
        for shift in self.day.shifts:
            self._add_shift(core, shift, profiles.index(shift.vehicle.profile))
        for shipment in range(len(self.day.shipments)):
            self._add_shipment(core, shipment)
        return core

    def _arcs(self, profile: str) -> tuple[Ticked, Ticked]:
        """Times from the end of a service to the start of the next, and distances."""
        problem, places = self.day.problem, self.places
        matrix = problem.matrices[profile]
        times, distances = self._spread(matrix.durations), self._spread(matrix.distances)
        unreachable = times == UNREACHABLE
        times[:, :places] += [place.setup for place in problem.places]
        np.fill_diagonal(times[:places, :places], 0)  # inside a stop
        times[unreachable] = FAR
        distances[unreachable] = 0
        return times, distances

    def _spread(self, square: Ticked) -> Ticked:
        """A matrix with the starts and the ends behind the places, each value copied once."""
        places, depots = self.places, [*self.starts, *self.ends]
        spread = np.empty((places + len(depots),) * 2, dtype=np.int64)
        spread[:places, :places] = square
        spread[:places, places:] = square[:, depots]
        spread[places:, :places] = square[depots]
        spread[places:, places:] = square[np.ix_(depots, depots)]
        return spread

    def _add_shift(self, core: SearchProblem, shift: IndexedShift, profile: int) -> None:
        index = self.day.problem.place_index
        price, window = shift.price, shift.shift.window
        start = self.starts.index(index[shift.shift.start_place])
        end = self.ends.index(index[shift.shift.end_place])
        breaks = [(b.window.start, b.window.end, b.duration) for b in shift.shift.breaks]
        core.add_shift(
            profile=profile,
            start_spot=self.places + start,
            end_spot=self.places + len(self.starts) + end,
            kind=shift.kind,
            window=(window.start, window.end),
            capacity=shift.vehicle.capacity.amounts,
            breaks=sorted(breaks),
            fixed=price.fixed,
            per_time=price.paid_tick,
            per_distance=price.tick,
            minimum_paid=price.minimum_paid,
        )

    def _add_shipment(self, core: SearchProblem, number: int) -> None:
        day, index = self.day, self.day.problem.place_index
        shipment = day.shipments[number]
        longest = day.longest[number]
        windows = [self._windows(task) for task in (shipment.pickup, shipment.delivery)]
        core.add_shipment(
            pickup_spot=index[shipment.pickup.place],
            pickup_service=shipment.pickup.service,
            pickup_windows=windows[0],
            delivery_spot=index[shipment.delivery.place],
            delivery_service=shipment.delivery.service,
            delivery_windows=windows[1],
            load=day.loads[number],
            penalty=day.left_out[number],
            required=shipment.penalty is None,
            longest_on_board=NEVER if longest is None else longest,
            fits_shift=[shift.takes[number] for shift in day.shifts],
        )

    def _windows(self, task: Task) -> Spans:
        return both(task.windows, self.day.problem.place(task.place).opening, self.duty)
