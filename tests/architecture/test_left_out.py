"""What a run says about tests it leaves out, and that a strict run leaves out none."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.sources import TESTS

ON_MAPS = "def test_on_real_maps(maps): assert maps.is_dir()\n"
IN_SILENCE = "import pytest\n\ndef test_in_silence(): pytest.skip('not today')\n"
LONG = "import pytest\n\n@pytest.mark.long\ndef test_for_minutes(): pass\n"


def run(folder: Path, test: str, **environment: str) -> tuple[int, list[str]]:
    """Exit code and last lines of a run of one test, shared out as `make test` does."""
    shutil.copy(TESTS / "conftest.py", folder)
    (folder / "pytest.ini").write_text("[pytest]\nmarkers = long\n")
    (folder / "test_one.py").write_text(test)
    ours = {"CHALAND_STRICT", "CHALAND_TEST_MAPS", "CHALAND_INSTANCES"}
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-n", "1", "-p", "no:cacheprovider"],
        cwd=folder,
        env={name: os.environ[name] for name in os.environ.keys() - ours} | environment,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout.splitlines()[-3:]


def test_without_maps_the_last_lines_name_the_test_and_the_way_to_have_it(tmp_path: Path) -> None:
    code, last = run(tmp_path, ON_MAPS)
    assert code == 0
    assert last[0] == "1 left out: Real maps not found. Set CHALAND_TEST_MAPS to their folder."
    assert last[1] == "    test_one.py::test_on_real_maps"


def test_with_maps_nothing_is_left_out(tmp_path: Path) -> None:
    code, last = run(tmp_path, ON_MAPS, CHALAND_TEST_MAPS=str(tmp_path), CHALAND_STRICT="1")
    assert code == 0
    assert " 1 passed " in last[-1]


@pytest.mark.parametrize("test", [ON_MAPS, IN_SILENCE])
def test_a_strict_run_fails_where_a_test_would_be_left_out(tmp_path: Path, test: str) -> None:
    code, _ = run(tmp_path, test, CHALAND_STRICT="1")
    assert code == pytest.ExitCode.TESTS_FAILED


def test_long_tests_are_named_with_their_command(tmp_path: Path) -> None:
    code, last = run(tmp_path, LONG, CHALAND_STRICT="1")
    assert code == 0
    assert last[0] == "1 left out: They take minutes. Run them with make test-long."
    assert last[1] == "    test_one.py::test_for_minutes"
