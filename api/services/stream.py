"""Watching a town's log as it grows, from any position on, in as many processes as there are.

The log in the database is what is watched: a watcher remembers the position of the last event and
asks for what comes after it, when this process's bell rings, and at the latest after a while.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from api.services.bell import Bell
from api.store.events import LoggedEvent

Read: TypeAlias = Callable[[int], Awaitable[Sequence[LoggedEvent]]]
"""The next events after a position that the watcher may see, in the order of the log."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How a log is watched, in seconds.

    Parameters
    ----------
    look
        After so long without the bell the log is read all the same.
    beat
        After so long without an event something is sent, so that no proxy thinks that nobody is
        there.
    length
        After so long the watcher is sent away: they come back with the position that they have, and
        are asked again who they are.
    """

    look: float = 1.0
    beat: float = 15.0
    length: float = 600.0


async def watch(
    read: Read, position: int, bell: Bell, pace: Pace, clock: Callable[[], float]
) -> AsyncIterator[Sequence[LoggedEvent]]:
    """Events after a position as they come, some at once; none of them is a beat of the heart.

    Parameters
    ----------
    clock
        Seconds that only grow.
    """
    began = beaten = clock()
    with bell.listening() as rung:
        while clock() - began < pace.length:
            rung.clear()
            found = await read(position)
            if found:
                position = found[-1].position
            if found or clock() - beaten >= pace.beat:
                beaten = clock()
                yield found
            if not found:
                await _heard(rung, pace.look)


async def _heard(rung: asyncio.Event, seconds: float) -> None:
    try:
        await asyncio.wait_for(rung.wait(), seconds)
    except TimeoutError:
        return
