"""The native search: a problem handed to the C++ core, its answer as sequences.

The core works in the caller's process with the interpreter released. What it may not know of time
(see ``routing/native/search/route.hpp``) is settled afterwards by the exact timing.
"""

import math
import time
from collections.abc import Callable, Collection, Sequence
from functools import cached_property

import numpy as np

from routing.model import UNREACHABLE, Objective, Shift, Shipment, Task, TaskKind, Window
from routing.model.matrix import Ticked
from routing.model.units import CostUnits, Instant, Ticks
from routing.native.core import SearchProblem
from routing.solve.indexed import NEVER, Indexed, IndexedShift, Nodes
from routing.solve.instants import Spans
from routing.solve.prices import lateness_rate
from routing.solve.ride import is_on_board, spans_of
from routing.solve.stop import Stop

Watch = Callable[[CostUnits, list[Nodes]], bool]
"""Told the best plan so far, its cost in search prices; true ends the search."""

LEAST = 0.001
"""Seconds that the core is always given: it makes a first plan whatever they are."""

FREEING = 0.3
"""To free what the core was handed takes this share of the time of handing it over."""

THREADS = 2
SMALL = 8
"""Up to so many shipments one thread is enough."""

FAR = 1 << 40
"""An arc where there is no path: longer than any shift, and still to be multiplied by a price."""


def search(  # noqa: PLR0913  # one argument for each question that can be asked
    day: Indexed,
    start: list[Nodes],
    stop: Stop,
    seed: int,
    watch: Watch,
    *,
    without: Collection[str] = (),
) -> list[Nodes]:
    """The best tasks by shift that were found until a limit is reached.

    Parameters
    ----------
    start
        By shift; what cannot be kept of it is planned anew.
    stop
        Its seconds count from the call.
    without
        Parts of the recipe to leave out (``routing/native/search/recipe.hpp``), to measure what
        they are worth.
    """
    called = time.monotonic()
    problem = Spots(day).problem()
    handed_over = (1 + FREEING) * (time.monotonic() - called)
    alone = stop.iterations is not None or len(day.shipments) <= SMALL
    best = start

    def watched(cost: CostUnits, better: Sequence[Sequence[int]] | None) -> bool:
        nonlocal best
        if better is not None:
            best = [without_pickups_on_board(day, nodes) for nodes in better]
        return watch(cost, best)

    found, _ = problem.search(
        start=[_with_pickups_on_board(day, nodes) for nodes in start],
        seed=seed,
        fewest_routes=day.problem.objective is Objective.VEHICLES,
        seconds=math.inf if stop.seconds is None else max(stop.seconds - handed_over, LEAST),
        iterations=stop.iterations or 0,
        stale_seconds=math.inf if stop.stale is None else stop.stale,
        threads=1 if alone else THREADS,
        watch=watched,
        without=list(without),
    )
    return [without_pickups_on_board(day, nodes) for nodes in found]


def _with_pickups_on_board(day: Indexed, nodes: Nodes) -> list[int]:
    """A sequence as the core reads it: goods on board are picked up before all else."""
    pickups = (node - 1 for node in nodes if node % 2 and is_on_board(day.shipments[node // 2]))
    return [*pickups, *nodes]


def without_pickups_on_board(day: Indexed, nodes: Sequence[int]) -> Nodes:
    """A sequence of the core as the rules read it: what is on board was picked up long ago."""
    return tuple(node for node in nodes if node % 2 or not is_on_board(day.shipments[node // 2]))


class Spots:
    """The rows of the core's arcs: places, then places as starts, as ends, as reloads."""

    def __init__(self, day: Indexed) -> None:
        self.day = day
        problem = day.problem
        shifts = [shift for _, shift in problem.shifts.values()]
        index = problem.place_index
        self.starts = sorted({index[shift.start_place] for shift in shifts})
        self.ends = sorted({index[shift.end_place] for shift in shifts})
        self.reloads = sorted({index[shift.reload.place] for shift in shifts if shift.reload})
        self.places = len(problem.places)
        self.duty = Window(
            min(shift.window.start for shift in shifts), max(shift.window.end for shift in shifts)
        )

    @property
    def _depots(self) -> list[int]:
        """The places of the rows behind the places, where no set-up is spent."""
        return [*self.starts, *self.ends, *self.reloads]

    def problem(self) -> SearchProblem:
        """The problem as the core reads it."""
        core = SearchProblem(self.places + len(self._depots))
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
        """A matrix with the other spots behind the places, each value copied once."""
        places, depots = self.places, self._depots
        spread = np.empty((places + len(depots),) * 2, dtype=np.int64)
        spread[:places, :places] = square
        spread[:places, places:] = square[:, depots]
        spread[places:, :places] = square[depots]
        spread[places:, places:] = square[np.ix_(depots, depots)]
        return spread

    def _add_shift(self, core: SearchProblem, shift: IndexedShift, profile: int) -> None:
        index = self.day.problem.place_index
        price, window = shift.price, shift.shift.window
        end = self.ends.index(index[shift.shift.end_place])
        core.add_shift(
            profile=profile,
            start_spot=self._start(shift.shift),
            end_spot=self.places + len(self.starts) + end,
            kind=shift.kind,
            window=(window.start, window.end),
            capacity=shift.vehicle.capacity.amounts,
            breaks=[(b.window.start, b.window.end, b.duration) for b in shift.shift.breaks],
            fixed=price.fixed,
            per_time=price.paid_tick,
            per_distance=price.tick,
            minimum_paid=price.minimum_paid,
            reload=self._reload(shift.shift),
            aboard=self._aboard.get(shift.id, []),
        )

    def _start(self, shift: Shift) -> int:
        return self.places + self.starts.index(self.day.problem.place_index[shift.start_place])

    def _reload(self, shift: Shift) -> tuple[int, Ticks, Ticks] | None:
        if shift.reload is None:
            return None
        number = self.reloads.index(self.day.problem.place_index[shift.reload.place])
        spot = self.places + len(self.starts) + len(self.ends) + number
        return spot, shift.reload.duration, shift.reload.range

    @cached_property
    def _aboard(self) -> dict[str, list[tuple[int, int, int]]]:
        """Loads on board when the plan begins, by shift."""
        aboard: dict[str, list[tuple[int, int, int]]] = {}
        for shipment in self.day.problem.shipments:
            if shipment.commitment is not None and is_on_board(shipment):
                aboard.setdefault(shipment.commitment.shift, []).append(shipment.load.amounts)
        return aboard

    def _add_shipment(self, core: SearchProblem, number: int) -> None:
        day, index = self.day, self.day.problem.place_index
        shipment, longest = day.shipments[number], day.longest[number]
        pickup_spot, pickup_service = index[shipment.pickup.place], shipment.pickup.service
        pickup_windows = self._windows(shipment, TaskKind.PICKUP)
        commitment = shipment.commitment
        if commitment is not None and is_on_board(shipment):
            _, shift = day.problem.shifts[commitment.shift]
            pickup_spot, pickup_service = self._start(shift), 0
            pickup_windows = ((shift.window.start, shift.window.end),)
        core.add_shipment(
            pickup_spot=pickup_spot,
            pickup_service=pickup_service,
            pickup_windows=pickup_windows,
            delivery_spot=index[shipment.delivery.place],
            delivery_service=shipment.delivery.service,
            delivery_windows=self._windows(shipment, TaskKind.DELIVERY),
            load=day.loads[number],
            penalty=day.left_out[number],
            required=shipment.penalty is None,
            longest_on_board=NEVER if longest is None else longest,
            fits_shift=[shift.takes[number] for shift in day.shifts],
            pickup_late=None if is_on_board(shipment) else self._late(shipment.pickup),
            delivery_late=self._late(shipment.delivery),
            on_board=is_on_board(shipment),
            position=commitment.position if commitment is not None else None,
        )

    def _windows(self, shipment: Shipment, kind: TaskKind) -> Spans:
        return spans_of(self.day.problem, self.duty, shipment, kind)

    def _late(self, task: Task) -> tuple[Instant, CostUnits] | None:
        """From when on a start is late, and what each tick costs."""
        rate = lateness_rate(self.day.problem, task)
        return (task.windows[-1].end, rate) if rate else None
