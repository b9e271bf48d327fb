"""A bell in this process: rung when a transaction stands, heard by whoever watches the log.

It makes nothing true: who hears it reads the log, as does who has not heard it for a while, since
other processes write to the same database.
"""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager


class Bell:
    """May be rung from any thread; is heard in event loops."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._listening: dict[asyncio.Event, asyncio.AbstractEventLoop] = {}

    def ring(self) -> None:
        """Let everybody look who listens."""
        with self._lock:
            for event, loop in self._listening.items():
                if not loop.is_closed():
                    loop.call_soon_threadsafe(event.set)

    @contextmanager
    def listening(self) -> Iterator[asyncio.Event]:
        """What is set when the bell is rung; whoever looks clears it before."""
        event = asyncio.Event()
        with self._lock:
            self._listening[event] = asyncio.get_running_loop()
        try:
            yield event
        finally:
            with self._lock:
                del self._listening[event]
