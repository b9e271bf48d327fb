"""`scripts/setup` on machines that lack something, played by pretended commands."""

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.architecture.sources import ROOT

PYTHON = """
case "$*" in
*version_info*) exit {fits} ;;
*sys.executable*) echo "$0" ;;
*ensurepip*) exit {has_venv} ;;
*get_path*) echo "{headers}" ;;
--version) echo "Python {version}" ;;
*) exit 7 ;;
esac
"""


class Machine:
    """A fresh checkout, and commands that stand before the machine's own."""

    def __init__(self, folder: Path) -> None:
        self.checkout = folder / "chaland"
        self.commands = folder / "commands"
        self.commands.mkdir()
        (self.checkout / "routing/native").mkdir(parents=True)
        for name in ("scripts/setup", "requirements.lock", "pyproject.toml", "CMakeLists.txt"):
            (self.checkout / name).parent.mkdir(exist_ok=True)
            shutil.copy(ROOT / name, self.checkout / name)
        (self.commands / "Python.h").touch()
        self.python()
        self.command("c++", "exit 0")
        self.command("apt-get", f'echo "$@" >>{folder}/apt.log')

    def command(self, name: str, script: str) -> None:
        (self.commands / name).write_text(f"#!/bin/sh\n{script}\n")
        (self.commands / name).chmod(0o755)

    def python(
        self,
        name: str = "python3",
        *,
        version: str = "3.12.4",
        venv: bool = True,
        headers: bool = True,
    ) -> None:
        script = PYTHON.format(
            fits=int(version < "3.11"),
            has_venv=int(not venv),
            headers=self.commands if headers else "/nowhere",
            version=version,
        )
        self.command(name, script)

    def set_up_as(self, user: int, **environment: str) -> str:
        """What the setup says to this user; it fails in any case, for no Python is real here."""
        self.command("id", f"echo {user}")
        done = subprocess.run(
            [self.checkout / "scripts/setup"],
            env={"PATH": f"{self.commands}:/usr/bin:/bin"} | environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode != 0
        return done.stderr


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def test_where_nothing_lacks_the_environment_is_made(machine: Machine, tmp_path: Path) -> None:
    assert machine.set_up_as(user=1000) == "Making .venv with Python 3.12.4\n"
    assert not (tmp_path / "apt.log").exists()


def test_a_user_without_a_compiler_is_told_the_one_line_to_type(machine: Machine) -> None:
    machine.command("c++", "exit 1")
    assert "  sudo apt-get install -y g++" in machine.set_up_as(user=1000).splitlines()


def test_root_without_a_compiler_gets_it_installed_and_is_told(
    machine: Machine, tmp_path: Path
) -> None:
    machine.command("c++", f"test -e {tmp_path}/apt.log")
    said = machine.set_up_as(user=0).splitlines()
    assert said == ["Installing with apt-get: g++", "Making .venv with Python 3.12.4"]
    assert (tmp_path / "apt.log").read_text().splitlines()[-1].endswith(" g++")


def test_a_compiler_that_is_still_missing_after_apt_stops_the_setup(machine: Machine) -> None:
    machine.command("c++", "exit 1")
    assert "still" in machine.set_up_as(user=0)


@pytest.mark.parametrize("lack", [{"venv": False}, {"headers": False}])
def test_a_python_of_ones_own_is_not_mended_by_apt(machine: Machine, lack: dict[str, bool]) -> None:
    machine.python(**lack)  # type: ignore[arg-type]
    said = machine.set_up_as(user=0)
    assert "no venv module or no headers" in said
    assert "make PYTHON=" in said


def test_a_python_too_old_gives_way_to_another_one(machine: Machine) -> None:
    machine.python(version="3.09.2")
    machine.python("python3.14", version="3.14.0")
    assert machine.set_up_as(user=1000) == "Making .venv with Python 3.14.0\n"


def test_a_chosen_python_too_old_is_named(machine: Machine) -> None:
    machine.python(version="3.09.2")
    said = machine.set_up_as(user=1000, PYTHON="python3")
    assert "Chaland needs Python 3.11 to 3.14; python3 is Python 3.09.2." in said
