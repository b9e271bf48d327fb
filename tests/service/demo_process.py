"""``chaland demo`` as a process that is ready."""

import subprocess
from contextlib import AbstractContextManager
from typing import Any

from tests.integration.command import ready


def demo(
    *options: object,
) -> AbstractContextManager[tuple[dict[str, Any], "subprocess.Popen[str]"]]:
    """A demo that is ready: what it says, and its process. It takes its folder away."""
    return ready("demo", *options)


def person(said: dict[str, Any], role: str) -> dict[str, str]:
    """How somebody of a role comes in."""
    (found,) = (one for one in said["people"] if one["role"] == role)
    return dict(found)
