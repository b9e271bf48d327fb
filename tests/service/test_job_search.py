"""A search in a process of its own: it answers, can be stopped, and its death is no crash here."""

import os
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from api.domain.job import JobProgress
from api.jobs import search_child, searching
from api.jobs.searching import search_in_child
from routing.check import verify
from routing.errors import SolverError
from routing.model import Plan, Problem
from routing.solve.finish import finished
from tests.large_days import large_day


def problem() -> tuple[Problem, Plan]:
    """A day that is searched, and a plan of it that no search has seen yet."""
    made = large_day(12, plain=True)
    return made, finished(made, {})


def test_a_search_answers_with_a_valid_plan_and_tells_how_far_it_is() -> None:
    day, start = problem()
    told: list[JobProgress] = []

    def heard(progress: JobProgress) -> bool:
        told.append(progress)
        return True

    plan = search_in_child(day, start, seconds=2, heard=heard)
    assert plan is not None
    assert verify(day, plan) == ()
    assert plan.cost <= start.cost
    assert told
    assert all(one.of_seconds == 2 and 0 <= one.seconds <= 2 for one in told)


def test_a_search_that_is_not_to_go_on_ends_at_once() -> None:
    day, start = problem()
    assert search_in_child(day, start, seconds=600, heard=lambda _: False) is None


def test_a_search_gives_way_to_whoever_serves_people() -> None:
    day, start = problem()
    lower = os.getpriority(os.PRIO_PROCESS, 0) + search_child.NICENESS
    niceness: set[int] = set()

    def heard(_: JobProgress) -> bool:
        listed = Path(f"/proc/self/task/{threading.get_native_id()}/children").read_text()
        niceness.update(os.getpriority(os.PRIO_PROCESS, int(child)) for child in listed.split())
        return lower not in niceness

    search_in_child(day, start, seconds=20, heard=heard)
    assert lower in niceness


def test_a_search_that_dies_is_told_as_such() -> None:
    day, start = problem()
    broken = replace(day, matrices={})  # nothing that a builder would let pass
    with (
        pytest.warns(RuntimeWarning, match="search process ended"),
        pytest.raises(SolverError, match=r"plan\.search_died"),
    ):
        search_in_child(broken, start, seconds=1, heard=lambda _: True)


def test_what_a_search_refuses_is_told_with_its_code() -> None:
    day, start = problem()
    with pytest.raises(SolverError, match=r"solver\.stop_not_positive"):
        search_in_child(day, start, seconds=0, heard=lambda _: True)


def test_a_search_that_hangs_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(searching, "PATIENCE", -600)
    day, start = problem()
    with pytest.raises(SolverError, match=r"plan\.search_died"):
        search_in_child(day, start, seconds=1, heard=lambda _: True)
