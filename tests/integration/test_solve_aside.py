"""A search in a process of its own gives what one here gives, and never hangs or lingers."""

import threading

import pytest

from routing.errors import SolverError
from routing.solve import Stop, children, solve
from routing.solve.aside import solve_aside
from tests.four_orders import four_orders

STOP = Stop(iterations=200)


def test_the_plan_is_the_one_that_is_found_here() -> None:
    problem = four_orders(1)
    assert solve_aside(problem, stop=STOP, seed=1) == solve(problem, stop=STOP, seed=1)


def test_a_plan_to_begin_with_goes_along() -> None:
    problem = four_orders(2)
    start = solve(problem, stop=STOP, seed=1)
    assert solve_aside(problem, stop=Stop(iterations=1), seed=1, start=start).cost <= start.cost


def test_who_cancels_gets_no_plan() -> None:
    cancel = threading.Event()
    cancel.set()
    with pytest.raises(SolverError, match=r"solver\.ended"):
        solve_aside(four_orders(1), stop=Stop(seconds=600), seed=1, cancel=cancel)


def test_a_process_that_dies_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(children, "_CODE", "raise SystemExit(3)")
    with (
        pytest.warns(RuntimeWarning, match="ended with 3"),
        pytest.raises(SolverError, match=r"solver\.ended"),
    ):
        solve_aside(four_orders(1), stop=STOP, seed=1)
