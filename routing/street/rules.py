"""What a profile is, and how it reads the tags of streets.

A profile is data; the rules that read it are one module each (access, conditional, oneway, speed,
size, barrier, delays, power). ``docs/reference/profiles.md`` says the same for people.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from routing.formats.clock import MIDNIGHT, ClockSpan, merged
from routing.street import barrier, conditional, oneway, speed
from routing.street.access import Permission, ends_there, permission
from routing.street.delays import NO_DELAYS, Delays
from routing.street.hills import Hills
from routing.street.pushing import PUSHED_ON, Pushing, has_ramp
from routing.street.size import ANY_SIZE, LIMIT_KEYS, Size
from routing.street.speed import Ground

Tags = Mapping[str, str]

WORKING_HOURS = ClockSpan(8 * 60, 20 * 60)
"""When couriers ride unless a profile says otherwise."""

_REFERENCE_DAYS = tuple(
    monday + dt.timedelta(days=day)
    for monday in (dt.date(2027, 1, 11), dt.date(2027, 7, 5))
    for day in range(6)
)
"""Monday to Saturday, in winter and in summer: what is open on all of them is open."""

_DIRECTIONS = ("forward", "backward")
_WALKERS = ("foot",)


class Gait(NamedTuple):
    """How one moves along a way in one direction: metres per hour, 0 closed; whether pushing."""

    speed: int
    pushed: bool = False


_CLOSED = Gait(0)


class Reading(NamedTuple):
    """What a profile makes of the tags of a way; everything forward and backward."""

    ride: tuple[int, int]
    pushes: tuple[bool, bool]
    only_destination: tuple[bool, bool]


@dataclass(frozen=True, eq=False)
class Profile:
    """One way of getting about. Compared by identity: two of one name are two profiles.

    Parameters
    ----------
    modes
        Its access keys, from the most special to the most general, without ``access``.
    speeds
        Metres per hour by ``highway``; closed where it is absent or 0.
    ground_speeds
        Metres per hour at most by ground; no bound where it is absent.
    smoothness_speeds
        Metres per hour at most by ``smoothness``, 0 closed; no bound where it is absent.
    stopped_by
        Barriers that cannot be passed.
    invited
        Values of ``highway`` entered only where a tag of its own modes says so.
    kept_out_by
        Keys that close a way unless a tag of its own modes opens it.
    one_way
        Whether plain ``oneway`` binds.
    contraflow
        Whether lanes against the stream are ridden.
    limit_percent
        Share of the posted limit that is reached on average; None when limits do not matter.
    fast
        Values of ``highway`` where a high limit also makes faster.
    fastest
        Metres per hour that are never exceeded; None without such a bound.
    size
        How large it is, loaded.
    pushing
        How it is pushed where riding is not allowed; None: never.
    delays
        What turning and waiting cost.
    hills
        What grades do to its speed; None: nothing.
    hours
        When it rides: a way by hour is open to it when it is open all this time.
    """

    name: str
    modes: tuple[str, ...]
    speeds: Mapping[str, int]
    ground_speeds: Mapping[Ground, int]
    stopped_by: frozenset[str]
    smoothness_speeds: Mapping[str, int] = field(default_factory=dict)
    invited: frozenset[str] = frozenset()
    kept_out_by: frozenset[str] = frozenset()
    one_way: bool = True
    contraflow: bool = False
    limit_percent: int | None = None
    fast: frozenset[str] = frozenset()
    fastest: int | None = None
    size: Size = ANY_SIZE
    pushing: Pushing | None = None
    delays: Delays = NO_DELAYS
    hills: Hills | None = None
    hours: ClockSpan = WORKING_HOURS

    def ride(self, tags: Tags) -> tuple[int, int]:
        """Metres per hour along a way, forward and backward; 0 where it is closed.

        Walking pace where a bike must be pushed (`pushes`). Where access changes within the
        profile's hours, the slowest that is open counts (`only_destination`, `open_windows`).
        """
        return self.read(tags).ride

    def pushes(self, tags: Tags) -> tuple[bool, bool]:
        """Whether one gets off and pushes, forward and backward: a pedestrian then."""
        return self.read(tags).pushes

    def only_destination(self, tags: Tags) -> tuple[bool, bool]:
        """Whether one may deliver there but not ride through, forward and backward.

        So is a way that is not open all of the profile's hours.
        """
        return self.read(tags).only_destination

    def open_windows(self, tags: Tags, date: dt.date) -> tuple[ClockSpan, ...] | None:
        """When on a date a way is open in one direction at least; None: always.

        Times are on the wall clock. The profile's hours do not matter here.
        """
        if not conditional.is_conditional(tags, self._keys):
            return None if any(self.ride(tags)) else ()
        cut = conditional.pieces(tags, self._keys, self.size, date)
        spans = merged(
            span for span, now in cut if any(self._gait(now, way).speed for way in (0, 1))
        )
        return None if spans == (ClockSpan(0, MIDNIGHT),) else spans

    def not_understood(self, tags: Tags) -> tuple[str, ...]:
        """Conditions of access that cannot be read: they count as always keeping out."""
        return conditional.not_understood(tags, self._keys)

    def stops_at(self, tags: Tags) -> bool:
        """Whether a node cannot be passed, neither riding nor pushing."""
        if not barrier.stops(tags, self.modes, self.stopped_by, self.size):
            return False
        return self.pushing is None or barrier.stops_pushed(tags, self.stopped_by, self.size)

    def delay_at(self, tags: Tags, direction: str = "both") -> int:
        """Milliseconds that lights, crossings and signs of a node cost; see `Delays.at`."""
        return self.delays.at(tags, direction)

    def speed_on(self, pace: int, ground: Ground, grade_permille: int) -> int:
        """Metres per hour on a grade, where the flat allows a pace; 0 where it is too steep.

        Parameters
        ----------
        pace
            Metres per hour on the flat, as `ride` tells.
        grade_permille
            Millimetres of rise a metre, positive uphill in the direction of riding.
        """
        return pace if self.hills is None else self.hills.speed(pace, ground, grade_permille)

    @cached_property
    def _keys(self) -> frozenset[str]:
        """Keys that may change by the hour."""
        access = {*self.modes, "access", *(["foot"] if self.pushing else [])}
        limits = LIMIT_KEYS if self.size != ANY_SIZE else frozenset()
        oneways = {"oneway", *(f"oneway:{mode}" for mode in self.modes)}
        plain = access | limits | oneways
        return frozenset(plain | {f"{key}:{way}" for key in plain for way in _DIRECTIONS})

    def read(self, tags: Tags) -> Reading:
        """All that `ride`, `pushes` and `only_destination` tell."""
        phases = self._phases(tags)
        gaits = [[self._gait(phase, direction) for phase in phases] for direction in (0, 1)]
        forward, backward = (
            min((gait for gait in one if gait.speed), default=_CLOSED) for one in gaits
        )
        return Reading(
            (forward.speed, backward.speed),
            (forward.pushed, backward.pushed),
            (self._only_ends(phases, gaits[0], 0), self._only_ends(phases, gaits[1], 1)),
        )

    def _phases(self, tags: Tags) -> tuple[Tags, ...]:
        """The tags as they stand at the times at which the profile rides, each once."""
        if not conditional.is_conditional(tags, self._keys):
            return (tags,)
        found: list[Tags] = []
        for date in _REFERENCE_DAYS:
            for span, now in conditional.pieces(tags, self._keys, self.size, date):
                rides = span.start < self.hours.end and self.hours.start < span.end
                if rides and now not in found:
                    found.append(now)
        return tuple(found)

    def _only_ends(self, phases: Sequence[Tags], gaits: Sequence[Gait], direction: int) -> bool:
        """Whether a way is open at some time, and not always, or not to ride through."""
        if not any(gait.speed for gait in gaits):
            return False
        return any(
            not gait.speed
            or ends_there(phase, _WALKERS if gait.pushed else self.modes, _DIRECTIONS[direction])
            for phase, gait in zip(phases, gaits, strict=True)
        )

    def _gait(self, tags: Tags, direction: int) -> Gait:
        """How one moves in a direction (0 forward, 1 backward) by tags without conditions."""
        way = _DIRECTIONS[direction]
        if not self.size.fits(tags, self.modes, way) or not self.size.fits_between(tags):
            return _CLOSED
        pace = self._pace(tags, way)
        allowed = oneway.directions(
            tags, self.modes, obeys=self.one_way, contraflow=self.contraflow
        )
        if pace and allowed[direction] and self._enters(tags, way):
            return Gait(pace)
        return self._pushed(tags, direction)

    def _pushed(self, tags: Tags, direction: int) -> Gait:
        """As a pedestrian: one-way streets do not bind, ``foot`` decides."""
        if self.pushing is None or self._kept_out(tags):
            return _CLOSED
        way, highway = _DIRECTIONS[direction], tags.get("highway", "")
        pace = self.pushing.speed if highway in PUSHED_ON else 0
        if highway == "steps" and has_ramp(tags):
            pace = self.pushing.on_steps
        walked = oneway.directions(tags, _WALKERS, obeys=False, contraflow=False)
        open_to_walkers = permission(tags, _WALKERS, way) is not Permission.CLOSED
        pace = self._on_ground(tags, pace)
        return (
            Gait(pace, pushed=True) if pace and walked[direction] and open_to_walkers else _CLOSED
        )

    def _pace(self, tags: Tags, direction: str) -> int:
        highway = tags.get("highway", "")
        pace = self.speeds.get(highway, 0)
        if self.limit_percent is not None and pace:
            limit = speed.limit(tags, self.modes, direction)
            allowed = pace if limit is None else limit * self.limit_percent // 100
            pace = allowed if highway in self.fast else min(pace, allowed)
        return min(self._on_ground(tags, pace), self.fastest or pace)

    def _on_ground(self, tags: Tags, pace: int) -> int:
        pace = min(pace, self.ground_speeds.get(speed.ground(tags), pace))
        return min(pace, self.smoothness_speeds.get(tags.get("smoothness", ""), pace))

    def _enters(self, tags: Tags, direction: str) -> bool:
        said = permission(tags, self.modes, direction)
        if said is not Permission.UNSAID:
            return said is Permission.OPEN
        return not self._kept_out(tags) and tags["highway"] not in self.invited

    def _kept_out(self, tags: Tags) -> bool:
        return any(tags.get(key, "no") != "no" for key in self.kept_out_by)
