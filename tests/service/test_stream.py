"""Watching the log: nothing is missed, nothing comes twice, whoever wrote it."""

import asyncio
import itertools
import threading
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import replace

import pytest

from api.domain.actor import Actor
from api.domain.event import Deed, Event
from api.services import telling
from api.services.bell import Bell
from api.services.stream import Pace, Read, watch
from api.services.telling import ToldDeed
from api.store import events, work
from api.store.database import Database
from api.store.events import LoggedEvent
from api.store.work import Means
from tests.service.street_day import Street, street

AT_ONCE = Pace(look=0.0, beat=15.0, length=600.0)
ONLY_WHEN_RUNG = Pace(look=60.0, beat=15.0, length=600.0)


@pytest.fixture
def day(database: Database, means: Means) -> Street:
    made = street(database, means)
    made.now = made.clock("14:30")
    return made


def tell(day: Street, name: str, order: str, what: Deed, time: str) -> None:
    event = Event(name, day.names[order], what, day.clock(time))
    with day.work() as one:
        telling.tell(one, day.rider, [ToldDeed(event)])


def read(day: Street, actor: Actor, database: Database | None = None) -> Read:
    async def found(position: int) -> Sequence[LoggedEvent]:
        with work.reading(database or day.database, day.means) as one:
            return events.since(one, actor, day.town.id, position)

    return found


def ticking(step: float) -> Callable[[], float]:
    """A clock that has gone on by so many seconds whenever it is looked at."""
    return itertools.count(0.0, step).__next__


def watched(
    day: Street,
    actor: Actor,
    *,
    position: int = 0,
    bell: Bell | None = None,
    pace: Pace = AT_ONCE,
    step: float = 0.0,
    database: Database | None = None,
) -> AsyncIterator[Sequence[LoggedEvent]]:
    return watch(
        read(day, actor, database),
        position,
        bell or Bell(),
        pace,
        ticking(step),
    )


async def next_ids(stream: AsyncIterator[Sequence[LoggedEvent]]) -> list[str]:
    return [event.id for event in await anext(stream)]


def test_a_watcher_sees_what_is_there_and_then_what_comes(day: Street) -> None:
    tell(day, "event-01", "bread", Deed.COLLECTED, "14:03")
    tell(day, "event-02", "roses", Deed.COLLECTED, "14:06")

    async def watching() -> list[list[str]]:
        stream = watched(day, day.planner)
        first = await next_ids(stream)
        tell(day, "event-03", "bread", Deed.DELIVERED, "14:11")
        return [first, await next_ids(stream)]

    assert asyncio.run(watching()) == [["event-01", "event-02"], ["event-03"]]


def test_who_comes_back_goes_on_where_they_were(day: Street) -> None:
    tell(day, "event-01", "bread", Deed.COLLECTED, "14:03")

    async def watching() -> list[list[str]]:
        first = await anext(watched(day, day.planner))
        tell(day, "event-02", "roses", Deed.COLLECTED, "14:06")
        again = watched(day, day.planner, position=first[-1].position)
        return [[event.id for event in first], await next_ids(again)]

    assert asyncio.run(watching()) == [["event-01"], ["event-02"]]


def test_the_bell_wakes_a_watcher_at_once_from_any_thread(day: Street) -> None:
    bell = Bell()

    def from_a_thread() -> None:
        tell(day, "event-01", "bread", Deed.COLLECTED, "14:03")
        bell.ring()

    async def watching() -> list[str]:
        stream = watched(day, day.planner, bell=bell, pace=ONLY_WHEN_RUNG)
        coming = asyncio.ensure_future(next_ids(stream))
        await asyncio.sleep(0)  # the watcher has looked, and listens
        threading.Thread(target=from_a_thread).start()
        return await asyncio.wait_for(coming, 30)

    assert asyncio.run(watching()) == ["event-01"]


def test_what_another_process_writes_is_found_without_a_bell(day: Street) -> None:
    other = Database(day.database.url)
    elsewhere = replace(day, database=other)

    async def watching() -> list[str]:
        stream = watched(day, day.planner)
        coming = asyncio.ensure_future(next_ids(stream))
        await asyncio.sleep(0)
        tell(elsewhere, "event-01", "bread", Deed.COLLECTED, "14:03")
        return await coming

    assert asyncio.run(watching()) == ["event-01"]
    other.close()


def test_when_nothing_happens_the_heart_beats(day: Street) -> None:
    async def watching() -> list[Sequence[LoggedEvent]]:
        stream = watched(day, day.planner, step=1.0)
        return [await anext(stream), await anext(stream)]

    assert asyncio.run(watching()) == [[], []]


def test_after_a_while_a_watcher_is_sent_away(day: Street) -> None:
    async def watching() -> int:
        return len([found async for found in watched(day, day.planner, step=10.0)])

    beats = asyncio.run(watching())
    assert 10 < beats < 60


def test_everybody_sees_their_own_lines_only(day: Street, database: Database, means: Means) -> None:
    tell(day, "event-01", "bread", Deed.COLLECTED, "14:03")
    tell(day, "event-02", "roses", Deed.COLLECTED, "14:06")

    async def seen(actor: Actor) -> list[str]:
        return await next_ids(watched(day, actor, step=16.0))

    actors = [day.planner, day.rider, day.keeper("A"), day.keeper("B")]
    assert [asyncio.run(seen(actor)) for actor in actors] == [
        ["event-01", "event-02"],
        ["event-01", "event-02"],
        ["event-01"],
        ["event-02"],
    ]
    stranger = replace(day.planner, town="twn_elsewhere")
    assert asyncio.run(seen(stranger)) == []


def test_a_bell_that_nobody_hears_may_be_rung() -> None:
    bell = Bell()

    async def heard() -> bool:
        with bell.listening() as rung:
            bell.ring()
            await asyncio.wait_for(rung.wait(), 30)
        return rung.is_set()

    bell.ring()
    assert asyncio.run(heard())
    bell.ring()
