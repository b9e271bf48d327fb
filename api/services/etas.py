"""When a courier will be where, from what is known now.

The rest of the round is ridden in its order, on the round's own matrix, from the place of the last
deed: ways and set-ups, breaks and services last as planned; what was to be waited is waited only as
long as it still must be. A handover that nobody has told of yet is not over. What nobody took is
brought back after the last stop, then the courier rides to the hub.

All instants are seconds after the date's local midnight, as in `api.domain.round`.
"""

import datetime as dt
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TypeAlias

from api.domain.progress import Progress, Stage, Told
from api.domain.round import Handover, Round, RoundStop, Seconds, StopKind
from routing.day.clock import DayClock
from routing.model import TaskKind, Window

Windows: TypeAlias = Mapping[tuple[str, TaskKind], Sequence[Window]]
"""By order and which half of it: when a handover may start."""

LEAST_DOUBT = 300
"""Seconds by which an expected start may always be wrong."""

DOUBT_OF_A_STOP = 240
"""Seconds: twice the standard deviation of a stop that is lognormal with the quartiles 159 s and
304 s, as 12,106 stops in Brussels were (public data of arXiv:2409.06730)."""

STEP = 300
"""Seconds: recipients are told times to five minutes."""


@dataclass(frozen=True, slots=True)
class StopEta:
    """When a stop is expected.

    Parameters
    ----------
    start
        Of the first handover that is still open; of a reload, its begin.
    """

    number: int
    arrival: Seconds
    start: Seconds
    departure: Seconds


@dataclass(frozen=True, slots=True)
class Etas:
    """What is expected of the rest of a round.

    Parameters
    ----------
    stops
        Those with something still to be done, in riding order.
    bring_back
        Stops at the shops to which something goes back, in riding order.
    back
        At the hub.
    delay
        Seconds by which the next handover is later than planned, negative when it is sooner; 0 when
        none is left.
    """

    stops: tuple[StopEta, ...]
    bring_back: tuple[StopEta, ...]
    back: Seconds
    delay: Seconds

    def of_stop(self, number: int) -> StopEta | None:
        """That of a stop; None when nothing is left to be done there."""
        return next((eta for eta in self.stops if eta.number == number), None)

    def before(self, number: int) -> int:
        """How many halts come before a stop at which something is left to be done."""
        return [eta.number for eta in self.stops].index(number)

    def interval(self, number: int, opens: Seconds = 0) -> tuple[Seconds, Seconds]:
        """Between when and when a recipient may expect the courier, to five minutes.

        Doubt grows with the square root of the stops that come before, each as uncertain as the
        others.

        Parameters
        ----------
        number
            Of a stop at which something is left to be done.
        opens
            The promised slot's begin: nobody comes before it.
        """
        before = self.before(number)
        start = self.stops[before].start
        doubt = max(LEAST_DOUBT, DOUBT_OF_A_STOP * math.sqrt(before))
        earliest = math.floor((start - doubt) / STEP) * STEP
        latest = math.ceil((start + doubt) / STEP) * STEP
        return max(earliest, min(opens, start)), latest


def expected(
    round_: Round,
    done: Progress,
    clock: DayClock,
    now: dt.datetime,
    windows: Windows,
) -> Etas:
    """What is expected of the rest of a round; nothing once its day is over.

    Parameters
    ----------
    clock
        Of the round's date in its town's zone.
    now
        Aware.
    windows
        When a handover may start, as far as that is known beside the plan: the promised slot, when
        the goods may be fetched.
    """
    if clock.after(now) >= clock.end:
        return Etas((), (), clock.after(round_.ends), 0)
    rider = _Rider(round_, done, clock, clock.after(now))
    stops = tuple(rider.rest_of_round(done, windows))
    home_from = tuple(rider.ways_back(done))
    return Etas(stops, home_from, rider.at_hub(), _delay(stops, done))


def _delay(stops: Sequence[StopEta], done: Progress) -> Seconds:
    if not done.open:
        return 0
    following = done.open[0]
    start = next(eta.start for eta in stops if eta.number == following.stop.number)
    return start - following.handover.start


class _Rider:
    """A courier on the way: where, and from when on free to go on."""

    def __init__(self, round_: Round, done: Progress, clock: DayClock, now: Seconds) -> None:
        self._round = round_
        self._now = now
        self._here, self._free = round_.hub, clock.after(round_.starts)
        self._last_stop = 0
        self._setups = dict(_setups(round_, self._free))
        self._planned_back = clock.after(round_.ends)
        if done.last is not None:
            stop, at = done.last
            self._here, self._free = stop.place, clock.after(at)
            self._last_stop = max(
                one.stop.number for one in done.told if one.outcome.at is not None
            )

    def rest_of_round(self, done: Progress, windows: Windows) -> Iterator[StopEta]:
        """Ride to every stop where something is open."""
        open_at = {
            number: [one.handover for one in group]
            for number, group in groupby(_still_open(done), key=lambda one: one.stop.number)
        }
        for stop in self._round.stops:
            if stop.number in open_at:
                yield self._halt(stop, open_at[stop.number], windows)
            elif self._reloads_at(stop) and stop.number < max(open_at, default=0):
                yield self._reload(stop)

    def ways_back(self, done: Progress) -> Iterator[StopEta]:
        """Ride to every shop that gets something back; giving takes as long as taking did."""
        waiting: dict[str, list[tuple[RoundStop, Handover]]] = {}
        for one in done.bring_back:
            if one.at is None:
                handover = replace(one.handover, wait=0, rest=0)
                waiting.setdefault(one.stop.place, []).append((one.stop, handover))
        for gifts in waiting.values():
            stop = gifts[0][0]
            yield self._halt(stop, [handover for _, handover in gifts], {})

    def at_hub(self) -> Seconds:
        """Ride home, with the breaks that were planned on the way."""
        last = self._round.stops[-1]
        planned = self._planned_back - last.departure
        rest = planned - self._way(last.place, self._round.hub)
        return self._free + self._way(self._here, self._round.hub) + max(0, rest)

    def _halt(self, stop: RoundStop, handovers: Sequence[Handover], windows: Windows) -> StopEta:
        arrival = self._free + self._way(self._here, stop.place)
        setup = 0 if self._here == stop.place else self._setups[stop.number]
        free, starts = arrival + setup, []
        for handover in handovers:
            lasts = handover.end - handover.start
            ready = max(free + handover.rest, handover.start if handover.wait else 0)
            start = _opened(windows.get((handover.order, handover.kind), ()), ready)
            free = max(start + lasts, self._now)
            starts.append(free - lasts)
        self._here, self._free = stop.place, free
        return StopEta(stop.number, arrival, starts[0], free)

    def _reloads_at(self, stop: RoundStop) -> bool:
        return stop.kind is StopKind.HUB and stop.number > self._last_stop

    def _reload(self, stop: RoundStop) -> StopEta:
        arrival = self._free + self._way(self._here, stop.place) + self._setups[stop.number]
        self._here, self._free = stop.place, arrival + stop.departure - stop.arrival
        return StopEta(stop.number, arrival, arrival, self._free)

    def _way(self, origin: str, destination: str) -> Seconds:
        return self._round.matrix.seconds_between(origin, destination)


def _still_open(done: Progress) -> Iterator[Told]:
    """What is open, in riding order, with all breaks that are still to be had.

    Who need not go somewhere has the breaks that were planned on the way there all the same.
    """
    skipped, owed = done.skipped, 0
    for one in done.told:
        if one in skipped:
            owed += one.handover.rest
        elif one.outcome.stage is Stage.OPEN:
            yield replace(one, handover=replace(one.handover, rest=one.handover.rest + owed))
            owed = 0


def _setups(round_: Round, leaves: Seconds) -> Iterator[tuple[int, Seconds]]:
    """What each stop takes between arrival and its first handover, as planned, but for waits.

    Of a reload: the breaks on the way to it.
    """
    here, free = round_.hub, leaves
    for stop in round_.stops:
        gap = stop.arrival - free
        if stop.handovers:
            first = stop.handovers[0]
            gap = first.start - first.wait - first.rest - free
        yield stop.number, max(0, gap - round_.matrix.seconds_between(here, stop.place))
        if not stop.passed:
            here, free = stop.place, stop.departure


def _opened(windows: Sequence[Window], ready: Seconds) -> Seconds:
    """The first instant in a window from one on; that one itself when all windows are over."""
    return min((max(ready, one.start) for one in windows if ready <= one.end), default=ready)
