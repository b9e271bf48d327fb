"""The command line, run as a process."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

NOTHING: Mapping[str, str] = {}
CHALAND = Path(sys.executable).with_name("chaland")


def environment(given: Mapping[str, str] = NOTHING) -> dict[str, str]:
    """This process's, but for what would change what the command says or where it looks."""
    silent = {
        "CHALAND_DATABASE_URL", "CHALAND_HOME", "CHALAND_LANG", "DISPLAY", "LANG", "LC_ALL",
        "WAYLAND_DISPLAY",
    }  # fmt: skip
    kept = {name: value for name, value in os.environ.items() if name not in silent}
    return {**kept, "COLUMNS": "80", "CHALAND_HOME": "/nowhere", **given}


def chaland(
    *arguments: object, cwd: Path | None = None, env: Mapping[str, str] = NOTHING
) -> subprocess.CompletedProcess[str]:
    """Run a command to its end; it never shows a traceback."""
    done = subprocess.run(
        [CHALAND, *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
        cwd=cwd,
        env=environment(env),
        stdin=subprocess.DEVNULL,
    )
    assert "Traceback" not in done.stderr, done.stderr
    return done


def succeed(*arguments: object, cwd: Path | None = None, env: Mapping[str, str] = NOTHING) -> str:
    """What a command that ends well writes on the standard output."""
    done = chaland(*arguments, cwd=cwd, env=env)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def document(*arguments: object, code: int = 0, env: Mapping[str, str] = NOTHING) -> dict[str, Any]:
    """The one document of a command under ``--json``."""
    done = chaland(*arguments, "--json", env=env)
    assert done.returncode == code, done.stdout + done.stderr
    written: dict[str, Any] = json.loads(done.stdout)
    return written


@contextmanager
def ready(*arguments: object) -> Iterator[tuple[dict[str, Any], "subprocess.Popen[str]"]]:
    """A command that goes on: what it says under ``--json`` once it is ready, and its process."""
    with subprocess.Popen(
        [CHALAND, *map(str, arguments), "--json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment(),
    ) as process:
        assert process.stdout is not None
        said = ""
        while not said.endswith("}\n") or said.count("{") != said.count("}"):
            line = process.stdout.readline()
            assert line, process.stderr and process.stderr.read()
            said += line
        try:
            yield json.loads(said), process
        finally:
            process.terminate()
