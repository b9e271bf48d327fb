"""The house as CONTRIBUTING describes it."""

import ast
import re
from collections import Counter
from collections.abc import Iterable

from tests.architecture.sources import ROOT, TESTS, all_modules, modules, parsed, shown

LONGEST_MODULE = 400


def test_no_module_is_longer_than_a_few_screens() -> None:
    sources = [*all_modules(), *modules(TESTS), *(ROOT / "routing/native").glob("*.[ch]pp")]
    lengths = {shown(path): len(path.read_text("utf-8").splitlines()) for path in sources}
    assert {name: length for name, length in lengths.items() if length > LONGEST_MODULE} == {}


def test_every_folder_of_tests_is_a_package() -> None:
    folders = {path.parent for path in modules(TESTS)}
    assert [shown(folder) for folder in folders if not (folder / "__init__.py").is_file()] == []


def test_every_test_is_where_pytest_looks_for_it() -> None:
    """A test in a file of another name, inside a function or under a name used twice never runs."""
    unseen = []
    for path in modules(TESTS):
        collected = [test for body in bodies_with_tests(parsed(path)) for test in among(body)]
        unseen += [
            shown(path, test.lineno)
            for test in among(ast.walk(parsed(path)))
            if test not in collected or not path.name.startswith("test_")
        ]
        times = Counter(test.name for test in collected)
        unseen += [f"{shown(path)} {name}" for name in times if times[name] > 1]
    assert unseen == []


def bodies_with_tests(tree: ast.Module) -> list[list[ast.stmt]]:
    classes = [node for node in tree.body if isinstance(node, ast.ClassDef)]
    return [tree.body, *(found.body for found in classes if found.name.startswith("Test"))]


def among(nodes: Iterable[ast.AST]) -> list[ast.FunctionDef]:
    functions = [node for node in nodes if isinstance(node, ast.FunctionDef)]
    return [function for function in functions if function.name.startswith("test")]


def test_no_test_is_skipped_but_through_the_one_function_that_names_it() -> None:
    skipping = re.compile(r"pytest\.(skip|importorskip|xfail)\(|mark\.(skip|skipif|xfail)\b")
    here = TESTS / "architecture"
    allowed = {TESTS / "conftest.py", here / "test_house.py", here / "test_left_out.py"}
    silent = [
        shown(path)
        for path in modules(TESTS)
        if path not in allowed and skipping.search(path.read_text("utf-8"))
    ]
    assert silent == []


def test_the_licence_of_map_data_lies_beside_it() -> None:
    licence = ROOT / "data/towns/LICENSE_DATA"
    assert list((ROOT / "data/towns").glob("*.town"))
    assert "Open Database License" in licence.read_text("utf-8")
    assert "OpenStreetMap contributors" in licence.read_text("utf-8")


def test_the_lock_names_hashes_and_no_address() -> None:
    lock = (ROOT / "requirements.lock").read_text("utf-8")
    assert "://" not in lock
    lines = [line for line in lock.splitlines() if not line.startswith("#")]
    pins = [number for number, line in enumerate(lines) if "==" in line.split(";")[0]]
    assert len(pins) > 50
    assert all(lines[number + 1].startswith("    --hash=sha256:") for number in pins)
    others = [line for line in lines if not line.startswith("    --hash=sha256:")]
    assert others == [lines[number] for number in pins]
