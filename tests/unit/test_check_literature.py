"""Solutions are checked on the file's own numbers; each broken rule has its code."""

import gzip
from pathlib import Path

import pytest

from routing.check.literature import Checked, check_solution
from routing.check.violation import SolutionCode
from routing.errors import InputError
from routing.sentences import LANGUAGES
from tests.unit.literature import LILIM, SARTORI_BURIOL, SOLUTION


def check(folder: Path, instance: str, solution: str) -> Checked:
    (folder / "tiny.txt").write_text(instance)
    (folder / "tiny.sol").write_text(solution)
    return check_solution(folder / "tiny.txt", folder / "tiny.sol")


@pytest.mark.parametrize("instance", [LILIM, SARTORI_BURIOL])
def test_a_valid_solution_costs_what_it_costs_by_hand(tmp_path: Path, instance: str) -> None:
    assert check(tmp_path, instance, SOLUTION) == Checked(2, 28, ())


def test_distances_are_not_rounded(tmp_path: Path) -> None:
    checked = check(tmp_path, LILIM.replace("1 3 0 6", "1 1 1 6"), SOLUTION)
    assert checked.cost == pytest.approx(2**0.5 + 13**0.5 + 5 + 16, rel=1e-15)


def test_a_compressed_instance_is_checked_alike(tmp_path: Path) -> None:
    packed = tmp_path / "tiny.txt.gz"
    packed.write_bytes(gzip.compress(SARTORI_BURIOL.encode()))
    (tmp_path / "tiny.sol").write_text(SOLUTION)
    assert check_solution(packed, tmp_path / "tiny.sol") == Checked(2, 28, ())


BROKEN = {
    SolutionCode.UNKNOWN: (LILIM, "Route 1 : 1 3 5\nRoute 2 : 2 4"),
    SolutionCode.MISSING: (LILIM, "Route 1 : 1 3"),
    SolutionCode.DOUBLED: (LILIM, "Route 1 : 1 3\nRoute 2 : 2 4 4"),
    SolutionCode.PAIRING: (LILIM, "Route 1 : 1 4\nRoute 2 : 2 3"),
    SolutionCode.PRECEDENCE: (LILIM, "Route 1 : 3 1\nRoute 2 : 2 4"),
    SolutionCode.WINDOW: (LILIM.replace("1 3 0 6 0 50", "1 3 0 6 0 2"), SOLUTION),
    SolutionCode.HORIZON: (LILIM.replace("0 0 0 0 0 100", "0 0 0 0 0 25"), SOLUTION),
    SolutionCode.CAPACITY: (LILIM, "Route 1 : 1 2 3 4"),
    SolutionCode.FLEET: (LILIM.replace("2 10 1", "1 10 1"), SOLUTION),
}


def test_every_code_has_a_solution_of_its_own() -> None:
    assert BROKEN.keys() == set(SolutionCode)


@pytest.mark.parametrize("code", BROKEN)
def test_the_solution_of_a_code_triggers_that_code_and_no_other(
    tmp_path: Path, code: SolutionCode
) -> None:
    instance, solution = BROKEN[code]
    violations = check(tmp_path, instance, solution).violations
    assert {violation.code for violation in violations} == {code}
    for language in LANGUAGES:
        assert all(violation.sentence(language).mend for violation in violations)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("1 3 0 6 0 50", "1 3 0 6 0 3"),
        ("0 0 0 0 0 100", "0 0 0 0 0 26"),
        ("2 10 1", "2 6 1"),
    ],
)
def test_what_just_fits_is_valid(tmp_path: Path, old: str, new: str) -> None:
    assert check(tmp_path, LILIM.replace(old, new), SOLUTION).violations == ()


@pytest.mark.parametrize(
    ("instance", "solution", "code"),
    [
        (LILIM, "nothing", "solution.no_routes"),
        (LILIM, "Route 1 : 1 3\nRoute 2 : 2 fo", "solution.line"),
        (LILIM, "Route 1 : 1 3\nRoute 1 : 2 4", "solution.line"),
        ("not an instance", SOLUTION, "solution.instance"),
        (LILIM[:40], SOLUTION, "solution.instance"),
        (SARTORI_BURIOL.replace("CAPACITY", "SIZE"), SOLUTION, "solution.instance"),
    ],
)
def test_files_that_cannot_be_checked_are_refused(
    tmp_path: Path, instance: str, solution: str, code: str
) -> None:
    with pytest.raises(InputError) as caught:
        check(tmp_path, instance, solution)
    assert caught.value.code == code


def test_a_missing_solution_is_refused(tmp_path: Path) -> None:
    (tmp_path / "tiny.txt").write_text(LILIM)
    with pytest.raises(InputError) as caught:
        check_solution(tmp_path / "tiny.txt", tmp_path / "nowhere.sol")
    assert caught.value.code == "solution.unreadable"
    assert "nowhere.sol" not in str(caught.value.values["why"])
