"""What the child process of a choice does: set partitioning by SCIP, from a plan on.

SCIP takes a plan to begin with and so never ends without one; HiGHS, as OR-Tools brings it, does
not.
"""

import datetime as dt
import time
from collections.abc import Sequence
from multiprocessing.connection import Connection

import numpy as np
from ortools.math_opt import model_pb2  # type: ignore[import-untyped]
from ortools.math_opt.python import mathopt  # type: ignore[import-untyped]

from routing.solve.child import end_after, end_with_parent
from routing.solve.pool.candidates import Candidates

READING = 0.05
"""Seconds left to read the answer."""


def main(handle: int) -> None:
    """Answer one question: candidates, the numbers of a plan's routes, and a deadline.

    Parameters
    ----------
    handle
        File descriptor of the child's end of the pipe.
    """
    end_with_parent()
    with Connection(handle) as parent:
        candidates, start, deadline = parent.recv()
        end_after(deadline)
        found = _choose(candidates, start, deadline - READING)
        if found is not None:
            parent.send(found)


def _choose(candidates: Candidates, start: Sequence[int], deadline: float) -> list[int] | None:
    model = mathopt.Model.from_model_proto(_model(candidates, start))
    variables = list(model.variables())
    routes = len(candidates.costs)
    begun = np.zeros(len(variables))
    begun[list(start)] = 1
    begun[routes:] = candidates.served(start) == 0
    hint = mathopt.SolutionHint(dict(zip(variables, begun.tolist(), strict=True)))
    left = deadline - time.monotonic()
    if left <= 0:
        return None
    result = mathopt.solve(
        model,
        mathopt.SolverType.GSCIP,
        params=mathopt.SolveParameters(
            time_limit=dt.timedelta(seconds=left), relative_gap_tolerance=0
        ),
        model_params=mathopt.ModelSolveParameters(solution_hints=[hint]),
    )
    if not result.has_primal_feasible_solution():
        return None
    values = result.variable_values(variables[:routes])
    return [number for number, value in enumerate(values) if value > 0.5]


def _model(candidates: Candidates, start: Sequence[int]) -> model_pb2.ModelProto:
    """A variable for each route, then one for each shipment left out.

    Rows: every shipment is served once or left out; no kind has more routes than shifts.
    """
    routes, shipments = len(candidates.costs), len(candidates.left_out)
    kinds, variables = len(candidates.shifts), routes + shipments
    # More than all routes of any plan: a price that need not be higher, and stays in SCIP's reach.
    must = 1 + min(int(candidates.shifts.sum()), shipments) * int(candidates.costs.max(initial=0))
    may_be_left_out = (candidates.left_out < must) | (candidates.served(start) == 0)
    costs = np.concatenate([candidates.costs, np.minimum(candidates.left_out, must)])
    model = model_pb2.ModelProto()
    model.variables.ids.extend(range(variables))
    model.variables.lower_bounds.extend([0.0] * variables)
    model.variables.upper_bounds.extend([1.0] * routes)
    model.variables.upper_bounds.extend(may_be_left_out.astype(float).tolist())
    model.variables.integers.extend([True] * variables)
    model.objective.linear_coefficients.ids.extend(range(variables))
    model.objective.linear_coefficients.values.extend((costs / costs.max(initial=1)).tolist())
    model.linear_constraints.ids.extend(range(shipments + kinds))
    model.linear_constraints.lower_bounds.extend([1.0] * shipments + [-np.inf] * kinds)
    model.linear_constraints.upper_bounds.extend([1.0] * shipments)
    model.linear_constraints.upper_bounds.extend(candidates.shifts.astype(float).tolist())
    rows = np.concatenate(
        [candidates.shipments, np.arange(shipments), shipments + candidates.kinds]
    )
    columns = np.concatenate([candidates.routes, np.arange(routes, variables), np.arange(routes)])
    order = np.lexsort((columns, rows))
    matrix = model.linear_constraint_matrix
    matrix.row_ids.extend(rows[order].tolist())
    matrix.column_ids.extend(columns[order].tolist())
    matrix.coefficients.extend([1.0] * len(order))
    return model
