"""Any problem to a valid plan: an engine searches, then exact times and honest reasons."""

import math
import threading
import time
from collections.abc import Callable, Collection, Generator
from contextlib import closing
from dataclasses import replace
from typing import Protocol, cast

from routing.check import require_valid
from routing.errors import SolverError
from routing.model import Objective, Plan, Problem, Shipment
from routing.model.units import CostUnits
from routing.solve.child import BEGUN, LEEWAY, Request
from routing.solve.children import TICK, child
from routing.solve.engines.engine import ABILITIES, Engine, require_able
from routing.solve.exhaustive import best_of_all, cost_of, is_small
from routing.solve.finish import with_reasons
from routing.solve.hopeful import hopeful
from routing.solve.indexed import Indexed, Nodes
from routing.solve.mend import mended
from routing.solve.native import LEAST
from routing.solve.native import search as native_search
from routing.solve.prices import left_out_cost
from routing.solve.sequence import Sequences
from routing.solve.settle import Settled, settle
from routing.solve.stop import Progress, Stop
from routing.solve.timing import RouteTimer

AFTERWARDS = 10
"""Timing, writing and checking a plan take so many times as long as reading the problem."""

CHECKING = 3
"""Writing and checking alone."""

BUSY = 3
"""At most so many processes share a core for longer than a moment."""

ENOUGH = 0.5
"""Seconds of search, at most, where all plans are looked at afterwards."""

LARGEST_SEED = 2**31 - 1
"""That every engine can use."""

LISTING = 200
"""To list all plans is worth so many steps: with fewer, nobody asks for the best of them."""


class Solver(Protocol):
    """Whatever makes plans."""

    def __call__(  # noqa: PLR0913  # one keyword for each question that can be asked
        self,
        problem: Problem,
        *,
        stop: Stop,
        seed: int,
        start: Plan | None = None,
        progress: Callable[[Progress], None] | None = None,
        cancel: threading.Event | None = None,
    ) -> Plan:
        """See `solve`."""


def solve(  # noqa: PLR0913  # one keyword for each question that can be asked
    problem: Problem,
    *,
    stop: Stop,
    seed: int,
    start: Plan | None = None,
    progress: Callable[[Progress], None] | None = None,
    cancel: threading.Event | None = None,
    engine: Engine = Engine.SEARCH,
) -> Plan:
    """Plan a day.

    Parameters
    ----------
    seed
        Of the search's random numbers, 0 to `LARGEST_SEED`. When it fixes the plan stands in
        `Stop`.
    start
        A plan to begin with, of this problem or another, whole or broken: what does not fit is left
        out of it, then put in where it fits.
    progress
        Called in this thread about ten times a second.
    cancel
        When set, the search ends within a tenth of a second with the best plan so far; of two
        thousand orders its exact times take a quarter.
    engine
        Who searches.

    Returns
    -------
    A valid plan, whatever was asked: shipments that cannot be served, or for which no room was
    found, are unserved with their reasons; in a hurry the reason may be that time was up.

    Raises
    ------
    SolverError
        When the problem has something that the engine does not know (all of that is named), when
        the engine is not installed, or when no engine can use the seed.
    """
    if not 0 <= seed <= LARGEST_SEED:
        raise SolverError("solver.seed_out_of_range", seed=seed, largest=LARGEST_SEED)
    require_able(engine, problem)
    search = _Search(problem, stop, seed, cancel)
    given = mended(problem, start, search.is_over) if start is not None else None
    if engine is Engine.SEARCH:
        best = search.in_process(given, progress)
    else:
        best = search.in_child(engine, given, progress)
    plan = with_reasons(search.timer, best, search.is_over)
    require_valid(problem, plan)
    return plan


class _Search:
    """One call of `solve`."""

    def __init__(
        self, problem: Problem, stop: Stop, seed: int, cancel: threading.Event | None
    ) -> None:
        self.started = time.monotonic()
        self.problem, self.stop, self.seed, self.cancel = problem, stop, seed, cancel
        begun = time.thread_time()
        self.timer = RouteTimer(problem)
        self.day = Indexed(problem, hopeful(problem))
        # A busy machine will be as busy afterwards; one that stood still for a moment will not.
        own = time.thread_time() - begun
        self.read = min(time.monotonic() - self.started, BUSY * own)
        self.end = math.inf if stop.seconds is None else self.started + stop.seconds

    def is_over(self) -> bool:
        """Whether what is still to be done has to be done now: the plan is to be checked too."""
        return self._is_cancelled() or time.monotonic() >= self.end - CHECKING * self.read

    def _is_cancelled(self) -> bool:
        return self.cancel is not None and self.cancel.is_set()

    def in_child(
        self,
        engine: Engine,
        given: Sequences | None,
        progress: Callable[[Progress], None] | None,
    ) -> Settled:
        """The best plan that an engine finds in a process of its own until a limit is reached."""
        best = settle(self.timer, given or {}, over=self.is_over)
        if not self.day.shipments:
            return best
        start = None if given is None else self._nodes(best)
        if not ABILITIES[engine].tells:
            self.stop = self.stop.of_the_last_plan()
        request = Request(engine, self.day, start, self.seed, self.stop)
        latest: list[Nodes] | None = None
        told = self.started
        with closing(self._reports(request)) as reports:
            for found in reports:
                latest = found or latest
                if progress is not None and time.monotonic() - told >= TICK:
                    told = time.monotonic()
                    best, latest = self._better(best, latest), None
                    progress(self._progress_of(best))
        self.end = time.monotonic() + LEEWAY
        return self._better(best, latest)

    def _reports(self, request: Request) -> Generator[list[Nodes] | None]:
        """The newest report of a child, or None, again and again until a limit is reached."""
        begun = improved = math.inf
        with child("routing.solve.child", request) as searching:
            while searching.busy and not self._is_late(begun, improved):
                if self._is_cancelled():
                    return
                newest = None
                for found in searching.replies(TICK):
                    improved = time.monotonic()
                    if found == BEGUN:
                        begun = improved
                    else:
                        newest = cast("list[Nodes]", found)
                yield newest

    def in_process(
        self, given: Sequences | None, progress: Callable[[Progress], None] | None
    ) -> Settled:
        """The best plan that the native search finds until a limit is reached."""
        best = settle(self.timer, given or {}, over=self.is_over)
        if not self.day.shipments or self._is_cancelled():
            return best
        told = self.started

        def watch(cost: CostUnits, nodes: list[Nodes]) -> bool:
            nonlocal told
            if progress is not None and time.monotonic() - told >= TICK:
                told = time.monotonic()
                progress(self._progress(cost, nodes))
            return self._is_cancelled()

        stop = self._native_stop()
        found = native_search(self.day, self._nodes(best), stop, self.seed, watch)
        best = self._better(best, found)
        return self._best_of_all(best) if is_small(self.day) else best

    def _native_stop(self) -> Stop:
        """What is left of the time, without what comes afterwards."""
        small = is_small(self.day)
        if self.stop.seconds is None and (not small or self.stop.iterations is not None):
            return self.stop
        left = self.end - AFTERWARDS * self.read - time.monotonic()
        if small:
            left = min(left / 2, ENOUGH)
        return replace(self.stop, seconds=max(left, LEAST))

    def _best_of_all(self, best: Settled) -> Settled:
        """The best plan of a few shipments, as far as all of them can be looked at."""
        steps = self.stop.iterations
        if steps is not None and steps < LISTING:
            return best
        until = time.monotonic() + (self.stop.stale or math.inf)
        found = best_of_all(
            self.timer,
            self.day,
            cost_of(self.day, best),
            most=steps,
            over=lambda: self.is_over() or time.monotonic() >= until,
        )
        return self._better(best, found)

    def _is_late(self, begun: float, improved: float) -> bool:
        """Whether a child's time is up; it counts as an improvement when it begins."""
        now, stop = time.monotonic(), self.stop
        stale = stop.stale is not None and now - improved >= stop.stale
        return stale or (stop.seconds is not None and now - begun >= stop.seconds + LEEWAY)

    def _better(self, best: Settled, nodes: list[Nodes] | None) -> Settled:
        """The best plan so far, when an engine reports these tasks."""
        if nodes is None:
            return best
        sequences = self.day.sequences(nodes)
        found = settle(self.timer, sequences, known=best.routes, over=self.is_over)
        return min(best, found, key=lambda one: one.value)

    def _nodes(self, settled: Settled) -> list[Nodes]:
        """The tasks of each shift."""
        sequences = settled.sequences
        return [self.day.nodes(sequences.get(shift.id, ())) for shift in self.day.shifts]

    def _progress_of(self, settled: Settled) -> Progress:
        return Progress(
            seconds=time.monotonic() - self.started,
            routes=len(settled.routes),
            left_out=len(settled.absent),
            cost=settled.cost,
        )

    def _progress(self, cost: CostUnits, by_shift: list[Nodes]) -> Progress:
        served = {self.day.shipments[node // 2].id for nodes in by_shift for node in nodes}
        absent = [shipment for shipment in self.problem.shipments if shipment.id not in served]
        routes = sum(1 for nodes in by_shift if nodes)
        return Progress(
            seconds=time.monotonic() - self.started,
            routes=routes,
            left_out=len(absent),
            cost=self._plan_cost(cost, routes, absent),
        )

    def _plan_cost(self, cost: CostUnits, routes: int, absent: Collection[Shipment]) -> CostUnits:
        """By the rules, what costs a search `cost`."""
        here = {shipment.id for shipment in absent}
        prices = zip(self.day.shipments, self.day.left_out, strict=True)
        cost -= sum(price for shipment, price in prices if shipment.id in here)
        if self.problem.objective is Objective.VEHICLES and routes:
            cost -= routes * self.day.shifts[0].price.fixed
        return cost + sum(left_out_cost(self.problem, shipment) for shipment in absent)
