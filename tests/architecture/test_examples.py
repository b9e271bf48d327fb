"""The examples in docstrings are true."""

import doctest
import importlib
from pathlib import Path

import pytest

from tests.architecture.sources import ROOT, all_modules, shown

SHOWING = [path for path in all_modules() if ">>> " in path.read_text(encoding="utf-8")]


@pytest.mark.parametrize("path", SHOWING, ids=shown)
def test_examples_are_true(path: Path) -> None:
    name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
    result = doctest.testmod(importlib.import_module(name))
    assert result.attempted > 0
    assert result.failed == 0
