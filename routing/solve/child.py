"""What a child process does: OR-Tools for a while, then ruin and recreate from the best plan.

The parent sends one `Request` and reads `Found` after `Found`; it kills the child when time is up.
"""

import signal
import time
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import NamedTuple

from routing.model import Problem
from routing.model.units import CostUnits
from routing.solve.draft import Drafts
from routing.solve.fit import fit
from routing.solve.indexed import Indexed, Nodes
from routing.solve.ruin import RuinAndRecreate
from routing.solve.sequence import Sequences
from routing.solve.state import State

STEPS_BETWEEN_LOOKS = 64
"""How often a child looks whether its parent is still there."""


@dataclass(frozen=True, slots=True)
class Request:
    """What to search, in values that any process can read.

    Parameters
    ----------
    shipments
        Ids of those to be served.
    start
        A valid plan, the first that is reported.
    keep_start
        Whether OR-Tools begins with it too, rather than with a plan of its own.
    or_tools
        Share of the search that OR-Tools has, from 0 to 1.
    deadline
        By `time.monotonic`, which all processes share.
    iterations, stale
        As in `Stop`.
    """

    problem: Problem
    shipments: tuple[str, ...]
    start: Sequences
    keep_start: bool
    or_tools: float
    seed: int
    deadline: float | None
    iterations: int | None
    stale: float | None


class Found(NamedTuple):
    """A better plan than all that this child has found before.

    Parameters
    ----------
    cost
        In search prices.
    """

    cost: CostUnits
    sequences: Sequences


def main(handle: int) -> None:
    """Serve one request.

    Parameters
    ----------
    handle
        File descriptor of the child's end of the pipe.
    """
    with Connection(handle) as parent:
        request: Request = parent.recv()
        if request.deadline is not None:
            end_after(request.deadline)
        try:
            _Search(parent, request).run()
        except BrokenPipeError:
            return


def end_after(deadline: float) -> None:
    """End this process a second after a deadline that its parent should have kept.

    Should the parent be killed, nobody is left to do it but the kernel.
    """
    left = max(0.0, deadline - time.monotonic())
    signal.setitimer(signal.ITIMER_REAL, left + 1)


class _Search:
    def __init__(self, parent: Connection, request: Request) -> None:
        self.parent = parent
        self.request = request
        self.improved = time.monotonic()
        self.day = Indexed(request.problem, request.shipments)
        self.drafts = Drafts(self.day)
        self.best = fit(self.drafts, self._nodes(request.start))

    def run(self) -> None:
        self._report(self.best)
        if self.request.or_tools > 0:
            self._run_or_tools()
        search = RuinAndRecreate(self.drafts, self.request.seed)
        search.search(self.best, self._cooling(), self._report)

    def _run_or_tools(self) -> None:
        from routing.solve.ortools_model import OrToolsModel  # noqa: PLC0415  # loads OR-Tools

        def found(nodes_by_shift: list[Nodes]) -> None:
            state = fit(self.drafts, nodes_by_shift)
            if state.cost < self.best.cost:
                self._report(state)

        deadline, seconds = self.request.deadline, self.request.stale
        if deadline is not None:
            seconds = self.request.or_tools * max(0.0, deadline - time.monotonic())
        OrToolsModel(self.day).search(
            start=[draft.tasks for draft in self.best.drafts] if self.request.keep_start else None,
            seconds=seconds,
            solutions=self.request.iterations,
            found=found,
        )

    def _report(self, state: State) -> None:
        self.best = state
        self.improved = time.monotonic()
        nodes = [draft.tasks for draft in state.drafts]
        self.parent.send(Found(state.cost, self.day.sequences(nodes)))

    def _cooling(self) -> Callable[[], float]:
        """How much of the search is over: the share of the limit that is nearest."""
        request, steps, begun = self.request, 0, time.monotonic()

        def cooled() -> float:
            nonlocal steps
            steps += 1
            now = time.monotonic()
            if steps % STEPS_BETWEEN_LOOKS == 0 and self.parent.poll():
                return 1.0  # the parent sends nothing more: it is gone
            shares = [0.0]
            if request.deadline is not None:
                left = request.deadline - begun
                shares.append((now - begun) / left if left > 0 else 1.0)
            if request.iterations is not None:
                shares.append((steps - 1) / request.iterations)
            if request.stale is not None:
                shares.append((now - self.improved) / request.stale)
            return max(shares)

        return cooled

    def _nodes(self, sequences: Sequences) -> list[Nodes]:
        return [self.day.nodes(sequences.get(shift.id, ())) for shift in self.day.shifts]
