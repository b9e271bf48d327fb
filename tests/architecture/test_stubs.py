"""The committed stub says what the built module holds."""

import subprocess
import sys
from pathlib import Path

from tests.architecture.sources import ROOT


def test_the_stub_of_the_native_module_is_the_generated_one(tmp_path: Path) -> None:
    fresh = tmp_path / "core.pyi"
    stubgen = [sys.executable, "-m", "nanobind.stubgen", "--quiet"]
    subprocess.run([*stubgen, "-m", "routing.native.core", "-o", str(fresh)], check=True)
    committed = (ROOT / "routing/native/core.pyi").read_text(encoding="utf-8")
    assert committed == fresh.read_text(encoding="utf-8"), "renew it with make stubs"
