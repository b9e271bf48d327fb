"""Any problem to a valid plan: an engine searches, then exact times and honest reasons."""

import math
import threading
import time
from collections.abc import Callable, Collection, Generator
from contextlib import closing
from dataclasses import replace
from functools import cached_property
from typing import Protocol, cast

from routing.check import require_valid
from routing.model import Objective, Plan, Problem, Unserved
from routing.model.units import CostUnits
from routing.solve.child import BEGUN, LEEWAY, Request
from routing.solve.children import TICK, child
from routing.solve.draft import Drafts
from routing.solve.engines.engine import Engine, require_able
from routing.solve.fit import fit, least_more
from routing.solve.indexed import Indexed, Nodes
from routing.solve.mend import mended
from routing.solve.native import search as native_search
from routing.solve.prices import left_out_cost
from routing.solve.reasons import impossible, no_room, too_dear
from routing.solve.sequence import Sequences
from routing.solve.state import State
from routing.solve.stop import Progress, Stop
from routing.solve.timing import RouteTimer


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
        Of the search's random numbers. When it fixes the plan stands in `Stop.iterations`.
    start
        A plan to begin with, of this problem or another, whole or broken: what does not fit is left
        out of it, then put in where it fits.
    progress
        Called in this thread about ten times a second.
    cancel
        When set, the search ends within a tenth of a second with the best plan so far.
    engine
        Who searches.

    Returns
    -------
    A valid plan, whatever was asked: shipments that cannot be served, or for which no room was
    found, are unserved with their reasons.

    Raises
    ------
    SolverError
        When the problem has something that the engine does not know (all of that is named), or
        when the engine is not installed.
    """
    require_able(engine, problem)
    search = _Search(problem, stop, seed)
    given = mended(problem, start) if start is not None else None
    if engine is Engine.SEARCH:
        best = search.in_process(given, progress, cancel)
    else:
        best = search.in_child(engine, given, progress, cancel)
    plan = search.plan(best)
    require_valid(problem, plan)
    return plan


class _Search:
    """One call of `solve`."""

    def __init__(self, problem: Problem, stop: Stop, seed: int) -> None:
        self.started = time.monotonic()
        self.problem, self.stop, self.seed = problem, stop, seed
        self.timer = RouteTimer(problem)
        reasons = [impossible(self.timer, shipment) for shipment in problem.shipments]
        self.hopeless = [reason for reason in reasons if reason is not None]
        hopeless = {reason.shipment for reason in self.hopeless}
        self.day = Indexed(problem, tuple(s.id for s in problem.shipments if s.id not in hopeless))

    @cached_property
    def drafts(self) -> Drafts:
        """Made when first needed, which for a child's answer is after its search."""
        return Drafts(self.day)

    def in_child(
        self,
        engine: Engine,
        given: Sequences | None,
        progress: Callable[[Progress], None] | None,
        cancel: threading.Event | None,
    ) -> State:
        """The best state that an engine finds in a process of its own until a limit is reached."""
        best = None if given is None else self._state(given)
        if not self.day.shipments:
            return best or self._state({})
        start = None if best is None else [draft.tasks for draft in best.drafts]
        request = Request(engine, self.day, start, self.seed, self.stop)
        latest: list[Nodes] | None = None
        told = self.started
        with closing(self._reports(request, cancel)) as reports:
            for found in reports:
                latest = found or latest
                if progress is not None and time.monotonic() - told >= TICK:
                    told = time.monotonic()
                    best, latest = self._better(best, latest), None
                    progress(self._progress_of(best))
        best = self._better(best, latest)
        return best if best is not None and any(d.tasks for d in best.drafts) else self._state({})

    def _reports(
        self, request: Request, cancel: threading.Event | None
    ) -> Generator[list[Nodes] | None]:
        """The newest report of a child, or None, again and again until a limit is reached."""
        begun = improved = math.inf
        with child("routing.solve.child", request) as searching:
            while searching.busy and not self._is_over(begun, improved):
                if cancel is not None and cancel.is_set():
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
        self,
        given: Sequences | None,
        progress: Callable[[Progress], None] | None,
        cancel: threading.Event | None,
    ) -> State:
        """The best state that the native search finds until a limit is reached."""
        drafts = self.drafts  # made before the clock of the search starts to run
        start = [self.day.nodes((given or {}).get(shift.id, ())) for shift in self.day.shifts]
        if not self.day.shipments:
            return self._state({})
        stop = self.stop
        if stop.seconds is not None:
            left = self.started + stop.seconds - time.monotonic()
            stop = replace(stop, seconds=max(left, TICK / 100))

        told = self.started

        def watch(cost: CostUnits, nodes: list[Nodes]) -> bool:
            nonlocal told
            if progress is not None and time.monotonic() - told >= TICK:
                told = time.monotonic()
                progress(self._progress(cost, nodes))
            return cancel is not None and cancel.is_set()

        found = fit(drafts, native_search(self.day, start, stop, self.seed, watch))
        return found if given is None else min(found, self._state(given), key=lambda s: s.cost)

    def plan(self, state: State) -> Plan:
        """The state as a plan with its exact times, and why shipments are left out."""
        routes = [
            self.timer.route(self.day.shifts[draft.shift].id, self.day.sequence(draft.tasks))
            for draft in state.drafts
            if draft.tasks
        ]
        reasons = [*self.hopeless, *(self._reason(state, absent) for absent in state.absent)]
        order = {shipment.id: number for number, shipment in enumerate(self.problem.shipments)}
        cost = self._plan_cost(state.cost, len(routes), state.absent)
        return Plan(
            tuple(route for route in routes if route is not None),
            tuple(sorted(reasons, key=lambda unserved: order[unserved.shipment])),
            cost,
        )

    def _is_over(self, begun: float, improved: float) -> bool:
        """Whether a child's time is up; it counts as an improvement when it begins."""
        now, stop = time.monotonic(), self.stop
        stale = stop.stale is not None and now - improved >= stop.stale
        return stale or (stop.seconds is not None and now - begun >= stop.seconds + LEEWAY)

    def _better(self, best: State | None, nodes: list[Nodes] | None) -> State | None:
        """The best state so far, when an engine reports these tasks."""
        if nodes is None:
            return best
        found = fit(self.drafts, nodes)
        return found if best is None or found.cost < best.cost else best

    def _state(self, sequences: Sequences) -> State:
        nodes = [self.day.nodes(sequences.get(shift.id, ())) for shift in self.day.shifts]
        return fit(self.drafts, nodes)

    def _progress_of(self, state: State | None) -> Progress:
        if state is None:
            return self._progress(sum(self.day.left_out), [])
        return self._progress(state.cost, [draft.tasks for draft in state.drafts])

    def _progress(self, cost: CostUnits, by_shift: list[Nodes]) -> Progress:
        served = {node // 2 for nodes in by_shift for node in nodes}
        absent = [number for number in range(len(self.day.shipments)) if number not in served]
        routes = sum(1 for nodes in by_shift if nodes)
        return Progress(
            seconds=time.monotonic() - self.started,
            routes=routes,
            left_out=len(self.hopeless) + len(absent),
            cost=self._plan_cost(cost, routes, absent),
        )

    def _plan_cost(self, cost: CostUnits, routes: int, absent: Collection[int]) -> CostUnits:
        """By the rules, what costs a search `cost`."""
        cost -= sum(self.day.left_out[shipment] for shipment in absent)
        if self.problem.objective is Objective.VEHICLES and routes:
            cost -= routes * self.day.shifts[0].price.fixed
        left_out = [self.day.shipments[shipment] for shipment in absent]
        left_out += [self.problem.shipment_by_id[reason.shipment] for reason in self.hopeless]
        return cost + sum(left_out_cost(self.problem, shipment) for shipment in left_out)

    def _reason(self, state: State, absent: int) -> Unserved:
        shipment = self.day.shipments[absent]
        more = None if shipment.penalty is None else least_more(self.drafts, state, absent)
        return no_room(shipment) if more is None else too_dear(shipment, more)
