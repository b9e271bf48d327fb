"""The project's own sources, parsed once."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = ("routing", "data", "api", "benchmarks", "chaland")
TESTS = ROOT / "tests"


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def modules(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.py"))


def all_modules() -> Iterator[Path]:
    for package in PACKAGES:
        yield from modules(ROOT / package)


def shown(path: Path, line: int | None = None) -> str:
    """Where something is, as an editor opens it."""
    where = str(path.relative_to(ROOT))
    return where if line is None else f"{where}:{line}"


def texts(tree: ast.AST) -> Iterator[str]:
    """Every string literal."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value
