"""What the child process of a proof does: it builds the model and lets CP-SAT search.

It reports every better plan and every better bound at once, so that what has been found by then
stands whenever it is ended.
"""

import time
from collections.abc import Callable
from multiprocessing.connection import Connection

from ortools.sat.python import cp_model

from routing.solve.child import end_after, end_with_parent
from routing.solve.exact.model import ExactModel
from routing.solve.exact.question import Better, Bound, Question
from routing.solve.value import value_of

WORKERS = 8
"""Searches of different kinds that CP-SAT runs side by side, on however many cores there are."""

Report = Callable[[Better | Bound], None]


def main(handle: int) -> None:
    """Answer one question.

    Parameters
    ----------
    handle
        File descriptor of the child's end of the pipe.
    """
    end_with_parent()
    with Connection(handle) as parent:
        question: Question = parent.recv()
        end_after(question.deadline)
        try:
            _search(question, parent.send)
        except BrokenPipeError:
            return


def _search(question: Question, report: Report) -> None:
    value = value_of(question.problem, question.plan)
    exact = ExactModel(question.problem, value.must_left_out)
    exact.hint(question.plan)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = WORKERS
    solver.parameters.max_time_in_seconds = max(0.0, question.deadline - time.monotonic())
    solver.best_bound_callback = lambda bound: report(Bound(exact.value(bound)))
    status = solver.solve(exact.model, _Solutions(exact, report))
    if status == cp_model.OPTIMAL:
        report(Bound(exact.value(solver.objective_value)))


class _Solutions(cp_model.CpSolverSolutionCallback):
    """Told of better and better solutions."""

    def __init__(self, exact: ExactModel, report: Report) -> None:
        super().__init__()
        self.exact, self.report = exact, report

    def on_solution_callback(self) -> None:
        """Report it."""
        self.report(Better(self.exact.sequences(self)))
