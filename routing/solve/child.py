"""What a child process does: one engine searches, and every better plan is reported at once.

The parent sends one `Request`, then reads `BEGUN` and tasks by shift, again and again; it kills the
child when time is up.
"""

import ctypes
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from multiprocessing.connection import Connection
from typing import TypeAlias

from routing.solve.engines.engine import Engine
from routing.solve.indexed import Indexed, Nodes
from routing.solve.stop import Stop

Report: TypeAlias = Callable[[list[Nodes]], None]
"""Told tasks by shift that are better than all before, in the engine's own eyes."""

BEGUN: list[Nodes] = []
"""The first message: the engine is loaded, its time runs from here."""

_PR_SET_PDEATHSIG = 1

LEEWAY = 1.0
"""Seconds after its time in which a child may still hand over what it has found."""


@dataclass(frozen=True, slots=True)
class Request:
    """What to search, in values that any process can read.

    Parameters
    ----------
    start
        Valid tasks by shift to begin with; None: the engine makes its own.
    """

    engine: Engine
    day: Indexed
    start: list[Nodes] | None
    seed: int
    stop: Stop


def main(handle: int) -> None:
    """Serve one request.

    Parameters
    ----------
    handle
        File descriptor of the child's end of the pipe.
    """
    end_with_parent()
    with Connection(handle) as parent:
        request: Request = parent.recv()
        engine = import_module(f"routing.solve.engines.{request.engine}")
        try:
            parent.send(BEGUN)
            if request.stop.seconds is not None:
                end_after(time.monotonic() + request.stop.seconds + LEEWAY)
            engine.search(request, parent.send)
        except BrokenPipeError:
            return


def end_with_parent() -> None:
    """Let the kernel end this process when its parent is killed, where it can (Linux)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def end_after(deadline: float) -> None:
    """End this process a second after a deadline that its parent should have kept.

    Should the parent be killed, nobody is left to do it but the kernel.

    Parameters
    ----------
    deadline
        By `time.monotonic`, which all processes share.
    """
    left = max(0.0, deadline - time.monotonic())
    signal.setitimer(signal.ITIMER_REAL, left + 1)
