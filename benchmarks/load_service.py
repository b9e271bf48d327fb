"""The service under load: ``chaland serve`` as a process, and what its log says of each request."""

import datetime as dt
import json
import os
import subprocess
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

CHALAND = (sys.executable, "-c", "from chaland.main import run; run()")

PATIENCE = 60
"""Seconds until a log that lacks lines has lost them."""


class ServiceLog:
    """The log of a service, read as it grows."""

    def __init__(self, path: Path) -> None:
        self._file = path.open(encoding="utf-8")
        self._told: defaultdict[tuple[object, object], list[float]] = defaultdict(list)

    def milliseconds(self, method: str, route: str, count: int) -> list[float]:
        """How long the service was at the next requests, each from its head to its answer.

        Parameters
        ----------
        count
            All that were sent since this was asked for last.

        Raises
        ------
        TimeoutError
            When the log does not tell of so many.
        """
        end = time.monotonic() + PATIENCE
        while len(self._told[method, route]) < count:
            if time.monotonic() > end:
                raise TimeoutError(method, route, count)
            threading.Event().wait(0.02)
            for line in map(json.loads, self._file):
                self._told[line.get("method"), line.get("route")].append(line.get("ms", 0))
        return self._told.pop((method, route))

    def close(self) -> None:
        """Read it no more."""
        self._file.close()


@contextmanager
def serving(
    database_url: str, folder: Path, opens: dt.datetime
) -> Iterator[tuple[tuple[str, int], ServiceLog]]:
    """A service with its worker on a free port of the loopback: its host and port, and its log.

    Parameters
    ----------
    folder
        For the log.
    opens
        What its clock shows now.
    """
    ahead = round((opens - dt.datetime.now(dt.UTC)).total_seconds())
    environment = {
        **os.environ,
        "CHALAND_DATABASE_URL": database_url,
        "CHALAND_CLOCK_AHEAD": str(ahead),
    }
    path = folder / "log.txt"
    with (
        path.open("w", encoding="utf-8") as log,
        subprocess.Popen(  # noqa: S603 (ourselves)
            [*CHALAND, "serve", "--port", "0", "--json"],
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
            env=environment,
        ) as process,
    ):
        told = ServiceLog(path)
        try:
            yield _address(process, path), told
        finally:
            told.close()
            process.terminate()


def _address(process: "subprocess.Popen[str]", log: Path) -> tuple[str, int]:
    """Where it says that it is reached.

    Raises
    ------
    RuntimeError
        With what it complains of instead.
    """
    told = ""
    while not told.rstrip().endswith("}"):
        line = process.stdout.readline() if process.stdout else ""
        if not line:
            raise RuntimeError(log.read_text(encoding="utf-8"))
        told += line
    url = urlsplit(json.loads(told)["url"])
    return str(url.hostname), int(url.port or 0)
