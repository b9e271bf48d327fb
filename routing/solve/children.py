"""The parent's side of child processes: started, listened to, and never left behind."""

import subprocess
import sys
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

_CODE = """
import sys
sys.path.insert(0, sys.argv[2])
from routing.solve.child import main
main(int(sys.argv[1]))
"""
"""A plain interpreter: a fork may not share OR-Tools' threads, and `multiprocessing` would run the
user's own script again."""


@contextmanager
def children(requests: Sequence[Request]) -> Iterator["Children"]:
    """Start a child for each request; on leaving, however that happens, none of them lives on."""
    with ExitStack() as stack:
        yield Children([stack.enter_context(_child(request)) for request in requests])


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
def _child(request: Request) -> Iterator[Child]:
    ours, theirs = Pipe()
    command = [sys.executable, "-P", "-c", _CODE, str(theirs.fileno()), _import_root()]
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
