"""Instances of the literature, solved for a moment: valid on the files' own numbers."""

from pathlib import Path

import pytest

from routing.check import verify
from routing.check.literature import check_solution
from routing.formats.instances import read_instance
from routing.formats.sintef import write_solution
from routing.model import Problem
from routing.solve import Stop, solve
from routing.solve.finish import finished
from routing.solve.indexed import Indexed, Nodes
from routing.solve.native import search


@pytest.mark.parametrize(
    ("name", "best_known"),
    [
        ("li-lim/100/lc101", 10),
        ("li-lim/100/lr111", 10),
        ("li-lim/100/lrc201", 4),
        ("sartori-buriol/n100/bar-n100-1", 6),
    ],
)
def test_an_instance_is_solved_validly(
    instances: Path, tmp_path: Path, name: str, best_known: int
) -> None:
    [file] = (instances / name).parent.glob(f"{Path(name).name}.txt*")
    problem = read_instance(file)
    plan = solve(problem, stop=Stop(seconds=3), seed=1)
    assert verify(problem, plan) == ()
    assert plan.unserved == ()
    solution = tmp_path / "solution.txt"
    solution.write_text(write_solution(problem, plan))
    checked = check_solution(file, solution)
    assert checked.violations == ()
    assert best_known <= len(plan.routes) <= 2 * best_known


@pytest.mark.long
def test_heat_and_absences_lead_out_of_plans_that_are_locked_in(instances: Path) -> None:
    problem = read_instance(instances / "li-lim/200/lr2_2_9.txt")
    cold, hot = 0, 0
    for seed in (1, 2, 3):
        plain = ("basins", "heat", "absences")
        locked = _searched(problem, None, 60_000, seed, plain)
        cold += _cost(problem, _searched(problem, locked, 150_000, seed, plain))
        hot += _cost(problem, _searched(problem, locked, 150_000, seed, ("basins",)))
    assert hot < cold


def _searched(
    problem: Problem, start: list[Nodes] | None, steps: int, seed: int, without: tuple[str, ...]
) -> list[Nodes]:
    day = Indexed(problem, tuple(shipment.id for shipment in problem.shipments))
    begin: list[Nodes] = [() for _ in day.shifts] if start is None else start
    stop = Stop(iterations=steps)
    return search(day, begin, stop, seed, lambda *_: False, without=without)


def _cost(problem: Problem, nodes: list[Nodes]) -> int:
    day = Indexed(problem, tuple(shipment.id for shipment in problem.shipments))
    plan = finished(problem, day.sequences(nodes))
    assert verify(problem, plan) == ()
    assert (len(plan.routes), plan.unserved) == (3, ())
    return plan.cost
