"""The parent's side of child processes: started, listened to, and never left behind."""

import subprocess
import sys
import threading
import time
import warnings
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from multiprocessing import Pipe
from multiprocessing.connection import Connection, wait
from pathlib import Path
from tempfile import TemporaryFile
from typing import BinaryIO

import routing
from routing.solve.child import Found, Request

TICK = 0.1
"""Seconds, at most, from a cancellation to the end."""

_CODE = """
import importlib, sys
sys.path.insert(0, sys.argv[2])
importlib.import_module(sys.argv[3]).main(int(sys.argv[1]))
"""
"""A plain interpreter: a fork may not share OR-Tools' threads, and `multiprocessing` would run the
user's own script again."""


@contextmanager
def children(requests: Sequence[Request]) -> Iterator["Children"]:
    """Start a child for each request; on leaving, however that happens, none of them lives on."""
    with ExitStack() as stack:
        module = "routing.solve.child"
        yield Children([stack.enter_context(_child(module, request)) for request in requests])


def replies(
    module: str, request: object, *, deadline: float, cancel: threading.Event | None = None
) -> Iterator[object]:
    """What a process of its own answers, until it ends, time is up or it is cancelled.

    Parameters
    ----------
    module
        Its `main` is given the file descriptor of a pipe, reads the request from it, and writes
        its answers to it.
    deadline
        By `time.monotonic`, which all processes share.
    """
    with _child(module, request) as child:
        while (left := deadline - time.monotonic()) > 0 and not (cancel and cancel.is_set()):
            if child.connection.poll(min(left, TICK)):
                try:
                    reply: object = child.connection.recv()
                except (EOFError, ConnectionError):
                    _mourn(child)
                    return
                yield reply


@dataclass(frozen=True, slots=True)
class Child:
    """A search under way, and what its process complains of."""

    process: subprocess.Popen[bytes]
    connection: Connection
    complaints: BinaryIO


class Children:
    """Searches under way."""

    def __init__(self, started: list[Child]) -> None:
        self._busy = {child.connection: (number, child) for number, child in enumerate(started)}

    @property
    def busy(self) -> bool:
        """Whether any of them may still find something."""
        return bool(self._busy)

    def found(self, seconds: float) -> Iterator[tuple[int, Found]]:
        """What they report within so many seconds, with the child's number."""
        ready = wait(list(self._busy), seconds)
        for connection, (number, child) in list(self._busy.items()):
            if connection not in ready:
                continue
            try:
                found: Found = connection.recv()
            except (EOFError, ConnectionError):
                del self._busy[connection]
                _mourn(child)
            else:
                yield number, found


def _mourn(child: Child) -> None:
    """Tell who develops that a child failed; the plan is made without it."""
    if child.process.wait() != 0:
        child.complaints.seek(0)
        text = child.complaints.read().decode(errors="replace")
        message = f"search process ended with {child.process.returncode}: {text[-2_000:]}"
        warnings.warn(message, RuntimeWarning, stacklevel=2)


@contextmanager
def _child(module: str, request: object) -> Iterator[Child]:
    ours, theirs = Pipe()
    command = [sys.executable, "-P", "-c", _CODE, str(theirs.fileno()), _import_root(), module]
    with ours, TemporaryFile() as complaints:
        with theirs:
            process = subprocess.Popen(  # noqa: S603
                command,
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=complaints,
                start_new_session=True,  # Ctrl-C reaches the parent only, which then kills
            )
        try:
            with suppress(BrokenPipeError):
                ours.send(request)
            yield Child(process, ours, complaints)
        finally:
            process.kill()
            process.wait()


def _import_root() -> str:
    """The folder from which this very package was imported."""
    return str(Path(routing.__file__).parents[1])
