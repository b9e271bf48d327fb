"""Any problem to a valid plan: an engine searches, then exact times and honest reasons."""

import threading
import time
from collections.abc import Callable, Collection
from dataclasses import replace
from enum import StrEnum
from typing import Protocol

from routing.check import require_valid
from routing.errors import SolverError
from routing.model import Objective, Plan, Problem, Unserved
from routing.model.units import CostUnits
from routing.solve.child import Request
from routing.solve.children import children
from routing.solve.draft import Drafts
from routing.solve.fit import fit, least_more
from routing.solve.indexed import Indexed, Nodes
from routing.solve.native import search as native_search
from routing.solve.prices import left_out_cost
from routing.solve.reasons import impossible, no_room, too_dear
from routing.solve.sequence import Sequences, sequences_of
from routing.solve.state import State
from routing.solve.stop import Progress, Stop
from routing.solve.timing import RouteTimer

SMALL = 8
"""Up to so many shipments one child process is enough."""

OR_TOOLS_SHARES = (0.15, 0.0)
"""What part of its time each child gives to OR-Tools."""

TICK = 0.1
"""Seconds between two reports of progress, and at most from a cancellation to the end."""


class Engine(StrEnum):
    """Who searches."""

    SEARCH = "search"
    """Our own native search, in the caller's process with the interpreter released."""
    ORTOOLS = "ortools"
    """OR-Tools' routing model, then ruin and recreate, in child processes."""


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
    engine: Engine = Engine.ORTOOLS,
) -> Plan:
    """Plan a day.

    Parameters
    ----------
    seed
        Of the search's random numbers. When it fixes the plan stands in `Stop.iterations`.
    start
        A plan to begin with; what does not fit is left out of it, then put in where it fits.
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
        When the problem has reloads, lateness or commitments, which this solver does not know.
    """
    _refuse_unknown(problem)
    search = _Search(problem, stop, seed)
    sequences = sequences_of(start) if start is not None else None
    best = search.in_process if engine is Engine.SEARCH else search.in_children
    plan = search.plan(best(sequences, progress, cancel))
    require_valid(problem, plan)
    return plan


def _refuse_unknown(problem: Problem) -> None:
    """Refuse what this solver has no words for."""
    tasks = [
        task for shipment in problem.shipments for task in (shipment.pickup, shipment.delivery)
    ]
    if any(shift.reload is not None for _, shift in problem.shifts.values()):
        raise SolverError("solver.cannot_model", feature="reload")
    if any(task.lateness is not None for task in tasks):
        raise SolverError("solver.cannot_model", feature="lateness")
    if any(shipment.commitment is not None for shipment in problem.shipments):
        raise SolverError("solver.cannot_model", feature="commitment")


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
        self.drafts = Drafts(self.day)

    def in_children(
        self,
        given: Sequences | None,
        progress: Callable[[Progress], None] | None,
        cancel: threading.Event | None,
    ) -> State:
        """The best state that OR-Tools and its successors find until a limit is reached."""
        first = self._state(given or {})
        if not self.day.shipments:
            return first
        best: tuple[CostUnits, int, Sequences] = (first.cost, -1, self._sequences(first))
        improved: float | None = None
        told = self.started
        with children(self._requests(best[2], keep=given is not None)) as searching:
            while searching.busy and not self._is_over(improved):
                for number, found in searching.found(TICK):
                    better = (found.cost, number) < best[:2]
                    if better:
                        best = (found.cost, number, found.sequences)
                    if better or improved is None:
                        improved = time.monotonic()
                if progress is not None and time.monotonic() - told >= TICK:
                    told = time.monotonic()
                    progress(self._progress(best[0], best[2]))
                if cancel is not None and cancel.is_set():
                    break
        return min(self._state(best[2]), first, key=lambda state: state.cost)

    def in_process(
        self,
        given: Sequences | None,
        progress: Callable[[Progress], None] | None,
        cancel: threading.Event | None,
    ) -> State:
        """The best state that the native search finds until a limit is reached."""
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
                progress(self._progress(cost, self.day.sequences(nodes)))
            return cancel is not None and cancel.is_set()

        found = fit(self.drafts, native_search(self.day, start, stop, self.seed, watch))
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

    def _requests(self, start: Sequences, *, keep: bool) -> list[Request]:
        stop = self.stop
        shares = OR_TOOLS_SHARES[:1] if len(self.day.shipments) <= SMALL else OR_TOOLS_SHARES
        return [
            Request(
                problem=self.problem,
                shipments=tuple(shipment.id for shipment in self.day.shipments),
                start=start,
                keep_start=keep,
                or_tools=share,
                seed=self.seed * len(OR_TOOLS_SHARES) + number,
                deadline=None if stop.seconds is None else self.started + stop.seconds,
                iterations=stop.iterations,
                stale=stop.stale,
            )
            for number, share in enumerate(shares)
        ]

    def _is_over(self, improved: float | None) -> bool:
        """Whether time is up; it counts as an improvement when a child begins."""
        now, stop = time.monotonic(), self.stop
        stale = improved is not None and stop.stale is not None and now - improved >= stop.stale
        return stale or (stop.seconds is not None and now - self.started >= stop.seconds)

    def _state(self, sequences: Sequences) -> State:
        nodes = [self.day.nodes(sequences.get(shift.id, ())) for shift in self.day.shifts]
        return fit(self.drafts, nodes)

    def _sequences(self, state: State) -> Sequences:
        return self.day.sequences([draft.tasks for draft in state.drafts])

    def _progress(self, cost: CostUnits, sequences: Sequences) -> Progress:
        served = {name for sequence in sequences.values() for name, _ in sequence}
        absent = [n for n, shipment in enumerate(self.day.shipments) if shipment.id not in served]
        return Progress(
            seconds=time.monotonic() - self.started,
            routes=len(sequences),
            left_out=len(self.hopeless) + len(absent),
            cost=self._plan_cost(cost, len(sequences), absent),
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
