"""Instances of the literature, solved and checked by the command line."""

import gzip
import json
from pathlib import Path

import pytest

from chaland.exits import ExitCode
from tests.integration.command import chaland, document, succeed
from tests.vroom_cases import four_jobs
from tests.vroom_reference import faults

INSTANCE = """\
2	100	1
0	0	0	0	0	1000	0	0	0
1	3	4	1	0	1000	0	0	2
2	6	8	-1	0	1000	0	1	0
3	-3	4	2	0	1000	10	0	4
4	-6	8	-2	0	1000	10	3	0
"""


@pytest.fixture
def instance(tmp_path: Path) -> Path:
    file = tmp_path / "tiny.txt"
    file.write_text(INSTANCE)
    return file


def test_a_solved_instance_is_written_as_sintef_text_and_passes_the_check(
    instance: Path, tmp_path: Path
) -> None:
    compressed, solution = tmp_path / "tiny.txt.gz", tmp_path / "tiny.solution"
    compressed.write_bytes(gzip.compress(INSTANCE.encode()))
    solved = document("solve", compressed, "--seconds", 60, "--seed", 1, "--out", solution)
    assert solved["vehicles"] == 1
    assert solved["unserved"] == []
    assert solved["proof"]["proved"] is True
    assert solved["proof"]["gap"] == 0
    assert solved["proof"]["least_cost"] == pytest.approx(solved["cost"])
    (route,) = [line for line in solution.read_text().splitlines() if line.startswith("Route")]
    assert sorted(route.split()[3:]) == ["1", "2", "3", "4"]
    checked = document("check", instance, solution)
    assert checked["valid"] is True
    assert checked["cost"] == pytest.approx(solved["cost"], abs=1e-5)


@pytest.mark.parametrize("name", ["four.json", "FOUR.JSON"])
def test_a_problem_of_vroom_is_answered_in_its_words(tmp_path: Path, name: str) -> None:
    problem, solution = tmp_path / name, tmp_path / "four.solution.json"
    problem.write_text(json.dumps(four_jobs()))
    solved = document("solve", problem, "--seconds", 60, "--out", solution)
    assert solved["summary"]["cost"] == solved["proof"]["least_cost"] == 1_200
    assert solved["proof"]["proved"] is True
    written = json.loads(solution.read_text())
    assert written["summary"] == solved["summary"]
    assert faults(four_jobs(), written) == []
    assert "1\u202f200" in succeed("solve", problem, "--seconds", 1, "--out", solution)


def test_a_problem_of_vroom_is_ridden_on_the_streets_of_a_town(tmp_path: Path) -> None:
    problem, solution = tmp_path / "streets.json", tmp_path / "streets.solution.json"
    hub, door = [7.4217, 43.7384], [7.4189, 43.7331]
    vehicle = {"id": 1, "profile": "bike", "start": hub, "end": hub}
    problem.write_text(json.dumps({"vehicles": [vehicle], "jobs": [{"id": 1, "location": door}]}))
    told = document("solve", problem, "--out", solution, code=ExitCode.INPUT)
    assert {error["values"]["pointer"] for error in told["error"]} == {
        "/vehicles/0/start",
        "/vehicles/0/end",
        "/jobs/0/location",
    }
    solved = document("solve", problem, "--town", "monaco", "--seconds", 1, "--out", solution)
    assert 1_000 < solved["summary"]["distance"] < 5_000


@pytest.mark.parametrize("content", [None, "{", "[]"])
def test_a_file_that_holds_no_problem_of_vroom_is_told(content: str | None, tmp_path: Path) -> None:
    problem = tmp_path / "none.json"
    if content is not None:
        problem.write_text(content)
    document("solve", problem, "--out", tmp_path / "x.json", code=ExitCode.INPUT)


def test_who_gives_no_time_is_told_that_nothing_is_proved(instance: Path, tmp_path: Path) -> None:
    solve = ("solve", instance, "--seconds", 0.1, "--out", tmp_path / "tiny.solution")
    assert document(*solve)["proof"] == {"proved": False, "least_cost": None, "gap": None}
    assert "prouve" in succeed(*solve)


def test_a_wrong_solution_is_told_in_all_its_faults(instance: Path, tmp_path: Path) -> None:
    solution = tmp_path / "wrong.solution"
    solution.write_text("Route 1 : 2 1\nRoute 2 : 3 7\n")
    told = document("check", instance, solution, code=ExitCode.VIOLATIONS)
    codes = {violation["code"] for violation in told["violations"]}
    assert {"solution.precedence", "solution.unknown", "solution.missing"} <= codes
    shown = chaland("check", instance, solution)
    assert shown.returncode == ExitCode.VIOLATIONS


def test_the_cost_is_told_in_the_reader_s_figures(instance: Path, tmp_path: Path) -> None:
    solution = tmp_path / "one.solution"
    solution.write_text("Route 1 : 1 2\nRoute 2 : 3 4\n")
    assert "40,00" in succeed("check", instance, solution)
    assert "40.00" in succeed("check", instance, solution, "--lang", "en")


@pytest.mark.parametrize("content", ["", "VEHICLE\n", "1 2\n", "NAME: x\n"])
def test_a_file_that_is_no_instance_is_bad_input(tmp_path: Path, content: str) -> None:
    file = tmp_path / "odd.txt"
    file.write_text(content)
    solve = ("solve", file, "--seconds", 1, "--out", tmp_path / "s")
    errors = document(*solve, code=ExitCode.INPUT)["error"]
    assert all(error["code"].startswith("instance.") for error in errors)


def test_several_searches_share_the_seconds_and_their_routes_are_combined(
    tmp_path: Path, instances: Path
) -> None:
    instance = instances / "li-lim" / "100" / "lrc101.txt"
    out = tmp_path / "lrc101.solution"
    asked = ("--seconds", 2, "--searches", 3, "--out", out)
    solved = document("solve", instance, *asked)
    assert solved["unserved"] == []
    assert document("check", instance, out)["valid"] is True


def test_no_search_at_all_is_bad_usage(instance: Path, tmp_path: Path) -> None:
    asked = ("solve", instance, "--searches", 0, "--out", tmp_path / "s")
    assert chaland(*asked).returncode == ExitCode.USAGE
