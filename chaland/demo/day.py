"""The demo's day, from the evening before until the clock stands at what people are shown."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

from api.domain.event import Deed
from api.services.live_pools import LivePools
from api.services.town_packs import TownPacks
from api.store.database import Database
from chaland.demo import settings
from chaland.demo.agenda import SHOWN_AT, Agenda, working_day
from chaland.demo.counter import Counter
from chaland.demo.members import Members, settle
from chaland.demo.planning import Planning
from chaland.demo.riding import Riding
from chaland.demo.scene import Scene
from chaland.options import DEFAULT_DATE
from data.demand.orders import demand
from routing.formats.orders import OrderRow
from routing.model import Comparison
from routing.town.pack import load_town

SEED = 6
ORDERS, SHOPS = 54, 6
MORNING, AFTERNOON, EVENING = slice(0, 12), slice(12, 40), slice(40, 52)

BETWEEN = dt.timedelta(minutes=6)
"""Two orders for one slot."""

A_LITTLE = dt.timedelta(seconds=5)
"""A worker sees a cut-off a little after it."""


@dataclass(frozen=True, slots=True)
class LivedDay:
    """A day that is under way.

    Parameters
    ----------
    comparison
        What was published, beside every shop alone.
    """

    scene: Scene
    members: Members
    date: dt.date
    comparison: Comparison

    @property
    def now(self) -> dt.datetime:
        """What the town's clocks show."""
        return self.scene.agenda.now.astimezone(ZoneInfo(self.members.served.zone))


def live(database: Database, pack: Path, now: dt.datetime) -> LivedDay:
    """Live the day in a new database, up to the afternoon.

    Parameters
    ----------
    now
        Aware: the day is this one or the first working day after it.
    """
    town = load_town(pack)
    clock = TownClock(working_day(now, ZoneInfo(town.zone), settings.HOLIDAYS), town.zone)
    drawn = demand(town, seed=SEED, date=DEFAULT_DATE.date(), orders=ORDERS, shops=SHOPS)
    scene = Scene(database, Agenda(clock.at("16:00", days=-1)), LivePools(TownPacks()))
    members = settle(scene, pack, town, drawn.rows, clock.working_days())
    day = _Day(scene, members, clock)
    day.put_down(drawn.rows)
    scene.agenda.run_until(clock.at(SHOWN_AT))
    day.planning.ask()
    return LivedDay(scene, members, clock.date, day.planning.comparison)


@dataclass(frozen=True, slots=True)
class TownClock:
    """Times of the day on the town's clocks."""

    date: dt.date
    zone: str

    def at(self, time: str, days: int = 0) -> dt.datetime:
        """An instant of the day, or of one so many days after it."""
        date = self.date + dt.timedelta(days=days)
        there = dt.datetime.combine(date, dt.time.fromisoformat(time), ZoneInfo(self.zone))
        return there.astimezone(dt.UTC)

    def working_days(self) -> list[dt.date]:
        """The day, and the next on which shops may want to deliver."""
        following = working_day(self.at(SHOWN_AT), ZoneInfo(self.zone), settings.HOLIDAYS)
        return [self.date, following]


class _Day:
    """What happens when."""

    def __init__(self, scene: Scene, members: Members, clock: TownClock) -> None:
        self._agenda, self._clock = scene.agenda, clock
        self._counter = Counter(scene, members, clock.date)
        self._riding = Riding(scene, members)
        self.planning = Planning(scene, members, clock.date)

    def put_down(self, rows: Sequence[OrderRow]) -> None:
        """Put on the agenda what shops and the service do; rounds put down what couriers do."""
        clock = self._clock
        self._hand_over(rows[MORNING], "morning", clock.at("17:00", days=-1))
        self._hand_over(rows[AFTERNOON], "afternoon", clock.at("08:40"))
        self._hand_over(rows[EVENING], "evening", clock.at("12:20"))
        *_, late, unsure = rows
        asked = next(rule.span for rule in settings.SLOTS if rule.name == "afternoon")
        self._agenda.at(clock.at("14:56"), partial(self._counter.send_file, late, asked))
        self._agenda.at(clock.at("14:50"), partial(self._counter.leave_unsure, unsure))
        for time, deed in (("08:00", Deed.LEFT_WITH_NEIGHBOUR), ("12:00", Deed.NOBODY_THERE)):
            self._agenda.at(clock.at(time) + A_LITTLE, partial(self._close_slots, deed))

    def _hand_over(self, rows: Sequence[OrderRow], slot: str, start: dt.datetime) -> None:
        for number, row in enumerate(rows):
            self._agenda.at(start + number * BETWEEN, partial(self._counter.hand_over, row, slot))

    def _close_slots(self, at_shut_door: Deed) -> None:
        self._riding.set_out(self.planning.close_slots(), at_shut_door)
