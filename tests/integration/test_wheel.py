"""The wheel alone: installed away from the checkout, where no compiler is on PATH."""

import json
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

from tests.architecture.sources import PACKAGES, ROOT


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built from the checkout with the tools of the environment."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT],
        check=True,
        capture_output=True,
    )
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment with the wheel, and the libraries that are here already."""
    folder = tmp_path_factory.mktemp("installed")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True)
    pip = [sys.executable, "-m", "pip", "--python", str(folder / "bin/python"), "--quiet"]
    subprocess.run([*pip, "install", "--no-index", "--no-deps", wheel], check=True)
    # A .pth file adds the folder but does not run the .pth files inside it, so the checkout,
    # which is installed there in place, is not seen.
    libraries = sysconfig.get_path("purelib", vars={"base": str(folder)})
    (Path(libraries) / "libraries.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return folder


def run(*command: str | Path, cwd: Path) -> str:
    """Standard output of a command that sees nothing but an empty folder."""
    empty = cwd / "bin"
    empty.mkdir(exist_ok=True)
    done = subprocess.run(
        command,
        cwd=cwd,
        env={"PATH": str(empty), "HOME": str(cwd)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_wheel_holds_the_rooms_and_nothing_else(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    rooms = {name.partition("/")[0] for name in names if ".dist-info/" not in name}
    assert rooms == set(PACKAGES)
    assert {"data/towns/monaco.town", "data/towns/LICENSE_DATA"} <= set(names)
    assert [name for name in names if name.endswith((".cpp", ".hpp", "CMakeLists.txt"))] == []


def test_the_wheel_holds_every_file_of_its_rooms(wheel: Path) -> None:
    files = {
        str(path.relative_to(ROOT))
        for package in PACKAGES
        for path in (ROOT / package).rglob("*")
        if path.is_file() and path.suffix not in {".cpp", ".hpp", ".pyc"}
    }
    assert files - set(zipfile.ZipFile(wheel).namelist()) == set()


def test_routing_comes_from_the_wheel(installed: Path, tmp_path: Path) -> None:
    code = "import routing, routing.native.core as core; print(routing.__file__, core.__file__)"
    for path in run(installed / "bin/python", "-c", code, cwd=tmp_path).split():
        assert Path(path).is_relative_to(installed)


@pytest.mark.long
def test_a_day_is_planned_and_the_demo_answers_without_compiler_and_checkout(
    installed: Path, tmp_path: Path
) -> None:
    chaland = installed / "bin/chaland"
    town = ("--town", "monaco")
    run(chaland, "orders", *town, "--seed", "1", "--out", "orders.csv", cwd=tmp_path)
    run(chaland, "plan", "orders.csv", *town, "--seconds", "2", "--out", "day", cwd=tmp_path)
    plan = json.loads((tmp_path / "day/plan.json").read_text(encoding="utf-8"))
    assert plan["format"] == "chaland.plan/1"
    assert (tmp_path / "day/rounds.html").stat().st_size > 0
    run(chaland, "check", "day", cwd=tmp_path)
    run(chaland, "demo", "--once", "--port", "0", cwd=tmp_path)
