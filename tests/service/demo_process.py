"""``chaland demo`` as a process that is ready."""

import json
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from tests.integration.command import CHALAND, environment


@contextmanager
def demo(*options: object) -> Iterator[tuple[dict[str, Any], "subprocess.Popen[str]"]]:
    """A demo that is ready: what it says, and its process."""
    with subprocess.Popen(
        [CHALAND, "demo", "--json", *map(str, options)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment(),
    ) as process:
        assert process.stdout is not None
        said = ""
        while not said.endswith("\n}\n"):
            line = process.stdout.readline()
            assert line, process.stderr and process.stderr.read()
            said += line
        try:
            yield json.loads(said), process
        finally:
            process.terminate()  # it takes its folder away


def person(said: dict[str, Any], role: str) -> dict[str, str]:
    """How somebody of a role comes in."""
    (found,) = (one for one in said["people"] if one["role"] == role)
    return dict(found)
