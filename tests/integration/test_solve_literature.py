"""Instances of the literature, solved for a moment: valid on the files' own numbers."""

from pathlib import Path

import pytest

from routing.check import verify
from routing.check.literature import check_solution
from routing.formats.instances import read_instance
from routing.formats.sintef import write_solution
from routing.solve import Stop, solve


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
