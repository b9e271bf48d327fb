"""The parent's side of a child process: started, listened to, and never left behind."""

import signal
import subprocess
import sys
import threading
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from pathlib import Path
from tempfile import TemporaryFile
from typing import BinaryIO

import routing

TICK = 0.1
"""Seconds, at most, from a cancellation to the end."""

ALARMED = -signal.SIGALRM
"""How a process ends whose parent was kept from ending it in time (`routing.solve.child`)."""

_CODE = """
import importlib, sys
sys.path.insert(0, sys.argv[2])
importlib.import_module(sys.argv[3]).main(int(sys.argv[1]))
"""
"""A plain interpreter: a fork may not share engines' threads, and `multiprocessing` would run the
user's own script again."""


def replies(
    module: str, request: object, *, deadline: float, cancel: threading.Event | None = None
) -> Iterator[object]:
    """What a process of its own answers, until it ends, time is up or it is cancelled.

    Parameters
    ----------
    module
        See `child`.
    deadline
        By `time.monotonic`, which all processes share.
    """
    with child(module, request) as answering:
        while answering.busy and not (cancel and cancel.is_set()):
            if (left := deadline - time.monotonic()) <= 0:
                return
            yield from answering.replies(min(left, TICK))


class Child:
    """A process at work.

    Parameters
    ----------
    complaints
        What its process writes when it fails.
    """

    def __init__(
        self, process: subprocess.Popen[bytes], connection: Connection, complaints: BinaryIO
    ) -> None:
        self.busy = True
        """Whether it may still answer."""
        self._process, self._connection, self._complaints = process, connection, complaints

    def replies(self, seconds: float) -> Iterator[object]:
        """What it has answered, the first within so many seconds."""
        while self.busy and self._connection.poll(seconds):
            try:
                reply: object = self._connection.recv()
            except (EOFError, ConnectionError):
                self.busy = False
                self._mourn()
            else:
                yield reply
            seconds = 0

    def _mourn(self) -> None:
        """Tell who develops that a child failed; the plan is made without it."""
        if self._process.wait() not in (0, ALARMED):
            self._complaints.seek(0)
            text = self._complaints.read().decode(errors="replace")
            message = f"search process ended with {self._process.returncode}: {text[-2_000:]}"
            warnings.warn(message, RuntimeWarning, stacklevel=2)


@contextmanager
def child(module: str, request: object) -> Iterator[Child]:
    """Start a child; on leaving, however that happens, it does not live on.

    Parameters
    ----------
    module
        Its `main` is given the file descriptor of a pipe, reads the request from it, and writes
        its answers to it.
    """
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
            with suppress(ConnectionError):
                ours.send(request)
            yield Child(process, ours, complaints)
        finally:
            process.kill()
            process.wait()


def _import_root() -> str:
    """The folder from which this very package was imported."""
    return str(Path(routing.__file__).parents[1])
