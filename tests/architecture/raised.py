"""Where errors are made in the sources, and with which code and values."""

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.architecture.sources import parsed


@dataclass(frozen=True)
class Raised:
    """One call of an error's constructor with its code written out.

    Parameters
    ----------
    values
        Names of the values given; None when they are not all written out (``**values``).
    """

    path: Path
    line: int
    code: str
    values: frozenset[str] | None


def error_classes(paths: Iterable[Path]) -> frozenset[str]:
    """`ChalandError` and all that descend from it, by name."""
    bases = {
        node.name: {base.id for base in node.bases if isinstance(base, ast.Name)}
        for path in paths
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.ClassDef)
    }
    found = {"ChalandError"}
    while more := {name for name in bases if bases[name] & found} - found:
        found |= more
    return frozenset(found)


def raised(path: Path, errors: frozenset[str]) -> Iterator[Raised]:
    """Every error that a module makes with a code written out.

    A code given as a variable was written out where the variable got it: there the scan of all
    literals finds it.
    """
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Call) and ast.unparse(node.func) in errors | {
            "super().__init__",
            "say",
        }:
            match node.args:
                case [ast.Constant(value=str(code)), *_]:
                    yield Raised(path, node.lineno, code, _names(node.keywords))


def _names(keywords: list[ast.keyword]) -> frozenset[str] | None:
    names = [keyword.arg for keyword in keywords]
    return None if None in names else frozenset(name for name in names if name)
