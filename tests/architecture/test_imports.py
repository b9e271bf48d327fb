"""What starts fast stays fast: heavy libraries are loaded only by what needs them."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.sources import ROOT, all_modules, parsed, shown

HEAVY = {
    "alembic", "commiv", "fastapi", "matplotlib", "networkx", "ortools", "osmnx", "pandas", "pyvrp",
    "sqlalchemy", "vroom",
}  # fmt: skip

INSTANCE = """\
1	100	1
0	0	0	0	0	100	0	0	0
1	3	4	1	0	100	0	0	2
2	6	8	-1	0	100	0	1	0
"""
SOLUTION = "Route 1 : 1 2\n"

RUN_COMMAND = """
import sys
from chaland.main import run
sys.argv = ["chaland", *sys.argv[1:]]
try:
    run()
except SystemExit as end:
    assert not end.code, end.code
print(*sorted(sys.modules), file=sys.stderr)
"""


def loaded(*arguments: str) -> set[str]:
    """Top-level modules that a fresh interpreter has loaded at its end."""
    done = subprocess.run(
        [sys.executable, "-c", *arguments], capture_output=True, text=True, check=False, cwd="/"
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return {name.partition(".")[0] for name in done.stderr.splitlines()[-1].split()}


def test_importing_routing_loads_nothing_heavy() -> None:
    modules = loaded("import routing, sys; print(*sys.modules, file=sys.stderr)")
    assert "routing" in modules
    assert modules & HEAVY == set()


def test_the_library_is_used_by_what_its_room_names() -> None:
    code = "from routing import Problem, Stop, solve, verify; import routing.solve.timing"
    check = "assert callable(solve) and callable(verify); print('routing', file=sys.stderr)"
    assert loaded(f"import sys; {code}; {check}") == {"routing"}


def test_the_help_loads_nothing_heavy() -> None:
    modules = loaded(RUN_COMMAND, "--help")
    assert "chaland" in modules
    assert modules & HEAVY == set()


def test_checking_a_solution_loads_nothing_heavy(tmp_path: Path) -> None:
    instance, solution = tmp_path / "tiny.txt", tmp_path / "tiny.solution"
    instance.write_text(INSTANCE)
    solution.write_text(SOLUTION)
    modules = loaded(RUN_COMMAND, "check", str(instance), str(solution))
    assert "chaland" in modules
    assert modules & HEAVY == set()


@pytest.mark.parametrize(
    ("library", "rooms"),
    [
        ("alembic", {"api/store"}),
        ("fastapi", {"api/http"}),
        ("commiv", {"routing/solve/engines/commiv.py"}),
        (
            "ortools",
            {"routing/solve/engines/ortools.py", "routing/solve/exact", "routing/solve/pool"},
        ),
        ("osmnx", {"routing/town/online.py"}),
        ("osmium", {"routing/town"}),
        ("pyvrp", {"routing/solve/engines/pyvrp.py", "benchmarks"}),
        ("rich", {"benchmarks", "chaland"}),
        ("sqlalchemy", {"api"}),
        ("typer", {"chaland"}),
        ("vroom", {"routing/solve/engines/vroom.py"}),
    ],
)
def test_a_library_is_imported_in_its_room_only(library: str, rooms: set[str]) -> None:
    elsewhere = [
        shown(path)
        for path in all_modules()
        if not any(path.is_relative_to(ROOT / room) for room in rooms)
        if library in imported_by(parsed(path))
    ]
    assert elsewhere == []


def imported_by(tree: ast.Module) -> set[str]:
    """Top-level names that a module imports, inside functions too."""
    names = set()
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=aliases):
                names |= {alias.name.partition(".")[0] for alias in aliases}
            case ast.ImportFrom(module=str(module), level=0):
                names.add(module.partition(".")[0])
    return names
